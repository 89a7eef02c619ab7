"""What a person has to do, as lines in order of deadline. Pure: facts in, lines out.

`closed` are the days on which the town hall is closed, beside weekends and public holidays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.briefings.models import Advice
from app.briefings.queries import Due, Need
from app.core.clock import local
from app.days.working_days import in_words, working_days_until
from app.followup.models import Action, ActionKind
from app.insight.preparation import Prepared
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Level, Meeting, MeetingStatus
from app.register.chain import ChainStep

Days = Collection[date]
#: The day by which a step of its chain is done for a meeting.
DueOn = Callable[[ChainStep, Meeting], date]

#: An outcome that is so many working days late no longer stands before notes that are due.
OUTCOME_STALE_DAYS = 10
#: From so many working days before that deadline on, the pack is asked for.
PACK_NOTICE = 3


@dataclass(frozen=True)
class Task:
    """One line of "Nu te doen"."""

    kind: str
    meeting: Meeting
    due_on: date
    #: Working days left; negative once it is late.
    days: int
    ask: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    #: The state of the note it is about, where it is about one.
    state: str = ""

    @property
    def words(self) -> str:
        """The deadline as people say it."""
        return in_words(self.days)

    @property
    def late(self) -> bool:
        """Whether the deadline has passed."""
        return self.days < 0


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """The first deadline first; what two roles ask for the same meeting is asked once."""
    found = {(task.kind, task.meeting.id): task for task in tasks}
    return sorted(found.values(), key=lambda task: (task.due_on, task.meeting.starts_at, task.kind))


def is_stale(task: Task) -> bool:
    """Whether this is an outcome that has been asked for so long that it can wait its turn."""
    return task.kind == "outcome" and task.days < -OUTCOME_STALE_DAYS


def writing(dues: Iterable[Due], today: date, closed: Days = frozenset()) -> list[Task]:
    """Notes to write, finish or explain: one line per meeting and kind of work."""
    groups: dict[tuple[Need, int], list[Due]] = {}
    for due in dues:
        groups.setdefault((due.need, due.meeting.id), []).append(due)
    return [_writing_task(need, group, today, closed) for (need, _id), group in groups.items()]


def _writing_task(need: Need, group: list[Due], today: date, closed: Days) -> Task:
    first = group[0]
    one = len(group) == 1
    words = {
        Need.WRITE: (_("Annotatie schrijven"), _("Annotaties schrijven")),
        Need.FINISH: (_("Annotatie afmaken en aanbieden"), _("Annotaties afmaken en aanbieden")),
        Need.ANSWER: (
            _("Vraag van de portefeuillehouder beantwoorden"),
            _("Vragen van de portefeuillehouder beantwoorden"),
        ),
    }[need]
    return Task(
        kind=need,
        meeting=first.meeting,
        due_on=first.due_on,
        days=working_days_until(first.due_on, today, closed),
        ask=f"{words[0]}: {first.item.title}" if one else _points(words[1], len(group)),
        endpoint=_writing_endpoint(first) if one else "meetings.show_meeting",
        values=_writing_values(first) if one else {"meeting_id": first.meeting.id},
        state=first.note.state if first.note else "missing",
    )


def _writing_endpoint(due: Due) -> str:
    if due.note is None:
        return "briefings.start_note"
    return "briefings.read_note" if due.need == Need.ANSWER else "briefings.edit_note"


def _writing_values(due: Due) -> dict[str, int]:
    return {"note_id": due.note.id} if due.note else {"item_id": due.item.id}


def _points(words: str, count: int) -> str:
    """ "Annotaties schrijven, 3 punten"."""
    points = ngettext("%(num)d punt", "%(num)d punten", count)
    return f"{words}, {points}"


def outcomes(
    items: Iterable[AgendaItem], due_on: DueOn, today: date, closed: Days = frozenset()
) -> list[Task]:
    """Past meetings of which nobody recorded yet what came of them."""
    groups: dict[int, list[AgendaItem]] = {}
    for item in items:
        groups.setdefault(item.meeting.id, []).append(item)
    return [_outcome_task(group, due_on, today, closed) for group in groups.values()]


def _outcome_task(group: list[AgendaItem], due_on: DueOn, today: date, closed: Days) -> Task:
    meeting, one = group[0].meeting, len(group) == 1
    told_on = due_on(ChainStep.DEBRIEF, meeting)
    words = _("Afloop vastleggen")
    return Task(
        kind="outcome",
        meeting=meeting,
        due_on=told_on,
        days=working_days_until(told_on, today, closed),
        ask=f"{words}: {group[0].title}" if one else _points(words, len(group)),
        endpoint="followup.edit_debrief",
        values={"meeting_id": meeting.id},
    )


def advising(
    asked: Iterable[Advice], notes: Mapping[int, Any], today: date, closed: Days = frozenset()
) -> list[Task]:
    """Advice that was asked and not given yet; `notes` are the notes by id."""
    return [
        Task(
            kind=f"advice-{one.id}",
            meeting=notes[one.note_id].item.meeting,
            due_on=one.due_on,
            days=working_days_until(one.due_on, today, closed),
            ask=_("Advies geven: %(title)s", title=notes[one.note_id].item.title),
            endpoint="briefings.write_advice",
            values={"note_id": one.note_id, "advice_id": one.id},
            state=notes[one.note_id].state,
        )
        for one in asked
        if one.note_id in notes
    ]


def acting(actions: Iterable[Action], today: date, closed: Days = frozenset()) -> list[Task]:
    """What was agreed that this person does, with the day by which."""
    return [
        Task(
            kind=f"action-{one.id}",
            meeting=one.meeting,
            due_on=one.due_on,
            days=working_days_until(one.due_on, today, closed),
            ask=_("Toezegging nakomen: %(words)s", words=one.words)
            if one.kind == ActionKind.COMMITMENT
            else _("Actie: %(words)s", words=one.words),
            endpoint="followup.list_actions",
            values={"_anchor": f"action-{one.id}"},
        )
        for one in actions
        if one.due_on is not None
    ]


def on_notes(dues: Iterable[Due], today: date, closed: Days = frozenset()) -> list[Task]:
    """Notes that wait for a team leader, a confirmation, or remarks to be seen: each a line."""
    words = {
        Need.LEAD: _("Annotatie bekijken en doorgeven"),
        Need.CONFIRM: _("Bevestigen dat u dit zo hebt gezegd"),
        Need.ACKNOWLEDGE: _("Opmerkingen bij het akkoord lezen"),
    }
    return [
        Task(
            kind=f"{due.need}-{due.note.id}",
            meeting=due.meeting,
            due_on=due.due_on,
            days=working_days_until(due.due_on, today, closed),
            ask=f"{words[due.need]}: {due.item.title}",
            endpoint="briefings.read_note",
            values={"note_id": due.note.id},
            state=due.note.state,
        )
        for due in dues
        if due.note is not None
    ]


def planning(
    meetings: Iterable[Prepared], due_on: DueOn, today: date, closed: Days = frozenset()
) -> list[Task]:
    """What coming meetings still need of the secretary: confirming, completing, a pack."""
    found = []
    for prepared in meetings:
        ask = _planning_ask(prepared)
        if ask:
            begins = local(prepared.meeting.starts_at).date()
            found.append(_planning_task("plan", prepared.meeting, begins, ask, today, closed))
        ready = due_on(ChainStep.PACK, prepared.meeting)
        ask = _("Vergadermap maken en afdrukken")
        pack = _planning_task("pack", prepared.meeting, ready, ask, today, closed)
        if _wants_pack(prepared) and pack.days <= PACK_NOTICE:
            found.append(pack)
    return found


def _planning_ask(prepared: Prepared) -> str:
    lacking = ", ".join(prepared.lacking())
    if prepared.meeting.status != MeetingStatus.PLANNED:
        return _("Aanvullen: %(what)s", what=lacking) if lacking else ""
    if not lacking:
        return _("Vergadering bevestigen")
    return _("Vergadering bevestigen en aanvullen: %(what)s", what=lacking)


def _wants_pack(prepared: Prepared) -> bool:
    meeting = prepared.meeting
    official = meeting.level == Level.OFFICIAL and meeting.alderman_id is not None
    return official and prepared.items > 0 and not prepared.has_pack


def _planning_task(
    kind: str, meeting: Meeting, due_on: date, ask: str, today: date, closed: Days
) -> Task:
    return Task(
        kind=kind,
        meeting=meeting,
        due_on=due_on,
        days=working_days_until(due_on, today, closed),
        ask=ask,
        endpoint="packs.list_packs" if kind == "pack" else "meetings.show_meeting",
        values={"meeting_id": meeting.id},
    )
