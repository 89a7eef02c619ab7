"""The one store of files: content-addressed, written once, on disk or in an object store.

Beside it, in the same place: bytes by name, which can be made again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import IO, Any, NamedTuple, cast
from urllib.parse import quote, urlsplit
from urllib.request import url2pathname

import obstore
from flask import Response, current_app
from flask_babel import gettext as _
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, from_url
from sqlalchemy import BigInteger, CheckConstraint, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime, db
from app.core.errors import NotReady, RuleBroken
from app.core.unseen import without_unseen

CHUNK = 1024 * 1024
#: There is no room: on the disk, or within what this user may use of it.
FULL = (errno.ENOSPC, errno.EDQUOT)
#: How a store on a disk names what the system said.
_NUMBER = re.compile(r"\(os error (\d+)\)")
_SOON: dict[str, Any] = {
    "client_options": {"timeout": "5s", "connect_timeout": "3s"},
    "retry_config": {"max_retries": 1, "retry_timeout": timedelta(seconds=5)},
}
#: A file is shown by the browser's own viewer; nothing in it may run, load or be framed.
FILE_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)
#: Also marks that turn the direction of writing: "stukfdp.exe" would read as "stukexe.pdf".
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\<>:\"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class StoredFile(Base):
    """A file by its content: the same bytes are kept once."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size >= 0", name="size"), QUIET)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    stored_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Stored(NamedTuple):
    """Bytes that are in the store, but have no row yet."""

    sha256: str
    size: int


def store(file: IO[bytes]) -> Stored:
    """Put the bytes of a file in the store, without the database: slow work, done first.

    Raises an OSError of the numbers in `FULL` where there is no room for them.
    """
    stored = _digest(file)
    try:
        present = obstore.head(_store(), path_of(stored.sha256))["size"] == stored.size
    except FileNotFoundError:
        present = False
    if not present:
        file.seek(0)
        _put(path_of(stored.sha256), file)
    return stored


def _put(path: str, file: IO[bytes]) -> None:
    """Write to the store, whole or not at all; an OSError that says so where there is no room."""
    try:
        obstore.put(_store(), path, file)
    except BaseError as error:
        said = _NUMBER.search(str(error))
        if said is not None and int(said[1]) in FULL:
            raise OSError(int(said[1]), os.strerror(int(said[1]))) from error
        raise


def is_full(problem: BaseException) -> bool:
    """Whether something failed for want of room on a disk, and not by what was written."""
    return isinstance(problem, OSError) and problem.errno in FULL


@contextmanager
def room_for(name: str, field: str = "file") -> Iterator[None]:
    """Whoever sent a file hears in their form that there is no room for it."""
    try:
        yield
    except OSError as problem:
        if is_full(problem):
            raise RuleBroken(no_room_for(name), field) from problem
        raise


def no_room_for(name: str) -> str:
    """What to do with a file for which there is no room, wherever it was sent."""
    return _(
        "De schijf van de server is vol; %(name)s is niet bewaard. Meld het bij de beheerder, "
        "en kies het bestand opnieuw als er weer ruimte is.",
        name=name,
    )


def keep_stored(stored: Stored, media_type: str) -> StoredFile:
    """The row of bytes that are in the store; the same bytes have one row."""
    known = select(StoredFile).where(StoredFile.sha256 == stored.sha256)
    row = db.session.scalar(known)
    if row is not None:
        return row
    try:
        with db.session.begin_nested():
            row = StoredFile(**stored._asdict(), media_type=media_type, stored_at=clock.now())
            db.session.add(row)
    except IntegrityError:
        return db.session.scalars(known).one()  # somebody else kept the same bytes just now
    return row


def keep(file: IO[bytes], media_type: str) -> StoredFile:
    """Store a file (read from its start) and give its row; the bytes go first, the row after.

    A row without bytes can therefore not exist; bytes without a row, left by a fault between
    the two, are harmless and named by `flask check`.
    """
    return keep_stored(store(file), media_type)


def read(row: StoredFile) -> bytes:
    """The whole content."""
    return bytes(obstore.get(_store(), path_of(row.sha256)).bytes())


def stream(row: StoredFile) -> Iterator[bytes]:
    """The content in pieces of about one megabyte; opened at once, read without any context."""
    return stream_of(row.sha256)


