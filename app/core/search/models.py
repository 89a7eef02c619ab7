"""Tables of search: one row per thing that can be found, and the text of received files.

The number of a row is the order of the answer: kind, day, part, object. So the engines walk from
today forwards or backwards through one kind and stop when they have enough, however much there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime

#: The number of a row, from high bits to low: kind, day, part of the object, object.
OBJECT_BITS, PART_BITS, DAY_BITS = 31, 4, 18
PART_SHIFT = OBJECT_BITS
DAY_SHIFT = PART_SHIFT + PART_BITS
KIND_SHIFT = DAY_SHIFT + DAY_BITS
FIRST_DAY = date(1800, 1, 1)
#: PostgreSQL keeps no place beyond this one; what stands there is found, but not as a phrase.
LAST_PLACE = 16_383


class WordList(TypeDecorator[Iterable[str]]):
    """Words in order, as each engine indexes them: a text for FTS5, a tsvector for PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of the engine."""
        wanted = TSVECTOR() if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(wanted)

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str | None:
        """Write the words; they hold letters, digits, dots and underscores only."""
        if value is None:
            return None
        if dialect.name != "postgresql":
            return " ".join(value)
        return " ".join(
            f"'{word}':{place}" if place <= LAST_PLACE else f"'{word}'"
            for place, word in enumerate(value, start=1)
        )


class SearchEntry(Base):
    """One thing (or a part of it with readers of its own) as search knows it: derived, rebuildable.

    Who may see it is asked of the thing itself, in the query; nothing of that is kept here.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "object_id", "part"),
        {"info": {"made_anew_by": "search.rebuild", "quiet": True}},
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int]
    part: Mapped[int]
    partnership_id: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(Text)
    #: What counts as its name without standing in its title: an abbreviation, its month.
    known_as: Mapped[str] = mapped_column(Text)
    #: What it belongs to.
    context: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[Any] = mapped_column(WordList)
    #: Of everything above, to see whether the row is still true.
    fingerprint: Mapped[str] = mapped_column(String(64))


class FileText(Base):
    """The text of a stored file, read once by a process of its own; empty where there is none."""

    __tablename__ = "file_text"
    __table_args__ = QUIET

    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    #: The words of the text as `language` makes them, between blanks.
    words: Mapped[str] = mapped_column(Text)
    #: False where reading failed: damaged, or too heavy.
    readable: Mapped[bool]
    read_at: Mapped[datetime] = mapped_column(UTCDateTime)


def number_of(kind: int, day: date | None, part: int, object_id: int) -> int:
    """The number of a row; what has no day stands before all days of its kind."""
    days = 0 if day is None else min(max((day - FIRST_DAY).days, 0), 2**DAY_BITS - 1)
    return kind << KIND_SHIFT | days << DAY_SHIFT | part << PART_SHIFT | object_id


def first_of(kind: int, day: date | None = None, *, undated: bool = True) -> int:
    """The first number of a kind on a day; without a day that of its first day, or of no day."""
    if day is not None:
        return number_of(kind, day, 0, 0)
    return kind << KIND_SHIFT | (0 if undated else 1 << DAY_SHIFT)


def day_of(number: int) -> date | None:
    """The day in the number of a row."""
    days = number >> DAY_SHIFT & 2**DAY_BITS - 1
    return date.fromordinal(FIRST_DAY.toordinal() + days) if days else None
