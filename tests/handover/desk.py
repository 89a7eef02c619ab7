"""The desk of an officer who hands work over, for the tests of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask

from app.briefings.models import Note
from app.briefings.permissions import ties_of
from app.briefings.ties import Tie
from app.core import clock
from app.core.database import db
from app.meetings.models import Body, Meeting
from app.people.models import Person
from app.register.models import Partnership
from tests.client import CheckingClient
from tests.factories import carries, make_body, make_item, make_meeting, make_note, make_person

HIDDEN = re.compile(r'name="(key|seen|version)"[^>]*value="([^"]*)"')


@dataclass
class Desk:
    """An officer with a partnership, meetings, an item and a note of their own."""

    app: Flask
    giver: Person
    receiver: Person
    alderman: Person
    partnership: Partnership
    body: Body
    past: Meeting
    coming: Meeting
    note: Note

    def client(self, person: Person) -> CheckingClient:
        """A browser of this person's own, signed in."""
        return cast(CheckingClient, self.app.test_client()).sign_in(person)

    def hand(self, actor: Person, url: str = "", **fields: Any) -> Any:
        """Fetch the page as this person and send it with these choices."""
        client = self.client(actor)
        path = url or f"/people/{self.giver.id}/hand-over"
        page = client.get(path)
        assert page.status_code == 200
        data = {
            **dict(HIDDEN.findall(page.text)),
            "first_day": clock.today().isoformat(),
            "receiver": str(self.receiver.id),
            **fields,
        }
        return client.post(path, data=data)


def make_desk(app: Flask) -> Desk:
    """That officer, with a colleague who takes over."""
    giver = make_person("officer", name="Beleidsmedewerker jeugd")
    receiver = make_person("officer", name="Beleidsmedewerker Wmo")
    alderman = make_person("alderman", name="Wethouder sociaal domein")
    body = make_body()
    partnership = db.session.get_one(Partnership, body.partnership_id)
    carries(giver, partnership)
    past = make_meeting(body=body, officer=giver, alderman=alderman, days=-7)
    coming = make_meeting(body=body, officer=giver, alderman=alderman, days=14)
    note = make_note(make_item(coming, title="Begroting 2027"), author=giver)
    return Desk(app, giver, receiver, alderman, partnership, body, past, coming, note)


def ties(note: Note, person: Person) -> frozenset[Tie]:
    """What binds a person to a note."""
    return ties_of([note.id], person)[note.id]
