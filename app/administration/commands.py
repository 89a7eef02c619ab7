"""Commands of the administrator: the worker, and the check of everything."""

from __future__ import annotations

from typing import Any, cast

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_babel import ngettext

from app.administration.checks import check_everything
from app.core.commands import plain, print_json
from app.core.database import db
from app.core.jobs.worker import Worker, stop_on_signals

#: Seconds that running jobs get after SIGTERM; within the ten that `./run` waits.
GRACE = 8.0


@click.command("worker", help="Voert taken en schema's uit, tot SIGTERM of Ctrl-C.")
@with_appcontext
@plain
def worker_command() -> None:
    """Do jobs and schedules until told to stop."""
    db.session.remove()
    app = cast(Any, current_app)._get_current_object()
    worker = Worker(app, app.config["WORKER_ID"], GRACE)
    stop_on_signals(worker)
    worker.run()


@click.command("check", help="Controleert gegevens, bestanden, logboek en taken.")
@click.option("--json", "as_json", is_flag=True, help="Een JSON-object per regel.")
@with_appcontext
@plain
def check_command(as_json: bool) -> None:
    """Say whether everything is whole; exit code 1 with one sentence for each thing that is not."""
    wrong = 0
    for found in check_everything():
        wrong += found.error
        if as_json:
            kind = "error" if found.error else "note"
            print_json({"area": found.area, "kind": kind, "text": found.text})
        elif found.error:
            click.echo(found.text, err=True)
        else:
            click.echo(_("Ter kennisgeving: %(text)s", text=found.text))
    if as_json:
        print_json({"result": "broken" if wrong else "whole", "errors": wrong})
    elif wrong:
        sentence = ngettext(
            "Er is %(num)d ding niet in orde.", "Er zijn %(num)d dingen niet in orde.", wrong
        )
        click.echo(sentence, err=True)
    else:
        click.echo(_("Alles is in orde: gegevens, bestanden, logboek en taken."))
    if wrong:
        raise SystemExit(1)
