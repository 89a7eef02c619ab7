"""The command group `flask people`: accounts, one-time sign-in links, the list."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.core.commands import plain, print_json
from app.core.database import db, reading
from app.core.errors import RuleBroken
from app.people import account_actions, links
from app.people.models import Role
from app.people.queries import find_by_email, list_people
from app.people.roles import in_order

ROLE = click.Choice([role.value for role in Role])

people_commands = AppGroup("people", help="Accounts en eenmalige aanmeldlinks.")


@people_commands.command("add")
@click.argument("email")
@click.argument("more_roles", nargs=-1, type=ROLE, metavar="")
@click.option("--name", required=True, help="Naam zoals die op het scherm staat.")
@click.option("--title", default="", help="Functie, bijvoorbeeld 'wethouder'.")
@click.option(
    "--role", "roles", type=ROLE, multiple=True, required=True, help="Eén of meer rollen."
)
@plain
def add(
    email: str, more_roles: tuple[str, ...], name: str, title: str, roles: tuple[str, ...]
) -> None:
    """Maak een account, en een eenmalige link om een wachtwoord in te stellen."""
    person = account_actions.create_account(
        None, email=email, name=name, title=title, role_names={*roles, *more_roles}
    )
    address = links.make_link(person, None)
    db.session.commit()
    click.echo(_("Account %(id)d is gemaakt voor %(email)s.", id=person.id, email=person.email))
    click.echo(address)


@people_commands.command("link")
@click.argument("email")
@plain
def link(email: str) -> None:
    """Maak een eenmalige link waarmee iemand een wachtwoord instelt en zich aanmeldt."""
    person = find_by_email(email)
    if person is None:
        raise RuleBroken(_("Er is geen account met het e-mailadres %(email)s.", email=email))
    address = links.make_link(person, None)
    db.session.commit()
    click.echo(address)


@people_commands.command("list")
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per regel.")
@plain
def list_command(as_json: bool) -> None:
    """Toon alle accounts."""
    with reading():
        for person in list_people():
            row = {
                "id": person.id,
                "email": person.email,
                "name": person.name,
                "roles": in_order(person.role_names),
                "title": person.title,
                "active": person.active,
            }
            if as_json:
                print_json(row)
            else:
                state = "" if person.active else _(" (uitgeschakeld)")
                roles = ", ".join(in_order(person.role_names))
                click.echo(f"{person.id:>4}  {person.email}  {person.name}{state}  {roles}")
