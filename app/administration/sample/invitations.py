"""Invitations as secretariats send them: one that was applied, and three that wait for somebody.

Made here at the moment of loading, so that they are about the year that was planned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.administration.sample.calendar import Planned
from app.core import clock
from app.invitations import actions
from app.invitations.arriving import read_file
from app.invitations.models import ReceivedInvitation
from app.meetings.models import Meeting
from app.people.models import Person

#: Of the official meetings to come: which is invited to, and which is moved.
INVITED, MOVED = 4, 5


@dataclass(frozen=True)
class Mail:
    """What a secretariat sends."""

    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    sender: str
    sequence: int = 0
    #: The time zone as the sender's program calls it.
    zone: str = "Europe/Amsterdam"

    def as_file(self) -> bytes:
        """The invitation as an .ics file."""
        start, end = (clock.local(one) for one in (self.starts_at, self.ends_at))
        lines = (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Secretariaat//Agenda//NL",
            "METHOD:REQUEST",
            "BEGIN:VEVENT",
            f"UID:voorbeeld-{self.number}@{self.sender.partition('@')[2]}",
            f"DTSTAMP:{clock.now() - timedelta(hours=3 - self.sequence):%Y%m%dT%H%M%SZ}",
            f"SEQUENCE:{self.sequence}",
            f"DTSTART;TZID={self.zone}:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID={self.zone}:{end:%Y%m%dT%H%M%S}",
            f"SUMMARY:{self.title}",
            f"LOCATION:{self.place}",
            f"ORGANIZER;CN=Secretariaat:mailto:{self.sender}",
            "END:VEVENT",
            "END:VCALENDAR",
        )
        return "".join(f"{line}\r\n" for line in lines).encode()


def load_invitations(rounds: list[Planned], secretary: Person) -> None:
    """Receive them, and apply the first."""
    coming = [one.official for one in rounds if one.official.starts_at > clock.now()]
    if len(coming) <= MOVED:
        return
    invited = _invitation_to(coming[INVITED], 1)
    received = _receive(invited, "Uitnodiging.ics", secretary, coming[INVITED])
    actions.apply(received, secretary)
    moved = _invitation_to(coming[MOVED], 2, later=timedelta(hours=1))
    _receive(moved, "Verplaatst overleg.ics", secretary, coming[MOVED])
    _receive(_unknown(coming[INVITED]), "Uitnodiging werkbezoek.ics", secretary)
    _receive(_in_own_zone(coming[MOVED]), "invite.ics", secretary)


def _receive(
    mail: Mail, name: str, secretary: Person, meeting: Meeting | None = None
) -> ReceivedInvitation:
    partnership_id = meeting.body.partnership_id if meeting else None
    return actions.keep(read_file(mail.as_file(), name), secretary, partnership_id)


def _invitation_to(meeting: Meeting, number: int, later: timedelta = timedelta()) -> Mail:
    return Mail(
        number=number,
        title=meeting.name,
        starts_at=meeting.starts_at + later,
        ends_at=meeting.ends_at + later,
        place="Provinciehuis, Statenzaal",
        sender="secretariaat@samenwerking.example",
    )


def _unknown(meeting: Meeting) -> Mail:
    """Of no partnership that can be told: somebody must say where it belongs."""
    start = meeting.starts_at + timedelta(days=1)
    return Mail(
        number=3,
        title="Werkbezoek",
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        place="Stationsplein 1",
        sender="agenda@organisatie.example",
    )


def _in_own_zone(meeting: Meeting) -> Mail:
    """In a time zone that the sender's program made up."""
    start = meeting.starts_at + timedelta(days=2)
    return Mail(
        number=4,
        title=meeting.name,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="",
        sender="secretariaat@samenwerking.example",
        zone="Lokale tijd van de zaal",
    )
