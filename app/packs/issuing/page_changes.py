"""What differs on the pages of ours that are no note: steer, room, actions, contents, annexes.

Pure, as `changes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.packs.content.layout import Change, MeetingPart, PackDocument
from app.packs.content.note_parts import Fact
from app.packs.content.sheets import CONTENTS
from app.packs.issuing.earlier import CHANGED, GONE, NEW, Earlier

#: So many lines of a page are named; of the others how many there are.
_NAMED = 4


def of_pages(earlier: Earlier, meeting: MeetingPart, old: MeetingPart) -> Iterator[Change]:
    """The pages above the items of one meeting, and the order of its items."""

    def row(page: str, title: str, now: object, then: object, what: str = "") -> Iterator[Change]:
        return _page(earlier, meeting.key(page), title, now, then, what)

    yield from row("steer", _("Oplegger"), meeting.steer, old.steer)
    yield from _order(earlier, meeting, old)
    who = _lines([(one.name, one) for one in meeting.room], [(one.name, one) for one in old.room])
    yield from row("room", _("Wie er aan tafel zit"), meeting.room, old.room, who)
    title = _("Open acties en vorige besluiten")
    yield from row("actions", title, _left_open(meeting), _left_open(old))


def of_fact_sheets(earlier: Earlier, document: PackDocument) -> Iterator[Change]:
    """Partnerships of which the sheet came, says something else, or went."""
    before = {sheet.key: sheet for sheet in earlier.document.fact_sheets}
    for sheet in document.fact_sheets:
        old = before.pop(sheet.key, None)
        what = ", ".join(_differing_terms(sheet.facts, old.facts)) if old else ""
        yield from _page(earlier, sheet.key, sheet.title, sheet, old, what)
    for sheet in before.values():
        yield from _page(earlier, sheet.key, sheet.title, None, sheet)


def of_calendar(earlier: Earlier, document: PackDocument) -> Iterator[Change]:
    """The calendar of the council."""
    now, then = document.council_calendar, earlier.document.council_calendar
    what = _lines([(day.when, day) for day in now], [(day.when, day) for day in then])
    yield from _page(earlier, "council-calendar", _("Kalender van de raad"), now, then, what)


def of_glossary(earlier: Earlier, document: PackDocument) -> Iterator[Change]:
    """The glossary, where words came into it; one that is no longer used misleads nobody."""
    before = {term.word for term in earlier.document.glossary}
    words = [term.word for term in document.glossary if term.word not in before]
    if words:
        kind = CHANGED if before else NEW
        pages = earlier.pages_of("glossary")
        yield Change("glossary", kind, "", _("Begrippen"), pages, some(words) if before else "")


def differing_facts(now: Sequence[Fact], then: Sequence[Fact]) -> list[str]:
    """What facts say now where they said something else: "Plaats: Raadhuis"."""
    values = {fact.term: fact.value for fact in now}
    return [
        f"{term}: {values[term]}" if term in values else _("%(term)s vervalt", term=term)
        for term in _differing_terms(now, then)
    ]


def differing_sentences(now: str, then: str) -> list[str]:
    """What a marking says now and did not, and what it no longer says, each in its first words."""
    new, old = ([one.split(":")[0].strip() for one in said.split(".")] for said in (now, then))
    came = [one for one in new if one not in old]
    return came + [_("%(term)s vervalt", term=one) for one in old if one not in new]


def _differing_terms(now: Iterable[Fact], then: Iterable[Fact]) -> list[str]:
    new, old = ({fact.term: fact for fact in facts} for facts in (now, then))
    return [term for term in {**new, **old} if new.get(term) != old.get(term)]


def _page(
    earlier: Earlier, key: str, title: str, now: object, then: object, what: str = ""
) -> Iterator[Change]:
    """One page: nothing where it says the same, or is in neither."""
    if now == then or not (now or then):
        return
    kind = NEW if not then else CHANGED if now else GONE
    yield Change(
        key=key,
        kind=kind,
        number="",
        title=title,
        earlier_pages=earlier.pages_of(key),
        what=what if kind == CHANGED else "",
        has_page=bool(now),
    )


def _left_open(meeting: MeetingPart) -> object:
    return (meeting.actions, meeting.last_time) if meeting.actions or meeting.last_time else None


def _order(earlier: Earlier, meeting: MeetingPart, old: MeetingPart) -> Iterator[Change]:
    """Items that kept their number and come in another order."""
    numbers = {item.key: item.number for item in old.items}
    stayed = [item for item in meeting.items if numbers.get(item.key) == item.number]
    keys = {item.key for item in stayed}
    if [item.key for item in stayed] != [item.key for item in old.items if item.key in keys]:
        order = ", ".join(item.number for item in meeting.items)
        pages = earlier.pages_of(CONTENTS)
        what = _("andere volgorde van de punten: %(order)s", order=order)
        yield Change(CONTENTS, CHANGED, "", f"{_('Inhoud')}, {meeting.name}", pages, what)


def _lines(now: Sequence[tuple[str, object]], then: Sequence[tuple[str, object]]) -> str:
    """The lines of a page that came, changed or went, by name."""
    came = [name for name, line in now if (name, line) not in then]
    here = {name for name, _line in now}
    gone = [name for name, _line in then if name not in here]
    return "; ".join(
        words
        for words in (some(came), _("vervallen: %(names)s", names=some(gone)) if gone else "")
        if words
    )


def some(names: Sequence[str]) -> str:
    """The first of these names, and how many more."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    more = len(names) - _NAMED + 1
    return ngettext(
        "%(names)s en nog %(num)d", "%(names)s en nog %(num)d", more, names=", ".join(names[:-more])
    )
