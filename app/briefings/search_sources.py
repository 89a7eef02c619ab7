"""What search finds of notes: the words of the version that counts now, for who may read them.

The parts that are not for everybody who may read a note (`parts.PRIVATE`) make an entry of their
own, found only by who works on the note in person. Clerks and administrators find none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from app.briefings.models import Note, NoteVersion
from app.briefings.parts import PARTS, PRIVATE
from app.briefings.permissions import grounds, reads_notes, visible_to
from app.briefings.queries import WITH_WORDS
from app.briefings.ties import INVOLVED
from app.core.database import db
from app.core.search.models import SearchEntry
from app.core.search.sources import Row, Shown, Source, Watch, ids_of
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.search_sources import OF_MEETING, facts_of, place_of, with_place
from app.people.models import Person

#: The parts of a note in the index: what its readers read, and that with what only some may read.
FOR_READERS, FOR_INVOLVED = 0, 1
_MARKUP = re.compile(r"[*_#>`|]+")


def _rows(ids: Collection[int]) -> Iterator[Row]:
    found = (
        with_place(
            Note.id, AgendaItem.title, AgendaItem.number, NoteVersion.parts, NoteVersion.mandate
        )
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(Note, Note.item_id == AgendaItem.id)
        .join(
            NoteVersion,
            and_(NoteVersion.note_id == Note.id, NoteVersion.number == Note.current_number),
        )
        .where(Note.id.in_(ids))
    )
    for row in db.session.execute(found):
        for part, text in _texts(row.parts, row.mandate):
            yield Row(
                object_id=row.id,
                part=part,
                title=row.title,
                known_as=row.number,
                context=place_of(row),
                text=text,
                **facts_of(row),
            )


def _texts(parts: Mapping[str, str], mandate: str) -> Iterator[tuple[int, str]]:
    words = {one.key: parts[one.key] for one in PARTS if parts.get(one.key)}
    private = [words.pop(key) for key in sorted(PRIVATE & words.keys())]
    text = _plain("\n".join((*words.values(), mandate)))
    yield FOR_READERS, text
    if private:
        yield FOR_INVOLVED, "\n".join((text, *(_plain(one) for one in private)))


def _plain(text: str) -> str:
    return _MARKUP.sub(" ", text)


def _found_by(person: Person) -> ColumnElement[bool]:
    """The entries that this person may read of the notes that this person may read."""
    if not reads_notes(person):
        return false()
    ties = grounds(person)
    involved = or_(*(ties[tie] for tie in sorted(INVOLVED)))
    return exists(
        select(Note.id)
        .where(
            Note.id == SearchEntry.object_id,
            visible_to(person),
            or_(SearchEntry.part == FOR_READERS, involved),
        )
        .correlate(SearchEntry)
    )


def _show(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    found = select(Note).where(Note.id.in_(ids), visible_to(person)).options(*WITH_WORDS)
    return {
        one.id: Shown(
            title=one.item.title,
            url=url_for("briefings.read_note", note_id=one.id),
            places=(one.item.meeting.body.partnership.name, one.item.meeting.name),
            starts=one.item.meeting.starts_at,
            labels=(("state", one.state), ("stance", one.current.stance or "")),
        )
        for one in db.session.scalars(found)
    }


def _of_items(items: Sequence[AgendaItem]) -> Any:
    return select(Note.id).where(Note.item_id.in_(ids_of(items)))


def _of_meetings(meetings: Sequence[Meeting]) -> Any:
    return select(Note.id).join(AgendaItem).where(AgendaItem.meeting_id.in_(ids_of(meetings)))


notes = Source(
    kind="note",
    number=7,
    label=_l("Annotaties"),
    counted=lambda count: ngettext("%(num)d annotatie", "%(num)d annotaties", count),
    model=Note,
    rows=_rows,
    visible_to=_found_by,
    show=_show,
    watches=(
        Watch(Note, ids_of, frozenset({"item_id", "current_number"})),
        Watch(NoteVersion, lambda those: [one.note_id for one in those]),
        Watch(AgendaItem, _of_items, frozenset({"title", "number", "meeting_id"})),
        Watch(Meeting, _of_meetings, OF_MEETING),
    ),
)
