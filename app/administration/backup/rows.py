"""Rows of a table as JSON lines and back, whatever engine they come from and go to."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Time,
)
from sqlalchemy.types import TypeEngine

from app.administration.backup.archive import Damaged
from app.core.database import UTCDateTime

#: What a part holds before it is compressed, and what it can hold when its last row is long.
PART, LONGEST_PART = 1024 * 1024, 64 * 1024 * 1024
GZIP = 31  # the container format of zlib


@dataclass(frozen=True)
class Kind:
    """How values of one kind are written, read, and given to the database."""

    name: str
    type: Callable[[bool], TypeEngine[Any]]
    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


def _is(*kinds: type) -> Callable[[Any], Any]:
    """A reader of values that JSON has by itself; a value of another kind is damage."""

    def read(value: Any) -> Any:
        if type(value) not in kinds:
            raise ValueError(type(value).__name__)
        return value

    return read


#: The first that fits counts: UTCDateTime before what it decorates.
KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (
        UTCDateTime,
        Kind("moment", lambda _null: UTCDateTime(), datetime.fromisoformat, datetime.isoformat),
    ),
    (Date, Kind("day", lambda _null: Date(), date.fromisoformat, date.isoformat)),
    (Time, Kind("time", lambda _null: Time(), time.fromisoformat, time.isoformat)),
    (Boolean, Kind("truth", lambda _null: Boolean(), _is(bool))),
    (Integer, Kind("number", lambda _null: BigInteger(), _is(int))),
    (String, Kind("text", lambda _null: String(), _is(str))),
    (
        LargeBinary,
        Kind("bytes", lambda _null: LargeBinary(), bytes.fromhex, lambda one: bytes(one).hex()),
    ),
    (JSON, Kind("json", lambda null: JSON(none_as_null=null), lambda value: value)),
)
BY_NAME = {kind.name: kind for _type, kind in KINDS}


def kind_of(column: Column[Any]) -> Kind:
    """The kind of a column; a type that no backup knows is a mistake of ours."""
    for kind_type, kind in KINDS:
        if isinstance(column.type, kind_type):
            return kind
    raise TypeError(f"no backup can hold {column.table.name}.{column.name}: {column.type!r}")


class Shape:
    """The columns of one table in a backup, in the order in which its rows are written."""

    def __init__(self, table: str, columns: Sequence[tuple[str, str, bool]]) -> None:
        self.table = table
        self.names = [name for name, _kind, _null in columns]
        self._kinds = [BY_NAME[kind] for _name, kind, _null in columns]
        self._columns = columns

    @classmethod
    def of(cls, table: Table) -> Shape:
        """The shape of a table of ours; what the engine computes itself is left out."""
        stored = [column for column in table.columns if column.computed is None]
        return cls(
            table.name, [(one.name, kind_of(one).name, bool(one.nullable)) for one in stored]
        )

    def described(self) -> list[list[Any]]:
        """For the head of a backup; `read_from` is the way back."""
        return [list(one) for one in self._columns]

    @classmethod
    def read_from(cls, table: str, described: Any) -> Shape:
        """The shape as the head of a backup gives it; raises ValueError, KeyError or TypeError."""
        columns = [(str(name), str(kind), bool(null)) for name, kind, null in described]
        return cls(str(table), columns)

    def target(self) -> Table:
        """The table to insert into, with types by which either engine takes the values."""
        columns: list[Column[Any]] = [
            Column(name, kind.type(null), nullable=null)
            for (name, _kind, null), kind in zip(self._columns, self._kinds, strict=True)
        ]
        return Table(self.table, MetaData(), *columns)

    def line(self, values: Iterable[Any]) -> bytes:
        """One row as a line."""
        written = [
            None if value is None else kind.write(value)
            for value, kind in zip(values, self._kinds, strict=True)
        ]
        return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def rows(self, part: str, packed: bytes) -> Iterator[dict[str, Any]]:
        """The rows of a part; raises Damaged where one does not fit."""
        for number, line in enumerate(_unpacked(part, packed).splitlines(), 1):
            try:
                yield self._row(json.loads(line))
            except (ValueError, TypeError):
                raise Damaged(
                    _("Rij %(number)s van %(part)s is onleesbaar.", number=number, part=part)
                ) from None

    def _row(self, values: list[Any]) -> dict[str, Any]:
        return {
            name: None if value is None else kind.read(value)
            for name, kind, value in zip(self.names, self._kinds, values, strict=True)
        }


def packed_parts(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines, gathered to compressed parts of about a megabyte each."""
    waiting, size = [], 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= PART:
            yield _packed(waiting)
            waiting, size = [], 0
    if waiting:
        yield _packed(waiting)


def _packed(lines: Sequence[bytes]) -> bytes:
    press = zlib.compressobj(level=6, wbits=GZIP)
    return b"".join((*(press.compress(line) for line in lines), press.flush()))


def _unpacked(part: str, packed: bytes) -> bytes:
    press = zlib.decompressobj(wbits=GZIP)
    try:
        content = press.decompress(packed, LONGEST_PART)
    except zlib.error:
        content = b""
    if not press.eof or press.unused_data:
        raise Damaged(_("Onderdeel %(name)s is beschadigd.", name=part))
    return content


def as_json(content: bytes) -> dict[str, Any]:
    """A part that holds one JSON object; raises ValueError."""
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return cast(dict[str, Any], found)
