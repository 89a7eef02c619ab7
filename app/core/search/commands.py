"""The command group `flask search`: make the index anew."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import ngettext

from app.core.commands import plain
from app.core.search.keeping import rebuild

search_commands = AppGroup("search", help="De zoekindex.")


@search_commands.command("rebuild")
@plain
def rebuild_command() -> None:
    """Maak de zoekindex opnieuw, in stukjes; de werker leest de stukken die nog wachten."""
    count = rebuild()
    click.echo(
        ngettext(
            "De zoekindex klopt: %(num)d onderdeel.",
            "De zoekindex klopt: %(num)d onderdelen.",
            count,
        )
    )
