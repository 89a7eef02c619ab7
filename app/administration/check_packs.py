"""What must hold of packs, sendings and print batches: a query per rule, finding what breaks it."""

from __future__ import annotations

from sqlalchemy import String, and_, cast, exists, or_, select
from sqlalchemy.orm import aliased

from app.administration.check_tables import Query
from app.core.jobs.models import OPEN, Job
from app.followup.models import Action
from app.meetings.agenda_models import AgendaItem
from app.packs.batch.building import JOB as PRINT_BATCH
from app.packs.batch.models import BatchLine, PrintBatch
from app.packs.issuing.building import JOB as BUILD_PACK
from app.packs.models import Pack, PackAsker, PackMeeting, PackSource, PackState
from app.packs.queries import UNDER_WAY, is_version_of
from app.packs.sharing.models import PackSending


def not_whole() -> Query:
    """Packs that are ready, and lack what a ready one has."""
    lacks = or_(Pack.issued_at.is_(None), Pack.pages.is_(None), Pack.content_hash == "")
    return select(Pack.id).where(Pack.state == PackState.READY, lacks)


def without_job() -> Query:
    """Packs that wait for a job that is not there."""
    key = f"{BUILD_PACK}:" + cast(Pack.id, String)
    return select(Pack.id).where(Pack.state.in_(UNDER_WAY), ~exists().where(Job.key == key, OPEN))


def without_meeting() -> Query:
    """Packs without their own meeting, or of a period with none at all: nobody can see them."""
    within = select(PackMeeting.pack_id).where(PackMeeting.pack_id == Pack.id)
    own = within.where(or_(Pack.meeting_id.is_(None), PackMeeting.meeting_id == Pack.meeting_id))
    return select(Pack.id).where(~exists(own.correlate(Pack)))


def replacing_astray() -> Query:
    """Packs that say they replace what is no earlier version of them."""
    old = aliased(Pack)
    earlier = select(old.id).where(
        old.id == Pack.replaces_id, is_version_of(old, Pack), old.number < Pack.number
    )
    return select(Pack.id).where(Pack.replaces_id.is_not(None), ~exists(earlier.correlate(Pack)))


def sources_astray() -> Query:
    """Packs that show an action or what was heard, and say it is of a meeting that it is not of:
    then they are not hidden with that meeting."""
    of_item = exists().where(
        AgendaItem.id == PackSource.item_id, AgendaItem.meeting_id != PackSource.meeting_id
    )
    of_action = exists().where(
        Action.id == PackSource.action_id, Action.meeting_id != PackSource.meeting_id
    )
    return select(PackSource.pack_id.label("id")).where(or_(of_item, of_action)).distinct()


def sendings_astray() -> Query:
    """Packs sent before anybody asked for them, or by their reader: nobody sends their own."""
    early = PackSending.sent_at < Pack.requested_at
    wrong = or_(early, PackSending.sent_by_id == Pack.reader_id)
    return select(PackSending.id).join(Pack, Pack.id == PackSending.pack_id).where(wrong)


def askers_astray() -> Query:
    """Packs given to who has them anyway, or that were never finished."""
    own = PackAsker.person_id.in_((Pack.reader_id, Pack.requested_by_id))
    wrong = or_(own, Pack.state != PackState.READY)
    return select(Pack.id).join(PackAsker, PackAsker.pack_id == Pack.id).where(wrong)


def batches_not_whole() -> Query:
    """Print batches with nothing in them, or that are ready and lack what a ready one has."""
    line = exists().where(BatchLine.batch_id == PrintBatch.id)
    lacks = and_(PrintBatch.state == PackState.READY, PrintBatch.pages.is_(None))
    return select(PrintBatch.id).where(or_(~line, lacks))


def batches_of_unfinished() -> Query:
    """Print batches with a pack that was never finished: there is nothing of it to print."""
    unfinished = exists().where(
        BatchLine.batch_id == PrintBatch.id,
        BatchLine.pack_id == Pack.id,
        Pack.state != PackState.READY,
    )
    return select(PrintBatch.id).where(unfinished)


def batches_without_job() -> Query:
    """Print batches that wait for a job that is not there."""
    key = f"{PRINT_BATCH}:" + cast(PrintBatch.id, String)
    waiting = PrintBatch.state.in_(UNDER_WAY)
    return select(PrintBatch.id).where(waiting, ~exists().where(Job.key == key, OPEN))
