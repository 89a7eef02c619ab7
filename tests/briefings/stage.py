"""People and a meeting around a note, for the tests of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from flask import Flask

from app.briefings.models import Note
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person

#: What the form of a note sends when nothing was filled in.
BLANK = {
    "stance": "",
    "depth": "",
    "mandate": "",
    "mandate_giver": "",
    "mandate_on": "",
    "marking": "",
    "reopen": "",
}


@dataclass
class Stage:
    """An item with its officer and portfolio holder."""

    app: Flask
    officer: Person
    colleague: Person
    alderman: Person
    meeting: Meeting
    item: AgendaItem

    @classmethod
    def set_up(cls, app: Flask, **item: Any) -> Stage:
        """A meeting in three weeks with one item."""
        officer = make_person("officer", name="Beleidsmedewerker jeugd")
        colleague = make_person("officer", name="Beleidsmedewerker Wmo")
        alderman = make_person("alderman", name="Wethouder sociaal domein")
        meeting = make_meeting(officer=officer, alderman=alderman)
        item_made = make_item(meeting, title="Begroting 2027", **item)
        return cls(app, officer, colleague, alderman, meeting, item_made)

    def client(self, person: Person) -> CheckingClient:
        """A browser of this person's own, signed in."""
        return cast(CheckingClient, self.app.test_client()).sign_in(person)

    def note(self, state: str = "concept", **fields: Any) -> Note:
        """The note of the item."""
        note = make_note(self.item, state=state, author=self.officer, **fields)
        db.session.refresh(note)
        return note


def words(version: int, **fields: str) -> dict[str, str]:
    """What the form sends: the version that was on screen, and what was typed."""
    return {**BLANK, "version": str(version), **fields}
