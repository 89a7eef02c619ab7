"""The command that loads the sample municipality."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.administration.sample.loading import is_untouched, load_large, load_sample
from app.administration.sample.synthetic import Size
from app.core import commands
from app.core.database import db
from app.core.search import reading

sample_commands = AppGroup("sample", help="De voorbeeldgemeente.")


@sample_commands.command("load", help="Laadt de voorbeeldgemeente in een lege database.")
@click.option("--if-empty", is_flag=True, help="Doe niets als er al accounts zijn.")
@click.option(
    "--partnerships", type=click.IntRange(1, 5000), help="Een grote, om te meten: zoveel verbanden."
)
@click.option("--years", type=click.IntRange(1, 60), default=2, show_default=True)
@click.option("--notes-per-meeting", type=click.IntRange(0, 20), default=2, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@commands.plain
def load(
    if_empty: bool, partnerships: int | None, years: int, notes_per_meeting: int, seed: int
) -> None:
    """Load the sample municipality into an empty database.

    With --partnerships it is a large synthetic one for measuring, under the same rules.
    """
    if if_empty and not is_untouched():
        return
    with current_app.test_request_context(method="POST"):  # messages carry addresses of pages
        if partnerships is None:
            load_sample()
        else:
            load_large(Size(partnerships, years, notes_per_meeting, seed))
        db.session.commit()
    reading.read_all()  # so that papers can be found by their text at once
    click.echo(_("De voorbeeldgemeente staat klaar."))
