"""The start page asks the database as often for 200 meetings as for 20."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.briefings.models import Note, NoteVersion
from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Attendance, Meeting
from app.people.models import Person
from tests.client import CheckingClient, Statements
from tests.factories import make_body, make_person, make_team_lead

ROLES = ("officer", "alderman", "secretary", "coordinator", "clerk", "adviser", "administrator")


class House:
    """Meetings in which the same people have a part, notes in every state."""

    def __init__(self) -> None:
        self.people = {role: make_person(role) for role in ROLES}
        self.leader = make_person(name="Teamleider")
        make_team_lead(self.leader, self.people["officer"])
        self.bodies = [make_body(level=level) for level in ("official", "administrative")] * 2
        self.meetings = 0

    def grow(self, total: int) -> None:
        """Let there be so many meetings; a tenth of them have been held."""
        officer, alderman = self.people["officer"], self.people["alderman"]
        while self.meetings < total:
            number = self.meetings
            self.meetings += 1
            held = number % 10 == 9
            start = clock.now() + timedelta(days=-7 if held else 1 + number % 26)
            meeting = Meeting(
                uid=f"m{number}@vooroverleg",
                body=self.bodies[number % 4],
                starts_at=start,
                ends_at=start + timedelta(minutes=90),
                revised_at=clock.now(),
                officer=officer,
                alderman=alderman,
                status="held" if held else "confirmed",
                attendances=[Attendance(person=who) for who in (officer, alderman, self.leader)],
            )
            states = (None, "concept", "with_alderman", "aligned")[: 1 + number % 4]
            for position, state in enumerate(states, start=1):
                item = AgendaItem(meeting=meeting, position=position, title=f"Punt {position}")
                db.session.add(item)
                if state is not None:
                    db.session.add(self._note(item, state))
        db.session.commit()

    def _note(self, item: AgendaItem, state: str) -> Note:
        officer = self.people["officer"]
        version = NoteVersion(
            number=1, parts={"ask": "Instemmen."}, author=officer, saved_at=clock.now()
        )
        return Note(
            item=item,
            state=state,
            created_by_id=officer.id,
            created_at=clock.now(),
            versions=[version],
        )


def statements_of(client: CheckingClient, person: Person, counter: Statements) -> int:
    """How many statements the start page of a person takes."""
    client.sign_in(person)
    with counter.counted() as found:
        assert client.get("/").status_code == 200
    return found.count


def test_statements_are_constant_from_20_to_200_meetings(
    app: Flask, client: CheckingClient, statements: Statements
) -> None:
    house = House()
    everyone = {**house.people, "team leader": house.leader}
    for person in everyone.values():
        client.sign_in(person)  # the administrator's list of new accounts is empty from now on
    counts: dict[int, dict[str, int]] = {}
    for total in (20, 200):
        house.grow(total)
        counts[total] = {
            name: statements_of(client, person, statements) for name, person in everyone.items()
        }
    assert counts[20] == counts[200]
    assert max(counts[200].values()) <= 45
