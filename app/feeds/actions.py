"""What people do with feeds: subscribe, change what is in one, renew the address, revoke."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from app.core import clock, jobs, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.feeds import queries
from app.feeds.models import (
    ALARMS,
    Color,
    Scope,
    Subscription,
    SubscriptionPart,
)
from app.feeds.parts import Named, Options, Wanted, as_wanted, joint_name, shortened
from app.feeds.tokens import MOST, Renewal, first_token, token_of
from app.people.models import Person
from app.people.sessions import digest
from app.register.models import Partnership
from app.register.portfolio_models import Portfolio

#: The job that looks after what is kept of addresses (see app.feeds.address.tidying).
TIDY = "tidy-feeds"
#: So many parts are in one calendar.
MOST_PARTS = 30
Thing = TypeVar("Thing", Partnership, Portfolio, Person)
#: The words of a refusal stand at this field of the form.
PARTS = "parts"


def subscribe(
    person: Person,
    wanted: Sequence[Wanted],
    *,
    actor: Person | None,
    name: str = "",
    options: Options | None = None,
    seed: str = "",
) -> tuple[Subscription, str]:
    """Make one calendar of these parts; gives it with its token, shown once and kept nowhere.

    The token follows from a seed that was made for one form alone (see `tokens.made_from`), or from
    nothing.
    """
    _may_act(person, actor)
    _must_have_room(person, 1)
    token = first_token(person, seed, 0)
    return _make(person, wanted, actor, name, options or Options(), token), token


def subscribe_apart(
    person: Person,
    wanted: Sequence[Wanted],
    *,
    actor: Person | None,
    options: Options | None = None,
    seed: str = "",
) -> list[tuple[Subscription, str]]:
    """Make a calendar of each of these parts."""
    _may_act(person, actor)
    parts = _once(wanted)
    _must_have_room(person, len(parts))
    tokens = [first_token(person, seed, number) for number in range(len(parts))]
    return [
        (_make(person, [part], actor, "", options or Options(), token), token)
        for part, token in zip(parts, tokens, strict=True)
    ]


def change(
    subscription: Subscription,
    wanted: Sequence[Wanted],
    actor: Person,
    seen_version: int,
    *,
    name: str,
    options: Options,
) -> None:
    """Change what is in a calendar, its name and how it looks; the address stays.

    What is so already is no change: a form that is sent twice is no conflict with itself.
    """
    db.session.refresh(subscription, with_for_update={"of": Subscription})
    must_run(subscription, actor)
    had = [as_wanted(part) for part in subscription.parts]
    parts = _once(wanted)
    named = _allowed(subscription.person, parts, had)
    _check(options)
    new = {
        "name": shortened(name) if name else joint_name(named),
        "with_cancelled": options.with_cancelled,
        "color": options.color,
        "alarm_minutes": options.alarm_minutes,
    }
    fields = [field for field, value in new.items() if getattr(subscription, field) != value]
    fields += [PARTS] if set(parts) != set(had) else []
    if not fields:
        return
    if subscription.version != seen_version:
        raise Conflict(_("U hebt dit abonnement intussen in een ander venster gewijzigd."))
    for field, value in new.items():
        setattr(subscription, field, value)
    subscription.parts = [
        *(row for row in subscription.parts if as_wanted(row) in parts),
        *(_row(part) for part in parts if part not in had),
    ]
    flag_modified(subscription, "name")  # other parts alone are another version, too
    _record("feed.change", subscription, actor, fields)


def renew(subscription: Subscription, actor: Person, wish: Renewal) -> str:
    """Give a subscription a new token; the old address stops working at once.

    Only in the place of the address that was there when it was asked for: the one that another
    window got meanwhile was shown there, and may be in use.
    """
    db.session.refresh(subscription, with_for_update={"of": Subscription})
    must_run(subscription, actor)
    if wish.instead_of != subscription.address_mark:
        raise Conflict(
            _(
                "Het adres van deze agenda is intussen al vernieuwd, in een ander venster. Het"
                " nieuwe adres stond daar op het scherm, en het werkt. Hebt u dat adres niet meer?"
                " Vernieuw het dan hieronder nog een keer."
            )
        )
    token = token_of(subscription, wish)
    subscription.token_hash = digest(token)
    jobs.enqueue(TIDY, key=TIDY)
    _record("feed.renew", subscription, actor)
    return token


def revoke(subscription: Subscription, actor: Person) -> None:
    """End a subscription: calendars that still ask get an empty one."""
    must_run(subscription, actor)
    subscription.revoked_at = clock.now()
    jobs.enqueue(TIDY, key=TIDY)
    _record("feed.revoke", subscription, actor)


def _make(
    person: Person,
    wanted: Sequence[Wanted],
    actor: Person | None,
    name: str,
    options: Options,
    token: str,
) -> Subscription:
    parts = _once(wanted)
    named = _allowed(person, parts, ())
    _check(options)
    subscription = Subscription(
        person=person,
        name=shortened(name) if name else joint_name(named),
        with_cancelled=options.with_cancelled,
        color=options.color,
        alarm_minutes=options.alarm_minutes,
        token_hash=digest(token),
        made_at=clock.now(),
        parts=[_row(part) for part in parts],
    )
    db.session.add(subscription)
    db.session.flush()
    _record("feed.subscribe", subscription, actor)
    return subscription


def _may_act(person: Person, actor: Person | None) -> None:
    """A subscription is made by its reader, or by who runs the installation (no actor)."""
    if actor is not None and actor.id != person.id:
        raise NotAllowed
    if not person.active:
        raise RuleBroken(_("Er is geen actief account met dit adres."))


def _must_have_room(person: Person, more: int) -> None:
    """Refuse more calendars than anybody can look after; asked with the person's row held."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    running = db.session.scalar(
        select(func.count(Subscription.id)).where(
            Subscription.person_id == person.id, Subscription.revoked_at.is_(None)
        )
    )
    if (running or 0) + more > MOST:
        raise RuleBroken(
            _(
                "U kunt hoogstens %(most)d abonnementen hebben. Beëindig er eerst een die u niet"
                " meer gebruikt, of kies voor één agenda met alles samen.",
                most=MOST,
            )
        )


