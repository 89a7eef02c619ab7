"""Commands of packs."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.core import commands, files, jobs
from app.core.database import db
from app.core.errors import RuleBroken
from app.meetings.queries import get_meeting
from app.packs.actions import request
from app.packs.issuing.building import build_pack
from app.packs.models import PackState, Variant
from app.packs.queries import get_pack
from app.packs.wanting import read_first, want_pack
from app.people.queries import find_by_email

packs_commands = AppGroup("packs", help="Vergadermappen.")


@packs_commands.command("build", help="Maakt een vergadermap en schrijft haar naar een bestand.")
@click.argument("meeting_id", type=int)
@click.option("--as", "email", required=True, help="E-mailadres van de lezer.")
@click.option("--variant", type=click.Choice([str(one) for one in Variant]), default="full")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@commands.plain
def build(meeting_id: int, email: str, variant: str, out: Path) -> None:
    """Make a pack of a meeting as this person may read it, and write it to a file."""
    person = find_by_email(email)
    if person is None or not person.active:
        raise RuleBroken(_("Er is geen actief account met dit adres."))
    wanted = read_first(
        lambda: want_pack(get_meeting(meeting_id, person), person, Variant(variant), person)
    )
    pack_id = request(wanted, by_worker=False).id
    db.session.commit()
    try:
        build_pack(pack_id, by_command=True)
    except jobs.TryLater as error:
        raise RuleBroken(
            _("Er wordt al een ander stuk omgezet. Probeer het over een minuut opnieuw.")
        ) from error
    db.session.expire_all()
    pack = get_pack(pack_id, person)
    if pack.state != PackState.READY or pack.file is None:
        raise RuleBroken(pack.failure or _("Het maken is gestopt."))
    try:
        with out.open("wb") as file:
            file.writelines(files.stream(pack.file))
    except OSError as error:
        raise RuleBroken(
            _("%(file)s is niet te schrijven: %(why)s.", file=str(out), why=str(error.strerror))
        ) from error
    click.echo(_("%(file)s: %(pages)s bladzijden.", file=str(out), pages=pack.pages))
