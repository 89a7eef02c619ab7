"""The way to the print batch, on the page of all meetings."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.packs.batch.permissions import PRINTERS
from app.people.models import Person


def list_link(_thing: None, person: Person) -> Markup | None:
    """The link, for who prints for others."""
    if not person.has_role(*PRINTERS):
        return None
    words = _("Afdrukstapel van de week")
    return Markup('<a href="{}">{}</a>').format(url_for("packs.new_batch"), words)
