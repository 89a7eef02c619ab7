"""What holds for every table: rows point to something, and periods end after they begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, Table, and_, exists, func, select

from app.core.database import Base

Query = Select[*tuple[Any, ...]]


def orphans(table: Table) -> Iterator[tuple[str, Query]]:
    """Per foreign key of a table: how many rows point to nothing."""
    for constraint in sorted(table.foreign_key_constraints, key=lambda one: str(one.name)):
        parent = constraint.referred_table.alias("parent")
        pairs = [(key.parent, parent.c[key.column.name]) for key in constraint.elements]
        pointing = and_(*(column.is_not(None) for column, _target in pairs))
        found = exists().where(*(column == target for column, target in pairs))
        query = select(func.count()).select_from(table).where(pointing, ~found)
        yield ", ".join(column.name for column, _target in pairs), query


def tables() -> list[Table]:
    """Every table of ours, by name."""
    return sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def derived(table: Table) -> str:
    """The job that makes the rows of a table anew from others, or "" where they are facts."""
    return str(table.info.get("made_anew_by", ""))


def reversed_periods(table: Table) -> Query | None:
    """How many rows of a table with validity end before they begin."""
    if not {"valid_from", "valid_to"} <= set(table.c.keys()):
        return None
    wrong = table.c.valid_from > table.c.valid_to
    return select(func.count()).select_from(table).where(wrong)
