"""Recording absence and substitutes, by oneself or by a colleague in one's place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, journal
from app.core.database import db
from app.core.dates import short_day
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.people.models import Absence, Person, Substitution
from app.people.permissions import may_record_absence, not_active
from app.people.roles import objection_to_substitute

#: The days that were on the screen; other days in the database mean that somebody was before us.
Days = tuple[date, date | None]


def record_absence(actor: Person, person: Person, first: date, last: date) -> Absence:
    """Record the days on which a person is away; never why."""
    _require_may(actor, person)
    _check_order(first, last)
    _check_absence_free(person, first, last, None)
    row = Absence(person_id=person.id, first_day=first, last_day=last)
    db.session.add(row)
    db.session.flush()
    _write_down(actor, person, "absence.record", "absence", row.id, ("first_day", "last_day"))
    return row


def change_absence(
    actor: Person, person: Person, row: Absence, seen: Days, first: date, last: date
) -> None:
    """Change the days of an absence."""
    _require_may(actor, person)
    _require_seen(seen, (row.first_day, row.last_day))
    _check_order(first, last)
    _check_absence_free(person, first, last, row)
    row.first_day, row.last_day = first, last
    _write_down(actor, person, "absence.change", "absence", row.id, ("first_day", "last_day"))


def end_absence(actor: Person, person: Person, row: Absence) -> None:
    """The person is back: yesterday was the last day; what had not begun is taken back."""
    _require_may(actor, person)
    _write_down(actor, person, "absence.end", "absence", row.id, ("last_day",))
    _end(row)


def record_substitution(
    actor: Person, person: Person, substitute: Person, first: date, last: date | None
) -> Substitution:
    """Name who stands in for a person in a period, or until further notice."""
    _require_may(actor, person)
    _check_substitute(person, substitute)
    _check_order(first, last)
    _check_substitution_free(person, substitute, first, last, None)
    row = Substitution(
        person_id=person.id, substitute_id=substitute.id, first_day=first, last_day=last
    )
    db.session.add(row)
    db.session.flush()
    fields = ("substitute", "first_day", "last_day")
    _write_down(actor, person, "substitution.record", "substitution", row.id, fields)
    return row


def change_substitution(
    actor: Person, person: Person, row: Substitution, seen: Days, first: date, last: date | None
) -> None:
    """Change the period of a substitution."""
    _require_may(actor, person)
    _require_seen(seen, (row.first_day, row.last_day))
    _check_order(first, last)
    _check_substitution_free(person, row.substitute, first, last, row)
    row.first_day, row.last_day = first, last
    fields = ("first_day", "last_day")
    _write_down(actor, person, "substitution.change", "substitution", row.id, fields)


def end_substitution(actor: Person, person: Person, row: Substitution) -> None:
    """End a substitution: yesterday was the last day; what had not begun is taken back."""
    _require_may(actor, person)
    _write_down(actor, person, "substitution.end", "substitution", row.id, ("last_day",))
    _end(row)


def _end(row: Absence | Substitution) -> None:
    today = clock.today()
    if row.first_day >= today:
        db.session.delete(row)
    elif row.last_day is None or row.last_day >= today:
        row.last_day = today - timedelta(days=1)


def _write_down(
    actor: Person, person: Person, action: str, kind: str, object_id: int, fields: Sequence[str]
) -> None:
    """Journal it; "vastgelegd door … namens …" where a colleague did it."""
    journal.record(
        action,
        kind,
        object_id,
        actor_id=actor.id,
        on_behalf_of_id=None if actor == person else person.id,
        fields=fields,
    )


def _require_may(actor: Person, person: Person) -> None:
    if not may_record_absence(actor, person):
        raise NotAllowed
    if not person.active:
        raise RuleBroken(not_active(person))


def _require_seen(seen: Days, present: Days) -> None:
    if seen == present:
        return
    first, last = present
    if last is None:
        sentence = _(
            "Iemand anders heeft dit intussen gewijzigd: nu vanaf %(first)s. "
            "Kijk wat klopt en sla opnieuw op.",
            first=short_day(first),
        )
    else:
        sentence = _(
            "Iemand anders heeft dit intussen gewijzigd: nu van %(first)s tot en met %(last)s. "
            "Kijk wat klopt en sla opnieuw op.",
            first=short_day(first),
            last=short_day(last),
        )
    raise Conflict(sentence)


def _check_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise RuleBroken(
            _("De laatste dag ligt vóór de eerste dag. Kies een latere laatste dag."), "last_day"
        )


def _check_absence_free(person: Person, first: date, last: date, own: Absence | None) -> None:
    rows = db.session.scalars(
        select(Absence).where(
            Absence.person_id == person.id, Absence.first_day <= last, Absence.last_day >= first
        )
    )
    for row in rows:
        if row is not own:
            raise RuleBroken(
                _(
                    "Er staat al een afwezigheid van %(first)s tot en met %(last)s. "
                    "Pas die aan, of kies andere dagen.",
                    first=short_day(row.first_day),
                    last=short_day(row.last_day),
                ),
                "first_day",
            )


def _check_substitute(person: Person, substitute: Person) -> None:
    if substitute == person:
        raise RuleBroken(_("Niemand vervangt zichzelf. Kies een collega."), "substitute")
    if not substitute.active:
        raise RuleBroken(not_active(substitute), "substitute")
    objection = objection_to_substitute(person.role_names, substitute.role_names)
    if objection:
        raise RuleBroken(str(objection), "substitute")


def _check_substitution_free(
    person: Person, substitute: Person, first: date, last: date | None, own: Substitution | None
) -> None:
    rows = db.session.scalars(
        select(Substitution).where(
            Substitution.person_id == person.id,
            Substitution.substitute_id == substitute.id,
            Substitution.last_day.is_(None) | (Substitution.last_day >= first),
            Substitution.first_day <= (last or date.max),
        )
    )
    if any(row is not own for row in rows):
        raise RuleBroken(
            _(
                "%(name)s is in deze periode al plaatsvervanger. Pas die regel aan, "
                "of kies andere dagen.",
                name=substitute.name,
            ),
            "first_day",
        )
