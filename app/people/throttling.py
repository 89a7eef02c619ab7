"""Slows the guessing of passwords down: failures counted in a table, for all servers together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.core import clock, settings
from app.core.database import db
from app.core.dates import clock_time
from app.core.errors import RuleBroken
from app.people.models import SignInAttempt
from app.people.queries import normal_email
from app.people.sessions import digest

#: Wrong passwords within the window from one address (a whole town hall).
PER_ADDRESS = 30


def window() -> timedelta:
    """For how long a wrong password counts."""
    return timedelta(minutes=settings.get(settings.ATTEMPTS_MINUTES))


class TooManyAttempts(RuleBroken):
    """Too many wrong passwords of late; says from when one may try again."""

    def __init__(self, until: datetime) -> None:
        self.seconds = max(1, int((until - clock.now()).total_seconds()) + 1)
        again = until + timedelta(seconds=59)  # the sentence names whole minutes, never too early
        super().__init__(
            _(
                "Er is te vaak een verkeerd wachtwoord ingevuld. "
                "U kunt het om %(time)s uur opnieuw proberen.",
                time=clock_time(again),
            )
        )


@dataclass(frozen=True)
class Ticket:
    """One attempt that is being made: its rows stay when it fails."""

    account: str
    row_ids: tuple[int, ...]


def start_attempt(email: str, address: str | None) -> Ticket:
    """Write an attempt down before the password is looked at, and commit; refuses when too many.

    Written first, and counted only then: guesses sent at the same moment count each other.
    """
    now = clock.now()
    account = digest(f"email:{normal_email(email)}")
    place = digest(f"address:{_network(address)}")
    limits = {account: settings.get(settings.PASSWORD_ATTEMPTS), place: PER_ADDRESS}
    rows = [SignInAttempt(subject=subject, at=now) for subject in limits]
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - window()))
    db.session.add_all(rows)
    db.session.commit()
    ticket = Ticket(account, tuple(row.id for row in rows))
    freed = [_free_from(subject, limit, ticket) for subject, limit in limits.items()]
    until = max((moment for moment in freed if moment is not None), default=None)
    if until is not None:
        db.session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(ticket.row_ids)))
        db.session.commit()
        raise TooManyAttempts(until)
    return ticket


def forgive(ticket: Ticket) -> None:
    """The password was right: this attempt and the account's earlier failures count no more."""
    db.session.execute(
        delete(SignInAttempt).where(
            SignInAttempt.id.in_(ticket.row_ids) | (SignInAttempt.subject == ticket.account)
        )
    )


def forgive_account(email: str) -> None:
    """A new password was set by a link: earlier failures of this account count no more."""
    subject = digest(f"email:{normal_email(email)}")
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.subject == subject))


def _free_from(subject: str, limit: int, ticket: Ticket) -> datetime | None:
    """When the next attempt is allowed, or None where that is now."""
    earlier = db.session.scalars(
        select(SignInAttempt.at)
        .where(
            SignInAttempt.subject == subject,
            SignInAttempt.at > clock.now() - window(),
            SignInAttempt.id.not_in(ticket.row_ids),
        )
        .order_by(SignInAttempt.at.desc())
        .limit(limit)
    ).all()
    return earlier[-1] + window() if len(earlier) == limit else None


def _network(address: str | None) -> str:
    """Where attempts come from; one household of IPv6 has a whole /64 of addresses."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return address or ""
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)
