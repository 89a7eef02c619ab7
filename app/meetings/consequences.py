"""What follows when a meeting moves to another moment: shown before it happens."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock, dates
from app.meetings.actions import MeetingDetails
from app.meetings.list_queries import preparations_of
from app.meetings.models import Meeting
from app.meetings.page_queries import clashes, taken_people
from app.people.models import Person
from app.people.queries import absences
from app.register.portfolio_queries import responsible_for


def consequences_of(meeting: Meeting, details: MeetingDetails, person: Person) -> list[str]:
    """What somebody should know before moving this meeting, in sentences; nothing if it stays."""
    if (meeting.starts_at, meeting.ends_at) == (details.starts_at, details.ends_at):
        return []
    day = clock.local(details.starts_at).date()
    return [
        *_clashes(meeting, details, person),
        *_absences(meeting, day, clock.local(details.ends_at).date()),
        *_other_people(meeting, details, day),
        *_late_preparations(meeting, details, person),
    ]


def _clashes(meeting: Meeting, details: MeetingDetails, person: Person) -> list[str]:
    """Who is wanted elsewhere then."""
    found = clashes(taken_people(meeting), details.starts_at, details.ends_at, person, meeting.id)
    return [
        _("%(name)s heeft dan ook: %(meeting)s.", name=one.person.name, meeting=one.meeting.name)
        if one.meeting
        else _("%(name)s is dan bezet.", name=one.person.name)
        for one in found
    ]


def _absences(meeting: Meeting, first: date, last: date) -> list[str]:
    """Who of those that would go is absent then."""
    going = {row.person_id: row.person for row in meeting.attendances if row.going}
    away = absences(going, first, last) if going else {}
    return [_("%(name)s is dan afwezig.", name=going[number].name) for number in away]


def _other_people(meeting: Meeting, details: MeetingDetails, day: date) -> list[str]:
    """Who answers for the partnership on the new day, where that is somebody else than before."""
    before = responsible_for(meeting.body.partnership_id, clock.local(meeting.starts_at).date())
    then = responsible_for(meeting.body.partnership_id, day)
    found = []
    for then_on, before_on, chosen_id, sentence in (
        (
            then.alderman,
            before.alderman,
            details.alderman_id,
            _l("Op die dag is %(name)s de portefeuillehouder."),
        ),
        (
            then.officer,
            before.officer,
            details.officer_id,
            _l("Op die dag is %(name)s de beleidsambtenaar."),
        ),
    ):
        if then_on is not None and then_on != before_on and then_on.id != chosen_id:
            found.append(str(sentence) % {"name": then_on.name})
    return found


def _late_preparations(meeting: Meeting, details: MeetingDetails, person: Person) -> list[str]:
    """Administrative meetings that would no longer come before the meeting they prepare."""
    return [
        _(
            "Het ambtelijk overleg van %(when)s komt dan te laat om dit voor te bereiden.",
            when=dates.short_moment(one.starts_at),
        )
        for one in preparations_of(meeting, person)
        if one.starts_at >= details.starts_at
    ]
