"""What must hold between rows beyond what the database itself guards: one query per rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.administration import check_invitations, check_meetings, check_packs
from app.administration.check_tables import Query
from app.briefings.drafts.models import NoteDraft
from app.briefings.models import Advice, How, MandateGrant, Note, NoteState, NoteStep, NoteVersion
from app.briefings.parts import PRIVATE
from app.briefings.steers.models import Steer
from app.core.jobs.models import OPEN, Job
from app.core.journal import JournalEntry
from app.feeds.models import Subscription, SubscriptionPart
from app.followup.models import Action
from app.handover.models import HandedThing, Handover
from app.invitations.models import ReceivedInvitation
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting
from app.messages.models import Mail, Message
from app.packs.models import Pack
from app.staff_meetings.models import PointOutcome, StaffOutcome, StaffPoint
from app.transfer.models import RegisterImport
from app.transfer.queries import UNDER_WAY as IMPORTS_UNDER_WAY
from app.transfer.uploads import JOB as READ_IMPORT


@dataclass(frozen=True)
class Rule:
    """One rule: its query finds what breaks it; the sentence names the columns of that query."""

    area: str
    sentence: LazyString
    query: Callable[[], Query]


def _entry(kind: str, object_id: Any, *conditions: Any) -> Any:
    """That the journal holds an entry on this object."""
    return exists().where(
        JournalEntry.object_kind == kind, JournalEntry.object_id == object_id, *conditions
    )


def _version(note_id: Any, number: Any) -> Any:
    return exists().where(NoteVersion.note_id == note_id, NoteVersion.number == number)


def _notes_without_current() -> Query:
    return select(Note.id).where(~_version(Note.id, Note.current_number))


def _notes_with_gaps() -> Query:
    last = func.max(NoteVersion.number)
    return (
        select(Note.id)
        .join(NoteVersion, NoteVersion.note_id == Note.id)
        .group_by(Note.id, Note.current_number)
        .having(or_(last != Note.current_number, func.count() != last))
    )


def _private_parts_shared() -> Query:
    marked = cast(NoteVersion.shared, String)
    return select(NoteVersion.id, NoteVersion.note_id).where(
        or_(*(marked.contains(f'"{key}"') for key in sorted(PRIVATE)))
    )


def _states_without_step() -> Query:
    step = exists().where(NoteStep.note_id == Note.id, NoteStep.to_state == Note.state)
    return select(Note.id).where(Note.state != NoteState.CONCEPT, ~step)


def _drafts_of_no_version() -> Query:
    begun = exists().where(
        Note.item_id == NoteDraft.item_id,
        NoteVersion.note_id == Note.id,
        NoteVersion.number == NoteDraft.base_number,
    )
    return select(NoteDraft.id).where(NoteDraft.base_number != 0, ~begun)


def _step_by(name: str, note_id: Any, person_id: Any) -> Any:
    """That this person took this step on a note."""
    return exists().where(
        NoteStep.note_id == note_id, NoteStep.step == name, NoteStep.person_id == person_id
    )


def _advice_at_odds() -> Query:
    given = and_(
        Advice.given_at.is_not(None),
        or_(
            ~_version(Advice.note_id, Advice.version_number),
            ~_step_by("give-advice", Advice.note_id, Advice.given_by_id),
        ),
    )
    return select(Advice.id).where(
        or_(given, ~_step_by("ask-advice", Advice.note_id, Advice.asked_by_id))
    )


def _under_no_advice() -> Query:
    asked = exists().where(Advice.note_id == Note.id, Advice.withdrawn_at.is_(None))
    return select(Note.id).where(Note.state == NoteState.ADVICE, ~asked)


def _grants_without_step() -> Query:
    known = _step_by("grant-mandate", MandateGrant.note_id, MandateGrant.recorded_by_id)
    return select(MandateGrant.id).where(~known)


def _confirmations_at_odds() -> Query:
    confirmed = aliased(NoteStep)
    known = exists().where(
        confirmed.note_id == NoteStep.note_id,
        confirmed.step == "confirm",
        confirmed.person_id == NoteStep.confirmed_by_id,
        confirmed.id > NoteStep.id,
    )
    return select(NoteStep.note_id).where(
        or_(
            NoteStep.confirmed_at.is_not(None) & ((NoteStep.how == How.OWN) | ~known),
            (NoteStep.how != How.OWN) & NoteStep.on_behalf_of_id.is_(None),
        )
    )


def _messages_astray() -> Query:
    return select(Message.id).join(Message.mail).where(Mail.person_id != Message.person_id)


def _versions_without_entry() -> Query:
    known = _entry("note", NoteVersion.note_id, JournalEntry.object_version == NoteVersion.number)
    return select(NoteVersion.note_id, NoteVersion.number).where(~known)


def _entries_without_version() -> Query:
    return select(
        JournalEntry.object_id.label("note_id"), JournalEntry.object_version.label("number")
    ).where(
        JournalEntry.object_kind == "note",
        JournalEntry.object_version.is_not(None),
        ~_version(JournalEntry.object_id, JournalEntry.object_version),
    )


def _steps_without_entry() -> Query:
    known = _entry(
        "note",
        NoteStep.note_id,
        JournalEntry.actor_id == NoteStep.person_id,
        JournalEntry.object_version == NoteStep.version_number,
        JournalEntry.action == "note." + NoteStep.step,
    )
    return select(NoteStep.note_id, NoteStep.step).where(~known)


def _actions_astray() -> Query:
    return (
        select(Action.id)
        .join(AgendaItem, AgendaItem.id == Action.item_id)
        .where(AgendaItem.meeting_id != Action.meeting_id)
    )


def _points_at_odds() -> Query:
    finishing = exists().where(
        StaffOutcome.point_id == StaffPoint.id, StaffOutcome.outcome != PointOutcome.HOLD
    )
    return select(StaffPoint.id).where(StaffPoint.finished_at.is_not(None) != finishing)


def _unrecorded(kind: str, table: Any) -> Callable[[], Query]:
    return lambda: select(table.id).where(~_entry(kind, table.id))


def _imports_at_odds() -> Query:
    waits = RegisterImport.state.in_(IMPORTS_UNDER_WAY)
    return select(RegisterImport.id).where(
        or_(
            waits & RegisterImport.content.is_(None),
            ~waits & RegisterImport.content.is_not(None),
        )
    )


def _imports_without_job() -> Query:
    key = f"{READ_IMPORT}:" + cast(RegisterImport.id, String)
    return select(RegisterImport.id).where(
        RegisterImport.state.in_(IMPORTS_UNDER_WAY), ~exists().where(Job.key == key, OPEN)
    )


def _handovers_of_nothing() -> Query:
    return select(Handover.id).where(~exists().where(HandedThing.handover_id == Handover.id))


def _calendars_of_nothing() -> Query:
    return select(Subscription.id).where(
        Subscription.revoked_at.is_(None),
        ~exists().where(SubscriptionPart.subscription_id == Subscription.id),
    )


RULES = (
    Rule("data", _l("Annotatie %(id)s mist de versie die nu geldt."), _notes_without_current),
    Rule("data", _l("De versies van annotatie %(id)s zijn niet compleet."), _notes_with_gaps),
    Rule("data", _l("Annotatie %(id)s kwam zonder stap in haar stand."), _states_without_step),
    Rule(
        "data",
        _l("Advies %(id)s is gevraagd of gegeven zonder stap, of op een versie die er niet is."),
        _advice_at_odds,
    ),
    Rule(
        "data",
        _l("Annotatie %(id)s is ter advies, maar niemand is om advies gevraagd."),
        _under_no_advice,
    ),
    Rule(
        "data",
        _l("Mandaatbesluit %(id)s is vastgelegd zonder stap."),
        _grants_without_step,
    ),
    Rule(
        "data",
        _l("Van annotatie %(note_id)s klopt een mondeling akkoord of de bevestiging ervan niet."),
        _confirmations_at_odds,
    ),
    Rule(
        "data",
        _l("Annotatie %(note_id)s deelt een onderdeel dat niet gedeeld kan worden."),
        _private_parts_shared,
    ),
    Rule(
        "data",
        _l("Niet-opgeslagen tekst %(id)s is begonnen bij een versie die er niet is."),
        _drafts_of_no_version,
    ),
    Rule(
        "data",
        _l("Beperkte vergadering %(id)s heeft geen kring: niemand kan haar zien."),
        check_meetings.restricted_without_circle,
    ),
    Rule(
        "data",
        _l("Vergadering %(id)s is geannuleerd zonder tijdstip, of andersom."),
        check_meetings.cancelled_at_odds,
    ),
    Rule("data", _l("In agenda-abonnement %(id)s staat niets."), _calendars_of_nothing),
    Rule(
        "data",
        _l("Stuk %(id)s hangt aan een punt van een andere vergadering."),
        check_meetings.papers_astray,
    ),
    Rule(
        "data",
        _l("Leesversie %(id)s is klaar, maar niet compleet."),
        check_meetings.copies_not_whole,
    ),
    Rule(
        "data",
        _l("Stuk %(id)s vervangt een stuk van een andere vergadering."),
        check_meetings.papers_replacing_astray,
    ),
    Rule(
        "data",
        _l("Actie %(id)s hangt aan een punt van een andere vergadering."),
        _actions_astray,
    ),
    Rule("data", _l("Vergadermap %(id)s is klaar, maar niet compleet."), check_packs.not_whole),
    Rule(
        "data",
        _l("Vergadermap %(id)s is van een vergadering die niet in de map zit."),
        check_packs.without_meeting,
    ),
    Rule(
        "data",
        _l("Vergadermap %(id)s vervangt een map die geen eerdere versie van haar is."),
        check_packs.replacing_astray,
    ),
    Rule(
        "data",
        _l("Vergadermap %(id)s toont iets van een vergadering waar het niet bij hoort."),
        check_packs.sources_astray,
    ),
    Rule(
        "data",
        _l("Verzending %(id)s is van voor de vraag naar haar map, of door de lezer zelf."),
        check_packs.sendings_astray,
    ),
    Rule(
        "data",
        _l("Vergadermap %(id)s is gegeven aan iemand die haar al heeft, of is niet klaar."),
        check_packs.askers_astray,
    ),
    Rule("data", _l("Afdrukstapel %(id)s is niet compleet."), check_packs.batches_not_whole),
    Rule(
        "data",
        _l("Uitnodiging %(id)s is ongedaan gemaakt of weggelegd, maar telt nog mee."),
        check_invitations.counted_astray,
    ),
    Rule(
        "data",
        _l("Bij vergadering %(id)s hoort geen uitnodiging die nog geldt."),
        check_invitations.meetings_of_nothing,
    ),
    Rule(
        "data",
        _l("Uitnodiging %(id)s heeft iets gewijzigd, maar staat niet als verwerkt."),
        check_invitations.changes_of_unapplied,
    ),
    Rule(
        "data",
        _l("In afdrukstapel %(id)s zit een map die niet klaar is."),
        check_packs.batches_of_unfinished,
    ),
    Rule(
        "journal",
        _l("Versie %(number)s van annotatie %(note_id)s staat niet in het logboek."),
        _versions_without_entry,
    ),
    Rule(
        "journal",
        _l("Het logboek noemt versie %(number)s van annotatie %(note_id)s, maar die is er niet."),
        _entries_without_version,
    ),
    Rule(
        "journal",
        _l("De stap %(step)s van annotatie %(note_id)s staat niet in het logboek."),
        _steps_without_entry,
    ),
    Rule(
        "journal",
        _l("Vergadering %(id)s staat niet in het logboek."),
        _unrecorded("meeting", Meeting),
    ),
    Rule(
        "data",
        _l("Punt %(id)s van een stafoverleg is afgerond zonder uitkomst, of andersom."),
        _points_at_odds,
    ),
    Rule("journal", _l("Actie %(id)s staat niet in het logboek."), _unrecorded("action", Action)),
    Rule("journal", _l("Oplegger %(id)s staat niet in het logboek."), _unrecorded("steer", Steer)),
    Rule("journal", _l("Stuk %(id)s staat niet in het logboek."), _unrecorded("paper", Paper)),
    Rule("journal", _l("Vergadermap %(id)s staat niet in het logboek."), _unrecorded("pack", Pack)),
    Rule(
        "journal",
        _l("Uitnodiging %(id)s staat niet in het logboek."),
        _unrecorded("invitation", ReceivedInvitation),
    ),
    Rule(
        "jobs",
        _l("Vergadermap %(id)s wacht, maar geen taak maakt haar. Vraag haar opnieuw aan."),
        check_packs.without_job,
    ),
    Rule(
        "jobs",
        _l("Afdrukstapel %(id)s wacht, maar geen taak maakt haar. Vraag haar opnieuw aan."),
        check_packs.batches_without_job,
    ),
    Rule(
        "data",
        _l("Inlezen %(id)s wacht zonder bestand, of bewaart het nog terwijl het gelezen is."),
        _imports_at_odds,
    ),
    Rule(
        "jobs",
        _l("Inlezen %(id)s wacht, maar geen taak leest het bestand. Verstuur het opnieuw."),
        _imports_without_job,
    ),
    Rule("data", _l("Overdracht %(id)s is leeg."), _handovers_of_nothing),
    Rule("data", _l("Bericht %(id)s zit in een mail aan iemand anders."), _messages_astray),
    Rule(
        "journal",
        _l("Overdracht %(id)s staat niet in het logboek."),
        _unrecorded("handover", Handover),
    ),
    Rule(
        "journal",
        _l("Punt %(id)s van een stafoverleg staat niet in het logboek."),
        _unrecorded("staff_point", StaffPoint),
    ),
)
