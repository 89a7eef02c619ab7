"""Reading a backup from front to back: every byte, every hash, every row, every count."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from flask_babel import gettext as _

from app.administration.backup.archive import (
    FILES,
    HEAD,
    MANIFEST,
    TABLES,
    Damaged,
    Part,
    Reader,
)
from app.administration.backup.creating import FORMAT, FORMAT_VERSION
from app.administration.backup.rows import LONGEST_PART, Shape, as_json
from app.core.errors import RuleBroken
from app.core.files import StoredFile


@dataclass(frozen=True)
class Head:
    """What a backup says of itself at its beginning."""

    revision: str
    made_at: datetime
    engine: str
    shapes: dict[str, Shape]


@dataclass
class Inspection:
    """What was found: what is wrong in sentences, in order, and what the backup holds."""

    head: Head | None = None
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    missing: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file of a backup, or a sentence."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise RuleBroken(
            _(
                "%(path)s kan niet worden gelezen: %(reason)s.",
                path=path,
                reason=error.strerror or type(error).__name__,
            )
        ) from error


def read_head(part: Part) -> Head:
    """The first part of a backup; raises Damaged where it is none, or one of a later format."""
    if part.name != HEAD:
        raise Damaged(_("Dit is geen reservekopie van Vooroverleg."))
    try:
        found = as_json(part.whole(LONGEST_PART))
        if found["format"] != FORMAT:
            raise Damaged(_("Dit is geen reservekopie van Vooroverleg."))
        if found["format_version"] != FORMAT_VERSION:
            raise Damaged(_("Deze reservekopie is van een nieuwere versie van Vooroverleg."))
        shapes = {name: Shape.read_from(name, one) for name, one in found["columns"].items()}
        made_at = datetime.fromisoformat(found["made_at"])
        return Head(str(found["revision"]), made_at, str(found["engine"]), shapes)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Damaged(_("Onderdeel %(name)s is beschadigd.", name=HEAD)) from None


def table_of(name: str) -> str:
    """The table of a part with rows."""
    return name.removeprefix(TABLES).split("/")[0]


def inspect(path: Path) -> Inspection:
    """Read the whole backup and say what is wrong with it; writes nothing but scratch files."""
    with opened(path) as file, tempfile.TemporaryFile() as named:
        reader, inspector = Reader(file), _Inspector(named)
        try:
            for part in reader.parts():
                inspector.look_at(part)
        except Damaged as error:
            inspector.found.faults.append(error.message)
            return inspector.found
        inspector.finish()
        if not reader.sealed and not inspector.found.faults:
            inspector.found.faults.append(
                _("De reservekopie is beschadigd: het zegel aan het eind klopt niet met de inhoud.")
            )
    return inspector.found


class _Inspector:
    """Looks at one part after another; a damaged part is named, and the next one looked at."""

    def __init__(self, named: IO[bytes]) -> None:
        self.found = Inspection()
        self._named = named
        self._hashes: dict[str, str] = {}
        self._manifest: dict[str, Any] | None = None
        self._files_begun = False
        self._absent: list[str] = []

    def look_at(self, part: Part) -> None:
        """Read one part whole, and compare."""
        if self.found.head is None:
            self.found.head = read_head(part)  # without a head, nothing else can be read
            self.found.rows = dict.fromkeys(self.found.head.shapes, 0)
            return
        if part.name.startswith(FILES):
            self._look_at_file(part)
            return
        try:
            if part.name.startswith(TABLES):
                self._look_at_rows(part, self.found.head)
            elif part.name == MANIFEST:
                self._manifest = as_json(part.whole(LONGEST_PART))
            else:
                raise Damaged(_("Onderdeel %(name)s hoort hier niet.", name=part.name))
        except Damaged as error:
            self.found.faults.append(error.message)
        except ValueError:
            self.found.faults.append(_("Onderdeel %(name)s is beschadigd.", name=part.name))

    def _look_at_rows(self, part: Part, head: Head) -> None:
        content = part.whole(LONGEST_PART)
        self._hashes[part.name] = hashlib.sha256(content).hexdigest()
        table = table_of(part.name)
        if table not in head.shapes:
            raise Damaged(_("Onderdeel %(name)s hoort hier niet.", name=part.name))
        for row in head.shapes[table].rows(part.name, content):
            self.found.rows[table] += 1
            if table == StoredFile.__tablename__:
                self._named.write(f"{row['sha256']}\n".encode())

    def _look_at_file(self, part: Part) -> None:
        digest, content = part.name.removeprefix(FILES), hashlib.sha256()
        for piece in part.pieces:
            content.update(piece)
        if content.hexdigest() != digest:
            self.found.faults.append(_("Bestand %(digest)s is beschadigd.", digest=digest))
        self.found.files += 1
        self.found.bytes += part.size
        if not self._files_begun:
            self._named.seek(0)
            self._files_begun = True
        for name in self._names():
            if name == digest:
                return
            self._absent.append(name)

    def _names(self) -> Iterator[str]:
        """The files that rows name and that were not met yet, in order."""
        while line := self._named.readline():
            yield line.decode().strip()

    def finish(self) -> None:
        """Compare everything with what the manifest says."""
        if not self._files_begun:
            self._named.seek(0)
        self._absent += self._names()
        manifest, found = self._manifest, self.found
        if found.head is None or manifest is None:
            found.faults.append(_("Onderdeel %(name)s ontbreekt.", name=MANIFEST))
            return
        try:
            found.missing = [str(one) for one in manifest["files"]["missing"]]
            self._compare(manifest)
        except (KeyError, TypeError, AttributeError):
            found.faults.append(_("Onderdeel %(name)s is beschadigd.", name=MANIFEST))

    def _compare(self, manifest: dict[str, Any]) -> None:
        faults, wanted = self.found.faults, manifest["parts"]
        for name in sorted(wanted.keys() - self._hashes.keys()):
            faults.append(_("Onderdeel %(name)s ontbreekt.", name=name))
        for name, digest in self._hashes.items():
            if wanted.get(name) != digest:
                sentence = _("Onderdeel %(name)s is beschadigd.", name=name)
                if sentence not in faults:
                    faults.append(sentence)
        if manifest["tables"].keys() - self.found.rows.keys() and not faults:
            faults.append(_("Onderdeel %(name)s is beschadigd.", name=MANIFEST))
        for table, count in manifest["tables"].items():
            if self.found.rows.get(table) != count and not faults:
                faults.append(
                    _(
                        "Van %(table)s zijn er %(found)s rijen, maar het moeten er %(count)s zijn.",
                        table=table,
                        found=self.found.rows[table],
                        count=count,
                    )
                )
        for digest in self._absent:
            if digest not in self.found.missing:
                faults.append(_("Bestand %(digest)s ontbreekt.", digest=digest))
