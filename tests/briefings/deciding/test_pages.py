"""One item after another: two taps at most, nothing decided on other words than were shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from app.briefings.models import Advice, Note, NoteStep, NoteVersion, Remark
from app.briefings.positions.models import Position
from app.core import clock
from app.core.database import db
from app.core.recorder import Reading
from app.people.models import Person
from app.register.models import Participation
from tests.briefings.stage import Stage
from tests.client import CheckingClient, Statements
from tests.factories import (
    make_item,
    make_meeting,
    make_note,
    make_organisation,
    make_person,
    make_serving,
    make_substitution,
)

PAGE = "/notes/to-decide"


@dataclass
class Desk:
    """An alderman with what waits for their word."""

    stage: Stage
    notes: list[Note] = field(default_factory=list)

    def offer(self, title: str, handling: str = "discussion", **fields: Any) -> Note:
        """A note on an item of this title that waits for a word."""
        item = make_item(self.stage.meeting, title=title, handling=handling)
        parts = {"ask": f"Instemmen met {title}.", **fields.pop("parts", {})}
        note = make_note(
            item, state="with_alderman", author=self.stage.officer, parts=parts, **fields
        )
        self.notes.append(note)
        return note

    @property
    def alderman(self) -> CheckingClient:
        """The alderman's phone."""
        return self.stage.client(self.stage.alderman)


@pytest.fixture
def desk(app: Flask) -> Desk:
    """An alderman with three items and two consent items."""
    found = Desk(Stage.set_up(app))
    for title in ("de begroting", "het tarief", "de huisvesting"):
        found.offer(title)
    for title in ("het verslag", "de lijst"):
        found.offer(title, "consent")
    return found


def decide(client: CheckingClient, note: Note, step: str, follow: str = "", **typed: str) -> Any:
    """Press a button of the page."""
    sent = {"step-version": str(note.current_number), "follow": follow}
    sent |= {f"step-{name}": value for name, value in typed.items()}
    return client.post(f"{PAGE}/{note.id}/{step}", data=sent)


def shown(client: CheckingClient, address: str = PAGE) -> str:
    """The heading of the item on the screen."""
    page = client.get(address).text
    found = re.search(r'<h2 id="item"[^>]*>([^<]*)</h2>', page)
    assert found is not None
    return found[1]


def test_one_item_is_on_the_screen_with_what_is_asked(desk: Desk) -> None:
    note = desk.notes[0]
    page = desk.alderman.get(PAGE).text
    assert "Voor u: 5 punten, 1 minuut" in page
    assert "Punt 1 van 5" in page
    assert shown(desk.alderman) == "Instemmen met de begroting."
    assert "Instemmen met het tarief." not in page
    assert page.index('id="item"') < page.index(f"{PAGE}/{note.id}/agree")
    between = page[page.index('id="item"') : page.index(f"{PAGE}/{note.id}/agree")]
    assert not re.search(r"<(a|button|input type=\"(?!hidden)|summary)\b", between)


def test_after_a_step_the_next_item_is_there_at_once(desk: Desk) -> None:
    first, second, third = desk.notes[:3]
    answer = decide(desk.alderman, first, "agree", str(second.id))
    assert answer.location == f"{PAGE}?at={second.id}#item"
    phone = desk.alderman
    phone.post(f"{PAGE}/{second.id}/discuss", data={"step-version": "1", "follow": str(third.id)})
    page = phone.get(f"{PAGE}?at={third.id}").text
    assert "het tarief: het punt staat op de agenda van het volgende stafoverleg." in page
    assert "Nog 3 punten, 1 minuut." in page
    assert "Voor u: 3 punten" in page
    assert [note.state for note in desk.notes[:3]] == ["aligned", "discuss", "with_alderman"]


def test_words_go_along_and_a_return_without_a_question_comes_back(desk: Desk) -> None:
    first, second = desk.notes[:2]
    assert decide(desk.alderman, first, "agree-with-remarks", words="Noem het bedrag.").location
    remark = db.session.query(Remark).filter_by(note_id=first.id).one()
    assert (remark.text, remark.acknowledge) == ("Noem het bedrag.", True)
    answer = decide(desk.alderman, second, "return", words=" ")
    assert answer.status_code == 422
    assert "Schrijf uw vraag op" in answer.text
    assert '<details class="deciding__words" open>' in answer.text
    assert decide(desk.alderman, second, "return", words="Wat kost het?").status_code == 302
    assert second.state == "concept"


def test_skipping_decides_nothing(desk: Desk) -> None:
    page = desk.alderman.get(PAGE).text
    assert f"at={desk.notes[1].id}#item" in page
    assert shown(desk.alderman, f"{PAGE}?at={desk.notes[1].id}") == "Instemmen met het tarief."
    assert db.session.query(NoteStep).count() == 0


