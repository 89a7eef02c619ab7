"""What an address gave last: kept in the store of files, for when it cannot be made.

Under `feeds/<hash of the token>/<hash of the root>/` stands the last calendar, packed. Its name is
its moment, in seconds: whoever keeps a calendar takes a moment after every earlier one, and of
several server processes only one can take it. So Last-Modified is the same for all of them and
always rises.

What a calendar says of its pages begins with the root by which this server was asked, so each root
has bytes, tag and moment of its own: who asks by another name changes nothing of what was kept for
anybody. So many roots have a place, and no more: whoever holds an address could think of names for
ever, and can so only keep a root that was never asked by from having a place. With PUBLIC_URL there
is one root.

The moment is taken first, and only then can one see whether nothing changed meanwhile. Until that
was confirmed what is kept is given to nobody, and what was given before it stays.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from app.core import clock, files
from app.people.sessions import digest as digest_of

FOLDER = "feeds"
#: What gzip does by itself; a number, so that it stays the same.
LEVEL = 6
#: Stands in the place of a day.
UNCONFIRMED = "-"
#: By so many roots is kept what one address gives; by another it is given all the same.
MOST_ROOTS = 4
#: How old may be what is given while nobody can say whether the account still stands.
TRUSTED_FOR = timedelta(days=7)

log = logging.getLogger(__name__)


class Place(NamedTuple):
    """Where is kept what an address gives to who asks by one root; hashes of both."""

    token_hash: str
    root_hash: str

    @classmethod
    def of(cls, token_hash: str, root: str) -> Place:
        """The place of what an address gives by this root."""
        return cls(token_hash, digest_of(root)[:16])

    @property
    def folder(self) -> str:
        """Where it is in the store of files."""
        return f"{FOLDER}/{self.token_hash}/{self.root_hash}"


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
    def is_trusted(self) -> bool:
        """Whether it may be given when nobody can say whether it is still right."""
        return self.confirmed is not None and clock.today() - self.confirmed <= TRUSTED_FOR

    @property
    def day(self) -> date:
        """The day on which somebody last asked, as far as is known."""
        return self.confirmed or datetime.fromtimestamp(self.modified or 0, UTC).date()

    @property
    def content(self) -> bytes:
        """How it is kept: a line with its facts, and the bytes."""
        confirmed = self.confirmed.isoformat() if self.confirmed is not None else UNCONFIRMED
        return f"{self.digest} {confirmed}\n".encode() + self.packed


def keep(place: Place, body: bytes) -> Kept:
    """Keep what an address is about to give, where it differs from what was kept last; its moment.

    Without room (a full disk, one root too many) it is given all the same, without a moment.
    """
    digest = _digest(body)
    try:
        last = _latest(place)
        if last is not None and last.digest == digest:
            return last
        if last is not None or _has_room(place):
            return _add(place, Kept(digest, _pack(body)))
    except Exception as error:  # whatever a store can say: the calendar itself is there
        log.warning("a calendar could not be kept: %s", type(error).__name__)
    return Kept(digest, _pack(body))


def confirm(place: Place, kept: Kept) -> Kept:
    """Say that this is right today: from now on it is what the address gave last.

    It is written at most once a day. What was kept before it goes.
    """
    today = clock.today()
    if kept.modified is None or kept.confirmed == today:
        return kept
    right = replace(kept, confirmed=today)
    try:
        files.write_named(_path(place, kept.modified), right.content)
        for modified in _moments(place):
            if modified < kept.modified:
                files.remove_named(_path(place, modified))
    except Exception as error:  # its moment is taken, also if nobody is given it later
        log.warning("a calendar could not be confirmed: %s", type(error).__name__)
    return right


def latest(place: Place) -> Kept | None:
    """What an address gave last."""
    return _latest(place, confirmed=True)


def find_latest(place: Place) -> Kept | None:
    """The same where there may be no store to look in: then there is nothing."""
    try:
        return latest(place)
    except Exception as error:  # whatever a store can say
        log.error("the last calendar could not be read: %s", type(error).__name__)
        return None


def forget(token_hash: str) -> None:
    """Remove what an address gave, by whatever root."""
    files.remove_all_in(f"{FOLDER}/{token_hash}")


def known_addresses() -> list[str]:
    """The hashes of all tokens of which something is kept."""
    return files.folders_in(FOLDER)


def places_of(token_hash: str) -> list[Place]:
    """Where something is kept of an address: a place for each root."""
    return [Place(token_hash, root) for root in files.folders_in(f"{FOLDER}/{token_hash}")]


def _has_room(place: Place) -> bool:
    """Whether a root may have a place; one by which nobody asked for days makes way for it.

    Of several that ask for the last place in the same moment each may get one.
    """
    others = [one for one in places_of(place.token_hash) if one != place]
    if len(others) < MOST_ROOTS:
        return True
    for other in others:
        found = _latest(other)
        if found is None or clock.today() - found.day > TRUSTED_FOR:
            files.remove_all_in(other.folder)
            return True
    return False


def _latest(place: Place, *, confirmed: bool = False) -> Kept | None:
    for modified in sorted(_moments(place), reverse=True):
        found = _read(place, modified)
        if found is not None and (found.confirmed is not None or not confirmed):
            return found
    return None


def _add(place: Place, wanted: Kept) -> Kept:
    earlier = _moments(place)
    modified = max([int(clock.now().timestamp()), *(one + 1 for one in earlier)])
    while True:
        made = replace(wanted, modified=modified)
        if files.write_named(_path(place, modified), made.content, only_new=True):
            return made
        other = _read(place, modified)
        if other is not None and other.digest == wanted.digest:
            return other
        modified += 1


def _moments(place: Place) -> list[int]:
    return [int(name) for name in files.names_in(place.folder) if name.isdecimal()]


def _read(place: Place, modified: int) -> Kept | None:
    content = files.read_named(_path(place, modified))
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


def _path(place: Place, modified: int) -> str:
    return f"{place.folder}/{modified}"


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def _pack(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL, mtime=0)
