"""The alderman's cards: the ask, three points, a fair estimate of time; only readable parts."""

from __future__ import annotations

from datetime import date

from app.briefings.deciding.cards import Card, card_of, minutes, shortened
from app.briefings.models import Note, NoteVersion
from app.briefings.queries import Due, Need
from app.briefings.steps import open_steps
from app.briefings.ties import Tie
from tests.briefings.counted import Counted
from tests.home.test_tasks import TODAY, item, meeting


def card(parts: dict[str, str], readable: set[str] | None = None) -> Card:
    """The card of a note with these parts, for its portfolio holder."""
    of = meeting(1, date(2026, 12, 10))
    note = Note(id=1, state="with_alderman", current_number=1)
    note.__dict__["current"] = NoteVersion(number=1, parts=parts)
    due = Due(item(1, of), note, Need.DECIDE, Counted().offering(of, TODAY))
    steps = open_steps(note.state, frozenset({Tie.HOLDER}))
    return card_of(due, note, readable if readable is not None else set(parts), steps)


def test_a_card_shows_the_ask_and_three_points_without_markup() -> None:
    found = card(
        {
            "ask": "**Instemmen** met de begroting.",
            "speaking_points": "- Eén\n2. *Twee*\nDrie\nVier",
        }
    )
    assert found.ask == "Instemmen met de begroting."
    assert found.points == ("Eén", "Twee", "Drie")


def test_without_an_ask_the_item_speaks_for_itself() -> None:
    assert card({"core": "Een regel."}).ask == "Begroting"


def test_a_part_that_may_not_be_read_is_not_on_it() -> None:
    found = card({"ask": "Geheim", "speaking_points": "Geheim", "core": "Kern"}, {"core"})
    assert (found.ask, found.points, found.words) == ("Begroting", (), 1)


def test_buttons_come_from_the_workflow_and_need_no_words() -> None:
    assert [step.name for step in card({}).steps] == ["agree", "discuss"]


def test_reading_time_is_rounded_up_and_at_least_a_minute() -> None:
    assert minutes([card({"core": "een"})]) == 1
    assert minutes([card({"core": "woord " * 201}), card({"afterwards": "woord " * 900})]) == 2


def test_a_long_ask_ends_at_a_word() -> None:
    text = shortened("gemeentebestuur " * 40)
    assert len(text) < 225
    assert text.endswith("gemeentebestuur …")