def test_consent_items_are_agreed_together_each_a_step_of_its_own(desk: Desk) -> None:
    phone = desk.alderman
    page = phone.get(f"{PAGE}?at=consent").text
    assert "Alle 2 hamerstukken akkoord" in page
    seen = re.findall(r'name="seen" value="(\d+:\d+)"', page)
    assert seen == [f"{note.id}:1" for note in desk.notes[3:]]
    phone.post(f"{PAGE}/consent", data={"seen": seen})
    steps = db.session.query(NoteStep).order_by(NoteStep.id).all()
    assert [(one.note_id, one.step) for one in steps] == [
        (note.id, "agree") for note in desk.notes[3:]
    ]
    assert "2 hamerstukken akkoord. Nog 3 punten" in phone.get(PAGE).text


def test_a_consent_item_that_changed_meanwhile_is_left_out_and_said_so(desk: Desk) -> None:
    stale, fresh = desk.notes[3:]
    phone = desk.alderman
    seen = [f"{stale.id}:0", f"{fresh.id}:1", "99999:1", "nonsense", f"{10**12}:1"]
    phone.post(f"{PAGE}/consent", data={"seen": seen})
    assert [stale.state, fresh.state] == ["with_alderman", "aligned"]
    page = phone.get(PAGE).text
    assert "1 hamerstuk akkoord." in page
    assert "Niet meegenomen: het verslag: De annotatie is intussen gewijzigd." in page
    assert "Niet meegenomen: Een van de punten wacht niet meer op u." in page


def test_a_double_tap_decides_once_and_the_next_item_is_there(desk: Desk) -> None:
    first, second = desk.notes[:2]
    for _tap in range(2):
        answer = decide(desk.alderman, first, "agree", str(second.id))
        assert answer.location == f"{PAGE}?at={second.id}#item"
    assert db.session.query(NoteStep).count() == 1


def test_nothing_is_decided_on_words_that_were_not_on_the_screen(desk: Desk) -> None:
    note = desk.notes[0]
    answer = desk.alderman.post(f"{PAGE}/{note.id}/agree", data={"step-version": "7"})
    assert answer.status_code == 409
    assert "intussen gewijzigd" in answer.text
    assert note.state == "with_alderman"


def test_a_note_that_was_taken_back_keeps_what_was_typed(desk: Desk) -> None:
    note = desk.notes[0]
    note.state = "concept"
    db.session.commit()
    assert decide(desk.alderman, note, "agree").status_code == 302
    kept = decide(desk.alderman, note, "return", words="Wat kost het eigenlijk?")
    assert kept.status_code == 409
    assert "Wat kost het eigenlijk?" in kept.text


def test_at_the_end_one_is_up_to_date(desk: Desk) -> None:
    phone = desk.alderman
    for note in desk.notes:
        decide(phone, note, "agree")
    page = phone.get(PAGE).text
    assert "U bent bij" in page
    assert shown(phone) == "U bent bij"


def test_a_substitute_decides_as_such(desk: Desk) -> None:
    substitute = make_person("alderman")
    make_substitution(desk.stage.alderman, substitute)
    phone = desk.stage.client(substitute)
    assert "als plaatsvervanger van Wethouder sociaal domein" in phone.get(PAGE).text
    decide(phone, desk.notes[0], "agree")
    step = db.session.query(NoteStep).one()
    assert (step.person_id, step.in_place_of_id) == (substitute.id, desk.stage.alderman.id)


def test_a_secretary_looks_and_records_on_the_page_of_the_note(desk: Desk) -> None:
    secretary = make_person("secretary")
    make_serving(secretary, desk.stage.alderman)
    client = desk.stage.client(secretary)
    assert "Er wacht niets meer" in client.get(PAGE).text
    client.post("/people/acting-for", data={"alderman": str(desk.stage.alderman.id)})
    for address in (PAGE, f"{PAGE}?at=consent"):
        page = client.get(address).text
        assert "Voor Wethouder sociaal domein: 5 punten" in page
        assert "legt u vast bij de annotatie" in page
        assert 'method="post" action="/notes/' not in page
    assert decide(client, desk.notes[0], "agree").status_code == 403
    client.post(f"{PAGE}/consent", data={"seen": f"{desk.notes[3].id}:1"})
    assert desk.notes[3].state == "with_alderman"


@pytest.mark.parametrize(
    ("role", "status"),
    [("officer", 200), ("adviser", 200), ("clerk", 404), ("administrator", 404)],
)
def test_who_has_nothing_to_decide_sees_nothing(desk: Desk, role: str, status: int) -> None:
    client = desk.stage.client(make_person(role))
    answer = client.get(f"{PAGE}?at={desk.notes[0].id}")
    assert answer.status_code == status
    assert "begroting" not in answer.text
    assert decide(client, desk.notes[0], "agree").status_code == 404


def test_a_stance_beyond_the_mandate_has_no_button_to_agree(desk: Desk) -> None:
    note = desk.offer("de verkoop", stance="agree", mandate_stance="oppose")
    page = desk.alderman.get(f"{PAGE}?at={note.id}").text
    assert "gaat verder dan het mandaat" in page
    assert f"{PAGE}/{note.id}/agree" not in page
    assert f"{PAGE}/{note.id}/discuss" in page
    assert f"{PAGE}/{note.id}/return" in page
    assert decide(desk.alderman, note, "agree").status_code == 409
    typed = "Eerst de bijdrage uitzoeken."
    answer = decide(desk.alderman, note, "agree-with-remarks", words=typed)
    assert answer.status_code == 422
    assert typed in answer.text, "nothing typed is lost"
    start = desk.alderman.get("/").text
    assert "gaat verder dan het mandaat" in start
    assert f"/notes/{note.id}/steps/agree" not in start
    assert f"/notes/{note.id}/steps/discuss" in start


