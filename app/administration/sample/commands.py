"""The command that loads the sample municipality."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.administration.sample.loading import is_untouched, load_sample
from app.core import commands
from app.core.database import db

sample_commands = AppGroup("sample", help="The sample municipality.")


@sample_commands.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing when the database has accounts.")
@commands.plain
def load(if_empty: bool) -> None:
    """Load the sample municipality into an empty database."""
    if if_empty and not is_untouched():
        return
    with current_app.test_request_context(method="POST"):  # messages carry addresses of pages
        load_sample()
        db.session.commit()
    click.echo(_("De voorbeeldgemeente staat klaar."))
