"""Finding: a question asked of every source, through what the person may see, put in order.

Per kind one statement: it walks from today forwards and backwards through what matches, first in
names, then anywhere, and stops after `limit` each. So the work is bounded however much there is,
and counts are exact up to that limit ("meer dan 60").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, literal, select, union_all

from app.core import clock
from app.core.database import db
from app.core.search import engines
from app.core.search.entries import level_word, partnership_word
from app.core.search.fitting import Fit, Fitting, nearness
from app.core.search.models import SearchEntry, day_of, first_of
from app.core.search.questions import Match, Question
from app.core.search.sources import Shown, Source, registry
from app.core.search.spelling import corrections

#: Shown of each group on the page of all groups, and on a page of one group.
OF_EACH, PAGE = 5, 20
#: Looked at in each direction, on the one page and on the other.
LIMIT, LIMIT_OF_ONE = 60, 400
#: With fewer than this, words that only begin like the ones asked for are found as well.
FEW = 10
#: With fewer than this, a typing error is thought of.
VERY_FEW = 3
LAST_YEAR, ONE_DAY = timedelta(days=365), timedelta(days=1)
#: The kind of which everything else can be a part.
PARTNERSHIP = "partnership"
#: Per kind the condition that a thing exists for who asks.
Visible = dict[str, ColumnElement[bool]]
COLUMNS = (
    SearchEntry.id,
    SearchEntry.object_id,
    SearchEntry.title,
    SearchEntry.known_as,
    SearchEntry.context,
    SearchEntry.partnership_id,
)


@dataclass(frozen=True)
class Filters:
    """Within what somebody looks; empty means everywhere."""

    kind: str = ""
    partnership_id: int | None = None
    period: str = ""
    level: str = ""

    @property
    def any_set(self) -> bool:
        """Whether the search was narrowed."""
        return self != Filters()

    @property
    def facts(self) -> list[str]:
        """The same as words of the index, as far as they are."""
        found = [] if self.partnership_id is None else [partnership_word(self.partnership_id)]
        return [*found, level_word(self.level)] if self.level else found

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last day; None where there is no such end."""
        return {
            "upcoming": (today, None),
            "past": (None, today - timedelta(days=1)),
            "year": (today - LAST_YEAR, today),
        }.get(self.period, (None, None))


@dataclass(frozen=True)
class Candidate:
    """Something that matches, and how well."""

    entry_id: int
    object_id: int
    title: str
    partnership_id: int | None
    fit: Fit
    order: tuple[Any, ...]


