"""A small municipality with open and restricted things, for asking every route of everybody."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from app.briefings.drafts.models import NoteDraft
from app.briefings.models import Advice, Remark
from app.briefings.positions.models import Position
from app.briefings.steers.models import Steer
from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, NotFound
from app.days.models import StaffSeries
from app.days.staff_days import Occurrence
from app.feeds.actions import subscribe
from app.feeds.parts import Wanted
from app.followup.models import Action, Debrief, ItemDebrief
from app.handover.models import HandedThing, Handover
from app.invitations.guessing.models import InvitationRule
from app.invitations.models import SameOrganiser
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import BodyMember
from app.meetings.queries import get_meeting
from app.messages.models import Mail, Message
from app.messages.unsubscribing import token_for
from app.packs.batch.models import PrintBatch
from app.people.models import Absence, Person, Role, SignInSession
from app.people.sessions import start_session
from app.register.models import (
    AlignmentMember,
    GroupMembership,
    OrganisationGroup,
    OwnParticipation,
    Participation,
)
from app.register.portfolio_models import (
    OfficerSubject,
    Portfolio,
    PortfolioHolder,
    PortfolioSubject,
)
from app.staff_meetings.actions import OutcomeDetails, add_point, note_outcome
from app.staff_meetings.models import PointOutcome
from app.transfer.entries import Contents
from app.transfer.models import ImportState, RegisterImport
from tests.factories import (
    carries,
    make_area,
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_organisation,
    make_partnership,
    make_period,
    make_person,
    make_serving,
    make_substitution,
    make_team_lead,
)
from tests.invitations.kept import make_received
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper, asked
from tests.papers.copies import give_copy

#: What does not exist, whatever it is.
MISSING = 987_654


@dataclass
class World:
    """Who ask, and what they ask for: ids by the name of the parameter in the address."""

    people: dict[str, Person]
    #: Things of the open meeting, or of the person who asks.
    own: Callable[[Person], dict[str, Any]]
    #: Things of a restricted meeting, or of somebody else.
    foreign: dict[str, Any]


def make_world(secret: str = "") -> World:
    """Everybody, one open meeting that is theirs, and one restricted one that is not.

    `secret` goes into every text of the concept note of somebody else and of the restricted
    meeting, so that it can be looked for.
    """
    people = {role.value: make_person(role) for role in Role}
    insiders = (make_person("officer"), make_person("alderman"))
    shared = _shared(people)
    open_things = _meeting(shared, people["officer"], people["alderman"])
    hidden = _restricted(shared, insiders, secret)

    def own(person: Person) -> dict[str, Any]:
        return {**shared.ids, **open_things, **_personal(person, open_things)}

    personal = _personal(insiders[0], hidden, secret)
    foreign = {**shared.ids, **hidden, **personal, "person_id": insiders[0].id}
    return World(people, own, foreign)


@dataclass
class _Shared:
    """The register, which everybody signed in may read."""

    ids: dict[str, Any]
    body: Any
    partnership: Any


def _shared(people: dict[str, Person]) -> _Shared:
    area = make_area()
    partnership = make_partnership(areas=[area])
    body = make_body(partnership=partnership)
    carries(people["officer"], partnership)
    organisation = make_organisation()
    group = OrganisationGroup(
        name="Groep", memberships=[membership := GroupMembership(organisation=organisation)]
    )
    holder = PortfolioHolder(person=people["alderman"])
    subject = PortfolioSubject(policy_area=area)
    portfolio = Portfolio(name="Portefeuille", holders=[holder], subjects=[subject])
    alignment = AlignmentMember(
        partnership_id=partnership.id, organisation=partnership.participations[0].organisation
    )
    member = BodyMember(body=body, person=people["alderman"])
    officer_subject = OfficerSubject(person=people["officer"], policy_area=area)
    db.session.add_all((group, portfolio, alignment, member, officer_subject))
    db.session.commit()
    lead = make_team_lead(make_person("officer"), people["officer"])
    serving = make_serving(people["secretary"], people["alderman"])
    own_participation: OwnParticipation = partnership.own_participations[0]
    participation: Participation = partnership.participations[0]
    series = StaffSeries(weekday=clock.today().weekday(), starts=time(9), minutes=60)
    series.person_id = people["alderman"].id
    db.session.add(series)
    db.session.commit()
    ids: dict[str, Any] = {
        "guide_name": "officer",
        "area_id": area.id,
        "partnership_id": partnership.id,
        "body_id": body.id,
        "member_id": member.id,
        "organisation_id": organisation.id,
        "group_id": group.id,
        "membership_id": membership.id,
        "portfolio_id": portfolio.id,
        "holder_id": holder.id,
        "subject_id": subject.id,
        "participation_id": participation.id,
        "own_id": own_participation.id,
        "team_lead_id": lead.id,
        "serving_id": serving.id,
        "series_id": series.id,
        "rule_day": clock.today().isoformat(),
        "period_id": make_period("council", "2027-01-25").id,
        "rule_id": _invitation_rule(body.id),
        "same_id": _same_organiser(),
    }
    return _Shared(ids, body, partnership)


def _invitation_rule(body_id: int) -> int:
    """A rule by which invitations find their body."""
    rule = InvitationRule(sender="post@verband.example", body_id=body_id, made_at=clock.now())
    db.session.add(rule)
    db.session.commit()
    return rule.id


def _same_organiser() -> int:
    """Of which addresses somebody said that they are of one organiser."""
    told = SameOrganiser(
        address="nieuw@verband.example", same_as="post@verband.example", said_at=clock.now()
    )
    db.session.add(told)
    db.session.commit()
    return told.id


def _meeting(shared: _Shared, officer: Person, alderman: Person) -> dict[str, Any]:
    """An open meeting with an item, a paper, a note with the alderman, and what hangs on it."""
    meeting = make_meeting(body=shared.body, officer=officer, alderman=alderman)
    item = make_item(meeting)
    note = make_note(item, state="with_alderman", author=officer, shared=["ask"])
    paper = add_paper(item)
    give_copy(paper)
    return {
        "meeting_id": meeting.id,
        "item_id": item.id,
        "paper_id": paper.id,
        **_note_things(note, alderman, shared, ""),
        "point_id": _staff_point(item, alderman, officer, ""),
        "action_id": _followed_up(item, officer, ""),
        "attendance_id": meeting.attendances[0].id,
        "invitation_id": make_received(uid="open", title="Overleg", meeting=meeting).id,
    }


def _restricted(shared: _Shared, insiders: tuple[Person, Person], secret: str) -> dict[str, Any]:
    officer, alderman = insiders
    meeting = make_meeting(
        body=shared.body,
        circle=insiders,
        officer=officer,
        alderman=alderman,
        title=f"Overleg {secret}",
        place=f"Zaal {secret}",
        remarks=secret,
        online_url=f"https://overleg.example/{secret}",
    )
    item = make_item(meeting, title=f"Punt {secret}", our_written_input=secret, heard=secret)
    parts = {"ask": secret, "core": secret}
    note = make_note(item, state="aligned", author=officer, parts=parts, shared=["ask", "core"])
    paper = add_paper(
        item, title=f"Stuk {secret}", file_name=f"{secret}.pdf", content=pdf_files.paper(1)
    )
    give_copy(paper)
    return {
        "meeting_id": meeting.id,
        "item_id": item.id,
        "paper_id": paper.id,
        **_note_things(note, alderman, shared, secret),
        "point_id": _staff_point(item, alderman, officer, secret),
        "action_id": _followed_up(item, officer, secret),
        "attendance_id": meeting.attendances[0].id,
        "invitation_id": make_received(uid="hidden", title=f"Over {secret}", meeting=meeting).id,
    }


def _note_things(note: Any, alderman: Person, shared: _Shared, secret: str) -> dict[str, Any]:
    remark = Remark(
        note_id=note.id,
        version_number=1,
        text=f"Kan dit korter? {secret}",
        person_id=alderman.id,
        made_at=clock.now(),
    )
    participant = shared.partnership.participations[0].organisation
    position = Position(
        item_id=note.item_id, organisation_id=participant.id, why=f"Om geld {secret}"
    )
    adviser = make_person("adviser")
    advice = Advice(
        note_id=note.id,
        adviser_id=adviser.id,
        question=f"Past dit? {secret}",
        asked_by_id=note.created_by_id,
        asked_at=clock.now(),
        due_on=clock.today(),
    )
    db.session.add_all((remark, position, advice))
    db.session.commit()
    return {
        "note_id": note.id,
        "number": 1,
        "remark_id": remark.id,
        "advice_id": advice.id,
        "position_id": position.id,
    }


def _staff_point(item: AgendaItem, alderman: Person, officer: Person, secret: str) -> int:
    """A point on the agenda of today's staff meeting, with what came of it last week."""
    today = clock.today()
    series = StaffSeries(weekday=today.weekday(), starts=time(13), minutes=60)
    series.person_id = alderman.id
    db.session.add(series)
    db.session.flush()
    point = add_point(alderman, officer, item=item, title=f"Punt {secret}")
    earlier = today - timedelta(weeks=1)
    noted = OutcomeDetails(PointOutcome.HOLD, f"Aanhouden {secret}")
    note_outcome(Occurrence(series, earlier, earlier, time(13)), point, noted, alderman, 0)
    db.session.commit()
    return point.id


