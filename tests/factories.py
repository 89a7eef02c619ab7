"""Makes what tests need, with sensible defaults; each call commits to the test's savepoint."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from app.briefings.models import Note, NoteCircle, NoteVersion
from app.core import clock
from app.core.database import db
from app.days.models import Period
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Attendance, Body, Meeting, MeetingCircle
from app.people.models import Person, PersonRole, Role, Serving, Substitution, TeamLead
from app.register.models import (
    Organisation,
    OwnParticipation,
    Participation,
    Partnership,
    PartnershipStatus,
    PolicyArea,
)
from app.register.portfolio_models import OfficerSubject

_numbers = itertools.count(1)


def _saved(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def make_person(*roles: str, **fields: Any) -> Person:
    """Somebody with these roles (officer when none is named)."""
    number = next(_numbers)
    names = roles or (Role.OFFICER,)
    fields = {
        "email": f"persoon{number}@haren.example",
        "name": f"{str(names[0]).capitalize()} {number}",
        "created_at": clock.now(),
        **fields,
    }
    person: Person = _saved(Person(**fields, roles=[PersonRole(role=role) for role in names]))
    return person


def make_organisation(**fields: Any) -> Organisation:
    """A municipality."""
    fields = {"name": f"Gemeente {next(_numbers)}", "kind": "municipality", **fields}
    organisation: Organisation = _saved(Organisation(**fields))
    return organisation


def make_area(**fields: Any) -> PolicyArea:
    """A policy area."""
    area: PolicyArea = _saved(PolicyArea(**{"name": f"Beleidsterrein {next(_numbers)}", **fields}))
    return area


def make_partnership(**fields: Any) -> Partnership:
    """An active partnership in which we take part, with one other participant."""
    partnership = Partnership(**{"name": f"Samenwerking {next(_numbers)}", **fields})
    partnership.statuses = [PartnershipStatus(status="active")]
    partnership.own_participations = [OwnParticipation()]
    partnership.participations = [Participation(organisation=make_organisation())]
    saved: Partnership = _saved(partnership)
    return saved


def make_body(**fields: Any) -> Body:
    """A body of a partnership, official unless said otherwise."""
    if "partnership" not in fields and "partnership_id" not in fields:
        fields["partnership"] = make_partnership()
    defaults = {
        "name": f"Overleg {next(_numbers)}",
        "kind": "portfolio_meeting",
        "level": "official",
        "minutes": 90,
    }
    body: Body = _saved(Body(**{**defaults, **fields}))
    return body


def make_meeting(
    *, days: int = 21, level: str = "official", circle: tuple[Person, ...] = (), **fields: Any
) -> Meeting:
    """A planned meeting so many days from now, at 09.30; restricted where it has a circle."""
    if "body" not in fields:
        fields["body"] = make_body(level=level)
    start: datetime = fields.pop("starts_at", None) or clock.from_local(
        datetime.combine(clock.today() + timedelta(days=days), datetime.min.time())
        + timedelta(hours=9, minutes=30)
    )
    defaults = {
        "uid": f"meeting-{next(_numbers)}@vooroverleg",
        "starts_at": start,
        "ends_at": start + timedelta(minutes=90),
        "revised_at": clock.now(),
        "restricted": bool(circle),
    }
    meeting = Meeting(**{**defaults, **fields})
    meeting.circle = [MeetingCircle(person=person) for person in circle]
    for person in (meeting.officer, meeting.alderman):
        if person is not None:
            meeting.attendances.append(Attendance(person=person))
    saved: Meeting = _saved(meeting)
    return saved


def make_item(meeting: Meeting | None = None, **fields: Any) -> AgendaItem:
    """An agenda item for discussion."""
    meeting = meeting or make_meeting()
    number = next(_numbers)
    defaults = {
        "position": number,
        "number": str(number),
        "title": f"Agendapunt {number}",
        "type": "decide",
        "handling": "discussion",
    }
    item: AgendaItem = _saved(AgendaItem(meeting=meeting, **{**defaults, **fields}))
    return item


def make_note(item: AgendaItem | None = None, *, state: str = "concept", **fields: Any) -> Note:
    """A note with one version; give parts, stance and so on as fields of that version."""
    item = item or make_item()
    author: Person = fields.pop("author", None) or item.officer or make_person()
    circle: tuple[Person, ...] = fields.pop("circle", ())
    words: dict[str, Any] = {
        "parts": {
            "ask": "Instemmen met de begroting.",
            "core": "De begroting stijgt met 3%.",
            **fields.pop("parts", {}),
        },
        "stance": "agree",
        **{
            key: fields.pop(key)
            for key in (
                *("stance", "depth", "mandate", "mandate_giver", "mandate_on"),
                *("mandate_stance", "marking", "shared"),
            )
            if key in fields
        },
    }
    note = Note(
        item=item,
        state=state,
        restricted=bool(circle),
        created_by_id=author.id,
        created_at=clock.now(),
        **fields,
    )
    note.versions = [NoteVersion(number=1, author_id=author.id, saved_at=clock.now(), **words)]
    note.circle = [NoteCircle(person=person) for person in circle]
    saved: Note = _saved(note)
    return saved


def make_team_lead(leader: Person, officer: Person) -> TeamLead:
    """That somebody leads the team of an officer."""
    lead: TeamLead = _saved(TeamLead(leader=leader, officer=officer))
    return lead


def make_serving(secretary: Person, alderman: Person, **fields: Any) -> Serving:
    """That a secretary works for an alderman."""
    serving: Serving = _saved(Serving(secretary=secretary, alderman=alderman, **fields))
    return serving


def carries(officer: Person, partnership: Partnership) -> OfficerSubject:
    """That an officer carries a partnership."""
    subject: OfficerSubject = _saved(OfficerSubject(person=officer, partnership=partnership))
    return subject


def make_substitution(person: Person, substitute: Person, **fields: Any) -> Substitution:
    """Somebody who stands in, from today on."""
    substitution: Substitution = _saved(
        Substitution(person=person, substitute=substitute, **{"first_day": clock.today(), **fields})
    )
    return substitution


def make_period(kind: str, first: str, last: str = "", **fields: Any) -> Period:
    """A day or period from ISO dates."""
    found = Period(kind=kind, first_day=day(first), last_day=day(last or first), **fields)
    period: Period = _saved(found)
    return period


def day(text: str) -> date:
    """A date from its ISO form."""
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """A moment in UTC from what a clock in the Netherlands shows ("2026-12-03T09:30")."""
    return clock.from_local(datetime.fromisoformat(text))
