"""How a history begins, and how somebody does something in it: as by a request of the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine, initialize

from app.briefings import actions
from app.briefings.content import Content
from app.briefings.models import Note
from app.briefings.queries import get_note_for_step
from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.people.models import Person
from tests.briefings.histories.model import CAST, TO_MEETING, World
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_partnership,
    make_person,
    make_serving,
    make_team_lead,
)


class Beginning(RuleBasedStateMachine):
    """One note and everybody around it, beside the model of it."""

    flask_app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.now = datetime.fromisoformat("2026-11-23T08:00:00+00:00")
        self.words = 0

    @contextmanager
    def moment(self) -> Iterator[None]:
        """A request of its own, at the present moment of this history."""
        with self.flask_app.app_context(), clock.at(self.now):
            yield
            db.session.rollback()

    @initialize()
    def begin(self) -> None:
        """People, a meeting, and the first version."""
        with self.moment():
            cast = {name: make_person(role, name=name) for name, role in CAST.items()}
            self.ids = {name: person.id for name, person in cast.items()}
            make_serving(cast["secretary"], cast["holder"])
            make_team_lead(cast["leader"], cast["officer"])
            body = make_body(partnership=make_partnership())
            meeting = make_meeting(
                body=body, days=TO_MEETING, officer=cast["officer"], alderman=cast["holder"]
            )
            item = make_item(meeting)
            first = {"ask": "Instemmen.", "core": "Begroting."}
            content = Content(parts=first, stance="agree")
            note = actions.start_note(item, content, cast["officer"])
            db.session.commit()
            self.note_id, self.item_id = note.id, item.id
            self.partnership_id = body.partnership_id
        self.world.versions.append(first)

    def tried(self, who: str, deed: Callable[[Note, Person], Any]) -> bool:
        """Do something as somebody would by the pages: whether it took effect."""
        with self.moment():
            person = db.session.get_one(Person, self.ids[who])
            try:
                deed(get_note_for_step(self.note_id, person), person)
                db.session.commit()
            except (NotAllowed, NotFound, RuleBroken):
                db.session.rollback()
                return False
        return True
