"""When a day begins here, asked of the database itself: by the rules of the Netherlands."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.core.database import UTCDateTime

_LAST_SUNDAY = "date(strftime('%Y', {day}) || '-{month}-31', '-6 days', 'weekday 0')"


class day_start(FunctionElement[Any]):
    """The moment at which the day of a column begins, as `start_of` has it of a day at hand."""

    name = "day_start"
    type = UTCDateTime()
    inherit_cache = True


class day_end(FunctionElement[Any]):
    """The moment at which the day of a column ends: the next one begins."""

    name = "day_end"
    type = UTCDateTime()
    inherit_cache = True


@compiles(day_start, "postgresql")
def _start_on_postgresql(element: day_start, compiler: SQLCompiler, **options: Any) -> str:
    day = compiler.process(element.clauses, **options)
    return f"(CAST({day} AS TIMESTAMP) AT TIME ZONE 'Europe/Amsterdam')"


@compiles(day_end, "postgresql")
def _end_on_postgresql(element: day_end, compiler: SQLCompiler, **options: Any) -> str:
    day = compiler.process(element.clauses, **options)
    return f"(CAST({day} + 1 AS TIMESTAMP) AT TIME ZONE 'Europe/Amsterdam')"


@compiles(day_start, "sqlite")
def _start_on_sqlite(element: day_start, compiler: SQLCompiler, **options: Any) -> str:
    return _on_sqlite(compiler.process(element.clauses, **options))


@compiles(day_end, "sqlite")
def _end_on_sqlite(element: day_end, compiler: SQLCompiler, **options: Any) -> str:
    return _on_sqlite(f"date({compiler.process(element.clauses, **options)}, '+1 day')")


def _on_sqlite(day: str) -> str:
    """SQLite knows no zones: summer time is from the last Sunday of March to that of October."""
    first, last = (_LAST_SUNDAY.format(day=day, month=month) for month in ("03", "10"))
    hours = f"CASE WHEN {day} > {first} AND {day} <= {last} THEN '-2 hours' ELSE '-1 hours' END"
    return f"strftime('%Y-%m-%d %H:%M:%S.000000', {day}, {hours})"
