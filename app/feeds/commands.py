"""Commands of feeds."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.core import commands
from app.core.database import db
from app.core.errors import RuleBroken
from app.feeds import actions
from app.feeds.models import Scope
from app.people.queries import find_by_email

feeds_commands = AppGroup("feeds", help="Agenda-abonnementen.")


@feeds_commands.command("create", help="Maakt een abonnement en toont één keer het adres.")
@click.option("--person", "email", required=True, help="E-mailadres van wie het leest.")
@click.option("--scope", required=True, help="mine, all, deadlines, partnership:ID, portfolio:ID")
@commands.plain
def create(email: str, scope: str) -> None:
    """Make a feed for a person and print its path, once."""
    kind, _colon, number = scope.partition(":")
    wants_number = kind in (Scope.PARTNERSHIP, Scope.PORTFOLIO)
    if kind not in set(Scope) or wants_number != number.isdecimal():
        raise click.BadParameter(
            "mine, all, deadlines, partnership:ID of portfolio:ID", param_hint="--scope"
        )
    person = find_by_email(email)
    if person is None or not person.active:
        raise RuleBroken(_("Er is geen actief account met dit adres."))
    subscription, token = actions.subscribe(
        person,
        kind,
        actor=None,
        partnership_id=int(number) if kind == Scope.PARTNERSHIP else None,
        portfolio_id=int(number) if kind == Scope.PORTFOLIO else None,
    )
    db.session.commit()
    click.echo(subscription.name)
    click.echo(f"/feeds/{token}/{subscription.scope}.ics")
