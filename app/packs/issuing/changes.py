"""What differs between two versions of a pack: of each part whether it is new, changed or gone.

Pure: two documents go in, the rows of a list come out, in the order in which the pack is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _

from app.packs.content.layout import Change, Changes, Item, MeetingPart, Note, PackDocument, Paper
from app.packs.content.note_pages import facts_of_its_own
from app.packs.content.note_parts import StateMark
from app.packs.issuing.earlier import CHANGED, GONE, NEW, Earlier
from app.packs.issuing.page_changes import (
    differing_facts,
    differing_sentences,
    of_calendar,
    of_fact_sheets,
    of_glossary,
    of_pages,
)


def compare(earlier: Earlier, document: PackDocument) -> Changes | None:
    """What is new, changed or gone since an earlier version; None where nothing is."""
    rows = [
        *_of_meetings(earlier, document),
        *of_fact_sheets(earlier, document),
        *of_calendar(earlier, document),
    ]
    if not rows:
        return None
    rows += of_glossary(earlier, document)
    return Changes(since=earlier.number, since_moment=earlier.moment, rows=tuple(rows))


def _of_meetings(earlier: Earlier, document: PackDocument) -> Iterator[Change]:
    before = {meeting.id: meeting for meeting in earlier.document.meetings}
    for meeting in document.meetings:
        old = before.pop(meeting.id, None)
        yield from _head(earlier, document, meeting, old)
        if old is not None:
            yield from of_pages(earlier, meeting, old)
        yield from _items(earlier, meeting, old)
    for meeting in before.values():
        yield Change(
            key=meeting.key("meeting"),
            kind=GONE,
            number="",
            title=f"{meeting.name}, {meeting.partnership}",
            earlier_pages=earlier.pages_of(meeting.key("meeting")),
            what=earlier.whereabouts.get(meeting.id)
            or _("deze vergadering zit niet meer in de map"),
            has_page=False,
        )


def _head(
    earlier: Earlier, document: PackDocument, meeting: MeetingPart, old: MeetingPart | None
) -> Iterator[Change]:
    """The meeting itself: that it came, or when and where it is."""
    name = f"{meeting.name}, {meeting.partnership}"
    key = meeting.key("meeting") if document.is_period else "cover"
    if old is None:
        yield Change(key, NEW, "", name, what=_("vergadering erbij"))
        return
    if _when_and_where(meeting) == _when_and_where(old):
        return
    words = [_("nu %(day)s", day=meeting.day)] if meeting.day != old.day else []
    words += differing_facts(meeting.facts, old.facts)
    if meeting.marking != old.marking:
        words += differing_sentences(meeting.marking, old.marking)
    title = name if document.is_period else _("Omslag")
    yield Change(key, CHANGED, "", title, earlier.pages_of(key), "; ".join(words))


def _when_and_where(meeting: MeetingPart) -> object:
    facts = meeting.facts, meeting.marking
    return meeting.body, meeting.partnership, meeting.day, meeting.title, *facts


def _items(earlier: Earlier, meeting: MeetingPart, old: MeetingPart | None) -> Iterator[Change]:
    """Item by item its note and its papers; then what is no longer there."""
    before = {item.key: item for item in old.items} if old else {}
    papers = {paper.key: paper for paper in old.papers()} if old else {}
    for paper in meeting.general_papers:
        yield from _paper(earlier, paper, papers)
    for item in meeting.items:
        yield from _item(earlier, item, before.pop(item.key, None))
        for paper in item.papers:
            yield from _paper(earlier, paper, papers)
    for gone in before.values():
        yield _gone(earlier, gone, _("staat niet meer in de map"))
    for paper in papers.values():
        yield _gone(earlier, paper, _("zit niet meer in de map"))


def _item(earlier: Earlier, item: Item, old: Item | None) -> Iterator[Change]:
    kind, words = (NEW, []) if old is None else (CHANGED, _differences(item, old))
    if kind == CHANGED and not words:
        return
    yield Change(
        key=item.key,
        kind=kind,
        number=item.number,
        title=item.title,
        earlier_pages=earlier.pages_of(item.key),
        what="; ".join(words),
        has_page=item.has_page,
    )


def _differences(item: Item, old: Item) -> list[str]:
    found = []
    if item.number != old.number:
        found.append(_("was punt %(number)s", number=old.number))
    if (item.title, item.kind, item.minutes) != (old.title, old.kind, old.minutes):
        found.append(_("titel, soort of duur van het punt"))
    if item.papers and not old.has_page:
        found.append(_("nu met stukken"))
    found += _of_note(item.note, old.note)
    return [*found, *_of_paper_table(item, old)]


def _of_paper_table(item: Item, old: Item) -> Iterator[str]:
    """What the table of papers says otherwise of a paper that was in it."""
    before = {paper.key: paper for paper in old.papers}
    for paper in item.papers:
        then = before.get(paper.key)
        if then is not None and (words := _said_of(paper, then)):
            yield _("stuk %(number)s: %(words)s", number=paper.number, words=words)


def _said_of(paper: Paper, then: Paper) -> str:
    words = []
    if paper.must_read != then.must_read:
        words.append(_("verplicht te lezen") if paper.must_read else _("niet verplicht te lezen"))
    if paper.received != then.received:
        words.append(_("ontvangen op %(day)s", day=paper.received))
    return ", ".join(words)


def _of_note(note: Note | None, old: Note | None) -> list[str]:
    if note is None or old is None:
        if note is old:
            return []
        return [_("annotatie erbij") if old is None else _("annotatie vervallen")]
    found = []
    if note.state != old.state:
        found.append(_("nu %(state)s", state=note.state.word))
    if note.unconfirmed != old.unconfirmed:
        found.append(
            _("akkoord nog niet bevestigd") if note.unconfirmed else _("akkoord bevestigd")
        )
    if _said(note) != _said(old):
        found.append(
            _("annotatie, versie %(new)s in plaats van %(old)s", new=note.version, old=old.version)
            if note.version != old.version
            else _("annotatie aangevuld")
        )
    return found + differing_facts(facts_of_its_own(note), facts_of_its_own(old))


def _said(note: Note) -> Note:
    """A note by what it says: not when it was last saved, nor in which version."""
    return replace(note, version=0, facts=(), state=StateMark("", ""), unconfirmed="")


def _paper(earlier: Earlier, paper: Paper, before: dict[str, Paper]) -> Iterator[Change]:
    old = before.pop(paper.key, None)
    came_along = paper.key in earlier.came_along
    same = old is not None and old.digest == paper.digest
    if old is not None and same and old.title == paper.title and not came_along:
        return
    what = _("andere titel") if same else ""
    if same and came_along:
        what = _("zat niet in de map, en nu wel")
    if old is None and (replaced := earlier.replaced.get(paper.key)) is not None:
        old = before.pop(replaced, None)
        if old is not None:
            what = _("vervangt stuk %(number)s, %(title)s", number=old.number, title=old.title)
    yield Change(
        key=paper.key,
        kind=NEW if old is None else CHANGED,
        number=paper.number,
        title=paper.title,
        earlier_pages=earlier.pages_of(old.key) if old else "",
        what=what,
    )


def _gone(earlier: Earlier, part: Item | Paper, what: str) -> Change:
    return Change(
        key=part.key,
        kind=GONE,
        number=part.number,
        title=part.title,
        earlier_pages=earlier.pages_of(part.key),
        what=what,
        has_page=False,
    )
