"""Every state × every tie × every step, really taken: allowed exactly as docs/workflow.md says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.briefings import permissions, step_actions, workflow_page
from app.briefings.actions import save_note
from app.briefings.advice import actions as advice_actions
from app.briefings.content import of_version
from app.briefings.granting.actions import record_grant
from app.briefings.models import Advice, How, Note, NoteState, NoteStep, NoteVersion, Remark
from app.briefings.steps import STEPS
from app.briefings.ties import Tie
from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.people.models import Person
from config import ROOT
from tests.briefings.stage import Stage
from tests.factories import (
    carries,
    make_person,
    make_serving,
    make_substitution,
    make_team_lead,
)

NAMES = list(dict.fromkeys(step.name for step in STEPS))
#: What somebody is besides, when they have a tie.
ALONG = {
    Tie.WRITER: {Tie.PARTNERSHIP_OFFICER},  # carries this meeting
    Tie.HOLDER: {Tie.EXECUTIVE},
    Tie.SUBSTITUTE: {Tie.EXECUTIVE},
    Tie.SERVES: {Tie.SECRETARY},
}


class Walk(Stage):
    """A note of which an adviser was asked for advice yesterday, with its officer's team leader."""

    walked: Note
    adviser: Person
    other_adviser: Person
    leader: Person

    def prepare(self) -> None:
        """The note, and who are always there."""
        self.walked = self.note()
        self.adviser, self.other_adviser = make_person("adviser"), make_person("adviser")
        self.leader = make_person("officer")
        make_team_lead(self.leader, self.officer)
        asked = Advice(
            note_id=self.walked.id,
            adviser_id=self.adviser.id,
            question="Kan dit?",
            asked_by_id=self.officer.id,
            asked_at=clock.now(),
            due_on=clock.today() - timedelta(days=1),
        )
        db.session.add(asked)
        db.session.commit()

    def tied(self, tie: Tie | None) -> Person:
        """Somebody who has this tie to the note, and none that does not come with it."""
        if tie is None:
            return make_person("clerk")
        present = {
            Tie.WRITER: self.officer,
            Tie.ADVISER: self.adviser,
            Tie.LEADER: self.leader,
            Tie.HOLDER: self.alderman,
        }
        return present.get(tie) or self._made(tie)

    def _made(self, tie: Tie) -> Person:
        if tie == Tie.SUBSTITUTE:
            person = make_person("alderman")
            make_substitution(self.alderman, person)
        elif tie == Tie.SERVES:
            person = make_person("secretary")
            make_serving(person, self.alderman)
        elif tie == Tie.PARTNERSHIP_OFFICER:
            person = make_person("officer")
            carries(person, self.meeting.body.partnership)
        else:
            role = "alderman" if tie == Tie.EXECUTIVE else str(tie)
            person = make_person(role)
        return person

    def set_scene(self, name: str) -> None:
        """What must be so for this step to be for now."""
        note = self.walked
        if name == "submit":
            self.meeting.body.partnership.asks_team_lead = True
        if name in ("confirm", "contest"):
            db.session.add(self._told())
        if name == "acknowledge":
            remark = Remark(note_id=note.id, version_number=1, acknowledge=True, text="Let op.")
            remark.person_id, remark.made_at = self.alderman.id, clock.now()
            db.session.add(remark)
        if name == "grant-mandate":
            current = of_version(note.current)
            version = NoteVersion(note_id=note.id, number=2, parts=dict(current.parts))
            version.stance, version.mandate_stance = "oppose", "agree"
            version.author_id, version.saved_at = self.officer.id, clock.now()
            db.session.add(version)
            note.current_number = 2
        db.session.flush()
        db.session.expire(note, ["current"])

    def _told(self) -> NoteStep:
        return NoteStep(
            note_id=self.walked.id,
            step="record-agreement",
            from_state="with_alderman",
            to_state="aligned",
            version_number=1,
            person_id=self.officer.id,
            on_behalf_of_id=self.alderman.id,
            taken_at=clock.now(),
            how=How.TOLD,
        )

    def deed(self, name: str, person: Person) -> Callable[[], Any]:
        """How this step is taken."""
        note, number = self.walked, self.walked.current_number
        advice = db.session.scalars(select(Advice)).one()
        request = advice_actions.Request(self.other_adviser.id, "legal", "Mag dit?", clock.today())
        of_their_own: dict[str, Callable[[], Any]] = {
            "ask-advice": lambda: advice_actions.ask_advice(note, person, [request]),
            "give-advice": lambda: advice_actions.give_advice(
                advice, note, person, "negative", "Nee.", number
            ),
            "withdraw-advice": lambda: advice_actions.withdraw_advice(advice, note, person),
            "grant-mandate": lambda: record_grant(
                note, person, "executive", clock.today(), "Punt 12", number
            ),
            "reopen": lambda: self._save(person, "ask"),
            "amend": lambda: self._save(person, "history"),
            "lock": lambda: step_actions.lock_notes([note], person),
            "finish": lambda: step_actions.finish_note(note, person),
        }
        if name.startswith("staff-"):
            return lambda: step_actions.decide_in_staff_meeting(note, name, person, "Noem geld.")
        return of_their_own.get(name) or (
            lambda: step_actions.take_step(
                note, name, person, number, "Waarom zo?", self.alderman.id
            )
        )

    def _save(self, person: Person, part: str) -> None:
        changed = of_version(self.walked.current).with_values({part: "Iets anders."})
        number = self.walked.current_number
        save_note(self.walked, changed, person, number, reopen=True)


def outcome(walk: Walk, state: NoteState, name: str, person: Person) -> str | None:
    """The state to which the step led; None where it was not taken. Everything is undone again."""
    scene = db.session.begin_nested()
    db.session.execute(update(Note).where(Note.id == walk.walked.id).values(state=state))
    db.session.expire_all()
    walk.set_scene(name)
    before = _taken(name)
    try:
        walk.deed(name, person)()
    except (NotAllowed, RuleBroken):
        assert (walk.walked.state, _taken(name)) == (state, before)
        found = None
    else:
        found = walk.walked.state if _taken(name) > before else None
    scene.rollback()
    db.session.expire_all()
    return found


def _taken(name: str) -> int:
    return db.session.scalar(select(func.count(NoteStep.id)).where(NoteStep.step == name)) or 0


@pytest.mark.parametrize("tie", [None, *Tie], ids=str)
def test_a_step_is_taken_exactly_where_the_table_says(app: Flask, tie: Tie | None) -> None:
    walk = Walk.set_up(app)
    assert isinstance(walk, Walk)
    walk.prepare()
    person = walk.tied(tie)
    ties = permissions.ties_of([walk.walked.id], person)[walk.walked.id]
    assert ties == ({tie, *ALONG.get(tie, ())} if tie else set())
    for state in NoteState:
        for name in NAMES:
            rows = [
                step
                for step in STEPS
                if (step.name, step.source) == (name, state) and (step.ties & ties or not step.ties)
            ]
            found = outcome(walk, state, name, person)
            where = f"{tie} {name} in {state}: {found}"
            assert (found is not None) is bool(rows), where
            assert found is None or found in {step.target for step in rows}, where


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_page_in_the_documents_is_what_the_table_says(app: Flask) -> None:
    written = app.test_cli_runner().invoke(args=["docs", "workflow"])
    assert written.exit_code == 0
    assert written.output == workflow_page.page()
    assert (ROOT / "docs" / "workflow.md").read_text() == written.output
    for name in NAMES:
        assert f"`{name}`" in written.output
