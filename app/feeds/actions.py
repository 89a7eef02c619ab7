"""What people do with feeds: subscribe, renew the address, revoke."""

from __future__ import annotations

import secrets

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, journal
from app.core.database import db
from app.core.errors import RuleBroken
from app.feeds.models import Scope, Subscription
from app.people.models import Person
from app.people.sessions import digest
from app.register.models import Partnership
from app.register.portfolio_models import Portfolio

#: Bytes of randomness in a token (256 bits): not to be guessed.
TOKEN_BYTES = 32


def subscribe(
    person: Person,
    scope: str,
    *,
    actor: Person | None,
    partnership_id: int | None = None,
    portfolio_id: int | None = None,
) -> tuple[Subscription, str]:
    """Make a subscription; gives it with its token, which is shown once and kept nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    subscription = Subscription(
        person=person,
        name=_name(scope, partnership_id, portfolio_id),
        scope=scope,
        partnership_id=partnership_id if scope == Scope.PARTNERSHIP else None,
        portfolio_id=portfolio_id if scope == Scope.PORTFOLIO else None,
        token_hash=digest(token),
        made_at=clock.now(),
    )
    db.session.add(subscription)
    db.session.flush()
    _record("feed.subscribe", subscription, actor)
    return subscription, token


def renew(subscription: Subscription, actor: Person) -> str:
    """Give a subscription a new token; the old address stops working at once."""
    _must_run(subscription, actor)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    subscription.token_hash = digest(token)
    _record("feed.renew", subscription, actor)
    return token


def revoke(subscription: Subscription, actor: Person) -> None:
    """End a subscription: calendars that still ask get an empty one."""
    _must_run(subscription, actor)
    subscription.revoked_at = clock.now()
    _record("feed.revoke", subscription, actor)


def _must_run(subscription: Subscription, actor: Person) -> None:
    if subscription.person_id != actor.id or subscription.revoked_at is not None:
        raise RuleBroken(_("Dit abonnement is al beëindigd."))


def _record(action: str, subscription: Subscription, actor: Person | None) -> None:
    actor_id = actor.id if actor else None
    journal.record(action, "subscription", subscription.id, actor_id=actor_id)


def _name(scope: str, partnership_id: int | None, portfolio_id: int | None) -> str:
    """What the calendar is called on a phone."""
    match scope:
        case Scope.PARTNERSHIP:
            name = db.session.scalar(
                select(Partnership.name).where(Partnership.id == partnership_id)
            )
            if name is None:
                raise RuleBroken(_("Kies een samenwerkingsverband."), "partnership_id")
            return name[:120]
        case Scope.PORTFOLIO:
            name = db.session.scalar(select(Portfolio.name).where(Portfolio.id == portfolio_id))
            if name is None:
                raise RuleBroken(_("Kies een portefeuille."), "portfolio_id")
            return _("Portefeuille %(name)s", name=name)[:120]
        case Scope.ALL:
            return _("Alle vergaderingen")
        case Scope.DEADLINES:
            return _("Deadlines annotaties")
    return _("Mijn vergaderingen")
