"""Advice: asked for, given, and taken back."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from app.briefings.advice.actions import Request, ask_advice, give_advice, withdraw_advice
from app.briefings.models import Advice, Note
from app.core.database import db
from app.core.errors import NotFound
from app.people.models import Person
from tests.briefings.histories.beginning import Beginning
from tests.briefings.histories.model import ADVISERS, MEETING_DAY, Asked, people


class Advising(Beginning):
    """Advisers are asked, and answer."""

    @rule(who=people, adviser=st.sampled_from(ADVISERS), days=st.integers(0, 4))
    def ask_advice(self, who: str, adviser: str, days: int) -> None:
        """Somebody asks for advice; mostly the officer does."""
        world, who = self.world, who if days == 0 else "officer"
        due = world.today + timedelta(days=days)
        target = world.target("ask-advice", who)
        expected = (
            target is not None
            and world.sees(who)
            and world.stands
            and world.open_request(adviser) is None
            and (world.circle is None or adviser in world.circle)
            and due <= max(MEETING_DAY, world.today)
        )
        request = Request(self.ids[adviser], "finance", "Klopt dit?", due)
        done = self.tried(who, lambda note, person: ask_advice(note, person, [request]))
        assert done == expected, (who, adviser, world)
        if expected and target is not None:
            world.take("ask-advice", target, who)
            world.asked.append(Asked(adviser, due))

    @rule(who=people, adviser=st.sampled_from(ADVISERS), own=st.integers(0, 4), said=st.booleans())
    def answer(self, who: str, adviser: str, own: int, said: bool) -> None:
        """Somebody gives advice; mostly the adviser does."""
        world, who = self.world, adviser if own else who
        request, target = world.open_request(adviser), world.target("give-advice", who)
        expected = (
            request is not None
            and target is not None
            and world.sees(who)
            and who == adviser
            and said
            and world.stands
        )
        seen = len(world.versions)

        def deed(note: Note, person: Person) -> None:
            give_advice(self._request(adviser), note, person, "negative", "Te duur." * said, seen)

        assert self.tried(who, deed) == expected, (who, adviser, world)
        if expected and request is not None and target is not None:
            request.given = True
            world.take("give-advice", target, who)

    @rule(who=people, adviser=st.sampled_from(ADVISERS), own=st.integers(0, 2))
    def take_request_back(self, who: str, adviser: str, own: int) -> None:
        """Somebody takes a request for advice back."""
        world, who = self.world, "officer" if own else who
        request, target = world.open_request(adviser), world.target("withdraw-advice", who)
        expected = request is not None and target is not None and world.sees(who)
        done = self.tried(
            who, lambda note, person: withdraw_advice(self._request(adviser), note, person)
        )
        assert done == expected, (who, adviser, world)
        if expected and request is not None and target is not None:
            world.take("withdraw-advice", target, who)
            request.withdrawn = True

    def _request(self, adviser: str) -> Advice:
        """The last request to an adviser; not found where there is none."""
        found = db.session.scalars(
            select(Advice)
            .where(Advice.note_id == self.note_id, Advice.adviser_id == self.ids[adviser])
            .order_by(Advice.id.desc())
        ).first()
        if found is None:
            raise NotFound
        return found