def stream_of(digest: str) -> Iterator[bytes]:
    """The same by digest: of what is known to be in the store, without the database."""
    opened = obstore.get(_store(), path_of(digest))
    return (bytes(chunk) for chunk in opened.stream(min_chunk_size=CHUNK))


def exists(row: StoredFile) -> bool:
    """Whether the bytes are there."""
    try:
        return obstore.head(_store(), path_of(row.sha256))["size"] == row.size
    except FileNotFoundError:
        return False


def stored_digests() -> set[str]:
    """The digests of all bytes in the store, with or without a row."""
    return {
        PurePath(item["path"]).name for batch in obstore.list(_store(), "sha256") for item in batch
    }


# Beside what is kept for good stands what is kept by name: it can be made again, may be replaced
# and removed, has no row, and is in no backup.


def names_in(folder: str) -> list[str]:
    """The names of what is kept by name in a folder; none where there is no such folder."""
    found = obstore.list(_store(soon=True), folder)
    return [PurePath(item["path"]).name for batch in found for item in batch]


def folders_in(folder: str) -> list[str]:
    """The names of the folders in a folder."""
    found = obstore.list_with_delimiter(_store(soon=True), folder)["common_prefixes"]
    return [PurePath(path).name for path in found]


def read_named(path: str) -> bytes | None:
    """What is kept under this path, or None."""
    try:
        return bytes(obstore.get(_store(soon=True), path).bytes())
    except FileNotFoundError:
        return None


def write_named(path: str, content: bytes, *, only_new: bool = False) -> bool:
    """Keep bytes under a path, whole or not at all, in the place of what is there.

    With `only_new` False where something is there already: of several that try, one succeeds.
    """
    try:
        obstore.put(_store(soon=True), path, content, mode="create" if only_new else "overwrite")
    except AlreadyExistsError:
        return False
    return True


def remove_named(path: str) -> None:
    """Remove what is kept under a path, if it is there."""
    with suppress(FileNotFoundError):
        obstore.delete(_store(soon=True), path)


def remove_all_in(folder: str) -> None:
    """Remove whatever is kept by name in a folder, and in the folders in it."""
    for batch in obstore.list(_store(soon=True), folder):
        for item in batch:
            remove_named(item["path"])


def path_of(digest: str) -> str:
    """Where the bytes of a digest live in the store."""
    return f"sha256/{digest[:2]}/{digest}"


def safe_name(name: str, fallback: str = "bestand") -> str:
    """A file name for people to see and download: no path, no control characters, not long."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    cleaned = _UNSAFE.sub(" ", without_unseen(base)).strip(" .")
    stem, dot, ending = cleaned.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[:110].strip() or fallback}.{ending}"
    return cleaned[:120] or fallback


def sent(row: StoredFile, name: str, *, shown: bool = True) -> Response:
    """The answer that shows or keeps a file under this name; raises NotReady without its bytes."""
    if not exists(row):
        raise NotReady(_("Dit bestand staat niet meer in de opslag. Meld dit bij de beheerder."))
    response = Response(stream(row), mimetype=row.media_type)
    response.content_length = row.size
    response.headers["Content-Disposition"] = disposition("inline" if shown else "attachment", name)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def disposition(kind: str, name: str) -> str:
    """The header Content-Disposition of a file: a plain name for old programs, and the real one.

    `kind` is inline or attachment. A server refuses a header with letters outside Latin-1, so the
    real name is written as RFC 8187 asks (see RFC 6266, 4.3).
    """
    safe = safe_name(re.sub(r"[/\\]", " ", name))
    plain = re.sub(r"[^ -~]|[\"\\%]", "_", safe)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _digest(file: IO[bytes]) -> Stored:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
    return Stored(digest.hexdigest(), size)


def open_store(url: str, *, soon: bool = False) -> ObjectStore:
    """The store behind a FILES_URL: a folder, S3, Azure or Google by their usual addresses.

    One that is away is asked for three minutes; `soon`: for some seconds, where somebody waits.
    """
    if url.startswith("file:"):
        folder = url2pathname(urlsplit(url).path)
        return LocalStore(prefix=folder, mkdir=True, automatic_cleanup=True)
    return from_url(url, **_SOON) if soon else from_url(url)


def _store(*, soon: bool = False) -> ObjectStore:
    name = "files_soon" if soon else "files"
    if name not in current_app.extensions:
        current_app.extensions[name] = open_store(current_app.config["FILES_URL"], soon=soon)
    return cast(ObjectStore, current_app.extensions[name])
