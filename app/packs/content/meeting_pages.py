"""One meeting as it is printed: its items, who sits there, what was left open and decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.markdown import to_plain
from app.followup.models import Action, ActionKind
from app.followup.words import KINDS
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.agenda_models import Paper as ReceivedPaper
from app.meetings.words import OUTCOMES, TYPES
from app.packs.content.covers import marking_of, meeting_facts, subject_of, when_of
from app.packs.content.gathering import Gathered
from app.packs.content.layout import Item, MeetingPart, Note, Paper
from app.packs.content.meeting_parts import Attendee, LastTime, OpenAction, PastDecision
from app.packs.content.note_pages import note_page
from app.packs.content.steering import steer_of
from app.packs.content.wording import called, day_in_print
from app.packs.models import Variant
from app.packs.options import Options


def meeting_part(gathered: Gathered, variant: Variant, options: Options) -> MeetingPart:
    """What a pack of this variant shows of a meeting: nothing that it does not print."""
    meeting = gathered.meeting
    items = tuple(_item(gathered, item, variant) for item in gathered.items)
    part = MeetingPart(
        id=meeting.id,
        partnership=gathered.partnership.name,
        body=meeting.body.name,
        title=subject_of(meeting),
        day=when_of(gathered),
        items=items,
        facts=meeting_facts(gathered),
        marking=marking_of([gathered], variant),
        general_papers=() if variant is Variant.CARD else _papers(gathered, None, ""),
        is_selection=options.only and bool(options.chosen),
    )
    if variant is not Variant.FULL:
        return part
    actions = tuple(_action(one) for one in gathered.actions)
    return replace(
        part,
        steer=steer_of(gathered, items, actions),
        room=_room(gathered),
        actions=actions,
        last_time=_last_time(gathered),
    )


def _item(gathered: Gathered, item: AgendaItem, variant: Variant) -> Item:
    facts = gathered.notes.get(item.id) if variant is not Variant.PAPERS else None
    received = [paper.received_on for paper in gathered.papers.get(item.id, ())]
    consent = item.handling == Handling.CONSENT
    kind = str(TYPES[item.type])
    note = note_page(item, facts, max(received, default=None)) if facts else None
    if note is not None and variant is Variant.CARD:
        note = _to_say(note)
    papers = _papers(gathered, item.id, item.shown_number) if variant is not Variant.CARD else ()
    return Item(
        key=f"item-{item.id}",
        number=item.shown_number,
        title=item.title,
        kind=_("%(kind)s, hamerstuk", kind=kind) if consent else kind,
        note=note,
        papers=papers,
        is_consent=consent,
        no_note="" if variant is Variant.PAPERS else _no_note(gathered, item),
        minutes=str(item.minutes) if item.minutes else "",
        id=item.id,
    )


def _no_note(gathered: Gathered, item: AgendaItem) -> str:
    """What stands where no note is printed: never that there is none, which may not be true."""
    if item.id in gathered.left_out:
        return _("annotatie niet in deze map")
    return _("zonder annotatie")


def _to_say(note: Note) -> Note:
    """Of a note what stands on a speaking card."""
    return Note(
        ask=note.ask,
        stance=note.stance,
        state=note.state,
        stance_reason=note.stance_reason,
        still_to_allow=note.still_to_allow,
        speaking_points=note.speaking_points,
        fallback=note.fallback,
        unconfirmed=note.unconfirmed,
        id=note.id,
        version=note.version,
    )


def _papers(gathered: Gathered, item_id: int | None, number: str) -> tuple[Paper, ...]:
    received = gathered.papers.get(item_id, ())
    times = Counter(paper.title.casefold() for paper in received)
    return tuple(
        _paper(
            paper,
            f"{number}.{place}" if number else _letter(place),
            _told_apart(paper, is_only=times[paper.title.casefold()] == 1),
        )
        for place, paper in enumerate(received, start=1)
    )


def _told_apart(paper: ReceivedPaper, *, is_only: bool) -> str:
    """The title; where another at the same item has it too, with the name of the file."""
    return paper.title if is_only else f"{paper.title} ({paper.file_name})"


def _letter(place: int) -> str:
    """Papers on the meeting as a whole are A, B, C …, then A27 and on."""
    return chr(ord("A") + place - 1) if place <= 26 else f"A{place}"


def _paper(paper: ReceivedPaper, number: str, title: str) -> Paper:
    return Paper(
        key=f"paper-{paper.id}",
        number=number,
        title=title,
        received=day_in_print(paper.received_on),
        digest=paper.file.sha256,
        must_read=paper.must_read,
        remark=_pages(paper.pages),
        id=paper.id,
    )


def _pages(count: int) -> str:
    """How long a paper is; nothing where nobody could count yet."""
    return ngettext("%(num)d bladzijde", "%(num)d bladzijden", count) if count else ""


def _room(gathered: Gathered) -> tuple[Attendee, ...]:
    """Who sits there: ourselves first, with who goes."""
    going = ", ".join(
        called(row.person.name, row.person.title)
        for row in sorted(gathered.meeting.attendances, key=lambda row: row.person.name)
        if row.going
    )
    notes = {
        (row.organisation_id, row.group_id): row.note
        for row in gathered.partnership.participations
        if row.note and row.holds_on(gathered.day)
    }
    found = []
    for seat in sorted(gathered.seats, key=lambda seat: not seat.ours):
        heard = gathered.heard_of(seat)
        contact = ", ".join((day_in_print(heard.on), heard.source)) if heard else ""
        role = going if seat.ours and going else notes.get(seat.holder, "")
        votes = "" if seat.votes is None else str(seat.votes)
        found.append(Attendee(seat.name, role, votes, contact.rstrip(", ")))
    return tuple(found)


def _action(action: Action) -> OpenAction:
    return OpenAction(
        words=action.words,
        who=action.who,
        due=day_in_print(action.due_on) if action.due_on is not None else "",
        kind=str(KINDS[ActionKind(action.kind)]),
        since=day_in_print(clock.local(action.meeting.starts_at).date()),
    )


def _last_time(gathered: Gathered) -> LastTime | None:
    if gathered.last_meeting is None or not gathered.last_items:
        return None
    rows = tuple(
        PastDecision(item.title, str(OUTCOMES[item.outcome]), to_plain(item.decision))
        for item in gathered.last_items
        if item.outcome
    )
    return LastTime(day_in_print(clock.local(gathered.last_meeting.starts_at).date()), rows)
