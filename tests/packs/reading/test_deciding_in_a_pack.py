"""Agree or discuss at a note of an issued pack: only who decides, and only on what was printed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.briefings.models import Note, NoteStep, NoteVersion, Remark
from app.briefings.step_actions import take_step
from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.packs.models import Pack
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import (
    make_item,
    make_meeting,
    make_note,
    make_person,
    make_serving,
    make_substitution,
)
from tests.packs.issued import issued

TITLES = ("Begroting", "Zienswijze", "Verkoop")


class Phone:
    """An alderman with a pack of three notes that wait."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.alderman, self.officer = make_person("alderman"), make_person("officer")
        self.meeting: Meeting = make_meeting(alderman=self.alderman, officer=self.officer)
        self.notes: list[Note] = []
        for number, title in enumerate(TITLES, start=1):
            item = make_item(self.meeting, number=str(number), title=title)
            self.notes.append(self.offered(item))
        self.pack: Pack = issued(self.meeting, self.alderman)

    def offered(self, item: AgendaItem, **words: Any) -> Note:
        """A note that was offered to the alderman."""
        note = make_note(item, author=self.officer, **words)
        db.session.refresh(note)
        take_step(note, "offer", self.officer, 1)
        db.session.commit()
        return note

    def client(self, person: Person | None = None) -> CheckingClient:
        """A browser of this person, the alderman when none is named."""
        client: Any = self.app.test_client()
        signed_in: CheckingClient = client.sign_in(person or self.alderman)
        return signed_in

    def address(self, place: int, step: str = "", pack: Pack | None = None) -> str:
        """The page of one of the items, or of a step there."""
        item = f"/packs/{(pack or self.pack).id}/read/{self.notes[place].item_id}"
        return f"{item}/{step}" if step else item

    def rewrite(self, place: int) -> None:
        """The officer saves other words."""
        note = self.notes[place]
        words = {**note.current.parts, "ask": "Instemmen, en zelf meer betalen."}
        by = {"author_id": self.officer.id, "saved_at": clock.now()}
        note.versions.append(NoteVersion(number=2, stance="agree", parts=words, **by))
        note.current_number = 2
        db.session.commit()


@pytest.fixture
def phone(app: Flask) -> Phone:
    return Phone(app)


def test_agreeing_leads_to_the_next_that_waits(phone: Phone) -> None:
    client = phone.client()
    answer = client.post(phone.address(0, "agree"))
    assert answer.location == f"{phone.address(1)}#item"
    answer = client.post(phone.address(1, "discuss"))
    assert answer.location == f"{phone.address(2)}#item"
    assert "Zienswijze: het punt staat op de agenda" in client.get(phone.address(2)).text
    assert [note.state for note in phone.notes] == ["aligned", "discuss", "with_alderman"]
    answer = client.post(phone.address(2, "agree"))
    assert answer.location == f"/packs/{phone.pack.id}/read#contents"
    page = client.get(f"/packs/{phone.pack.id}/read").text
    assert "wacht niets meer op uw besluit" in page
    assert "wacht op u<" not in page


def test_a_word_goes_along_with_discussing_and_it_can_be_taken_back(phone: Phone) -> None:
    client = phone.client()
    page = client.get(phone.address(0)).text
    assert "Bespreken met een woord erbij" in page
    refused = client.post(phone.address(0, "discuss"), data={"words": "x" * 9000})
    assert refused.status_code == 422
    assert "x" * 9000 in refused.text
    assert phone.notes[0].state == "with_alderman"
    db.session.commit()
    client.post(phone.address(0, "discuss"), data={"words": "Wat kost dit ons?"})
    remark = db.session.query(Remark).one()
    assert (remark.note_id, remark.text) == (phone.notes[0].id, "Wat kost dit ons?")
    assert not remark.question
    assert not remark.acknowledge
    assert f'{phone.address(0)}#item">Ongedaan maken</a>' in client.get(phone.address(1)).text
    assert "Toch niet bespreken" in client.get(phone.address(0)).text
    answer = client.post(phone.address(0, "undo-discuss"))
    assert answer.location == f"{phone.address(0)}#item"
    db.session.expire_all()
    assert phone.notes[0].state == "with_alderman"
    assert "Toch niet bespreken" not in client.get(phone.address(0)).text


