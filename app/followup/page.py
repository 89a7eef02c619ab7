"""Everything that the debrief of a meeting shows to one person; a constant number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.briefings.content import clean
from app.briefings.models import Note
from app.briefings.permissions import reads_notes
from app.briefings.queries import notes_for_items
from app.core import clock
from app.followup.models import Action, Debrief, ItemDebrief, NoteUse
from app.followup.permissions import may_debrief, may_judge
from app.followup.queries import (
    actions_of_meeting,
    find_debrief,
    lacks_outcome,
    said_on,
    uses_by,
)
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Level, Meeting, MeetingStatus
from app.meetings.permissions import may_record_outcome
from app.meetings.queries import get_meeting, item_alderman_id, items_of
from app.meetings.workflow import has_outcome
from app.people.models import Person
from app.people.serving_queries import served_by


@dataclass(frozen=True)
class ItemLine:
    """One item: what came of it, what we said, and what this person may tell."""

    item: AgendaItem
    #: Where the person may read it.
    note: Note | None
    said: ItemDebrief | None
    use: NoteUse | None
    may_record: bool
    may_judge: bool

    @property
    def folded(self) -> bool:
        """Whether it goes as proposed unless somebody says otherwise."""
        return self.item.handling == Handling.CONSENT and self.note is None

    @property
    def stance(self) -> str:
        """What we said, else what the note has."""
        if self.said is not None and self.said.stance:
            return self.said.stance
        return (self.note.current.stance or "") if self.note is not None else ""


@dataclass(frozen=True)
class DebriefPage:
    """The debrief of a meeting, as one person sees and tells it."""

    meeting: Meeting
    lines: Sequence[ItemLine]
    debrief: Debrief | None
    actions: Sequence[Action]
    #: The portfolio holders for whom this person may record it.
    served: Sequence[Person]
    #: Whether the person tells of the meeting as a whole: who was there, what we brought.
    tells_whole: bool
    adds_actions: bool
    #: Whether it can be told yet.
    open: bool

    @property
    def first(self) -> list[ItemLine]:
        """What is told item by item."""
        return [line for line in self.lines if not line.folded]

    @property
    def folded(self) -> list[ItemLine]:
        """What went as proposed."""
        return [line for line in self.lines if line.folded]

    @property
    def fills(self) -> bool:
        """Whether there is anything for this person to fill in."""
        mine = any(line.may_record or line.may_judge for line in self.lines)
        return self.open and (self.tells_whole or mine)

    @property
    def why_closed(self) -> str:
        """Why nothing can be told of it now."""
        if self.meeting.status == MeetingStatus.CANCELLED:
            return _("Deze vergadering gaat niet door.")
        return _("Terugkoppelen kan zodra de vergadering is begonnen.")

    @property
    def lacking(self) -> int:
        """How many items still ask for an outcome."""
        return sum(lacks_outcome(line.item) for line in self.lines)

    @property
    def untold(self) -> list[ItemLine]:
        """What is told item by item and has no outcome yet, where this person may record it."""
        return [line for line in self.first if line.may_record and line.item.outcome is None]

    @property
    def hears(self) -> bool:
        """Whether what was heard there matters most: for the official meeting."""
        return self.meeting.level == Level.ADMINISTRATIVE


def debrief_page(meeting_id: int, person: Person) -> DebriefPage:
    """Read the debrief of a meeting that this person may see; raises NotFound."""
    meeting = get_meeting(meeting_id, person)
    items = items_of([meeting_id], person)[meeting_id]
    ids = [item.id for item in items]
    notes = notes_for_items(ids, person)
    said = said_on(ids, person)
    uses = uses_by(person, [note.id for note in notes.values()])
    served = {one.id: one for one in served_by(person, clock.today())}
    holders = dict.fromkeys(item_alderman_id(item) for item in items)
    lines = [
        ItemLine(
            item=item,
            note=note,
            said=said.get(item.id),
            use=uses.get(note.id) if note else None,
            may_record=may_record_outcome(person, meeting, item),
            may_judge=note is not None and may_judge(person, note, meeting),
        )
        for item in items
        for note in (notes.get(item.id),)
    ]
    return DebriefPage(
        meeting=meeting,
        lines=lines,
        debrief=find_debrief(meeting_id, person),
        actions=actions_of_meeting(meeting, person),
        served=[served[holder] for holder in holders if holder in served],
        tells_whole=may_record_outcome(person, meeting),
        adds_actions=reads_notes(person) and may_debrief(person, meeting, items),
        open=has_outcome(meeting.status, meeting.starts_at, clock.now()),
    )


def facts_of(page: DebriefPage) -> dict[str, Any]:
    """What is saved now of everything that this person may fill in, by the name of its field."""
    found: dict[str, Any] = {}
    for line in page.lines:
        item = line.item
        if line.may_record:
            found[f"outcome_{item.id}"] = item.outcome or ""
            found[f"decision_{item.id}"] = clean(item.decision)
            found[f"stance_{item.id}"] = (line.said.stance or "") if line.said else ""
            found[f"deviation_{item.id}"] = clean(line.said.deviation) if line.said else ""
            if page.hears:
                found[f"heard_{item.id}"] = clean(item.heard)
        if line.may_judge:
            found[f"useful_{item.id}"] = line.use.useful if line.use else ""
            found[f"use_words_{item.id}"] = clean(line.use.words) if line.use else ""
    if page.tells_whole:
        found["contribution"] = clean(page.debrief.contribution) if page.debrief else ""
        found["present"] = _present(page.meeting)
    return found


def shown_first(page: DebriefPage) -> Mapping[str, Any]:
    """What stands in the form when it is opened: what is saved, else what is likely."""
    found = facts_of(page)
    for line in page.lines:
        outcome, stance = f"outcome_{line.item.id}", f"stance_{line.item.id}"
        if outcome in found:
            found[stance] = found[stance] or line.stance
            if line.folded:
                found[outcome] = found[outcome] or "as_asked"
    if page.tells_whole and found["present"] is None:
        found["present"] = sorted(row.person_id for row in page.meeting.attendances if row.going)
    return found


def _present(meeting: Meeting) -> list[int] | None:
    """Who was there; None where nobody has said so of everybody."""
    if any(row.attended is None for row in meeting.attendances):
        return None
    return sorted(row.person_id for row in meeting.attendances if row.attended)
