"""Commands that make, prove and put back a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import ngettext

from app.administration.backup.creating import create_backup
from app.administration.backup.history import record_backup
from app.administration.backup.inspecting import Inspection
from app.administration.backup.restoring import restore_backup, verify_backup
from app.core import commands
from app.core.database import db

FILE = click.argument("file", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Een JSON-object.")

backup_commands = AppGroup("backup", help="Reservekopieën van database en bestanden samen.")


@backup_commands.command("create", help="Maakt een reservekopie, terwijl iedereen doorwerkt.")
@FILE
@AS_JSON
@commands.plain
def create(file: Path, as_json: bool) -> None:
    """Write a backup to a new file."""
    made = create_backup(file)
    record_backup()
    db.session.commit()
    if as_json:
        commands.print_json(
            {"result": "created", "file": str(file), "made_at": made.made_at.isoformat()}
            | _held(made.rows, made.files, made.missing)
        )
    else:
        click.echo(_("De reservekopie staat in %(path)s: %(held)s.", path=file, held=_words(made)))
    _warn(made.missing)


@backup_commands.command(
    "verify", help="Leest een reservekopie helemaal, en zet haar op proef terug."
)
@FILE
@AS_JSON
@commands.refusing
def verify(file: Path, as_json: bool) -> None:
    """Say whether a backup is whole; exit code 1 with a sentence for each thing that is not."""
    found = verify_backup(file)
    if as_json:
        commands.print_json(
            {
                "result": "damaged" if found.faults else "whole",
                "file": str(file),
                "made_at": found.head.made_at.isoformat() if found.head else None,
                "faults": found.faults,
            }
            | _held(found.rows, found.files, found.missing)
        )
    else:
        for sentence in found.faults:
            click.echo(sentence, err=True)
    if found.faults:
        raise SystemExit(1)
    if not as_json:
        click.echo(_("De reservekopie is heel: %(held)s.", held=_words(found)))
    _warn(found.missing)


@backup_commands.command("restore", help="Zet een reservekopie terug in een lege database.")
@FILE
@AS_JSON
@commands.refusing
def restore(file: Path, as_json: bool) -> None:
    """Put a backup back into an empty database of either engine."""
    found = restore_backup(file)
    if as_json:
        commands.print_json(
            {"result": "restored", "file": str(file)}
            | _held(found.rows, found.files, found.missing)
        )
    else:
        click.echo(
            _(
                "De reservekopie is teruggezet: %(held)s. Iedereen meldt zich opnieuw aan. "
                "Controleer het geheel met 'flask check'.",
                held=_words(found),
            )
        )
    _warn(found.missing)


def _held(rows: dict[str, int], files: int, missing: list[str]) -> dict[str, Any]:
    return {"tables": rows, "files": files, "missing": missing}


def _words(found: Inspection | Any) -> str:
    """What a backup holds, in words."""
    rows = ngettext("%(num)d rij", "%(num)d rijen", sum(found.rows.values()))
    files = ngettext("%(num)d bestand", "%(num)d bestanden", found.files)
    return _("%(rows)s en %(files)s", rows=rows, files=files)


def _warn(missing: list[str]) -> None:
    """Files that were no longer there when the backup was made are no fault of the backup."""
    for digest in missing:
        click.echo(
            _(
                "Bestand %(digest)s was er al niet (heel) toen de kopie werd gemaakt.",
                digest=digest,
            ),
            err=True,
        )
