"""Two people take a step on one note at the same moment: one takes effect, the other reads so."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import Advice, Note, NoteStep, Remark
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.people.models import Person
from app.people.sessions import start_session
from tests.briefings.stage import Stage, words
from tests.conftest import MakeApp
from tests.factories import make_person, make_serving, make_substitution

ROUNDS = 4
SECOND = "intussen"


@dataclass
class Table:
    """An application of its own, a note, and the sessions of people around it."""

    app: Flask
    note_id: int
    item_id: int
    alderman_id: int
    advice_id: int
    sessions: dict[str, str]

    def at_once(self, *asked: tuple[str, str, dict[str, str]]) -> list[tuple[int, str]]:
        """Everybody sends their form at the same moment: who, address, what is in it."""
        start = Barrier(len(asked))

        def send(one: tuple[str, str, dict[str, str]]) -> tuple[int, str]:
            client = self.app.test_client()
            with client.session_transaction() as session:
                session["_user_id"] = self.sessions[one[0]]
            start.wait()
            answer = client.post(one[1], data=one[2])
            return answer.status_code, answer.get_data(as_text=True)

        with ThreadPoolExecutor(len(asked)) as pool:
            return sorted(pool.map(send, asked))

    def step(self, who: str, name: str, **data: str) -> tuple[str, str, dict[str, str]]:
        """A step of the table by its button."""
        typed = {"step-version": "1", **{f"step-{key}": value for key, value in data.items()}}
        return who, f"/notes/{self.note_id}/steps/{name}", typed

    def back_to(self, state: str) -> None:
        """The note in a state, as if nobody took any step."""
        with self.app.app_context():
            note = db.session.get_one(Note, self.note_id)
            note.state = state
            db.session.execute(db.delete(NoteStep).where(NoteStep.note_id == note.id))
            db.session.commit()

    def nothing_asked(self) -> None:
        """No advice is on its way, so that the note can be offered."""
        with self.app.app_context():
            db.session.get_one(Advice, self.advice_id).withdrawn_at = clock.now()
            db.session.commit()

    def taken(self) -> Sequence[str]:
        """The steps that took effect."""
        with self.app.app_context():
            return db.session.scalars(select(NoteStep.step).order_by(NoteStep.id)).all()


@pytest.fixture
def table(make_app: MakeApp) -> Table:
    """A note that waits, with its alderman, who stands in, secretary, officer and adviser."""
    app = make_app()
    with app.app_context():
        stage = Stage.set_up(app)
        people = {
            "officer": stage.officer,
            "alderman": stage.alderman,
            "substitute": make_person("alderman"),
            "secretary": make_person("secretary"),
            "adviser": make_person("adviser"),
            "stand_in": make_person("adviser"),
        }
        make_substitution(stage.alderman, people["substitute"])
        make_substitution(people["adviser"], people["stand_in"])
        make_serving(people["secretary"], stage.alderman)
        note = stage.note("with_alderman")
        advice = _asked(note, stage.officer, people["adviser"])
        sessions = {key: start_session(person) for key, person in people.items()}
        db.session.commit()
        return Table(app, note.id, stage.item.id, stage.alderman.id, advice.id, sessions)


def _asked(note: Note, officer: Person, adviser: Person) -> Advice:
    advice = Advice(note_id=note.id, adviser_id=adviser.id, asked_by_id=officer.id)
    advice.question, advice.asked_at, advice.due_on = "Kan dit?", clock.now(), clock.today()
    db.session.add(advice)
    db.session.commit()
    return advice


def test_alderman_and_substitute_decide_once(table: Table) -> None:
    pairs: tuple[tuple[tuple[str, str, dict[str, str]], ...], ...] = (
        (("alderman", "agree", {}), ("substitute", "agree", {})),
        (("alderman", "agree", {}), ("substitute", "return", {"words": "Waarom?"})),
        (("alderman", "discuss", {}), ("substitute", "discuss", {})),
        (("alderman", "agree", {}), ("officer", "withdraw", {})),
    )
    for _round in range(ROUNDS):
        for first, second in pairs:
            table.back_to("with_alderman")
            found = table.at_once(
                *(table.step(who, name, **data) for who, name, data in (first, second))
            )
            assert len(table.taken()) == 1, (first, second, [one[0] for one in found])
            assert found[0][0] == 302
            refused, page = found[1]
            assert refused == 409
            assert SECOND in page or "hetzelfde moment" in page


def test_an_agreement_is_recorded_once(table: Table) -> None:
    said = {"behalf": str(table.alderman_id), "confirmed": "y", "words": "Akkoord."}
    for _round in range(ROUNDS):
        table.back_to("with_alderman")
        found = table.at_once(
            *(table.step(who, "record-agreement", **said) for who in ("officer", "secretary"))
        )
        assert [one[0] for one in found] == [302, 409]
        assert table.taken() == ["record-agreement"]
        assert "Akkoord." in found[1][1]  # what was typed is still there


def test_what_was_said_is_confirmed_or_contested_once(table: Table) -> None:
    said = {"behalf": str(table.alderman_id), "confirmed": "y", "words": "Akkoord."}
    for _round in range(ROUNDS):
        table.back_to("with_alderman")
        table.at_once(table.step("officer", "record-agreement", **said))
        found = table.at_once(
            table.step("alderman", "confirm"), table.step("substitute", "contest")
        )
        assert [one[0] for one in found] == [302, 409]
        assert len(table.taken()) == 2


def test_advice_is_given_once_by_adviser_or_who_stands_in(table: Table) -> None:
    address = f"/notes/{table.note_id}/advice/{table.advice_id}"
    typed = {"version": "1", "kind": "negative", "text": "Er is geen dekking."}
    found = table.at_once(*((who, address, typed) for who in ("adviser", "stand_in")))
    assert [one[0] for one in found] == [302, 409]
    assert table.taken() == ["give-advice"]
    assert "Er is geen dekking." in found[1][1]


def test_advice_is_given_or_taken_back(table: Table) -> None:
    address = f"/notes/{table.note_id}/advice/{table.advice_id}"
    typed = {"version": "1", "kind": "negative", "text": "Er is geen dekking."}
    table.at_once(("adviser", address, typed), ("officer", f"{address}/withdraw", {}))
    with table.app.app_context():
        advice = db.session.get_one(Advice, table.advice_id)
        assert (advice.given_at is None) is not (advice.withdrawn_at is None)
    assert len(table.taken()) == 1


def test_the_same_adviser_is_asked_once(table: Table) -> None:
    with table.app.app_context():
        asked = db.session.get_one(Advice, table.advice_id)
        adviser_id = asked.adviser_id
        asked.given_at, asked.kind, asked.version_number = clock.now(), "negative", 1
        asked.given_by_id = adviser_id
        db.session.commit()
    table.back_to("concept")
    again = f"/notes/{table.note_id}/advice/{table.advice_id}/again"
    table.at_once(("officer", again, {}), ("officer", again, {}))
    assert table.taken() == ["ask-advice"]
    with table.app.app_context():
        rows = db.session.scalars(select(Advice).where(Advice.given_at.is_(None))).all()
        assert [row.adviser_id for row in rows] == [adviser_id]


def test_a_save_and_a_step_at_once_leave_one_of_them(table: Table) -> None:
    table.nothing_asked()
    table.back_to("concept")
    save = words(1, ask="Iets anders.", core="Kern", stance="agree")
    found = table.at_once(
        table.step("officer", "offer"), ("officer", f"/notes/{table.note_id}/edit", save)
    )
    assert found[0][0] == 302
    with table.app.app_context():
        note = db.session.get_one(Note, table.note_id)
        offered = db.session.scalars(select(NoteStep)).all()
        assert [step.version_number for step in offered] in ([], [1], [2])
        assert not (offered and note.current_number != offered[0].version_number)


def test_a_save_and_a_step_at_once_say_what_happened(table: Table) -> None:
    table.nothing_asked()
    for number in range(1, ROUNDS + 1):
        table.back_to("concept")
        typed = words(number, ask=f"Vraag {number}.", core="Kern", stance="agree")
        found = table.at_once(
            ("officer", f"/notes/{table.note_id}/edit", typed),
            table.step("officer", "offer", version=str(number)),
        )
        assert found[0][0] == 302
        with table.app.app_context():
            saved = db.session.get_one(Note, table.note_id).current_number > number
        if found[1][0] == 302:  # one after the other: both took effect
            assert saved
        elif saved:
            assert "intussen gewijzigd" in found[1][1] or "op hetzelfde moment" in found[1][1]
        else:
            assert f"Vraag {number}.</textarea>" in found[1][1]
            assert "op hetzelfde moment een stap" in found[1][1] or "bij wethouder" in found[1][1]
        if not saved:
            break


def test_a_decision_on_the_mandate_and_another_stance_at_once(table: Table) -> None:
    edit, grant = (f"/notes/{table.note_id}/{page}" for page in ("edit", "mandate"))
    asked = {"ask": "Instemmen.", "core": "Kern", "stance": "agree"}
    decided = {"giver": "executive", "given_on": "2026-11-17", "source": "Besluitenlijst, punt 12"}
    table.back_to("concept")
    table.at_once(("officer", edit, words(1, **asked, mandate_stance="oppose")))
    found = table.at_once(
        ("officer", grant, decided | {"version": "2"}), ("officer", edit, words(2, **asked))
    )
    assert [status for status, _page in found] in ([302, 302], [302, 409])
    refused = found[1][1]
    assert found[1][0] == 302 or decided["source"] in refused or "Kern</textarea>" in refused


def test_a_remark_is_settled_once(table: Table) -> None:
    with table.app.app_context():
        remark = Remark(note_id=table.note_id, version_number=1, text="Kan dit korter?")
        remark.person_id, remark.made_at = table.alderman_id, clock.now()
        db.session.add(remark)
        db.session.commit()
        address = f"/notes/{table.note_id}/remarks/{remark.id}/settle"
    table.at_once(*((who, address, {}) for who in ("officer", "alderman", "officer", "alderman")))
    with table.app.app_context():
        written = select(JournalEntry.id).where(JournalEntry.action == "note.settle-remark")
        assert len(db.session.scalars(written).all()) == 1
