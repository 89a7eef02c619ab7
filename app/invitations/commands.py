"""The command group `flask invitations`: invitations in, by the code of the pages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.core import clock, commands, dates
from app.core.database import db, let_go, reading
from app.core.errors import RuleBroken
from app.invitations import actions
from app.invitations.arriving import read_file
from app.invitations.comparing import Comparison
from app.invitations.outcomes import Outcome, Result
from app.people.operator import operator
from app.register.models import Partnership

invitations_commands = AppGroup("invitations", help="Uitnodigingen.")


@invitations_commands.command("import", help="Verwerkt uitnodigingen (.ics, .eml).")
@click.argument(
    "paths",
    metavar="FILE…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--partnership", "partnership_id", type=int, metavar="ID")
@click.option("--dry-run", is_flag=True, help="Verander niets.")
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per regel.")
@commands.plain
def import_command(
    paths: tuple[Path, ...], partnership_id: int | None, dry_run: bool, as_json: bool
) -> None:
    """Take invitations over, each file by itself, or say what that would do."""
    with reading():
        if partnership_id is not None and db.session.get(Partnership, partnership_id) is None:
            raise RuleBroken(_("Er is geen samenwerkingsverband %(id)s.", id=partnership_id))
        let_go()
    results: list[str] = []
    refusals: list[str] = []
    for path in paths:
        try:
            rows = [as_object(path, one) for one in _import(path, partnership_id, dry_run)]
        except RuleBroken as error:
            rows = [_whole(path, Result.REFUSED, error.message)]
        for row in rows:
            _print(row, as_json)
            results.append(row["result"])
            refusals += [row["reason"]] if row["result"] == Result.REFUSED else []
    _end(results, refusals)


def _end(results: list[str], refusals: list[str]) -> None:
    """Exit code 1 where nothing at all was taken over; what was refused besides is counted."""
    if not refusals:
        return
    sentence = refusals[0]
    if len(results) > 1:
        sentence = _(
            "%(refused)s van de %(count)s vergaderingen of bestanden zijn geweigerd.",
            refused=len(refusals),
            count=len(results),
        )
    if len(refusals) == len(results):
        raise RuleBroken(sentence)
    click.echo(sentence, err=True)


def _import(path: Path, partnership_id: int | None, dry_run: bool) -> list[Outcome]:
    """One file: all of it in one transaction, or nothing."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RuleBroken(
            _("%(file)s is niet te lezen: %(why)s.", file=str(path), why=str(error.strerror))
        ) from error
    arrived = read_file(content, path.name, keep_bytes=not dry_run)
    try:
        received = actions.keep(arrived, operator(), partnership_id)
        if dry_run:
            return Comparison(received, operator()).outcomes
        outcomes = actions.apply(received, operator())
        db.session.commit()
        return outcomes
    finally:
        let_go()


def as_object(path: Path, one: Outcome) -> dict[str, Any]:
    """An occurrence as `--json` promises it; times on the Dutch clock with their offset."""
    return {
        "file": str(path),
        "uid": one.uid,
        "recurrence_id": one.recurrence_id or None,
        "result": one.result.value,
        "title": one.title,
        "start": _moment(one.starts_at),
        "end": _moment(one.ends_at),
        "reason": one.reason,
        "question": one.question.value if one.question else None,
        "meeting": one.meeting.id if one.meeting else None,
        "sent_by": one.sent_by or None,
        "doubts": list(one.doubts),
    }


def _whole(path: Path, result: Result, reason: str) -> dict[str, Any]:
    """A file of which no event can be told."""
    empty = dict.fromkeys(
        ("uid", "recurrence_id", "title", "start", "end", "question", "meeting", "sent_by")
    )
    told = {"result": result.value, "reason": reason}
    return {"file": str(path), **empty, **told, "doubts": []}


def _moment(moment: datetime | None) -> str | None:
    return clock.local(moment).isoformat() if moment else None


def _print(row: dict[str, Any], as_json: bool) -> None:
    if as_json:
        commands.print_json(row)
        return
    start = datetime.fromisoformat(row["start"]) if row["start"] else None
    when = dates.short_moment(start) if start else ""
    click.echo(f"{row['result']:<9}  {when:<24}  {row['title'] or row['file']}  {row['reason']}")
