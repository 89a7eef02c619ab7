"""The two engines: how each writes a question, and where it looks. Everything else is shared."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, cast, column, literal, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from app.core.database import db
from app.core.search.models import SearchEntry
from app.core.search.questions import Match, Way

#: FTS5 over the words of the entries (migration): never read or written otherwise.
_FTS5: Any = table("search_words", column("rowid"), column("words"))


def matching(match: Match, first: int, last: int, *columns: Any) -> Select[Any]:
    """The entries that match with a number in this range; order by `number()` costs nothing."""
    found: FromClause | Any = SearchEntry
    condition: ColumnElement[bool]
    if _is_sqlite():
        found = _FTS5.join(SearchEntry.__table__, SearchEntry.id == _FTS5.c.rowid)
        condition = _FTS5.c.words.op("MATCH")(_for_fts5(match))
    else:
        query = cast(literal(_for_postgresql(match)), TSQUERY)
        condition = SearchEntry.words.op("@@", is_comparison=True)(query)
    return select(*columns).select_from(found).where(condition, number().between(first, last))


def number() -> Any:
    """The number of an entry, as the engine walks by it."""
    return _FTS5.c.rowid if _is_sqlite() else SearchEntry.id


def _is_sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"


def _for_fts5(match: Match) -> str:
    def any_of(ways: list[Way]) -> str:
        return "(" + " OR ".join(map(one, ways)) + ")"

    def one(way: Way) -> str:
        return '"' + " ".join(way.words) + '"' + ("*" if way.go_on else "")

    wanted = [any_of(ways) for ways in match.every] + [f'"{fact}"' for fact in match.facts]
    query = " AND ".join(wanted)
    if not match.none:
        return query
    return f"({query}) NOT ({' OR '.join(map(any_of, match.none))})"


def _for_postgresql(match: Match) -> str:
    def any_of(ways: list[Way]) -> str:
        return "(" + " | ".join(map(one, ways)) + ")"

    def one(way: Way) -> str:
        words = " <-> ".join(f"'{word}'" for word in way.words)
        return f"{words}:*" if way.go_on else f"({words})"

    wanted = [any_of(ways) for ways in match.every] + [f"'{fact}'" for fact in match.facts]
    return " & ".join(wanted + [f"!{any_of(ways)}" for ways in match.none])
