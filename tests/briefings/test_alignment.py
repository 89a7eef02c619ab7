"""What the page of a note says of its alignment: said by phone, reopened, beyond the mandate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import MandateGrant, Note, NoteStep, Remark
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.messages.models import Message
from app.people.models import Person
from tests.briefings.marks import marks
from tests.briefings.stage import Stage, words
from tests.factories import make_person, make_serving, make_team_lead


def _step(stage: Stage, person: Person, note: Note, step: str, **data: str) -> tuple[int, str]:
    typed = {"step-version": str(note.current_number)}
    typed |= {f"step-{key}": value for key, value in data.items()}
    answer = stage.client(person).post(f"/notes/{note.id}/steps/{step}", data=typed)
    return answer.status_code, answer.text


def _record(stage: Stage, note: Note, **data: str) -> tuple[int, str]:
    said = {"behalf": str(stage.alderman.id), "confirmed": "y", "words": "Akkoord, zei zij."}
    return _step(stage, stage.officer, note, "record-agreement", **(said | data))


def _page(stage: Stage, person: Person, note: Note) -> str:
    return stage.client(person).get(f"/notes/{note.id}").text


def _state(note: Note) -> str:
    db.session.refresh(note)
    return note.state


SPOKEN = "ondeling akkoord, vastgelegd door Beleidsmedewerker jeugd, nog niet bevestigd"


def test_what_was_said_by_phone_is_shown_as_such_until_confirmed(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    form = _page(stage, stage.officer, note)
    assert 'value="2026-11-23T09:00' in form  # now, on the Dutch clock
    assert _record(stage, note, said_at="2026-11-20T16:45")[0] == 302
    assert _state(note) == "aligned"
    for person in (stage.officer, stage.alderman):
        page = _page(stage, person, note)
        assert SPOKEN in page
        assert "Akkoord, zei zij." in page
        assert "vr 20 november, 16.45" in page
    onlooker = make_person("alderman")
    page = _page(stage, onlooker, note)
    assert SPOKEN in page
    assert "Akkoord, zei zij." not in page
    meeting_page = stage.client(stage.officer).get(f"/meetings/{stage.meeting.id}").text
    assert SPOKEN in meeting_page
    assert SPOKEN in stage.client(stage.officer).get("/notes/").text
    assert "Bevestigen dat u dit zo hebt gezegd" in stage.client(stage.alderman).get("/").text
    assert _step(stage, stage.alderman, note, "confirm")[0] == 302
    page = _page(stage, stage.officer, note)
    assert "nog niet bevestigd" not in page
    assert "bevestigd door Wethouder sociaal domein" in page
    assert "Bevestigen dat u" not in stage.client(stage.alderman).get("/").text
    assert _step(stage, stage.alderman, note, "confirm")[0] == 409


def test_what_was_not_said_is_contested_and_decided_anew(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    _record(stage, note)
    assert _step(stage, stage.officer, note, "contest")[0] == 403
    assert _step(stage, stage.alderman, note, "contest")[0] == 302
    assert _state(note) == "with_alderman"
    assert "nog niet bevestigd" not in _page(stage, stage.alderman, note)
    told = db.session.scalars(select(Message.text).where(Message.person_id == stage.officer.id))
    assert "klopt niet" in str(list(told))


@pytest.mark.parametrize(
    ("said_at", "says"),
    [
        ("2026-11-24T10:00", "Dit tijdstip moet nog komen."),
        ("gisteren", "Vul een dag en een tijd in"),
        ("0001-01-01T00:00", "Vul een jaar in van 1800 tot en met 2199."),
    ],
)
def test_a_wrong_moment_comes_back_with_the_words(app: Flask, said_at: str, says: str) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    status, page = _record(stage, note, said_at=said_at)
    assert status == 422
    assert says in page
    assert "Akkoord, zei zij." in page
    assert _state(note) == "with_alderman"


def test_remarks_with_the_agreement_wait_until_a_writer_saw_them(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    status, page = _step(stage, stage.alderman, note, "agree-with-remarks", words=" ")
    assert status == 422
    assert "Schrijf uw opmerking op." in page
    said = _step(stage, stage.alderman, note, "agree-with-remarks", words="Noem de kosten.")
    assert said[0] == 302
    assert _state(note) == "aligned"
    start = stage.client(stage.officer).get("/").text
    assert "Opmerkingen bij het akkoord lezen: Begroting 2027" in start
    page = _page(stage, stage.officer, note)
    assert "Noem de kosten." in page
    assert "bij het akkoord, nog niet gezien" in page
    assert _step(stage, stage.officer, note, "acknowledge")[0] == 302
    assert "gezien door Beleidsmedewerker jeugd" in _page(stage, stage.alderman, note)
    assert "Opmerkingen bij het akkoord" not in stage.client(stage.officer).get("/").text
    assert _step(stage, stage.officer, note, "acknowledge")[0] == 409
    assert db.session.scalars(select(Remark)).one().acknowledged_by_id == stage.officer.id


def _save(stage: Stage, note: Note, **typed: str) -> int:
    kept = {"ask": "Instemmen met de begroting.", "core": "De begroting stijgt met 3%."}
    data = words(note.current_number, **{**kept, "stance": "agree", **typed})
    return stage.client(stage.officer).post(f"/notes/{note.id}/edit", data=data).status_code


def test_reopening_shows_what_was_agreed_and_what_changed_word_by_word(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    _step(stage, stage.alderman, note, "agree")
    assert _save(stage, note, core="De begroting stijgt met 5%.") == 409
    assert _state(note) == "aligned"
    assert _save(stage, note, core="De begroting stijgt met 5%.", reopen="yes") == 302
    assert _state(note) == "concept"
    _step(stage, stage.officer, note, "offer")
    page = _page(stage, stage.alderman, note)
    assert "Heropend na akkoord op versie 1" in page
    assert "Gewijzigd: Aanleiding en kern." in page
    assert "Ongewijzigd: Gevraagd besluit, Ons standpunt." in page
    assert "<del>3%.</del> <ins>5%.</ins>" in marks(page)
    db.session.refresh(note)
    _step(stage, stage.alderman, note, "agree")
    assert "Heropend na akkoord" not in _page(stage, stage.alderman, note)


def test_adding_what_was_not_agreed_keeps_the_agreement(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    _step(stage, stage.alderman, note, "agree")
    assert _save(stage, note, history="Vorig jaar ook zo besloten.") == 302
    assert _state(note) == "aligned"
    page = _page(stage, stage.alderman, note)
    assert "Aangevuld na akkoord op versie 1" in page
    assert "Gewijzigd: Voorgeschiedenis." in page
    steps = list(db.session.scalars(select(NoteStep.step).order_by(NoteStep.id)))
    assert steps == ["agree", "amend"]


def test_a_stance_beyond_the_mandate_needs_the_next_giver_first(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    beyond = {"stance": "agree", "mandate_stance": "agree_if", "mandate_giver": "alderman"}
    assert _save(stage, note, **beyond) == 302
    db.session.refresh(note)
    _step(stage, stage.officer, note, "offer")
    page = _page(stage, stage.alderman, note)
    assert "Dit standpunt gaat verder dan het mandaat" in page
    assert "Daarvoor is nog een besluit van het college nodig." in page
    assert f"/notes/{note.id}/steps/agree" not in page, "nor with remarks"
    assert f"/notes/{note.id}/steps/return" in page
    typed = "Eerst de bijdrage uitzoeken."
    status, page = _step(stage, stage.alderman, note, "agree-with-remarks", words=typed)
    assert status == 422
    assert typed in page, "nothing typed is lost"
    status, page = _step(stage, stage.alderman, note, "agree")
    assert status == 409
    assert "Akkoord kan pas als het besluit van het college is vastgelegd." in page
    client = stage.client(stage.officer)
    assert "Besluit over mandaat vastleggen" in _page(stage, stage.officer, note)
    form = client.get(f"/notes/{note.id}/mandate").text
    assert 'value="executive"' in form
    assert 'value="alderman"' not in form
    sent = {"version": "2", "giver": "executive", "source": "Besluitenlijst, punt 12"}
    sent |= {"given_on": "2026-11-17", "key": "6b1c8f2e-1111-4222-8333-444455556666"}
    for wrong, says in (
        ({"giver": "alderman"}, "Kies een van de"),
        ({"given_on": "2026-12-17"}, "Deze dag moet nog komen."),
        ({"source": " "}, "Schrijf op waar dit besluit staat."),
        ({"version": "1"}, "intussen gewijzigd"),
    ):
        answer = client.post(f"/notes/{note.id}/mandate", data=sent | wrong | {"key": ""})
        assert answer.status_code in (409, 422)
        assert says in answer.text
    assert client.post(f"/notes/{note.id}/mandate", data=sent).status_code == 302
    assert client.post(f"/notes/{note.id}/mandate", data=sent).status_code == 302
    grant = db.session.scalars(select(MandateGrant)).one()
    assert (grant.giver, grant.stance, grant.recorded_by_id) == (
        "executive",
        "agree",
        stage.officer.id,
    )
    assert "note.grant-mandate" in db.session.scalars(select(JournalEntry.action)).all()
    page = _page(stage, stage.alderman, note)
    assert "gaat verder dan het mandaat" not in page
    assert "Besluitenlijst, punt 12" in page
    assert _step(stage, stage.alderman, note, "agree")[0] == 302


def test_only_writers_and_who_serves_record_a_decision_on_the_mandate(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    _save(stage, note, stance="agree", mandate_stance="oppose")
    db.session.refresh(note)
    _step(stage, stage.officer, note, "offer")
    secretary, serving = make_person("secretary"), make_person("secretary")
    make_serving(serving, stage.alderman)
    for person, status in ((stage.alderman, 404), (secretary, 404), (serving, 200)):
        assert stage.client(person).get(f"/notes/{note.id}/mandate").status_code == status


def test_a_team_leader_finds_passes_and_sends_back(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.meeting.body.partnership.asks_team_lead = True
    leader = make_person("officer", name="Teamleider jeugd")
    make_team_lead(leader, stage.officer)
    note = stage.note()
    db.session.commit()
    page = _page(stage, stage.officer, note)
    assert "Voorleggen aan teamleider" in page
    assert "Annotatie aanbieden" not in page
    assert _step(stage, stage.officer, note, "submit")[0] == 302
    start = stage.client(leader).get("/").text
    assert "Annotatie bekijken en doorgeven: Begroting 2027" in start
    assert "Wacht op u als teamleider" in stage.client(leader).get("/notes/").text
    assert "Wacht op de teamleider" in stage.client(stage.officer).get("/").text
    assert stage.client(stage.alderman).get(f"/notes/{note.id}").status_code == 404
    assert _step(stage, leader, note, "send-back", words="Waar is de dekking?")[0] == 302
    assert _state(note) == "concept"
    _step(stage, stage.officer, note, "submit")
    assert _step(stage, leader, note, "pass")[0] == 302
    assert _state(note) == "with_alderman"
    assert "bekijken en doorgeven" not in stage.client(leader).get("/").text


def test_a_new_portfolio_holder_finds_an_agreement_that_stands(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    _step(stage, stage.alderman, note, "agree")
    successor = make_person("alderman", name="Wethouder ruimte")
    stage.meeting.alderman = successor
    db.session.commit()
    page = _page(stage, successor, note)
    assert "Akkoord van Wethouder sociaal domein, die toen portefeuillehouder was." in page
    assert _state(note) == "aligned"
    assert _step(stage, successor, note, "agree")[0] == 409


def test_what_waits_goes_to_the_new_portfolio_holder_and_not_to_the_old_one(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    successor = make_person("alderman", name="Wethouder ruimte")
    stage.meeting.alderman = successor
    db.session.commit()
    assert stage.client(stage.alderman).get(f"/notes/{note.id}").status_code == 404
    status, _page_text = _step(stage, stage.alderman, note, "agree")
    assert status == 404
    assert _step(stage, successor, note, "agree")[0] == 302


def test_a_note_whose_author_left_goes_on(app: Flask) -> None:
    stage = Stage.set_up(app)
    author, coordinator = make_person("officer"), make_person("coordinator")
    note = stage.note("with_alderman")
    note.created_by_id = author.id
    author.active = False
    db.session.commit()
    assert stage.client(coordinator).get(f"/notes/{note.id}/hand-over").status_code == 200
    assert _step(stage, stage.officer, note, "withdraw")[0] == 302
    assert _save(stage, note, core="Verder geschreven door wie het punt draagt.") == 302


def test_a_meeting_cancelled_after_agreement_asks_nothing_any_more(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    _record(stage, note)
    stage.meeting.status, stage.meeting.cancelled_at = "cancelled", clock.now()
    db.session.commit()
    page = _page(stage, stage.alderman, note)
    assert "Deze vergadering gaat niet door." in page
    assert "Bevestigen dat u" not in stage.client(stage.alderman).get("/").text
    assert _step(stage, stage.alderman, note, "contest")[0] == 302
    status, page = _step(stage, stage.alderman, note, "agree")
    assert status == 409
    assert "staat niet meer op de agenda" in page


def test_a_meeting_moved_to_the_past_still_shows_its_note(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    earlier = clock.now() - timedelta(days=3)
    stage.meeting.starts_at, stage.meeting.ends_at = earlier, earlier + timedelta(hours=1)
    db.session.commit()
    assert "kan niet meer" in _page(stage, stage.officer, note)
    assert stage.client(stage.officer).get(f"/notes/{note.id}/advice/ask").status_code == 200
    assert _step(stage, stage.officer, note, "offer")[0] == 302
    assert _step(stage, stage.alderman, note, "agree")[0] == 302