def test_a_double_tap_decides_once(phone: Phone) -> None:
    client = phone.client()
    for _tap in range(2):
        assert client.post(phone.address(0, "agree")).location == f"{phone.address(1)}#item"
    assert db.session.query(NoteStep).filter_by(step="agree").count() == 1


def test_what_changed_since_is_said_and_not_decided_on(phone: Phone) -> None:
    client = phone.client()
    phone.rewrite(0)
    page = client.get(phone.address(0)).text
    assert "hier staat versie 1, nu geldt versie 2" in page
    assert f"/notes/{phone.notes[0].id}/compare?older=1&amp;newer=2" in page
    assert "zelf meer betalen" not in page
    assert f"{phone.address(0)}/agree" not in page
    refused = client.post(phone.address(0, "agree"))
    assert refused.status_code == 409
    assert "Er is niets besloten." in refused.text
    assert phone.notes[0].state == "with_alderman"
    assert "na deze map gewijzigd" in client.get(f"/packs/{phone.pack.id}/read").text
    client.get(f"/notes/{phone.notes[0].id}/compare?older=1&newer=2")


def test_what_was_taken_back_is_not_shown_anew(phone: Phone) -> None:
    client = phone.client()
    phone.notes[0].state = "concept"
    db.session.commit()
    phone.rewrite(0)
    page = client.get(phone.address(0)).text
    assert "kunt u nu niet beslissen" in page
    assert "versie 2" not in page
    assert client.post(phone.address(0, "agree")).status_code == 409
    assert phone.notes[0].state == "concept"


def test_a_locked_note_says_so(phone: Phone) -> None:
    phone.notes[0].state = "locked"
    db.session.commit()
    client = phone.client()
    page = client.get(phone.address(0)).text
    assert "valt niets meer te beslissen" in page
    assert f"{phone.address(0)}/agree" not in page
    assert "vastgezet" in client.get(f"/packs/{phone.pack.id}/read").text


def test_who_asked_for_the_pack_does_not_decide(phone: Phone) -> None:
    secretary = make_person("secretary")
    make_serving(secretary, phone.alderman)
    pack = issued(phone.meeting, phone.alderman, secretary)
    client = phone.client(secretary)
    page = client.get(phone.address(0, pack=pack)).text
    assert "Stand nu:" in page
    assert "/agree" not in page
    assert client.post(phone.address(0, "agree", pack)).status_code == 403
    assert phone.notes[0].state == "with_alderman"


def test_a_substitute_decides_as_such_in_the_own_pack(phone: Phone) -> None:
    substitute = make_person("alderman")
    make_substitution(phone.alderman, substitute)
    pack = issued(phone.meeting, substitute)
    assert phone.client(substitute).post(phone.address(0, "agree", pack)).status_code == 302
    step = db.session.query(NoteStep).filter_by(step="agree").one()
    assert (step.person_id, step.in_place_of_id) == (substitute.id, phone.alderman.id)


@pytest.mark.parametrize("step", ["return", "lock", "confirm", "record-agreement"])
def test_only_the_steps_of_one_tap_exist(phone: Phone, step: str) -> None:
    assert phone.client().post(phone.address(0, step)).status_code == 404


def test_a_stance_beyond_the_mandate_has_no_button_to_agree(phone: Phone) -> None:
    item = make_item(phone.meeting, number="4", title="Uittreding")
    phone.notes.append(phone.offered(item, stance="agree", mandate_stance="oppose"))
    pack = issued(phone.meeting, phone.alderman)
    page = phone.client().get(phone.address(3, pack=pack)).text
    assert "gaat verder dan het mandaat" in page
    assert f"{phone.address(3, 'agree', pack)}" not in page
    assert f"{phone.address(3, 'discuss', pack)}" in page
