"""The file of a backup: a tar archive that ends with the hash of everything before it.

Any tar program can open it. It is written and read from front to back, in constant memory:

    backup.json                     what it is: format, version, migration, moment, columns
    tables/<table>/000001.jsonl.gz  rows as JSON arrays, a few thousand to a part
    files/<sha256>                  each file by its hash, in the order of its rows
    manifest.json                   rows per table, the hash of every part, how many files
    SHA256                          the hash of every byte above
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from flask_babel import gettext as _

from app.core.errors import RuleBroken

BLOCK = 512
CHUNK = 1024 * 1024
HEAD, MANIFEST, SEAL = "backup.json", "manifest.json", "SHA256"
TABLES, FILES = "tables/", "files/"
#: The last two blocks of a tar archive are empty.
END = bytes(2 * BLOCK)


class Damaged(RuleBroken):
    """The archive cannot be read further than here; the message says where."""


class Writer:
    """Writes an archive, and hashes it on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._seen = hashlib.sha256()

    def add(self, name: str, content: bytes) -> None:
        """Add a part that is small enough to be in memory."""
        self._write(_header(name, len(content)) + content + _padding(len(content)))

    def add_file(self, digest: str, size: int, pieces: Iterable[bytes]) -> bool:
        """Add the bytes of a file; where they are not what their hash says, leave it out: False."""
        begin, seen = self._file.tell(), self._seen.copy()
        self._write(_header(FILES + digest, size))
        content, found = hashlib.sha256(), 0
        for piece in pieces:
            content.update(piece)
            found += len(piece)
            self._write(piece)
        self._write(_padding(size))
        if (content.hexdigest(), found) == (digest, size):
            return True
        self._file.seek(begin)
        self._file.truncate()
        self._seen = seen
        return False

    def finish(self) -> None:
        """Seal the archive."""
        self._file.write(_seal(self._seen.hexdigest()))

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._seen.update(content)


@dataclass(frozen=True)
class Part:
    """One part that is being read; what its reader leaves is passed over."""

    name: str
    size: int
    pieces: Iterator[bytes]

    def whole(self, most: int) -> bytes:
        """All of its bytes, where these are no more than `most`."""
        if self.size > most:
            raise Damaged(_("Onderdeel %(name)s is groter dan het kan zijn.", name=self.name))
        return b"".join(self.pieces)


class Reader:
    """Reads an archive from front to back, and knows at its end whether every byte was right."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._seen = hashlib.sha256()
        #: Whether the end was reached, and the seal is the one of these bytes.
        self.sealed = False

    def parts(self) -> Iterator[Part]:
        """Every part in order; raises Damaged where the archive breaks off or makes no sense."""
        last = ""
        while True:
            block = self._file.read(BLOCK)
            name, size = _name_and_size(block, last)
            if name == SEAL:
                expected = _seal(self._seen.hexdigest())
                self.sealed = block + self._file.read(len(expected)) == expected
                return
            self._seen.update(block)
            pieces = self._content(name, size)
            yield Part(name, size, pieces)
            for _rest in pieces:
                pass
            self._padding(name, size)
            last = name

    def _content(self, name: str, size: int) -> Iterator[bytes]:
        left = size
        while left:
            piece = self._file.read(min(CHUNK, left))
            if not piece:
                raise Damaged(_("De reservekopie breekt af in %(name)s.", name=name))
            self._seen.update(piece)
            left -= len(piece)
            yield piece

    def _padding(self, name: str, size: int) -> None:
        wanted = len(_padding(size))
        found = self._file.read(wanted)
        if len(found) < wanted:
            raise Damaged(_("De reservekopie breekt af in %(name)s.", name=name))
        self._seen.update(found)


def _name_and_size(block: bytes, last: str) -> tuple[str, int]:
    if len(block) < BLOCK:
        raise Damaged(_("De reservekopie breekt af na %(name)s.", name=last or _("niets")))
    try:
        found = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        if not last:
            raise Damaged(_("Dit is geen reservekopie van Vooroverleg.")) from None
        raise Damaged(
            _("De reservekopie is beschadigd: wat na %(name)s komt, is onleesbaar.", name=last)
        ) from None
    if found.type != tarfile.REGTYPE or found.size < 0:
        raise Damaged(_("De reservekopie is beschadigd na %(name)s.", name=last or _("niets")))
    return found.name, found.size


def _header(name: str, size: int) -> bytes:
    """Always the same header for a part, so that a seal can be compared byte by byte."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCK)


def _seal(digest: str) -> bytes:
    content = f"{digest}\n".encode()
    return _header(SEAL, len(content)) + content + _padding(len(content)) + END
