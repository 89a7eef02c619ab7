"""The order in which a portfolio holder comes past what waits."""

from __future__ import annotations

from datetime import date

from app.briefings.deciding.cards import Card, card_of
from app.briefings.deciding.queue import CONSENT, Queue
from app.briefings.models import Note, NoteVersion
from app.briefings.queries import Due, Need
from tests.briefings.counted import Counted
from tests.home.test_tasks import TODAY, item, meeting

OF = meeting(1, date(2026, 12, 10))


def card(number: int, handling: str = "discussion", words: int = 100) -> Card:
    """A card of a note with so many words."""
    of_item = item(number, OF)
    of_item.handling = handling
    note = Note(id=number, state="with_alderman", current_number=1)
    note.__dict__["current"] = NoteVersion(number=1, parts={"core": "woord " * words})
    due = Due(of_item, note, Need.DECIDE, Counted().offering(OF, TODAY))
    return card_of(due, note, {"core"}, ())


QUEUE = Queue((card(1), card(2, "consent"), card(3), card(4, "consent")))


def test_consent_items_share_the_last_place() -> None:
    assert QUEUE.places == ["1", "3", CONSENT]
    assert [one.note.id for one in QUEUE.in_order] == [1, 3, 2, 4]
    assert [QUEUE.number(place) for place in QUEUE.places] == [1, 2, 3]


def test_one_goes_on_to_the_next_and_from_the_last_to_the_first() -> None:
    assert [QUEUE.after(place) for place in QUEUE.places] == ["3", CONSENT, "1"]
    assert [QUEUE.before(place) for place in QUEUE.places] == ["", "1", "3"]


def test_one_consent_item_leads_back_to_all_of_them() -> None:
    assert QUEUE.place("4") == "4"
    assert (QUEUE.number("4"), QUEUE.before("4"), QUEUE.after("4")) == (4, "3", CONSENT)


def test_what_waits_no_longer_leads_to_the_first_that_does() -> None:
    assert QUEUE.place("99") == QUEUE.place("") == QUEUE.place("consent-x") == "1"
    assert Queue((card(2, "consent"),)).place("") == CONSENT
    assert Queue().place("1") == ""


def test_with_one_item_there_is_no_next() -> None:
    assert Queue((card(1),)).after("1") == ""


def test_reading_time_is_of_everything_together() -> None:
    assert (QUEUE.minutes, QUEUE.cards[0].minutes) == (2, 1)
