"""Pages on which packs are sent."""

from __future__ import annotations

from collections.abc import Sequence

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
from app.packs.sharing.actions import send_packs, want_packs
from app.packs.sharing.forms import SendForm
from app.packs.sharing.models import PackSending
from app.packs.sharing.queries import recipients
from app.packs.views import packs
from app.packs.wanting import read_first


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
    form = SendForm().offer(recipients(_sendable(pack_id), current_user))
    readers = form.readers.data or []

    def create() -> str:
        _say(send_packs(_sendable(pack_id), readers, wanted, current_user))
        return url_for("packs.show_pack", pack_id=pack_id, _anchor="fates")

    if form.validate_on_submit():
        try:
            wanted = read_first(lambda: want_packs(_sendable(pack_id), readers, current_user))
            return redirect(create_once(form, current_user.id, create))
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
    return _page(_sendable(pack_id), form), 422


def _say(sendings: Sequence[PackSending]) -> None:
    """To how many it went, and for how many it must be made first: they hear of it then."""
    ready = sum(one.pack.state == PackState.READY for one in sendings)
    waiting = len(sendings) - ready
    if ready:
        flash(
            ngettext(
                "De map is aan %(num)d persoon gestuurd.",
                "De map is aan %(num)d mensen gestuurd, ieder een eigen exemplaar.",
                ready,
            ),
            "success",
        )
    if waiting:
        flash(
            ngettext(
                "Voor %(num)d persoon wordt de map eerst gemaakt. Die krijgt bericht als zij "
                "klaar is. Lukt het maken niet, dan hoort u het.",
                "Voor %(num)d mensen wordt de map eerst gemaakt. Zij krijgen bericht als hun map "
                "klaar is. Lukt het maken niet, dan hoort u het.",
                waiting,
            ),
            "info",
        )


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
