"""What follows when a meeting moves or is cancelled: shown before it happens."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from app.core import clock, dates
from app.core.database import db
from app.days.queries import facts_between
from app.meetings.details import MeetingDetails
from app.meetings.following import Change, Consequences, followers
from app.meetings.list_queries import preparations_of
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.page_queries import clashes, taken_people
from app.meetings.permissions import visible_to
from app.meetings.queries import find_visible_meeting
from app.meetings.telling import audience_of, is_news, names_of
from app.people.models import Person
from app.people.queries import absences
from app.register.portfolio_queries import responsible_for


def consequences_of(
    meeting: Meeting, details: MeetingDetails, person: Person
) -> list[Consequences]:
    """What somebody should know before moving this meeting; nothing if it stays."""
    if (meeting.starts_at, meeting.ends_at) == (details.starts_at, details.ends_at):
        return []
    first = clock.local(details.starts_at).date()
    last = clock.local(details.ends_at).date()
    change = Change(details.starts_at, details.ends_at)
    in_the_way = [
        *_past(details),
        *_onto_itself(meeting, details, person),
        *_days(meeting, details, first, last),
        *_clashes(meeting, details, person),
        *_absences(meeting, first, last),
        *_other_people(meeting, details, first),
    ]
    order = [*_prepared(meeting, details, person), *_late_preparations(meeting, details, person)]
    return _filled(
        Consequences(_("Wat er in de weg staat"), in_the_way),
        Consequences(_("Voorbereiding"), order),
        *(follower.consequences(meeting, change, person) for follower in followers()),
        _hearers(meeting, person, details.starts_at),
    )


def consequences_of_cancelling(meeting: Meeting, person: Person) -> list[Consequences]:
    """What somebody should know before cancelling this meeting."""
    lost = [
        _("Het ambtelijk overleg van %(when)s bereidt dan niets meer voor.", when=_when(one))
        for one in preparations_of(meeting, person)
    ]
    official = find_visible_meeting(meeting.prepares_id, person)
    if official is not None and official.status != MeetingStatus.CANCELLED:
        lost.append(
            _("%(name)s van %(when)s wordt dan niet ambtelijk voorbereid.", **_told_of(official))
        )
    return _filled(
        Consequences(_("Voorbereiding"), lost),
        *(follower.consequences(meeting, Change(), person) for follower in followers()),
        _hearers(meeting, person, meeting.starts_at),
    )


def _filled(*found: Consequences | None) -> list[Consequences]:
    return [one for one in found if one is not None and one.sentences]


def _hearers(meeting: Meeting, person: Person, moment: datetime) -> Consequences:
    """Who is told, of whom this person may know it."""
    news = is_news(meeting.starts_at, moment)
    names = names_of(audience_of(meeting, person, known_to=person)) if news else []
    return Consequences(
        ngettext("Deze persoon krijgt bericht", "Deze %(num)d mensen krijgen bericht", len(names)),
        [", ".join(names)] if names else [],
    )


def _past(details: MeetingDetails) -> list[str]:
    return [_("Dit moment is al geweest.")] if details.starts_at < clock.now() else []


def _onto_itself(meeting: Meeting, details: MeetingDetails, person: Person) -> list[str]:
    """Another meeting of the same body at that time."""
    others = db.session.scalars(
        select(Meeting).where(
            Meeting.body_id == meeting.body_id,
            Meeting.id != meeting.id,
            Meeting.starts_at < details.ends_at,
            Meeting.ends_at > details.starts_at,
            Meeting.status != MeetingStatus.CANCELLED,
            visible_to(person),
        )
    )
    return [
        _("Dit overleg heeft dan al een vergadering: %(when)s.", when=_when(one)) for one in others
    ]


def _days(meeting: Meeting, details: MeetingDetails, first: date, last: date) -> list[str]:
    """Council, executive, recess and holidays on the new days; staff meetings of who is wanted."""
    wanted = {one.id for one in taken_people(meeting)}
    starts, ends = clock.local(details.starts_at).time(), clock.local(details.ends_at).time()
    found = []
    for fact in facts_between(first, last):
        concerns = fact.person_id is None or fact.person_id in wanted
        if concerns and (first != last or fact.touches(first, starts, ends)):
            found.append(_("Die dag is het: %(name)s.", name=fact.name))
    return list(dict.fromkeys(found))


def _clashes(meeting: Meeting, details: MeetingDetails, person: Person) -> list[str]:
    """Who is wanted elsewhere then."""
    found = clashes(taken_people(meeting), details.starts_at, details.ends_at, person, meeting.id)
    return [
        _(
            "%(name)s heeft dan ook: %(meeting)s (%(partnership)s).",
            name=one.person.name,
            meeting=one.meeting.name,
            partnership=one.meeting.body.partnership.name,
        )
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
            when=_when(one),
        )
        for one in preparations_of(meeting, person)
        if one.starts_at >= details.starts_at
    ]


def _prepared(meeting: Meeting, details: MeetingDetails, person: Person) -> list[str]:
    """The official meeting that this one would come too late to prepare."""
    official = find_visible_meeting(details.prepares_id, person)
    if official is None or official.starts_at > details.starts_at:
        return []
    return [
        _("Dit komt dan te laat om %(name)s van %(when)s voor te bereiden.", **_told_of(official))
    ]


def _told_of(meeting: Meeting) -> dict[str, str]:
    return {"name": meeting.name, "when": _when(meeting)}


def _when(meeting: Meeting) -> str:
    return dates.short_moment(meeting.starts_at)
