"""The steps of a note: by its buttons, in a staff meeting, and those that follow by themselves."""

from __future__ import annotations

from hypothesis import note as remember
from hypothesis import strategies as st
from hypothesis.stateful import rule

from app.briefings import step_actions
from app.briefings.models import Note
from app.core.database import db
from app.people.models import Person
from tests.briefings.histories.beginning import Beginning
from tests.briefings.histories.model import BUTTONS, CAST, people


class Stepping(Beginning):
    """People take steps that they have, or not."""

    @rule(data=st.data(), said=st.integers(0, 5), stale=st.integers(0, 9))
    def go_on(self, data: st.DataObject, said: int, stale: int) -> None:
        """One of the steps that are possible now is taken, mostly with words and not too late."""
        possible = [
            (who, step)
            for who in sorted(CAST)
            for step in BUTTONS
            if self.world.target(step, who)
            and self.world.sees(who)
            and self.world.applies(step)
            and self.world.guarded(step, "x")
        ]
        if possible:
            who, step = data.draw(st.sampled_from(possible))
            self._press(who, step, words="Zo is het gezegd." if said else "", stale=stale == 0)

    @rule(data=st.data(), said=st.integers(0, 5))
    def go_on_again(self, data: st.DataObject, said: int) -> None:
        """The same, so that histories get somewhere."""
        self.go_on(data, said, 1)

    @rule(data=st.data())
    def go_on_once_more(self, data: st.DataObject) -> None:
        """And again: what is rare deep in a history must be reached often."""
        self.go_on(data, 1, 1)

    @rule(who=people, step=st.sampled_from(BUTTONS), said=st.booleans(), stale=st.integers(0, 9))
    def press(self, who: str, step: str, said: bool, stale: int) -> None:
        """Somebody presses a button that they have, or not; on a page of now, or not."""
        self._press(who, step, words="Zo is het gezegd." if said else "", stale=stale == 0)

    def _press(self, who: str, step: str, *, words: str, stale: bool) -> None:
        world = self.world
        target = world.target(step, who)
        expected = (
            target is not None
            and world.sees(who)
            and not stale
            and world.applies(step)
            and world.guarded(step, words)
        )
        seen = len(world.versions) - stale
        holder = self.ids[world.holder]
        remember(f"{who}: {step} in {world.state} -> {target if expected else 'refused'}")
        taken = self.tried(
            who,
            lambda note, person: step_actions.take_step(
                note, step, person, seen, words, on_behalf_of_id=holder
            ),
        )
        assert taken == expected, (who, step, world)
        if expected and target is not None:
            world.take(step, target, who)

    @rule(
        who=people,
        step=st.sampled_from(("staff-agree", "staff-adjust", "staff-discussed")),
        said=st.booleans(),
    )
    def note_in_staff_meeting(self, who: str, step: str, said: bool) -> None:
        """The outcome of a staff meeting decides."""
        world, words = self.world, "Zo is besproken." if said else ""
        target = world.target(step, who)
        expected = target is not None and world.sees(who) and world.guarded(step, words)
        taken = self.tried(
            who,
            lambda note, person: step_actions.decide_in_staff_meeting(note, step, person, words),
        )
        assert taken == expected, (who, step, world)
        if expected and target is not None:
            world.take(step, target, who)

    @rule(who=people, step=st.sampled_from(("lock", "reopen", "amend", "finish", "give-advice")))
    def force(self, who: str, step: str) -> None:
        """A step that has no button cannot be pressed, by nobody."""
        seen = len(self.world.versions)
        assert not self.tried(
            who, lambda note, person: step_actions.take_step(note, step, person, seen, "Woorden.")
        )

    @rule(name=st.sampled_from(("lock", "finish")))
    def follow(self, name: str) -> None:
        """A pack is issued, or the meeting is debriefed."""
        world = self.world
        follows = world.state == "aligned" or (name == "finish" and world.state == "locked")
        with self.moment():
            note = db.session.get_one(Note, self.note_id)
            person = db.session.get_one(Person, self.ids["coordinator"])
            if name == "lock":
                taken = bool(step_actions.lock_notes([note], person))
            else:
                taken = step_actions.finish_note(note, person)
            db.session.commit()
        assert taken == follows, world
        if follows:
            world.take(name, "locked" if name == "lock" else "finished", "coordinator")
