"""What the page of a pack shows of reading and sending: ways to go, and what became of it."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.packs.models import Pack, PackState
from app.packs.sharing.queries import fates_of_versions, recipients
from app.people.models import Person


def send_button(pack: Pack, person: Person) -> Markup | None:
    """The ways to read it on a phone and to send it, once it is ready."""
    if pack.state != PackState.READY:
        return None
    may_send = bool(recipients(pack, person))
    return Markup(render_template("packs/sharing/steps.html", pack=pack, may_send=may_send))


def fates_panel(pack: Pack, person: Person) -> Markup | None:
    """To whom it was sent when, and who opened which version, for whoever may know that."""
    found = fates_of_versions(pack, person)
    if not found:
        return None
    return Markup(render_template("packs/sharing/fates.html", pack=pack, fates=found))
