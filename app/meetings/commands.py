"""The command group `flask meetings`: the list, for scripts and tests."""

from __future__ import annotations

from datetime import date, datetime

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.core import clock, dates
from app.core.commands import plain, print_json
from app.core.database import reading
from app.core.errors import RuleBroken
from app.meetings.models import Meeting
from app.meetings.queries import all_between

DAY = click.DateTime(formats=["%Y-%m-%d"])

meetings_commands = AppGroup("meetings", help="Vergaderingen.")


@meetings_commands.command("list")
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per regel.")
@click.option("--from", "first", type=DAY, help="Vanaf deze dag (jjjj-mm-dd).")
@click.option("--to", "last", type=DAY, help="Tot en met deze dag (jjjj-mm-dd).")
@plain
def list_command(as_json: bool, first: datetime | None, last: datetime | None) -> None:
    """Toon de vergaderingen op volgorde van tijd; beperkte alleen in de toepassing zelf."""
    if first and last and first > last:
        raise RuleBroken(_("De eerste dag ligt na de laatste."))
    with reading():
        for meeting in all_between(_day(first), _day(last)):
            if as_json:
                print_json(as_row(meeting))
            else:
                when = dates.short_moment(meeting.starts_at, meeting.ends_at)
                click.echo(f"{meeting.id:>5}  {when}  {meeting.name}  {meeting.status}")


def as_row(meeting: Meeting) -> dict[str, object]:
    """A meeting as `--json` promises it; times on the Dutch clock with their offset."""
    return {
        "id": meeting.id,
        "uid": meeting.uid,
        "title": meeting.name,
        "partnership": meeting.body.partnership.name,
        "body": meeting.body.name,
        "level": meeting.level,
        "start": clock.local(meeting.starts_at).isoformat(),
        "end": clock.local(meeting.ends_at).isoformat(),
        "status": meeting.status,
        "closed": meeting.closed,
        "officer": meeting.officer.name if meeting.officer else None,
        "alderman": meeting.alderman.name if meeting.alderman else None,
    }


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
