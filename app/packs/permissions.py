"""Who may see, ask for and stop packs: the one policy of this room.

A pack holds only what both its reader and whoever asked for it could read, so they may see
it, as long as they work with packs, each meeting, paper and note in it exists for them, and so does
what was drawn from other meetings. Private parts of a note hide the pack from who no longer works
on it. Nobody else: what is in it was chosen for them.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from app.briefings.models import Note, NoteVersion
from app.briefings.parts import PRIVATE
from app.briefings.permissions import in_circle, private_parts_of
from app.core.errors import NotAllowed
from app.followup.models import Action
from app.followup.permissions import visible_to as actions_visible_to
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting
from app.meetings.permissions import of_visible_meeting, papers_in_circle
from app.packs.assigned import assigned_ids
from app.packs.models import Pack, PackAsker, PackMeeting, PackPart, PackSource, Variant
from app.people.models import Person, Role

#: Who works with packs at all; clerks, advisers and administrators do not.
PACK_ROLES = (Role.OFFICER, Role.ALDERMAN, Role.SECRETARY, Role.COORDINATOR)
#: Who may have a pack made for somebody else.
_FOR_OTHERS = (Role.OFFICER, Role.SECRETARY, Role.COORDINATOR)


def visible_to(person: Person) -> ColumnElement[bool]:
    """The packs made for or asked for by this person, as long as all that is in them exists for
    them: every meeting, every paper and note that was printed and what was drawn from other
    meetings, also where it became restricted since. One that shows private parts of a note also
    only as long as they may read those."""
    if not may_request(person):
        return false()
    return and_(
        or_(Pack.reader_id == person.id, asked_for_by(person)),
        exists_for(person),
        ~_shows_private(person),
    )


def asked_for_by(person: Person) -> ColumnElement[bool]:
    """The packs that this person asked for, also where somebody else had them made before: then
    they say exactly what would have been made for this person."""
    given = select(PackAsker.pack_id).where(PackAsker.person_id == person.id)
    return or_(Pack.requested_by_id == person.id, Pack.id.in_(given))


def exists_for(person: Person) -> ColumnElement[bool]:
    """The packs of which this person may know: all that is in them exists for them."""
    return and_(of_visible_meetings(person), ~_holds_hidden(person), ~_draws_hidden(person))


def of_visible_meetings(person: Person) -> ColumnElement[bool]:
    """The packs of which every meeting exists for this person: not yet what is in them."""
    within = select(PackMeeting.pack_id).where(PackMeeting.pack_id == Pack.id)
    hidden = within.where(~of_visible_meeting(person, PackMeeting.meeting_id))
    return and_(exists(within.correlate(Pack)), ~exists(hidden.correlate(Pack)))


def _holds_hidden(person: Person) -> ColumnElement[bool]:
    """The packs in which a paper or a note was printed that is for a circle without this person.

    Of a pack that was issued before its parts were kept: of which a meeting has one.
    """
    paper, note = ~papers_in_circle(person), ~in_circle(person)
    printed = select(PackPart.pack_id).where(PackPart.pack_id == Pack.id).correlate(Pack)
    within = select(PackMeeting.pack_id).where(PackMeeting.pack_id == Pack.id).correlate(Pack)
    items = within.join(AgendaItem, AgendaItem.meeting_id == PackMeeting.meeting_id)
    unknown = or_(
        exists(within.join(Paper, Paper.meeting_id == PackMeeting.meeting_id).where(paper)),
        exists(items.join(Note, Note.item_id == AgendaItem.id).where(note)),
    )
    return or_(
        exists(printed.join(Paper, Paper.id == PackPart.paper_id).where(paper)),
        exists(printed.join(Note, Note.id == PackPart.note_id).where(note)),
        and_(Pack.file_id.is_not(None), ~exists(printed), unknown),
    )


def _draws_hidden(person: Person) -> ColumnElement[bool]:
    """The packs that show something of another meeting of which this person may not know: of what
    was decided or heard there, or an action that does not exist for them."""
    drawn = select(PackSource.pack_id).where(PackSource.pack_id == Pack.id).correlate(Pack)
    of_action, note = drawn.join(Action, Action.id == PackSource.action_id), ~in_circle(person)
    other = drawn.where(PackSource.action_id.is_(None))
    return or_(
        exists(other.where(~of_visible_meeting(person, PackSource.meeting_id))),
        exists(other.join(Note, Note.item_id == PackSource.item_id).where(note)),
        exists(of_action.where(~actions_visible_to(person))),
    )


def _shows_private(person: Person) -> ColumnElement[bool]:
    """The packs that show private parts of a note which this person may not read now.

    Of a whole pack that was issued before its parts were kept: of which a meeting has such a note,
    and some version of it has words there.
    """
    private = ~private_parts_of(person)
    printed = select(PackPart.pack_id).where(PackPart.pack_id == Pack.id).correlate(Pack)
    within = select(PackMeeting.pack_id).where(PackMeeting.pack_id == Pack.id).correlate(Pack)
    notes = within.join(AgendaItem, AgendaItem.meeting_id == PackMeeting.meeting_id).join(
        Note, Note.item_id == AgendaItem.id
    )
    words = or_(*(NoteVersion.parts[key].as_string() != "" for key in sorted(PRIVATE)))
    notes = notes.join(NoteVersion, NoteVersion.note_id == Note.id).where(private, words)
    shown = printed.join(Note, Note.id == PackPart.note_id).where(PackPart.private, private)
    unknown = Pack.file_id.is_not(None), Pack.variant == Variant.FULL, ~exists(printed)
    return or_(exists(shown), and_(*unknown, exists(notes)))


def with_meeting(meeting_id: int) -> ColumnElement[bool]:
    """The packs in which this meeting is: its own, and those of a period."""
    return Pack.id.in_(select(PackMeeting.pack_id).where(PackMeeting.meeting_id == meeting_id))


def may_request(person: Person) -> bool:
    """Whether this person may have a pack made of a meeting that they may see."""
    return person.has_role(*PACK_ROLES)


def may_request_for(person: Person, reader: Person, assigned: Collection[int]) -> bool:
    """Whether this person may have a pack made for that reader, of a meeting they both may see.

    `assigned` are the people who are assigned to it (`assigned_ids`).
    """
    if not may_request(person):
        return False
    if reader.id == person.id:
        return True
    return person.has_role(*_FOR_OTHERS) and reader.id in assigned


def may_request_period_for(person: Person, reader: Person) -> bool:
    """Whether this person may have a pack made of that reader's meetings in a period.

    For oneself, and for a portfolio holder by whoever prepares meetings.
    """
    if reader.id == person.id:
        return may_request(person)
    return person.has_role(*_FOR_OTHERS) and reader.has_role(Role.ALDERMAN) and reader.active


def can_open(reader: Person, meeting: Meeting) -> bool:
    """Whether a pack of this meeting opens for that reader, so that making one makes sense."""
    return (
        reader.active
        and reader.has_role(*PACK_ROLES)
        and (not meeting.restricted or reader.id in {row.person_id for row in meeting.circle})
    )


def may_request_again(person: Person, pack: Pack) -> bool:
    """Whether this person may have the next version of a pack made."""
    reader = pack.reader
    if pack.meeting_id is None:
        return may_request_period_for(person, reader)
    assigned = assigned_ids([pack.meeting_id])[pack.meeting_id]
    return may_request_for(person, reader, assigned) and can_open(reader, pack.meetings[0])


def require_period_request(person: Person, reader: Person) -> None:
    """Refuse whoever may not have a pack of a period made for this reader."""
    if not may_request_period_for(person, reader):
        raise NotAllowed


def require_request(person: Person, reader: Person, meeting_id: int) -> None:
    """Refuse whoever may not have this pack made."""
    if not may_request_for(person, reader, assigned_ids([meeting_id])[meeting_id]):
        raise NotAllowed
