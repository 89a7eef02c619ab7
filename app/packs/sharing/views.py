"""Pages on which packs are sent."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.forms import create_once
from app.packs import queries
from app.packs.models import Pack, PackState
from app.packs.naming import kind_of, occasion_of
from app.packs.permissions import PACK_ROLES
from app.packs.sharing.actions import send_packs
from app.packs.sharing.forms import SendForm
from app.packs.sharing.queries import recipients
from app.packs.views import packs


@packs.get("/packs/<int:pack_id>/send")
@access.roles(*PACK_ROLES)
def new_sending(pack_id: int) -> str:
    """See to whom a pack can be sent, and who had it already."""
    pack = _sendable(pack_id)
    return _page(pack, SendForm())


@packs.post("/packs/<int:pack_id>/send")
@access.roles(*PACK_ROLES)
def send(pack_id: int) -> Response | tuple[str, int]:
    """Send everybody who was chosen their own pack: a message and a mail with the way to it."""
    pack = _sendable(pack_id)
    form = SendForm().offer(recipients(pack, current_user))

    def create() -> str:
        sent = send_packs(pack, form.readers.data or [], current_user)
        flash(
            ngettext(
                "De map is aan %(num)d persoon gestuurd.",
                "De map is aan %(num)d mensen gestuurd, ieder een eigen exemplaar.",
                len(sent),
            ),
            "success",
        )
        return url_for("packs.show_pack", pack_id=pack_id, _anchor="fates")

    if form.validate_on_submit():
        try:
            return redirect(create_once(form, current_user.id, create))
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
    return _page(_sendable(pack_id), form), 422


def _sendable(pack_id: int) -> Pack:
    """A pack that is ready, and that this person may send to somebody."""
    pack = queries.get_pack(pack_id, current_user)
    access.require(pack.state == PackState.READY)
    return pack


def _page(pack: Pack, form: SendForm) -> str:
    found = recipients(pack, current_user)
    return render_template(
        "packs/sharing/new_sending.html",
        pack=pack,
        kind=kind_of(pack),
        occasion=occasion_of(pack),
        recipients=found,
        form=form.offer(found),
    )
