"""What an address gave last: kept in the store of files, for when it cannot be made.

Under `feeds/<hash of the token>/` stands the last calendar, packed. Its name is its moment, in
seconds: whoever keeps a calendar takes a moment after every earlier one, and of several server
processes only one can take it. So Last-Modified is the same for all of them and always rises.

The moment is taken first, and only then can one see whether nothing changed meanwhile. Until that
was confirmed what is kept is given to nobody, and what was given before it stays.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import zlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from app.core import clock, files

FOLDER = "feeds"
#: What gzip does by itself; a number, so that it stays the same.
LEVEL = 6
#: Stands in the place of a day.
UNCONFIRMED = "-"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """A calendar as it was given."""

    #: Of the bytes that are not packed: what the ETag says.
    digest: str
    #: The bytes by gzip: the same wherever they were packed first, so nothing is packed twice.
    packed: bytes
    #: The day on which it was last found to be right; None where that was not looked at yet.
    confirmed: date | None = None
    #: Seconds since 1970; None where there was no place to keep it, so that no other knows it.
    modified: int | None = None

    @cached_property
    def body(self) -> bytes:
        """The bytes as they are."""
        return gzip.decompress(self.packed)

    @property
    def is_whole(self) -> bool:
        """Whether the bytes are those that its tag says: a crash may have cut them off."""
        try:
            return _digest(self.body) == self.digest
        except (OSError, EOFError, zlib.error):
            return False

    @property
    def content(self) -> bytes:
        """How it is kept: a line with its facts, and the bytes."""
        confirmed = self.confirmed.isoformat() if self.confirmed is not None else UNCONFIRMED
        return f"{self.digest} {confirmed}\n".encode() + self.packed


def keep(token_hash: str, body: bytes) -> Kept:
    """Keep what an address is about to give, where it differs from what was kept last; its moment.

    Without a place (a full disk) it is given all the same, without a moment.
    """
    digest = _digest(body)
    try:
        last = _latest(token_hash)
        if last is not None and last.digest == digest:
            return last
        return _add(token_hash, Kept(digest, _pack(body)))
    except Exception as error:  # whatever a store can say: the calendar itself is there
        log.warning("a calendar could not be kept: %s", type(error).__name__)
        return Kept(digest, _pack(body))


def confirm(token_hash: str, kept: Kept) -> Kept:
    """Say that this is right today: from now on it is what the address gave last.

    It is written at most once a day. What was kept before it goes.
    """
    today = clock.today()
    if kept.modified is None or kept.confirmed == today:
        return kept
    right = replace(kept, confirmed=today)
    try:
        files.write_named(_path(token_hash, kept.modified), right.content)
        for modified in _moments(token_hash):
            if modified < kept.modified:
                files.remove_named(_path(token_hash, modified))
    except Exception as error:  # its moment is taken, also if nobody is given it later
        log.warning("a calendar could not be confirmed: %s", type(error).__name__)
    return right


def latest(token_hash: str) -> Kept | None:
    """What an address gave last."""
    return _latest(token_hash, confirmed=True)


def find_latest(token_hash: str) -> Kept | None:
    """The same where there may be no store to look in: then there is nothing."""
    try:
        return latest(token_hash)
    except Exception as error:  # whatever a store can say
        log.error("the last calendar could not be read: %s", type(error).__name__)
        return None


def forget(token_hash: str) -> None:
    """Remove what an address gave."""
    for modified in _moments(token_hash):
        files.remove_named(_path(token_hash, modified))


def known_addresses() -> list[str]:
    """The hashes of all tokens of which something is kept."""
    return files.folders_in(FOLDER)


def _latest(token_hash: str, *, confirmed: bool = False) -> Kept | None:
    for modified in sorted(_moments(token_hash), reverse=True):
        found = _read(token_hash, modified)
        if found is not None and (found.confirmed is not None or not confirmed):
            return found
    return None


def _add(token_hash: str, wanted: Kept) -> Kept:
    earlier = _moments(token_hash)
    modified = max([int(clock.now().timestamp()), *(one + 1 for one in earlier)])
    while True:
        made = replace(wanted, modified=modified)
        if files.write_named(_path(token_hash, modified), made.content, only_new=True):
            return made
        other = _read(token_hash, modified)
        if other is not None and other.digest == wanted.digest:
            return other
        modified += 1


def _moments(token_hash: str) -> list[int]:
    return [int(name) for name in files.names_in(f"{FOLDER}/{token_hash}") if name.isdecimal()]


def _read(token_hash: str, modified: int) -> Kept | None:
    content = files.read_named(_path(token_hash, modified))
    if content is None:
        return None
    facts, _end, packed = content.partition(b"\n")
    found: Kept | None
    try:
        digest, confirmed = facts.decode().split()
        day = date.fromisoformat(confirmed) if confirmed != UNCONFIRMED else None
        found = Kept(digest, packed, day, modified)
    except ValueError:
        found = None
    if found is None or not found.is_whole:  # as if it were not there: it is made anew
        log.warning("a calendar that was kept is spoilt")
        return None
    return found


def _path(token_hash: str, modified: int) -> str:
    return f"{FOLDER}/{token_hash}/{modified}"


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def _pack(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL, mtime=0)
