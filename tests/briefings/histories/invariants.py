"""What holds after every deed and at the end: the note is what the model says, nothing is lost."""

from __future__ import annotations

import random
from typing import Any

from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select

from app.briefings.content import of_version
from app.briefings.drafts.models import NoteDraft
from app.briefings.models import Note, NoteStep, NoteVersion
from app.briefings.permissions import readable_sections, visible_to
from app.briefings.queries import get_note
from app.core.database import db
from app.core.journal import JournalEntry
from app.people.models import Person
from tests.briefings.histories.beginning import Beginning
from tests.briefings.histories.model import AGREEING, ALIGNED, CAST, COVERED, IN_PERSON, people


class Invariants(Beginning):
    """The note beside the model."""

    @rule(who=people)
    def open_page(self, who: str) -> None:
        """The page itself says the same as the model; words that are not to be disclosed stay."""
        world = self.world
        with self.moment():
            client: Any = self.flask_app.test_client()
            client.sign_in(db.session.get_one(Person, self.ids[who]))
            answer = client.get(f"/notes/{self.note_id}")
        assert (answer.status_code == 200) == world.sees(who), (who, world)
        undisclosed = world.versions[-1].get("undisclosed")
        if undisclosed:
            in_person = world.sees(who) and bool(world.ties(who) & IN_PERSON)
            assert (undisclosed in answer.text) == in_person, (who, world)

    @invariant()
    def agrees_with_the_model(self) -> None:
        """State, versions and who sees it are what they must be."""
        if not self.world.versions:
            return
        who = random.Random(len(self.world.steps) + self.words).choice(sorted(CAST))
        with self.moment():
            note = db.session.get_one(Note, self.note_id)
            assert (note.state, note.current_number) == (
                self.world.state,
                len(self.world.versions),
            )
            person = db.session.get_one(Person, self.ids[who])
            seen = db.session.scalar(
                select(Note.id).where(Note.id == self.note_id, visible_to(person))
            )
            assert (seen is not None) == self.world.sees(who), (who, self.world)
            if seen is not None:
                keys = {one.key for one in readable_sections(get_note(note.id, person), person)}
                in_person = bool(self.world.ties(who) & IN_PERSON)
                assert ("undisclosed" in keys) == in_person, (who, self.world)

    def teardown(self) -> None:
        """Nothing was lost on the way: every version, step and journal entry is there."""
        if not self.world.versions:
            return
        with self.moment():
            versions = db.session.scalars(
                select(NoteVersion)
                .where(NoteVersion.note_id == self.note_id)
                .order_by(NoteVersion.number)
            ).all()
            assert [dict(one.parts) for one in versions] == self.world.versions
            steps = db.session.scalars(
                select(NoteStep).where(NoteStep.note_id == self.note_id).order_by(NoteStep.id)
            ).all()
            taken = [(one.step, one.from_state, one.to_state) for one in steps]
            assert taken == self.world.steps
            for name in {step for step, _from, _to in taken}:
                noted = db.session.scalar(
                    select(func.count(JournalEntry.id)).where(
                        JournalEntry.object_kind == "note",
                        JournalEntry.object_id == self.note_id,
                        JournalEntry.action == f"note.{name}",
                    )
                )
                assert noted == sum(step == name for step, _from, _to in taken)
            self._agreement_can_be_read(list(versions), list(steps))
            rows = db.session.scalars(select(NoteDraft).where(NoteDraft.item_id == self.item_id))
            kept = {
                row.person_id: [one for text in row.typed.values() for one in text] for row in rows
            }
            assert kept == {self.ids[who]: [text] for who, text in self.world.typed.items()}

    def _agreement_can_be_read(self, versions: list[NoteVersion], steps: list[NoteStep]) -> None:
        agreements = [one for one in steps if one.step in AGREEING]
        if not agreements:
            assert self.world.agreed_words is None
            return
        agreed = of_version(versions[agreements[-1].version_number - 1])
        assert {key: agreed.parts.get(key, "") for key in COVERED} == self.world.agreed_words
        if self.world.state in ALIGNED:
            now = self.world.versions[-1]
            assert {key: now.get(key, "") for key in COVERED} == self.world.agreed_words
