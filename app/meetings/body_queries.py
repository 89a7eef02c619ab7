"""Reading bodies: those of a partnership, those that still meet, one with everything."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.meetings.models import Body, BodyMember, BodyParticipant
from app.register.models import Partnership


def get_body(body_id: int) -> Body:
    """A body with its partnership, members and participants."""
    body = db.session.scalar(
        select(Body)
        .where(Body.id == body_id)
        .options(
            joinedload(Body.partnership),
            selectinload(Body.members).joinedload(BodyMember.person),
            selectinload(Body.participants).joinedload(BodyParticipant.organisation),
        )
    )
    if body is None:
        raise NotFound
    return body


def bodies_of(partnership_id: int) -> list[Body]:
    """The bodies of a partnership, also ended ones, official before administrative."""
    rows = db.session.scalars(
        select(Body)
        .where(Body.partnership_id == partnership_id)
        .order_by(Body.level.desc(), func.lower(Body.name))
    )
    return list(rows)


def open_bodies(day: date | None = None) -> list[Body]:
    """The bodies that have not ended on a day (today), with their partnership, by its name."""
    rows = db.session.scalars(
        select(Body)
        .join(Partnership, Partnership.id == Body.partnership_id)
        .where(or_(Body.valid_to.is_(None), Body.valid_to >= (day or clock.today())))
        .options(joinedload(Body.partnership))
        .order_by(func.lower(Partnership.name), Body.level.desc(), func.lower(Body.name))
    )
    return list(rows)