def test_whom_to_call_stands_under_the_buttons_with_one_tap_each(desk: Desk) -> None:
    note = desk.notes[0]
    partnership = desk.stage.meeting.body.partnership
    to_call, sure = (make_organisation(name=name) for name in ("Aduard", "Baflo"))
    partnership.participations = [
        Participation(organisation=to_call, votes=5),
        Participation(organisation=sure, votes=3),
    ]
    db.session.add(Position(item=note.item, organisation=sure, stance="agree", certain=True))
    db.session.commit()
    page = desk.alderman.get(PAGE).text
    assert re.search(r"<dt>Bel eerst</dt><dd>\s*Aduard\s*</dd>", page)
    assert page.index(f"{PAGE}/{note.id}/discuss") < page.index("Gebeld, ")
    call = {"voter": f"o{to_call.id}", "version": "0", "result": "supports"}
    back = f"{PAGE}?at={note.id}#call-first"
    answer = desk.alderman.post(f"/items/{note.item_id}/calls", data={**call, "next": back})
    assert answer.location == back
    page = desk.alderman.get(back).text
    assert "Haalt het: 8 van 8 stemmen" in page
    assert "<dt>Bel eerst</dt>" not in page
    assert "Ongedaan maken" in page


@pytest.mark.parametrize(
    ("place", "address"),
    [(0, PAGE), (3, f"{PAGE}?at=consent"), (0, "/")],
    ids=["one item", "a consent line", "a card on the start page"],
)
def test_negative_advice_is_said(desk: Desk, place: int, address: str) -> None:
    note = desk.notes[place]
    adviser: Person = make_person("adviser", name="Financieel adviseur")
    db.session.add(
        Advice(
            note_id=note.id,
            adviser_id=adviser.id,
            asked_by_id=desk.stage.officer.id,
            field="finance",
            asked_at=clock.now(),
            due_on=clock.today(),
            kind="negative",
            given_at=clock.now(),
        )
    )
    db.session.commit()
    page = desk.alderman.get(address).text
    assert "negatief advies" in page
    assert "Financieel adviseur (financieel)" in page


def test_advice_on_an_older_text_is_said_to_be_out_of_date(desk: Desk) -> None:
    note = desk.notes[0]
    adviser: Person = make_person("adviser", name="Financieel adviseur")
    given = {"asked_at": clock.now(), "due_on": clock.today(), "given_at": clock.now()}
    db.session.add(
        Advice(
            note_id=note.id,
            adviser_id=adviser.id,
            asked_by_id=desk.stage.officer.id,
            field="finance",
            kind="positive",
            version_number=1,
            **given,
        )
    )
    db.session.commit()
    assert "financieel: positief</dd>" in desk.alderman.get(PAGE).text
    parts = {**note.current.parts, "ask": "Instemmen, en zelf meer betalen."}
    by = {"author_id": desk.stage.officer.id, "saved_at": clock.now()}
    note.versions.append(NoteVersion(number=2, stance="agree", parts=parts, **by))
    note.current_number = 2
    db.session.commit()
    assert "financieel: positief, achterhaald" in desk.alderman.get(PAGE).text


def test_looking_at_an_item_is_reading_it(desk: Desk) -> None:
    desk.alderman.get(PAGE).close()
    reading = db.session.query(Reading).one()
    assert (reading.object_id, reading.object_version) == (desk.notes[0].id, 1)
    desk.alderman.get(f"{PAGE}?at=consent").close()
    assert db.session.query(Reading).count() == 1, "one line of a note is not the note"


def test_fifty_items_take_as_many_statements_as_five(desk: Desk, statements: Statements) -> None:
    phone = desk.alderman
    counts = []
    for more in (0, 45):
        for number in range(more):
            desk.offer(f"punt {number}", "consent" if number % 2 else "discussion")
        for address in (PAGE, f"{PAGE}?at=consent"):
            with statements.counted() as counter:
                phone.get(address)
            counts.append(counter.count)
    assert counts[:2] == counts[2:]
    assert max(counts) <= 35


def test_the_start_page_shows_the_first_five_and_leads_on(desk: Desk) -> None:
    other = make_meeting(officer=desk.stage.officer, alderman=desk.stage.alderman, days=30)
    make_note(make_item(other), state="with_alderman", author=desk.stage.officer)
    page = desk.alderman.get("/").text
    assert "Voor u: 6 punten" in page
    assert page.count('class="decision-card"') == 5
    assert "Alle 6 punten" in page
    assert page.count("/steps/discuss") == 5
    sent = {"step-version": "1", "next": "/"}
    desk.alderman.post(f"/notes/{desk.notes[0].id}/steps/discuss", data=sent)
    assert "Voor u: 5 punten" in desk.alderman.get("/").text
