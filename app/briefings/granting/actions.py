"""Recording the decision that allows a stance beyond the mandate."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from app.briefings.granting.queries import mandate_from
from app.briefings.mandate import high_enough
from app.briefings.models import MandateGiver, MandateGrant, Note, Stance
from app.briefings.step_actions import require_seen, take_by_form
from app.briefings.wording import GIVER_NAMES
from app.core import clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.people.models import Person


def record_grant(
    note: Note, person: Person, giver: str, given_on: date, source: str, seen_number: int
) -> MandateGrant:
    """Record who allowed the stance of the note, when, and where that is written."""
    needed = mandate_from(note)
    take_by_form(note, "grant-mandate", person)
    require_seen(note, seen_number)
    stance = note.current.stance
    if needed is None or stance is None:
        raise RuleBroken(_("Dit standpunt blijft binnen het mandaat. Er is niets vast te leggen."))
    if giver not in high_enough(needed):
        raise RuleBroken(
            _("Hiervoor is een besluit van %(giver)s nodig.", giver=GIVER_NAMES[needed]), "giver"
        )
    if given_on > clock.today():
        raise RuleBroken(_("Deze dag moet nog komen. Vul in wanneer het is besloten."), "given_on")
    if not source.strip():
        raise RuleBroken(_("Schrijf op waar dit besluit staat."), "source")
    grant = MandateGrant(
        note_id=note.id,
        giver=MandateGiver(giver),
        stance=Stance(stance),
        given_on=given_on,
        source=source.strip(),
        recorded_by_id=person.id,
        recorded_at=clock.now(),
    )
    db.session.add(grant)
    db.session.flush()
    return grant
