"""Writing the steer of a meeting."""

from __future__ import annotations

from dataclasses import dataclass, fields

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.briefings.content import clean
from app.briefings.steers.drawing import AIMS, CONTACTS
from app.briefings.steers.models import Steer
from app.briefings.steers.permissions import may_write_steer
from app.briefings.steers.sentences import sentences
from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.meetings.models import Meeting, MeetingStatus
from app.people.models import Person


@dataclass(frozen=True)
class SteerWords:
    """What is written on a steer; what stays empty is drawn from the notes."""

    why: str = ""
    achieve: str = ""
    speak_to: str = ""
    risk: str = ""


NAMES = tuple(one.name for one in fields(SteerWords))


def save_steer(meeting: Meeting, words: SteerWords, actor: Person, seen_version: int) -> None:
    """Write the steer of a meeting; `seen_version` is 0 where nothing was written yet.

    Raises Conflict where somebody else wrote meanwhile.
    """
    if not may_write_steer(actor, meeting):
        raise NotAllowed
    if meeting.status == MeetingStatus.CANCELLED:
        raise RuleBroken(_("Deze vergadering gaat niet door. Een oplegger is niet meer nodig."))
    _check_length(words)
    steer = db.session.scalar(select(Steer).where(Steer.meeting_id == meeting.id))
    if (steer.version if steer else 0) != seen_version:
        raise _conflict()
    cleaned = {name: clean(getattr(words, name)) for name in NAMES}
    changed = [name for name in NAMES if cleaned[name] != (getattr(steer, name) if steer else "")]
    if not changed:
        return
    now = clock.now()
    if steer is None:
        steer = Steer(meeting_id=meeting.id, saved_by_id=actor.id, saved_at=now, **cleaned)
        db.session.add(steer)
    else:
        for name in changed:
            setattr(steer, name, cleaned[name])
        steer.saved_by_id, steer.saved_at = actor.id, now
    try:
        db.session.flush()
    except IntegrityError:  # somebody else began it at the same moment
        raise _conflict() from None
    journal.record(
        "steer.save",
        "steer",
        steer.id,
        actor_id=actor.id,
        fields=changed,
        object_version=steer.version,
    )


def _check_length(words: SteerWords) -> None:
    """A steer that is read standing names few things."""
    if len(sentences(words.achieve)) > AIMS:
        raise RuleBroken(_("Noem hoogstens drie dingen: één per regel."), "achieve")
    if len(sentences(words.speak_to)) > CONTACTS:
        raise RuleBroken(_("Noem hoogstens vier mensen: één per regel."), "speak_to")


def _conflict() -> Conflict:
    return Conflict(_("Iemand anders heeft deze oplegger intussen opgeslagen."))
