"""Forms of meetings: filtering the list, planning, changing, cancelling, who goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField, TextAreaField

from app.core import clock, dates
from app.core.errors import RuleBroken
from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    RowField,
    at_most,
    chosen,
    day_field,
    strip,
    text_field,
    time_field,
)
from app.meetings import words
from app.meetings.details import MeetingDetails
from app.meetings.models import Body, Level, Meeting
from app.people.models import Person, Role
from app.people.queries import people_with_role

#: Everyone who can have a part in a meeting or be let into a circle.
READERS = tuple(Role)


def people_field(label: Any, **options: Any) -> SelectMultipleField:
    """Several people, as check boxes."""
    return SelectMultipleField(
        label,
        coerce=int,
        invalid_choice_message=_l("Kies mensen uit de lijst."),
        **options,
    )


def offer_people(field: RowField, roles: Iterable[str], now: Person | None, empty: Any) -> None:
    """Offer the people with these roles, and who stands there now whatever their role."""
    people = people_with_role(*roles)
    if now is not None and now not in people:
        people.append(now)
    field.offer([(one.id, named(one)) for one in people], empty)


def named(person: Person) -> str:
    """A person in a list of choices: name and title."""
    titled = person.title and person.title != person.name
    return f"{person.name} ({person.title})" if titled else person.name


def everyone() -> list[tuple[int, str]]:
    """All active people as choices for a circle."""
    return [(one.id, named(one)) for one in people_with_role(*READERS)]


class ChooseForm(Form):
    """The first step of planning: of which body, and when."""

    class Meta(Form.Meta):
        csrf = False

    body_id = RowField(_l("Overleg"), [chosen(_l("Kies een overleg."))])
    day = day_field(_l("Dag"), chosen(_l("Vul de dag in.")))
    start = time_field(_l("Begin"), chosen(_l("Vul in hoe laat het begint.")))


class MomentForm(Form):
    """The moment to which a meeting is to move, as it stands in an address."""

    class Meta(Form.Meta):
        csrf = False

    day = day_field(_l("Dag"))
    start = time_field(_l("Begin"))
    end = time_field(_l("Einde"))


class MeetingFields(Form):
    """The fields of a meeting, for planning and for changing it."""

    day = day_field(_l("Dag"), chosen(_l("Vul de dag in.")))
    start = time_field(_l("Begin"), chosen(_l("Vul in hoe laat het begint.")))
    end = time_field(_l("Einde"), chosen(_l("Vul in hoe laat het eindigt.")))
    last_day = day_field(_l("Laatste dag, als het langer dan een dag duurt"))
    title = text_field(_l("Titel"))
    place = text_field(_l("Plaats"))
    online_url = text_field(_l("Link voor online deelname"), length=500)
    prepares_id = RowField(_l("Bereidt voor"))
    officer_id = RowField(_l("Beleidsambtenaar"))
    alderman_id = RowField(_l("Portefeuillehouder"))
    closed = BooleanField(_l("Besloten"))
    restricted = BooleanField(_l("Beperkt tot een kring"))
    circle = people_field(_l("Kring"))
    remarks = TextAreaField(_l("Opmerkingen"), [at_most(5000)], filters=[strip])

    def offer(
        self, preparable: Iterable[Meeting], officer: Person | None, alderman: Person | None
    ) -> None:
        """Fill the choices."""
        nobody = _l("Nog niemand")
        offer_people(self.officer_id, (Role.OFFICER, Role.COORDINATOR), officer, nobody)
        offer_people(self.alderman_id, (Role.ALDERMAN,), alderman, nobody)
        self.prepares_id.offer([(one.id, meeting_choice(one)) for one in preparable], _l("Niets"))
        self.circle.choices = everyone()

    def moments(self) -> tuple[datetime, datetime]:
        """Begin and end in UTC."""
        last = self.last_day.data or self.day.data
        return moment(self.day.data, self.start.data), moment(last, self.end.data)

    def details(self, body_id: int, prepares_id: int | None = None) -> MeetingDetails:
        """What was filled in, for the actions."""
        starts_at, ends_at = self.moments()
        return MeetingDetails(
            body_id=body_id,
            starts_at=starts_at,
            ends_at=ends_at,
            title=self.title.data or "",
            place=self.place.data or "",
            online_url=self.online_url.data or "",
            closed=self.closed.data,
            restricted=self.restricted.data,
            prepares_id=prepares_id or self.prepares_id.data,
            officer_id=self.officer_id.data,
            alderman_id=self.alderman_id.data,
            remarks=self.remarks.data or "",
            circle_ids=frozenset(self.circle.data or ()),
        )


class PlanForm(MeetingFields, CreatingForm):
    """The second step of planning: everything else, filled in as far as known."""

    official_body_id = RowField(_l("Bestuurlijk overleg"))
    official_day = day_field(_l("Dag van het bestuurlijk overleg"))
    official_start = time_field(_l("Begin van het bestuurlijk overleg"))

    def wants_official(self) -> bool:
        """Whether the official meeting is to be planned at once; its day and time must be there."""
        if self.official_body_id.data is None:
            return False
        if self.prepares_id.data is not None:
            raise RuleBroken(
                _("Kies een bestaande vergadering, of plan er een bij: niet allebei."),
                "official_body_id",
            )
        for name in ("official_day", "official_start"):
            if self[name].data is None:
                raise RuleBroken(_("Vul ook de dag en de tijd van dit overleg in."), name)
        return True

    def official_details(self, body: Body, own: MeetingDetails) -> MeetingDetails:
        """The official meeting that is planned at once, with the same people and circle."""
        starts_at = moment(self.official_day.data, self.official_start.data)
        return MeetingDetails(
            body_id=body.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=body.minutes),
            place=body.place,
            closed=own.closed,
            restricted=own.restricted,
            officer_id=own.officer_id,
            alderman_id=own.alderman_id,
            circle_ids=own.circle_ids,
        )


class MeetingForm(MeetingFields, EditingForm):
    """Change a meeting."""

    #: The new moment of which the consequences were shown, so that they are shown once.
    warned_of = HiddenField()

    def must_warn(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether the consequences of this moment are still to be shown; they are from now on."""
        moved_to = f"{starts_at.isoformat()} {ends_at.isoformat()}"
        warned, self.warned_of.data = self.warned_of.data, moved_to
        return bool(warned != moved_to)

    def show_meeting(self, meeting: Meeting) -> None:
        """Fill in how the meeting stands."""
        start, end = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
        self.day.data, self.start.data, self.end.data = start.date(), start.time(), end.time()
        self.last_day.data = end.date() if end.date() != start.date() else None
        for name in ("title", "place", "online_url", "prepares_id", "officer_id", "alderman_id"):
            self[name].data = getattr(meeting, name)
        for name in ("closed", "restricted", "remarks"):
            self[name].data = getattr(meeting, name)
        self.circle.data = [row.person_id for row in meeting.circle]
        self.version.data = meeting.version
        if self.hidden_prepares(meeting):
            self.prepares_id.data = None

    def show_moment(self, wanted: MomentForm) -> None:
        """Fill in another moment, where a link brought one ("move it to then")."""
        if wanted.day.data is not None and wanted.start.data is not None:
            self.day.data, self.start.data = wanted.day.data, wanted.start.data
            self.end.data, self.last_day.data = wanted.end.data or self.end.data, None

    def hidden_prepares(self, meeting: Meeting) -> int | None:
        """The prepared meeting where this person may not know of it: it stays, unseen."""
        offered = {value for value, *_rest in self.prepares_id.choices}
        return None if meeting.prepares_id in offered else meeting.prepares_id


class CancelForm(Form):
    """Cancel a meeting."""

    remark = text_field(_l("Reden"), length=500)


class SendForm(Form):
    """Say who goes, in whose place where they stand in."""

    person_id = RowField(_l("Wie gaat er?"), [chosen(_l("Kies wie er gaat."))])
    in_place_of_id = RowField(_l("In plaats van"))


class PresenceForm(Form):
    """Record afterwards who was there."""

    present = people_field(_l("Wie waren er?"))


def moment(day: date, at: time) -> datetime:
    """A day and a time on the Dutch clock, in UTC."""
    return clock.from_local(datetime.combine(day, at))


def meeting_choice(meeting: Meeting) -> str:
    """A meeting in a list of choices: when, what, of which partnership."""
    partnership = meeting.body.partnership
    when = dates.short_moment(meeting.starts_at)
    return f"{when} · {meeting.name} · {partnership.abbreviation or partnership.name}"


def body_choice(body: Body) -> str:
    """A body in a list of choices: of which partnership, its name, its level."""
    level = words.LEVELS[Level(body.level)]
    return f"{body.partnership.name} · {body.name} ({level})"
