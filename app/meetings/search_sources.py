"""What search finds of meetings: bodies, meetings, agenda items, and papers with their text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import ColumnElement, Select, case, exists, or_, select, true
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.database import db
from app.core.dates import DUTCH_MONTHS
from app.core.files import StoredFile
from app.core.search.models import FileText, SearchEntry
from app.core.search.sources import Row, Shown, Source, Watch, ids_of
from app.meetings import words
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Body, Meeting
from app.meetings.permissions import papers_visible_to, visible_to
from app.meetings.queries import WITH_BODY
from app.papers.kinds import BY_MEDIA_TYPE, KINDS, PDF
from app.papers.models import ReadingCopy
from app.papers.queries import reading_copies
from app.people.models import Person
from app.register.models import Partnership

#: The index is Dutch, whatever the language of who changes something.
DUTCH_LEVELS = {"administrative": "ambtelijk overleg", "official": "bestuurlijk overleg"}
DUTCH_KINDS = {
    "general_board": "algemeen bestuur AB",
    "executive_board": "dagelijks bestuur DB",
    "portfolio_meeting": "portefeuillehoudersoverleg",
    "administrative_meeting": "ambtelijk overleg",
    "other": "",
}
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
#: Where a thing belongs, as rows of every kind here need it.
PLACE = (
    Body.partnership_id,
    Body.level,
    Partnership.name.label("partnership"),
    Partnership.abbreviation,
    Body.name.label("body"),
    Body.kind,
    Meeting.title.label("meeting"),
    Meeting.starts_at,
)
#: Where the text of a paper is read: in itself where it is a PDF, else in its reading copy.
TEXT_FILE = case(
    (StoredFile.media_type == KINDS[PDF].media_type, Paper.file_id), else_=ReadingCopy.copy_id
)
OF_MEETING = frozenset({"title", "starts_at", "body_id"})
OF_BODY = frozenset({"name", "kind", "level", "partnership_id"})


def with_place(*columns: Any) -> Select[Any]:
    """These columns with where the meeting belongs; to be joined to the thing itself."""
    return (
        select(*columns, *PLACE)
        .select_from(Meeting)
        .join(Body, Body.id == Meeting.body_id)
        .join(Partnership, Partnership.id == Body.partnership_id)
    )


def when_in_words(moment: datetime) -> str:
    """ "donderdag 3 december 2026", whatever the language of the page."""
    day = clock.local(moment).date()
    return f"{DAYS[day.weekday()]} {day.day} {DUTCH_MONTHS[day.month - 1]} {day.year}"


def place_of(row: Any) -> str:
    """The names of everything that a thing of a meeting belongs to, and when that is."""
    names = (row.meeting, row.body, row.partnership, row.abbreviation, DUTCH_KINDS[row.kind])
    when = when_in_words(row.starts_at)
    return ", ".join(one for one in (*names, DUTCH_LEVELS[row.level], when) if one)


def facts_of(row: Any) -> dict[str, Any]:
    """Day, partnership and level of a thing of a meeting."""
    return {
        "day": clock.local(row.starts_at).date(),
        "partnership_id": row.partnership_id,
        "level": row.level,
    }


def _body_rows(ids: Collection[int]) -> Iterator[Row]:
    found = (
        select(
            Body.id,
            Body.name,
            Body.kind,
            Body.level,
            Body.partnership_id,
            Partnership.name.label("partnership"),
            Partnership.abbreviation,
        )
        .join(Partnership, Partnership.id == Body.partnership_id)
        .where(Body.id.in_(ids))
    )
    for row in db.session.execute(found):
        yield Row(
            object_id=row.id,
            title=row.name,
            partnership_id=row.partnership_id,
            level=row.level,
            known_as=f"{DUTCH_KINDS[row.kind]}, {row.partnership}, {row.abbreviation}",
            context=DUTCH_LEVELS[row.level],
        )


def _meeting_rows(ids: Collection[int]) -> Iterator[Row]:
    found = with_place(Meeting.id, Meeting.place, Meeting.remarks, Meeting.cancel_remark)
    for row in db.session.execute(found.where(Meeting.id.in_(ids))):
        texts = (row.remarks, row.cancel_remark)
        yield Row(
            object_id=row.id,
            title=row.meeting or row.body,
            known_as=place_of(row),
            context=row.place,
            text="\n".join(text for text in texts if text),
            **facts_of(row),
        )


def _item_rows(ids: Collection[int]) -> Iterator[Row]:
    found = with_place(
        AgendaItem.id,
        AgendaItem.number,
        AgendaItem.title,
        AgendaItem.decision,
        AgendaItem.heard,
        AgendaItem.our_written_input,
    ).join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
    shown = found.where(AgendaItem.id.in_(ids), AgendaItem.withdrawn_at.is_(None))
    for row in db.session.execute(shown):
        texts = (row.decision, row.heard, row.our_written_input)
        yield Row(
            object_id=row.id,
            title=row.title,
            known_as=row.number,
            context=place_of(row),
            text="\n".join(text for text in texts if text),
            **facts_of(row),
        )


def _paper_rows(ids: Collection[int]) -> Iterator[Row]:
    found = (
        with_place(
            Paper.id,
            Paper.title,
            Paper.file_name,
            TEXT_FILE.label("text_file_id"),
            AgendaItem.title.label("item"),
            AgendaItem.number,
            FileText.text,
            FileText.words,
        )
        .join(Paper, Paper.meeting_id == Meeting.id)
        .outerjoin(AgendaItem, AgendaItem.id == Paper.item_id)
        .join(StoredFile, StoredFile.id == Paper.file_id)
        .outerjoin(ReadingCopy, ReadingCopy.original_id == Paper.file_id)
        .outerjoin(FileText, FileText.file_id == TEXT_FILE)
        .where(Paper.id.in_(ids), Paper.withdrawn_at.is_(None))
    )
    for row in db.session.execute(found):
        name = PurePath(row.file_name).stem
        yield Row(
            object_id=row.id,
            title=row.title,
            known_as=f"{row.number or ''} {'' if name == row.title else name}".strip(),
            context=f"{row.item or ''}, {place_of(row)}",
            text=row.text or "",
            text_words=row.words,
            unread_file_id=row.text_file_id if row.words is None else None,
            **facts_of(row),
        )


def items_found_by(person: Person) -> ColumnElement[bool]:
    """The entries of agenda items that exist for this person."""
    return exists(
        select(AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id == SearchEntry.object_id, visible_to(person))
        .correlate(SearchEntry)
    )


def _meetings_found_by(person: Person) -> ColumnElement[bool]:
    return exists(
        select(Meeting.id)
        .where(Meeting.id == SearchEntry.object_id, visible_to(person))
        .correlate(SearchEntry)
    )


def _papers_found_by(person: Person) -> ColumnElement[bool]:
    return exists(
        select(Paper.id)
        .where(Paper.id == SearchEntry.object_id, papers_visible_to(person))
        .correlate(SearchEntry)
    )


def _show_bodies(ids: Collection[int], _person: Person) -> Mapping[int, Shown]:
    found = select(Body).where(Body.id.in_(ids)).options(joinedload(Body.partnership))
    return {
        one.id: Shown(
            title=one.name,
            url=url_for("meetings.show_body", body_id=one.id),
            places=(one.partnership.name,),
            labels=(("level", one.level),),
        )
        for one in db.session.scalars(found)
    }


def _show_meetings(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    found = select(Meeting).where(Meeting.id.in_(ids), visible_to(person)).options(*WITH_BODY)
    return {
        one.id: Shown(
            title=one.name,
            url=url_for("meetings.show_meeting", meeting_id=one.id),
            places=(one.body.partnership.name, *([one.place] if one.place else [])),
            starts=one.starts_at,
            ends=one.ends_at,
            labels=(("level", one.level), ("meeting_status", one.status), *secrecy_of(one)),
        )
        for one in db.session.scalars(found)
    }


def secrecy_of(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """The labels of who may know of a meeting."""
    found = [("closed", _("besloten"))] if meeting.closed else []
    return (*found, ("restricted", _("beperkt"))) if meeting.restricted else tuple(found)


def _show_items(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    found = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.id.in_(ids), visible_to(person))
        .options(joinedload(AgendaItem.meeting).options(*WITH_BODY))
    )
    return {
        one.id: Shown(
            title=one.title,
            url=url_for("meetings.show_item", item_id=one.id),
            places=(one.meeting.body.partnership.name, one.meeting.name),
            starts=one.meeting.starts_at,
            labels=(("level", one.meeting.level), ("label", str(words.TYPES[one.type]))),
        )
        for one in db.session.scalars(found)
    }


def _show_papers(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    found = (
        select(Paper)
        .where(Paper.id.in_(ids), papers_visible_to(person), Paper.withdrawn_at.is_(None))
        .options(
            joinedload(Paper.file),
            joinedload(Paper.item),
            joinedload(Paper.meeting).options(*WITH_BODY),
        )
    )
    papers_found = list(db.session.scalars(found))
    copies = reading_copies(one.file_id for one in papers_found)
    return {
        one.id: Shown(
            title=one.title,
            url=url_for(_opened_by(one, copies.get(one.file_id)), paper_id=one.id),
            places=(
                one.meeting.body.partnership.name,
                one.item.title if one.item else one.meeting.name,
            ),
            starts=one.meeting.starts_at,
            labels=(
                ("file", _kind_and_pages(one)),
                *((("restricted", _("beperkt")),) if one.restricted else ()),
            ),
        )
        for one in papers_found
    }


def _opened_by(paper: Paper, copy: ReadingCopy | None) -> str:
    """The page behind the title of a paper: the reading copy, else what shows the most."""
    if copy is not None and copy.copy_id is not None:
        return "meetings.open_reading_copy"
    return "meetings.open_paper" if paper.opens_in_browser else "meetings.show_paper"


def _kind_and_pages(paper: Paper) -> str:
    kind = BY_MEDIA_TYPE.get(paper.file.media_type)
    name = kind.name if kind else _("bestand")
    if not paper.pages:
        return name
    return ngettext(
        "%(kind)s, %(num)d bladzijde", "%(kind)s, %(num)d bladzijden", paper.pages, kind=name
    )


def _items_of(meetings: Sequence[Meeting]) -> Any:
    return select(AgendaItem.id).where(AgendaItem.meeting_id.in_(ids_of(meetings)))


def _papers_with_text(texts: Sequence[FileText]) -> Any:
    """The papers that a text is of: of their own file, or of the reading copy of it."""
    file_ids = [one.file_id for one in texts]
    originals = select(ReadingCopy.original_id).where(ReadingCopy.copy_id.in_(file_ids))
    return select(Paper.id).where(or_(Paper.file_id.in_(file_ids), Paper.file_id.in_(originals)))


def _papers_with_copy(copies: Sequence[ReadingCopy]) -> Any:
    return select(Paper.id).where(Paper.file_id.in_([one.original_id for one in copies]))


def _papers_of(meetings: Sequence[Meeting]) -> Any:
    return select(Paper.id).where(Paper.meeting_id.in_(ids_of(meetings)))


bodies = Source(
    kind="body",
    number=3,
    label=_l("Overleggen"),
    counted=lambda count: ngettext("%(num)d overleg", "%(num)d overleggen", count),
    model=Body,
    rows=_body_rows,
    visible_to=lambda _person: true(),
    show=_show_bodies,
    names=True,
    watches=(Watch(Body, ids_of, OF_BODY),),
    follows=(Watch(Body, lambda those: [one.partnership_id for one in those], OF_BODY),),
)
meetings = Source(
    kind="meeting",
    number=4,
    label=_l("Vergaderingen"),
    counted=lambda count: ngettext("%(num)d vergadering", "%(num)d vergaderingen", count),
    model=Meeting,
    rows=_meeting_rows,
    visible_to=_meetings_found_by,
    show=_show_meetings,
    watches=(Watch(Meeting, ids_of, OF_MEETING | {"place", "remarks", "cancel_remark"}),),
)
items = Source(
    kind="item",
    number=5,
    label=_l("Agendapunten"),
    counted=lambda count: ngettext("%(num)d agendapunt", "%(num)d agendapunten", count),
    model=AgendaItem,
    rows=_item_rows,
    visible_to=items_found_by,
    show=_show_items,
    watches=(Watch(AgendaItem, ids_of), Watch(Meeting, _items_of, OF_MEETING)),
)
papers = Source(
    kind="paper",
    number=6,
    label=_l("Stukken"),
    counted=lambda count: ngettext("%(num)d stuk", "%(num)d stukken", count),
    model=Paper,
    rows=_paper_rows,
    visible_to=_papers_found_by,
    show=_show_papers,
    watches=(
        Watch(Paper, ids_of),
        Watch(
            AgendaItem,
            lambda those: select(Paper.id).where(Paper.item_id.in_(ids_of(those))),
            frozenset({"title", "number"}),
        ),
        Watch(Meeting, _papers_of, OF_MEETING),
        Watch(FileText, _papers_with_text),
        Watch(ReadingCopy, _papers_with_copy),
    ),
)
