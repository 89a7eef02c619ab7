"""Reminding somebody of what they owe."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy.exc import IntegrityError

from app.core import clock, journal
from app.core.database import db
from app.core.dates import short_day
from app.core.errors import NotAllowed, RuleBroken
from app.days.queries import closed_days
from app.insight.chase import find_debt, may_know, nudged
from app.insight.debts import ASKED, Debt, DebtKey, may_nudge_on
from app.insight.models import Nudge
from app.insight.permissions import NUDGERS
from app.messages.actions import tell
from app.people.models import Person
from app.people.queries import absences, substitutes_of


def nudge(key: DebtKey, actor: Person, now: datetime) -> Debt:
    """Remind somebody of one thing; who stands in for them today is told too where they are away.

    Raises RuleBroken where it has been done meanwhile, or was asked too short a time ago.
    """
    if not actor.has_role(*NUDGERS):
        raise NotAllowed
    debt = find_debt(key, actor, now)
    if debt is None:
        raise RuleBroken(_("Dit is intussen gedaan, of het wacht niet meer. Bekijk de lijst."))
    today = clock.local(now).date()
    last = nudged([debt.key]).get(debt.key)
    if not may_nudge_on(today, last.on_day if last else None, closed_days()):
        raise _too_soon(debt)
    try:
        with db.session.begin_nested():
            db.session.add(Nudge(**debt.key._asdict(), by_id=actor.id, on_day=today, at=now))
    except IntegrityError:  # somebody else reminded them at the same moment
        raise _too_soon(debt) from None
    tell(
        _told(debt, actor),
        key=f"nudge-{debt.kind}-{debt.object_id}-{debt.person.id}-{today.isoformat()}",
        text=LazyString(_sentence, debt, actor.name),
        url=f"/meetings/{debt.meeting.id}",
        kind="nudge",
        about=debt.about,
    )
    journal.record("person.nudge", "person", debt.person.id, actor_id=actor.id, fields=[debt.kind])
    return debt


def _told(debt: Debt, actor: Person) -> set[int]:
    today = clock.today()
    told = {debt.person.id}
    if absences([debt.person.id], today, today):
        substitutes = substitutes_of(debt.person.id, today)
        told.update(one.id for one in substitutes if may_know(one, debt))
    return told - {actor.id}


def _too_soon(debt: Debt) -> RuleBroken:
    return RuleBroken(
        _("%(name)s is hier net aan herinnerd. Wacht ten minste twee werkdagen.")
        % {"name": debt.person.name}
    )


def _sentence(debt: Debt, by: str) -> str:
    what = ASKED[debt.kind]
    if debt.secret:
        return _("%(by)s herinnert u: %(what)s.", by=by, what=what)
    return _(
        "%(by)s herinnert u: %(what)s, voor %(meeting)s op %(day)s.",
        by=by,
        what=what,
        meeting=debt.meeting.name,
        day=short_day(clock.local(debt.meeting.starts_at).date()),
    )