def _followed_up(item: AgendaItem, officer: Person, secret: str) -> int:
    """A steer, a debrief, and an action on the item: gives the action."""
    now = clock.now()
    saved = {"saved_by_id": officer.id, "saved_at": now}
    action = Action(
        key=str(uuid.uuid4()),
        meeting_id=item.meeting_id,
        item_id=item.id,
        words=f"Cijfers navragen {secret}",
        owner_id=officer.id,
        due_on=clock.today(),
        added_by_id=officer.id,
        added_at=now,
    )
    db.session.add_all(
        (
            action,
            Steer(meeting_id=item.meeting_id, why=f"Waarom {secret}", risk=secret, **saved),
            Debrief(meeting_id=item.meeting_id, contribution=f"Inbreng {secret}", **saved),
            ItemDebrief(item_id=item.id, of_note=True, deviation=f"Anders {secret}", **saved),
        )
    )
    db.session.commit()
    return action.id


def _personal(person: Person, things: dict[str, Any], secret: str = "") -> dict[str, Any]:
    """What belongs to one person only."""
    meeting_id: int = things["meeting_id"]
    draft = NoteDraft(
        person_id=person.id,
        item_id=things["item_id"],
        window_key=str(uuid.uuid4()),
        base_number=1,
        typed={"core": [f"Half getypt {secret}"]},
        sequence=1,
        saved_at=clock.now(),
    )
    subscription, token = subscribe(person, [Wanted("mine")], actor=person)
    start_session(person)
    absence = Absence(
        person=person,
        first_day=clock.today(),
        last_day=clock.today() + timedelta(days=1),
    )
    message = Message(
        person=person,
        key=f"test-{person.id}-{meeting_id}",
        text="Er is iets voor u.",
        url="/",
        made_at=clock.now(),
    )
    message.mail = Mail(
        person=person, message_id=f"<test{person.id}x{meeting_id}@x>", made_at=clock.now()
    )
    handover = Handover(
        giver=person,
        receiver=make_person(),
        made_by=person,
        first_day=clock.today(),
        made_at=clock.now(),
        things=[HandedThing(kind="meeting", object_id=meeting_id)],
    )
    batch = PrintBatch(first_day=clock.today(), requested_by_id=person.id, requested_at=clock.now())
    db.session.add_all((absence, message, handover, draft, batch))
    db.session.commit()
    session = db.session.scalars(
        db.select(SignInSession).where(SignInSession.person_id == person.id)
    ).first()
    substitution = make_substitution(person, make_person(*sorted(person.role_names)))
    return {
        "person_id": person.id,
        "subscription_id": subscription.id,
        "token": token,
        "name": "agenda",
        "absence_id": absence.id,
        "substitution_id": substitution.id,
        "message_id": message.id,
        "mail_id": message.mail.id,
        "stop_token": token_for(person.id, ["meeting"]),
        "handover_id": handover.id,
        "session_id": session.id if session else MISSING,
        "draft_id": draft.id,
        "pack_id": _pack_of(person, meeting_id),
        "batch_id": batch.id,
        "import_id": _import_of(person),
    }


def _pack_of(person: Person, meeting_id: int) -> int:
    """A pack for this person, where they may ask for one."""
    try:
        return asked(get_meeting(meeting_id, person), person).id
    except (NotAllowed, NotFound):
        db.session.rollback()
        return MISSING


def _import_of(person: Person) -> int:
    """A file on its way into the register, from this person."""
    row = RegisterImport(
        person_id=person.id,
        file_name="lijst.csv",
        sha256="0" * 64,
        municipality="Haren",
        state=ImportState.PREVIEW,
        asked_at=clock.now(),
        rows=Contents().as_json(),
    )
    db.session.add(row)
    db.session.commit()
    return row.id
