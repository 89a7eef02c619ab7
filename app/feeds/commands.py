"""Commands of feeds."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.core import commands
from app.core.database import db
from app.core.errors import RuleBroken
from app.feeds import actions
from app.feeds.models import ALARMS, Color
from app.feeds.parts import Options, Wanted, readable, wanted_of
from app.people.queries import find_by_email

SCOPES = (
    "mine, all, deadlines, partnership:ID, portfolio:ID, person:ID, deadlines:ID"
    " (van een persoon ook met het e-mailadres)"
)

COLORS = [color.value for color in Color]

feeds_commands = AppGroup("feeds", help="Agenda-abonnementen.")


@feeds_commands.command("create", help="Maakt een abonnement en toont één keer het adres.")
@click.option("--person", "email", required=True, help="E-mailadres van wie het leest.")
@click.option(
    "--scope",
    "scopes",
    required=True,
    multiple=True,
    help=f"{SCOPES}. Mag vaker: samen worden zij één agenda.",
)
@click.option("--name", default="", help="Hoe de agenda heet; anders naar wat erin staat.")
@click.option("--without-cancelled", is_flag=True, help="Geannuleerde vergaderingen verdwijnen.")
@click.option("--color", type=click.Choice(COLORS), help="Kleur van de agenda.")
@click.option(
    "--alarm",
    type=click.Choice(list(map(str, ALARMS))),
    help="Minuten vooraf waarop de telefoon herinnert; zonder deze optie nooit.",
)
@commands.plain
def create(
    email: str,
    scopes: tuple[str, ...],
    name: str,
    without_cancelled: bool,
    color: str | None,
    alarm: str | None,
) -> None:
    """Make one calendar of these scopes for a person and print its path, once."""
    wanted = [_part(scope) for scope in scopes]
    person = find_by_email(email)
    if person is None or not person.active:
        raise RuleBroken(_("Er is geen actief account met dit adres."))
    subscription, token = actions.subscribe(
        person,
        wanted,
        actor=None,
        name=name.strip(),
        options=Options(not without_cancelled, color, int(alarm) if alarm else None),
    )
    db.session.commit()
    click.echo(subscription.name)
    click.echo(f"/feeds/{token}/{readable(subscription.name)}.ics")


def _part(scope: str) -> Wanted:
    """One scope as it was typed, a person also by address; a wrong one is wrong usage."""
    kind, _colon, of = scope.partition(":")
    if "@" in of:
        found = find_by_email(of)
        if found is None:
            raise RuleBroken(_("Er is geen account met dit adres."))
        scope = f"{kind}:{found.id}"
    wanted = wanted_of(scope)
    if wanted is None:
        raise click.BadParameter(SCOPES, param_hint="--scope")
    return wanted
