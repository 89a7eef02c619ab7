"""The command group `flask register`: partnerships in and out, by the code of the pages."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.core import clock, commands
from app.core.database import db, let_go, reading
from app.core.errors import RuleBroken
from app.core.spreadsheets.reading import Unreadable
from app.register.queries import Filters, our_municipality
from app.register.spelling import key
from app.transfer.actions import require_whole, take_over
from app.transfer.comparing import NEW, Comparison, Result, Wishes, compare
from app.transfer.entries import Contents
from app.transfer.exporting import MEDIA_TYPES, export
from app.transfer.present import Register
from app.transfer.source_files import read_file
from app.transfer.telling import as_objects

register_commands = AppGroup("register", help="Het register van samenwerkingsverbanden.")


@register_commands.command(
    "import", help="Leest samenwerkingsverbanden uit .csv, .xlsx, .ods, .json."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--municipality", help="De gemeente waarvan de regelingen worden ingelezen.")
@click.option("--match", "matches", multiple=True, metavar="NAME=ID", help="NAME=ID of NAME=new")
@click.option("--end-missing", is_flag=True, help="Beëindig wie het bestand niet meer noemt.")
@click.option("--dry-run", is_flag=True, help="Verander niets.")
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per regel.")
@commands.plain
def import_command(
    file: Path,
    municipality: str | None,
    matches: tuple[str, ...],
    end_missing: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Put a file into the register, or say what that would do."""
    with reading():
        ours = our_municipality()
        name = municipality or (ours.name if ours else current_app.config["MUNICIPALITY"])
        let_go()
    try:
        with file.open("rb") as opened:
            contents = read_file(opened, name, only=municipality is not None)
    except Unreadable as error:
        if as_json:
            _print_unreadable(error, dry_run)
        raise RuleBroken(error.message + " " + _("Er is niets gewijzigd.")) from None
    except OSError as error:
        raise RuleBroken(
            _("%(file)s is niet te lezen: %(why)s.", file=str(file), why=str(error.strerror))
        ) from error
    register = Register(clock.today(), current_app.config["MUNICIPALITY"])
    wishes = Wishes(_answers(matches, contents, register), end_missing)
    comparison = compare(contents, register, wishes)
    _print(comparison, as_json, dry_run)
    require_whole(comparison)
    if not dry_run:
        take_over(comparison, register, None)
        db.session.commit()


def _print_unreadable(error: Unreadable, dry_run: bool) -> None:
    row = {"line": error.line, "name": "", "result": Result.REFUSED, "reason": error.message}
    commands.print_json(row)
    counts = {one.value: int(one is Result.REFUSED) for one in Result}
    commands.print_json({"result": "summary", **counts, "dry_run": dry_run})


def _answers(matches: tuple[str, ...], contents: Contents, register: Register) -> dict[str, str]:
    """The answers of `--match`, each of which must be about a name in the file."""
    names = {key(one.name) for one in contents.entries}
    names |= {key(one.spelling) for one in contents.entries}
    found: dict[str, str] = {}
    for match in matches:
        name, separator, answer = match.rpartition("=")
        name, answer = name.strip(), answer.strip()
        if not separator or not name or not (answer == NEW or answer.isdecimal()):
            raise click.BadParameter("NAME=ID of NAME=new", param_hint="--match")
        if key(name) not in names:
            raise RuleBroken(_("“%(name)s” staat niet in het bestand.", name=name))
        if answer != NEW and int(answer) not in register.by_id:
            raise RuleBroken(_("Er is geen samenwerkingsverband %(id)s.", id=answer))
        found[key(name)] = answer
    return found


def _print(comparison: Comparison, as_json: bool, dry_run: bool) -> None:
    for row in as_objects(comparison, dry_run):
        if as_json:
            commands.print_json(row)
        elif row["result"] != "summary":
            click.echo(f"{row['line']:>6}  {row['result']:<9}  {row['name']}  {row['reason']}")
            for one in row.get("candidates", ()):
                click.echo(f'{"":>19}--match "{row["name"]}={one["id"]}"  {one["name"]}')
        else:
            click.echo(
                _(
                    "%(new)s nieuw, %(changed)s gewijzigd, %(unchanged)s ongewijzigd, "
                    "%(question)s vragen, %(refused)s geweigerd.",
                    **comparison.counts,
                )
            )


@register_commands.command("export", help="Schrijft het register naar .csv, .xlsx, .ods of .json.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@commands.plain
def export_command(file: Path) -> None:
    """Write the register to a file; its ending says which kind."""
    kind = file.suffix.lower().removeprefix(".")
    if kind not in MEDIA_TYPES:
        raise click.BadParameter(", ".join(f".{one}" for one in MEDIA_TYPES), param_hint="FILE")
    with reading():
        content = export(kind, Filters(), clock.today())
    try:
        file.write_bytes(content)
    except OSError as error:
        raise RuleBroken(
            _("%(file)s is niet te schrijven: %(why)s.", file=str(file), why=str(error.strerror))
        ) from error
    click.echo(str(file))