def must_run(subscription: Subscription, actor: Person) -> None:
    """Refuse what cannot be done with a subscription that was ended, or is somebody else's."""
    if subscription.person_id != actor.id or subscription.revoked_at is not None:
        raise RuleBroken(_("Dit abonnement is al beëindigd."))


def _once(wanted: Sequence[Wanted]) -> list[Wanted]:
    return list(dict.fromkeys(wanted))


def _allowed(person: Person, parts: Sequence[Wanted], had: Sequence[Wanted]) -> list[Named]:
    """The names of parts that this person may have; what a calendar had already may stay."""
    if not parts:
        raise RuleBroken(_("Kies wat u in de agenda wilt."), PARTS)
    if len(parts) > MOST_PARTS:
        raise RuleBroken(
            _("Kies hoogstens %(most)d onderdelen voor een agenda.", most=MOST_PARTS), PARTS
        )
    return [Named(part.scope, _of(person, part, part in had)) for part in parts]


def _of(person: Person, part: Wanted, had: bool) -> str:
    """Of which partnership, portfolio or person a part is; refuses what cannot be had."""
    match part.scope:
        case Scope.PARTNERSHIP:
            partnership = _found(Partnership, part.partnership_id)
            if partnership is None:
                raise RuleBroken(_("Kies een samenwerkingsverband."), PARTS)
            return partnership.name
        case Scope.PORTFOLIO:
            portfolio = _found(Portfolio, part.portfolio_id)
            if portfolio is None:
                raise RuleBroken(_("Kies een portefeuille."), PARTS)
            return portfolio.name
        case Scope.PERSON | Scope.DEADLINES if part.of_person_id or part.scope == Scope.PERSON:
            followed = queries.find_followed(person, part, clock.today())
            if followed is None and had:
                followed = _found(Person, part.of_person_id)
            if followed is None:
                raise RuleBroken(
                    _("Kies iemand voor wie u werkt of die u vandaag vervangt."), PARTS
                )
            return followed.name
        case Scope.MINE | Scope.ALL | Scope.DEADLINES:
            return ""
    raise RuleBroken(_("Kies een van de mogelijkheden in de lijst."), PARTS)


def _found(table: type[Thing], number: int | None) -> Thing | None:
    return db.session.get(table, number) if number is not None else None


def _check(options: Options) -> None:
    known = options.color is None or options.color in set(Color)
    if not known or options.alarm_minutes not in (None, *ALARMS):
        raise RuleBroken(_("Kies een van de mogelijkheden in de lijst."))


def _row(part: Wanted) -> SubscriptionPart:
    return SubscriptionPart(
        scope=part.scope,
        partnership_id=part.partnership_id,
        portfolio_id=part.portfolio_id,
        of_person_id=part.of_person_id,
    )


def _record(
    action: str, subscription: Subscription, actor: Person | None, fields: Sequence[str] = ()
) -> None:
    actor_id = actor.id if actor else None
    journal.record(action, "subscription", subscription.id, actor_id=actor_id, fields=fields)
