"""The command that loads the sample municipality."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.administration.sample.loading import load_sample
from app.core import commands
from app.core.database import db

sample_commands = AppGroup("sample", help="The sample municipality.")


@sample_commands.command("load")
@commands.plain
def load() -> None:
    """Load the sample municipality into an empty database."""
    with current_app.test_request_context(method="POST"):  # messages carry addresses of pages
        load_sample()
        db.session.commit()
    click.echo(_("De voorbeeldgemeente staat klaar."))