@dataclass(frozen=True)
class Hit:
    """Something found, as the page shows it."""

    shown: Shown
    title: Markup
    piece: Markup | None


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    source: Source
    candidates: list[Candidate]
    #: There is more than was looked at.
    more: bool
    hits: list[Hit] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many were found."""
        return len(self.candidates)


@dataclass(frozen=True)
class Results:
    """Everything found, the best group first."""

    question: Question
    groups: list[Group] = field(default_factory=list)
    #: What was asked instead, where little was found for what was typed.
    instead: Question | None = None
    #: Whether the groups are those of `instead`.
    replaced: bool = False

    @property
    def total(self) -> int:
        """How many things were found."""
        return sum(group.total for group in self.groups)

    @property
    def more(self) -> bool:
        """Whether there is more than was looked at."""
        return any(group.more for group in self.groups)

    @property
    def partnership_ids(self) -> set[int]:
        """Of which partnerships things were found."""
        return {
            one.partnership_id
            for group in self.groups
            for one in group.candidates
            if one.partnership_id is not None
        }


def search(question: Question, filters: Filters, person: Any, first: int = 0) -> Results:
    """What this person may see and fits; `first` is where a page of one kind begins."""
    if not question.terms:
        return Results(question)
    visible = {
        source.kind: source.visible_to(person)
        for source in registry().sources
        if filters.kind in ("", source.kind)
    }
    groups, fitting = _groups(question, filters, visible)
    instead, replaced = None, not groups
    if sum(group.total for group in groups) < VERY_FEW:
        changes = corrections(question, person)
        if changes:
            other = question.corrected(changes)
            other_groups, other_fitting = _groups(other, filters, visible)
            instead = other if other_groups else None
            if replaced:
                groups, fitting = other_groups, other_fitting
    found = _with_hits(groups, fitting, filters, person, first)
    return Results(question, found, instead, replaced)


def _groups(question: Question, filters: Filters, visible: Visible) -> tuple[list[Group], Fitting]:
    """The very words first; where they find little, longer words too."""
    fitting = Fitting(question)
    groups = list(_ask(fitting, filters, visible))
    going_on = any(term.may_go_on for term in question.terms)
    if going_on and sum(group.total for group in groups) < FEW:
        fitting = replace(fitting, go_on=True)
        groups = list(_ask(fitting, filters, visible))
    return sorted(groups, key=lambda group: group.candidates[0].fit), fitting


def _ask(fitting: Fitting, filters: Filters, visible: Visible) -> Iterator[Group]:
    for source in registry().sources:
        if source.kind in visible:
            found, more = _candidates(source, fitting, filters, visible[source.kind])
            if found:
                yield Group(source, found, more)


def _candidates(
    source: Source, fitting: Fitting, filters: Filters, visible: ColumnElement[bool]
) -> tuple[list[Candidate], bool]:
    """What matches of one kind, best first, each thing once; and whether there is more."""
    today, limit = clock.today(), LIMIT_OF_ONE if filters.kind else LIMIT
    pieces: list[Select[Any]] = []
    for names_only in (True, False):
        match = Match(fitting.question, names_only=names_only, go_on=fitting.go_on)
        match.facts = filters.facts
        for first, last, ahead in _ranges(source, filters, today):
            number = engines.number()
            found = (
                engines.matching(match, first, last, literal(len(pieces)).label("way"), *COLUMNS)
                .where(visible)
                .order_by(number if ahead else number.desc())
                .limit(limit)
                .subquery()
            )
            pieces.append(select(found))
    counts: dict[int, int] = {}
    best: dict[int, Candidate] = {}
    for row in db.session.execute(union_all(*pieces)) if pieces else ():
        counts[row.way] = counts.get(row.way, 0) + 1
        fit = fitting.fit(row.title, row.known_as, row.context, names=source.names)
        order = (fit, nearness(day_of(row.id), today), row.title.lower(), row.object_id)
        one = Candidate(row.id, row.object_id, row.title, row.partnership_id, fit, order)
        if row.object_id not in best or order < best[row.object_id].order:
            best[row.object_id] = one
    ordered = sorted(best.values(), key=lambda one: one.order)
    return ordered, any(count >= limit for count in counts.values())


def _ranges(source: Source, filters: Filters, today: date) -> Iterator[tuple[int, int, bool]]:
    """The numbers to walk through: from today ahead, and back; first, last, whether ahead."""
    first_day, last_day = filters.days(today)
    undated = first_day is None and last_day is None
    first = first_of(source.number, first_day, undated=undated)
    last = first_of(source.number, last_day + ONE_DAY) if last_day else first_of(source.number + 1)
    now = first_of(source.number, today)
    if last > now:
        yield max(first, now), last - 1, True
    if first < now:
        yield first, min(last, now) - 1, False


def _with_hits(
    groups: list[Group], fitting: Fitting, filters: Filters, person: Any, first: int
) -> list[Group]:
    """The groups with what the page shows of each; the texts of all of them in one statement."""
    begin, count = (first, PAGE) if filters.kind else (0, OF_EACH)
    chosen = [group.candidates[begin : begin + count] for group in groups]
    ids = [one.entry_id for found in chosen for one in found]
    texts: dict[int, str] = {
        row[0]: row[1]
        for row in db.session.execute(
            select(SearchEntry.id, SearchEntry.text).where(SearchEntry.id.in_(ids))
        )
    }
    return [
        replace(group, hits=list(_hits(group.source, found, texts, fitting, person)))
        for group, found in zip(groups, chosen, strict=True)
    ]


def _hits(
    source: Source, found: list[Candidate], texts: dict[int, str], fitting: Fitting, person: Any
) -> Iterator[Hit]:
    shown = source.show([one.object_id for one in found], person)
    for one in found:
        if one.object_id in shown:
            thing = shown[one.object_id]
            title = fitting.marked(thing.title, names=source.names)
            yield Hit(thing, title, fitting.piece(texts.get(one.entry_id, "")))


def partnership_names(ids: Collection[int]) -> list[tuple[int, str]]:
    """The names of these partnerships, in order: what the filter offers."""
    found = select(SearchEntry.object_id, SearchEntry.title).where(
        SearchEntry.kind == PARTNERSHIP,
        SearchEntry.object_id.in_(sorted(one for one in ids if 0 < one < 2**31)),
    )
    rows = [(row[0], row[1]) for row in db.session.execute(found)]
    return sorted(rows, key=lambda row: row[1].lower())
