"""Advice on a note: asked of several at once, given, out of date, asked again, taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.advice import actions
from app.briefings.advice.actions import Request
from app.briefings.advice.queries import advice_on, open_of
from app.briefings.advice.subjects import SUBJECTS, changed_since
from app.briefings.content import Content
from app.briefings.models import Advice, AdviceField, Note, NoteStep
from app.briefings.parts import AGREED_PARTS, BY_KEY
from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.messages.models import Message
from app.people.models import Person
from tests.briefings.stage import Stage, words
from tests.factories import make_person, make_substitution


def ask(stage: Stage, note: Note, *advisers: Person, field: str = "finance") -> list[Advice]:
    """The officer asks these advisers."""
    due = clock.today() + timedelta(days=3)
    asked = actions.ask_advice(
        note, stage.officer, [Request(one.id, field, "Kan dit?", due) for one in advisers]
    )
    db.session.commit()
    return asked


def give(stage: Stage, advice: Advice, person: Person, **typed: str) -> Any:
    """An adviser sends the form."""
    data = {"version": "1", "kind": "positive", "text": "", **typed}
    return stage.client(person).post(f"/notes/{advice.note_id}/advice/{advice.id}", data=data)


def asked_form(*advisers: Person, **more: str) -> dict[str, str]:
    """What the form of asking sends: these advisers are chosen."""
    data = {"question": "Past dit in de begroting?"}
    for number, one in enumerate(advisers):
        data |= {
            f"rows-{number}-adviser_id": str(one.id),
            f"rows-{number}-asked": "y",
            f"rows-{number}-field": "finance",
            f"rows-{number}-due_on": (clock.today() + timedelta(days=4)).isoformat(),
            f"rows-{number}-question": "",
        }
    return data | more


def test_several_advisers_are_asked_at_once(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    finance, legal = make_person("adviser", name="Financieel adviseur"), make_person("adviser")
    client = stage.client(stage.officer)
    page = client.get(f"/notes/{note.id}/advice/ask").text
    assert "Financieel adviseur" in page
    more = {"rows-1-field": "legal", "rows-1-question": "Mogen wij dit?"}
    form = asked_form(finance, legal, key="6b1c8f2e-1111-4222-8333-444455556666", **more)
    assert client.post(f"/notes/{note.id}/advice/ask", data=form).status_code == 302
    assert client.post(f"/notes/{note.id}/advice/ask", data=form).status_code == 302  # twice
    rows = db.session.scalars(select(Advice).order_by(Advice.id)).all()
    assert [(row.adviser_id, row.field, row.question) for row in rows] == [
        (finance.id, "finance", "Past dit in de begroting?"),
        (legal.id, "legal", "Mogen wij dit?"),
    ]
    db.session.refresh(note)
    assert note.state == "advice"
    assert [step.step for step in db.session.scalars(select(NoteStep))] == ["ask-advice"]
    told = {row.person_id: row.text for row in db.session.scalars(select(Message))}
    assert set(told) == {finance.id, legal.id}
    assert told[legal.id].startswith("Uw advies is gevraagd")
    assert "begroting" not in str(told).lower()
    for adviser in (finance, legal):
        assert stage.client(adviser).get(f"/notes/{note.id}").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"rows-0-field": ""}, "Kies waarover u advies vraagt."),
        ({"rows-0-due_on": ""}, "Vul in wanneer u het advies nodig hebt."),
        ({"rows-0-due_on": "31-13-2026"}, "dag-maand-jaar"),
        ({"rows-0-due_on": "2026-11-01"}, "kies een dag van vandaag"),
        ({"rows-0-due_on": "2027-11-01"}, "kies een dag van vandaag"),
        ({"question": " "}, "Schrijf op wat u van"),
        ({"rows-0-asked": ""}, "Kies aan wie u advies vraagt."),
        ({"rows-0-adviser_id": "987654"}, "kan deze annotatie niet (meer) lezen"),
    ],
)
def test_a_mistake_comes_back_with_what_was_typed(
    app: Flask, wrong: dict[str, str], says: str
) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    form = asked_form(make_person("adviser"), **{"rows-0-question": "Mijn eigen vraag"} | wrong)
    if "question" in wrong:
        form["rows-0-question"] = ""
    if wrong.get("rows-0-asked") == "":
        del form["rows-0-asked"]
    answer = stage.client(stage.officer).post(f"/notes/{note.id}/advice/ask", data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert not db.session.scalars(select(Advice)).all()


def test_advice_is_given_with_its_type_and_everybody_involved_reads_it(app: Flask) -> None:
    stage = Stage.set_up(app)
    note, adviser = stage.note(), make_person("adviser", name="Financieel adviseur")
    (advice,) = ask(stage, note, adviser)
    page = stage.client(adviser).get(f"/notes/{note.id}/advice/{advice.id}").text
    assert "Kan dit?" in page
    assert "Instemmen met de begroting." in page
    answer = give(stage, advice, adviser, kind="negative", text="Er is geen dekking.")
    assert answer.status_code == 302
    db.session.refresh(advice)
    assert (advice.kind, advice.version_number, advice.given_by_id) == ("negative", 1, adviser.id)
    assert {row.person_id for row in db.session.scalars(select(Message))} >= {stage.officer.id}
    deeds = db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()
    assert deeds[-2:] == ["note.ask-advice", "note.give-advice"]
    stage.client(stage.officer).post(f"/notes/{note.id}/steps/offer", data={"step-version": "1"})
    page = stage.client(stage.alderman).get(f"/notes/{note.id}").text
    assert "Negatief advies van Financieel adviseur." in page
    assert "Er is geen dekking." in page
    assert "Ingewonnen advies" in page


def test_who_reads_by_role_sees_who_and_what_but_not_the_words(app: Flask) -> None:
    stage = Stage.set_up(app)
    note, adviser = stage.note(), make_person("adviser", name="Financieel adviseur")
    (advice,) = ask(stage, note, adviser)
    give(stage, advice, adviser, kind="negative", text="Er is geen dekking.")
    note.state = "aligned"
    db.session.commit()
    page = stage.client(make_person("alderman")).get(f"/notes/{note.id}").text
    assert "Ingewonnen advies" in page
    assert "negatief" in page
    assert "Er is geen dekking." not in page
    assert "Kan dit?" not in page


def test_who_stands_in_gives_it_and_a_stranger_does_not(app: Flask) -> None:
    stage = Stage.set_up(app)
    note, adviser = stage.note(), make_person("adviser", name="Financieel adviseur")
    stand_in, other = make_person("adviser", name="Tweede adviseur"), make_person("adviser")
    make_substitution(adviser, stand_in)
    first, second = ask(stage, note, adviser, other)
    assert give(stage, first, other).status_code == 404
    assert give(stage, first, make_person("adviser")).status_code == 404
    with pytest.raises(NotAllowed):
        actions.give_advice(first, note, other, "positive", "", 1)
    db.session.rollback()
    assert give(stage, first, stand_in).status_code == 302
    page = stage.client(stage.officer).get(f"/notes/{note.id}").text
    assert "gegeven door Tweede adviseur, als plaatsvervanger" in page
    again = give(stage, first, adviser, kind="negative", text="Toch niet")
    assert again.status_code == 409
    assert "al gegeven door Tweede adviseur" in again.text
    assert "Toch niet" in again.text
    assert second.given_at is None


@pytest.mark.parametrize("kind", ["negative", "positive_with_remarks"])
def test_remarks_are_asked_for(app: Flask, kind: str) -> None:
    stage = Stage.set_up(app)
    note, adviser = stage.note(), make_person("adviser")
    (advice,) = ask(stage, note, adviser)
    answer = give(stage, advice, adviser, kind=kind, text=" ")
    assert answer.status_code == 422
    assert "Schrijf op waarom" in answer.text
    assert give(stage, advice, adviser, kind="perhaps").status_code == 422


def test_advice_on_a_text_that_changed_meanwhile_is_kept_and_sent_again(app: Flask) -> None:
    stage = Stage.set_up(app)
    note, adviser = stage.note(), make_person("adviser")
    (advice,) = ask(stage, note, adviser)
    changed = words(1, ask="Iets anders.", core="De begroting stijgt met 3%.", stance="agree")
    stage.client(stage.officer).post(f"/notes/{note.id}/edit", data=changed)
    answer = give(stage, advice, adviser, kind="negative", text="Mijn lange advies")
    assert answer.status_code == 409
    assert "gewijzigd terwijl u schreef" in answer.text
    assert "Mijn lange advies" in answer.text
    assert "Iets anders." in answer.text
    assert give(stage, advice, adviser, version="2").status_code == 302
    db.session.refresh(advice)
    assert advice.version_number == 2


def test_advice_is_out_of_date_by_its_field_and_asked_again_in_one_click(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(parts={"money": "€ 10"})
    finance, spokesman = make_person("adviser"), make_person("adviser")
    (advice,) = ask(stage, note, finance)
    (spoken,) = ask(stage, note, spokesman, field="communication")
    give(stage, advice, finance)
    give(stage, spoken, spokesman)
    typed = {"ask": "Instemmen met de begroting.", "core": "De begroting stijgt met 3%."}
    client = stage.client(stage.officer)
    client.post(f"/notes/{note.id}/edit", data=words(1, **typed, stance="agree", money="€ 90"))
    page = client.get(f"/notes/{note.id}").text
    assert page.count("Achterhaald: gewijzigd sinds het advies: Geld.") == 1
    assert client.post(f"/notes/{note.id}/advice/{advice.id}/again").status_code == 302
    rows = db.session.scalars(select(Advice).order_by(Advice.id)).all()
    assert [(row.adviser_id, row.given_at is None) for row in rows] == [
        (finance.id, False),
        (spokesman.id, False),
        (finance.id, True),
    ]
    assert "Opnieuw vragen" not in client.get(f"/notes/{note.id}").text
    client.post(f"/notes/{note.id}/advice/{advice.id}/again")
    assert "is al om advies gevraagd" in client.get(f"/notes/{note.id}").text
    give(stage, rows[-1], finance, version="2", kind="no_remarks")
    db.session.refresh(note)
    lines = advice_on([note])[note.id]
    assert [line.advice.kind for line in lines.given] == ["positive", "no_remarks"]
    assert [line.advice.id for line in lines.earlier] == [advice.id]


def test_a_request_is_taken_back_and_the_last_one_ends_the_state(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    one, other = make_person("adviser"), make_person("adviser")
    first, second = ask(stage, note, one, other)
    client = stage.client(stage.officer)
    client.post(f"/notes/{note.id}/advice/{first.id}/withdraw")
    db.session.refresh(note)
    assert note.state == "advice"
    assert stage.client(one).get(f"/notes/{note.id}").status_code == 404
    told = db.session.scalars(select(Message).where(Message.person_id == one.id)).all()
    assert told[-1].text.startswith("Uw advies is niet meer nodig")
    client.post(f"/notes/{note.id}/advice/{second.id}/withdraw")
    db.session.refresh(note)
    assert note.state == "concept"
    answer = give(stage, first, one, text="Wat ik al had geschreven")
    assert answer.status_code == 409
    assert "Wat ik al had geschreven" in answer.text
    assert "Instemmen" not in answer.text
    assert give(stage, first, other).status_code == 404


def test_advice_under_way_holds_the_note_until_its_day(app: Flask) -> None:
    stage = Stage.set_up(app)
    note, adviser = stage.note(), make_person("adviser")
    (advice,) = ask(stage, note, adviser)
    client = stage.client(stage.officer)
    page = client.get(f"/notes/{note.id}").text
    assert "Er is nog advies onderweg." in page
    offered = {"step-version": "1"}
    assert client.post(f"/notes/{note.id}/steps/offer", data=offered).status_code == 409
    advice.due_on = clock.today() - timedelta(days=1)
    db.session.commit()
    assert "advies te laat" in client.get(f"/notes/{note.id}").text
    assert client.post(f"/notes/{note.id}/steps/offer", data=offered).status_code == 302
    assert give(stage, advice, adviser).status_code == 302  # late, and still welcome


def test_only_who_may_read_a_restricted_note_can_be_asked(app: Flask) -> None:
    stage = Stage.set_up(app)
    inside, outside = make_person("adviser", name="Binnen"), make_person("adviser", name="Buiten")
    note = stage.note(circle=(stage.officer, inside))
    page = stage.client(stage.officer).get(f"/notes/{note.id}/advice/ask").text
    assert "Binnen" in page
    assert "Buiten" not in page
    with pytest.raises(RuleBroken):
        ask(stage, note, outside)


def test_others_neither_ask_nor_give_nor_withdraw(app: Flask) -> None:
    stage = Stage.set_up(app)
    note, adviser = stage.note(), make_person("adviser")
    (advice,) = ask(stage, note, adviser)
    note.state = "with_alderman"
    db.session.commit()
    form = asked_form(make_person("adviser"))
    for person in (stage.alderman, adviser, make_person("coordinator"), make_person("secretary")):
        client = stage.client(person)
        assert client.get(f"/notes/{note.id}/advice/ask").status_code == 404
        assert client.post(f"/notes/{note.id}/advice/ask", data=form).status_code == 404
        for deed in ("withdraw", "again"):
            answer = client.post(f"/notes/{note.id}/advice/{advice.id}/{deed}")
            assert answer.status_code == 403
    assert db.session.scalars(select(Advice)).one().withdrawn_at is None


def test_each_field_looks_at_its_own_parts() -> None:
    assert set(SUBJECTS) == set(AdviceField)
    now = Content(parts=dict.fromkeys(BY_KEY, "nieuw"))
    found = {field: set(changed_since(field, Content(), now)) for field in AdviceField}
    assert found == {
        "finance": {"ask", "core", "money", "options"},
        "legal": {"ask", "core", "law", "options"},
        "communication": {"ask", "speaking_points", "communication"},
        "other": set(AGREED_PARTS),
    }
    assert changed_since("legal", now, Content(parts={**now.parts, "money": "anders"})) == ()


@pytest.mark.parametrize("gone", ["cancelled", "withdrawn", "over"])
def test_what_is_not_discussed_any_more_asks_no_advice(app: Flask, gone: str) -> None:
    stage = Stage.set_up(app)
    note, adviser = stage.note(), make_person("adviser")
    asked = ask(stage, note, adviser)
    assert open_of(adviser) == asked
    if gone == "cancelled":
        stage.meeting.status, stage.meeting.cancelled_at = "cancelled", clock.now()
    elif gone == "withdrawn":
        stage.item.withdrawn_at = clock.now()
    else:
        stage.meeting.starts_at = clock.now() - timedelta(days=3)
        stage.meeting.ends_at = clock.now() - timedelta(days=3, hours=-1)
    db.session.commit()
    assert open_of(adviser) == []
    assert f"/notes/{note.id}" not in stage.client(adviser).get("/").text.split("</header>")[-1]


@pytest.mark.parametrize("gone", ["cancelled", "withdrawn"])
def test_no_form_opens_for_advice_that_nobody_needs(app: Flask, gone: str) -> None:
    stage = Stage.set_up(app)
    note, adviser = stage.note(), make_person("adviser")
    (asked,) = ask(stage, note, adviser)
    if gone == "cancelled":
        stage.meeting.status, stage.meeting.cancelled_at = "cancelled", clock.now()
    else:
        stage.item.withdrawn_at = clock.now()
    db.session.commit()
    for person, form, label in (
        (stage.officer, "ask", ">Advies vragen<"),
        (adviser, str(asked.id), ">Advies geven<"),
    ):
        client = stage.client(person)
        answer = client.get(f"/notes/{note.id}/advice/{form}")
        assert answer.location == f"/notes/{note.id}#advice"
        page = client.get(f"/notes/{note.id}").text
        assert "Dit punt gaat niet door. Advies is niet meer nodig." in page
        assert label not in page
