"""The lines of "Nu te doen": what is asked, by when in words, in order, each once."""

from __future__ import annotations

from datetime import date, datetime, time

from app.briefings.models import Note
from app.briefings.queries import Due, Need
from app.core import clock
from app.home.tasks import in_order, is_stale, outcomes, planning, writing
from app.insight.preparation import Prepared
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.register.models import Partnership
from tests.briefings.counted import Counted

#: A Monday.
TODAY = date(2026, 11, 23)
DUE_ON = Counted().due_on


def meeting(
    number: int, day: date, level: str = "official", status: str = "confirmed", **fields: int
) -> Meeting:
    """A meeting at 09.30, not saved."""
    start = clock.from_local(datetime.combine(day, time(9, 30)))
    body = Body(name="Algemeen bestuur", level=level, partnership=Partnership(name="VRG"))
    return Meeting(id=number, body=body, starts_at=start, ends_at=start, status=status, **fields)


def item(number: int, of: Meeting, title: str = "Begroting") -> AgendaItem:
    """A discussion item, not saved."""
    return AgendaItem(id=number, meeting=of, title=title, handling="discussion")


def due(number: int, of: Meeting, need: Need, note: Note | None = None) -> Due:
    """An item with what its note needs, due six working days before its meeting."""
    return Due(item(number, of), note, need, Counted().offering(of, TODAY))


def test_one_note_is_named_and_several_are_counted() -> None:
    first, second = meeting(1, date(2026, 12, 10)), meeting(2, date(2026, 12, 11))
    found = writing(
        [due(1, first, Need.WRITE), due(2, second, Need.WRITE), due(3, second, Need.WRITE)], TODAY
    )
    assert [task.ask for task in found] == [
        "Annotatie schrijven: Begroting",
        "Annotaties schrijven, 2 punten",
    ]
    assert (found[0].endpoint, found[0].values) == ("briefings.start_note", {"item_id": 1})
    assert (found[1].endpoint, found[1].values) == ("meetings.show_meeting", {"meeting_id": 2})
    assert found[0].words == "over 7 werkdagen"


def test_a_question_leads_to_the_note_and_a_concept_to_its_text() -> None:
    of = meeting(1, date(2026, 12, 10))
    note = Note(id=7, state="concept")
    answer, finish = writing([due(1, of, Need.ANSWER, note), due(2, of, Need.FINISH, note)], TODAY)
    assert answer.ask == "Vraag van de portefeuillehouder beantwoorden: Begroting"
    assert (answer.endpoint, answer.values) == ("briefings.read_note", {"note_id": 7})
    assert (finish.endpoint, finish.values) == ("briefings.edit_note", {"note_id": 7})


def test_what_is_late_says_so_and_comes_first() -> None:
    late, later = meeting(1, date(2026, 11, 27)), meeting(2, date(2026, 12, 18))
    found = in_order(writing([due(2, later, Need.WRITE), due(1, late, Need.WRITE)], TODAY))
    assert [task.meeting.id for task in found] == [1, 2]
    assert (found[0].late, found[0].words) == (True, "2 werkdagen te laat")


def test_an_outcome_is_due_two_working_days_after_the_meeting() -> None:
    friday, monday = meeting(1, date(2026, 11, 20)), meeting(2, date(2026, 11, 16))
    found = outcomes([item(1, friday), item(2, monday), item(3, monday)], DUE_ON, TODAY)
    assert [(task.ask, task.words) for task in found] == [
        ("Afloop vastleggen: Begroting", "over 1 werkdag"),
        ("Afloop vastleggen, 2 punten", "3 werkdagen te laat"),
    ]


def test_a_secretary_confirms_and_completes_in_one_line() -> None:
    bare = Prepared(meeting(1, date(2026, 12, 3), status="planned"), 0, 0, False)
    whole = meeting(2, date(2026, 12, 4), status="planned", officer_id=1, alderman_id=2)
    done = meeting(3, date(2026, 12, 4), officer_id=1, alderman_id=2)
    rows = [bare, Prepared(whole, 3, 2, False), Prepared(done, 3, 2, False)]
    assert [task.ask for task in planning(rows, DUE_ON, TODAY)] == [
        "Vergadering bevestigen en aanvullen: beleidsambtenaar, portefeuillehouder, agenda, "
        "stukken",
        "Vergadering bevestigen",
    ]


def test_an_administrative_meeting_needs_no_portfolio_holder_and_no_pack() -> None:
    of = meeting(1, date(2026, 11, 25), level="administrative", officer_id=1)
    assert planning([Prepared(of, 3, 2, False)], DUE_ON, TODAY) == []


def test_a_pack_is_asked_for_shortly_before_and_once() -> None:
    near = meeting(1, date(2026, 11, 26), officer_id=1, alderman_id=2)
    far = meeting(2, date(2026, 12, 10), officer_id=1, alderman_id=2)
    (task,) = planning([Prepared(near, 3, 2, False), Prepared(far, 3, 2, False)], DUE_ON, TODAY)
    assert (task.kind, task.due_on, task.meeting.id) == ("pack", date(2026, 11, 24), 1)
    assert planning([Prepared(near, 3, 2, True)], DUE_ON, TODAY) == []


def test_what_two_roles_ask_is_asked_once() -> None:
    bare = Prepared(meeting(1, date(2026, 12, 3)), 0, 0, False)
    twice = planning([bare], DUE_ON, TODAY) + planning([bare], DUE_ON, TODAY)
    assert len(in_order(twice)) == 1


def test_an_outcome_asked_for_long_ago_waits_its_turn() -> None:
    old, recent = meeting(1, date(2026, 10, 5)), meeting(2, date(2026, 11, 16))
    first, second = in_order(outcomes([item(1, old), item(2, recent)], DUE_ON, TODAY))
    assert (is_stale(first), is_stale(second)) == (True, False)
    late_note = writing([due(3, meeting(3, date(2026, 11, 24)), Need.WRITE)], TODAY)[0]
    assert late_note.late
    assert not is_stale(late_note)
