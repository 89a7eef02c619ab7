"""What differs between two versions of a pack: of each part whether it is new, changed or gone.

Pure: two documents go in, the rows of a list come out, in the order in which the pack is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from app.packs.content.layout import Change, Changes, Item, MeetingPart, Note, PackDocument, Paper

NEW, CHANGED, GONE = "new", "changed", "gone"


@dataclass(frozen=True)
class Earlier:
    """The version with which is compared, and what is known of it beside its document."""

    number: int
    #: The moment that its cover bears, in words.
    moment: str
    document: PackDocument
    #: Per key the first page of a part and how many it has.
    pages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    #: Of papers that took the place of another: the key of the new one, and of the old one.
    replaced: Mapping[str, str] = field(default_factory=dict)
    #: Papers that were not in the file, and are now.
    came_along: Collection[str] = frozenset()

    def pages_of(self, key: str) -> str:
        """Where a part stands in it: "8", "8–9", or nothing."""
        first, count = self.pages.get(key, (0, 0))
        if not first or not count:
            return ""
        return str(first) if count == 1 else f"{first}–{first + count - 1}"


def compare(earlier: Earlier, document: PackDocument) -> Changes | None:
    """What is new, changed or gone since an earlier version; None where nothing is."""
    rows = [
        *_of_meetings(earlier, document),
        *_of_fact_sheets(earlier, document),
    ]
    if not rows:
        return None
    return Changes(since=earlier.number, since_moment=earlier.moment, rows=tuple(rows))


def _of_meetings(earlier: Earlier, document: PackDocument) -> Iterator[Change]:
    before = {meeting.id: meeting for meeting in earlier.document.meetings}
    for meeting in document.meetings:
        old = before.pop(meeting.id, None)
        yield from _heads(earlier, document, meeting, old)
        yield from _items(earlier, meeting, old)
    for meeting in before.values():
        yield Change(
            key=meeting.key("meeting"),
            kind=GONE,
            number="",
            title=f"{meeting.body}, {meeting.partnership}",
            earlier_pages=earlier.pages_of(meeting.key("meeting")),
            what=_("deze vergadering zit niet meer in de map"),
            has_page=False,
        )


def _heads(
    earlier: Earlier, document: PackDocument, meeting: MeetingPart, old: MeetingPart | None
) -> Iterator[Change]:
    """The meeting itself, and the pages above its items."""
    name = f"{meeting.body}, {meeting.partnership}"
    key = meeting.key("meeting") if document.is_period else "cover"
    if old is None:
        yield Change(key, NEW, "", name, what=_("vergadering erbij"))
        return
    if _when_and_where(meeting) != _when_and_where(old):
        what = _("nu %(day)s", day=meeting.day) if meeting.day != old.day else ""
        yield Change(key, CHANGED, "", name, earlier.pages_of(key), what)
    pages: tuple[tuple[str, str, Callable[[MeetingPart], object]], ...] = (
        ("steer", _("Oplegger"), lambda one: one.steer),
        ("actions", _("Open acties en vorige besluiten"), lambda one: (one.actions, one.last_time)),
    )
    for page, title, content in pages:
        now, then = content(meeting), content(old)
        page_key = meeting.key(page)
        if now != then and now and now != ((), None):
            there = then and then != ((), None)
            yield Change(page_key, CHANGED if there else NEW, "", title, earlier.pages_of(page_key))


def _when_and_where(meeting: MeetingPart) -> object:
    return meeting.day, meeting.title, meeting.facts, meeting.marking


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
    found += _of_note(item.note, old.note)
    return found


def _of_note(note: Note | None, old: Note | None) -> list[str]:
    if note is None or old is None:
        if note is old:
            return []
        return [_("annotatie erbij") if old is None else _("annotatie vervallen")]
    found = []
    if note.state != old.state:
        found.append(_("nu %(state)s", state=note.state.word))
    if _said(note) != _said(old):
        found.append(
            _("annotatie, versie %(new)s in plaats van %(old)s", new=note.version, old=old.version)
            if note.version != old.version
            else _("annotatie aangevuld")
        )
    return found


def _said(note: Note) -> Note:
    """A note by what it says: not when it was last saved, nor in which version."""
    return replace(note, version=0, facts=(), state=replace(note.state, word="", key=""))


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


def _of_fact_sheets(earlier: Earlier, document: PackDocument) -> Iterator[Change]:
    before = {sheet.key: sheet for sheet in earlier.document.fact_sheets}
    for sheet in document.fact_sheets:
        old = before.get(sheet.key)
        if old is not None and old != sheet:
            yield Change(sheet.key, CHANGED, "", sheet.title, earlier.pages_of(sheet.key))
