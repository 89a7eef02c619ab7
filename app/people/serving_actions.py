"""For which aldermen a secretary works, recorded by the administrator."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import journal
from app.core.database import db
from app.core.errors import RuleBroken
from app.people.models import Person, Role, Serving
from app.people.permissions import not_active, require_administrator
from app.people.relations import end_before_today, overlaps_another, require_order


def add_serving(
    actor: Person, secretary: Person, alderman: Person, first: date | None, last: date | None
) -> Serving:
    """Record for whom a secretary works, from and until when."""
    require_administrator(actor)
    if secretary == alderman:
        raise RuleBroken(_("Kies iemand anders: niemand is zijn eigen secretariaat."), "alderman")
    if not secretary.has_role(Role.SECRETARY):
        raise RuleBroken(_("Alleen het secretariaat werkt hier voor een portefeuillehouder."))
    if not alderman.has_role(Role.ALDERMAN):
        raise RuleBroken(_("Kies een wethouder of de burgemeester."), "alderman")
    if not alderman.active:
        raise RuleBroken(not_active(alderman), "alderman")
    row = Serving(
        secretary_id=secretary.id, alderman_id=alderman.id, valid_from=first, valid_to=last
    )
    _check_days(row)
    db.session.add(row)
    db.session.flush()
    journal.record("serving.add", "serving", row.id, actor_id=actor.id)
    return row


def change_serving(actor: Person, row: Serving, first: date | None, last: date | None) -> None:
    """Change from and until when a secretary works for somebody."""
    require_administrator(actor)
    row.valid_from, row.valid_to = first, last
    with db.session.no_autoflush:
        _check_days(row)
    journal.record(
        "serving.change", "serving", row.id, actor_id=actor.id, fields=["valid_from", "valid_to"]
    )


def end_serving(actor: Person, row: Serving) -> None:
    """End it: yesterday was the last day; what had not begun yet is taken back."""
    require_administrator(actor)
    journal.record("serving.end", "serving", row.id, actor_id=actor.id, fields=["valid_to"])
    end_before_today(row)


def _check_days(row: Serving) -> None:
    require_order(row)
    others = select(Serving).where(
        Serving.secretary_id == row.secretary_id, Serving.alderman_id == row.alderman_id
    )
    if overlaps_another(row, db.session.scalars(others)):
        raise RuleBroken(_("Dit staat er in deze periode al. Pas die regel aan."), "alderman")
