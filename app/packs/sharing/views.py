"""Pages on which packs are sent."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.core import access
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.forms import create_once
from app.packs import queries
from app.packs.models import Pack, PackState
from app.packs.naming import kind_of, occasion_of
from app.packs.permissions import PACK_ROLES
from app.packs.sharing.actions import plan_sending, renew_packs, send_packs
from app.packs.sharing.forms import SendForm
from app.packs.sharing.going import going_to
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
        if plan.renewed:
            return _say_made(renew_packs(plan))
        return _say(pack_id, send_packs(_sendable(pack_id), readers, plan, current_user))

    if form.validate_on_submit():
        try:
            plan = read_first(
                lambda: plan_sending(_sendable(pack_id), readers, form.outdated.data, current_user)
            )
            return redirect(create_once(form, current_user.id, create))
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
    return _page(_sendable(pack_id), form), 422


def _say(pack_id: int, sendings: Sequence[PackSending]) -> str:
    """Which version went to whom, each with the way to it; gives where that stands."""
    there = [one.pack for one in sendings if one.pack.state == PackState.READY]
    waiting = [one.pack for one in sendings if one.pack.state != PackState.READY]
    if there:
        flash(Markup(_("Verstuurd: %(packs)s.", packs=_listed(there))), "success")
    if waiting:
        flash(
            Markup(
                _(
                    "Wordt eerst gemaakt: %(packs)s. Die krijgt bericht als de map klaar is. "
                    "Lukt het maken niet, dan hoort u het.",
                    packs=_listed(waiting),
                )
            ),
            "info",
        )
    ids = [one.pack_id for one in sendings]
    shown = pack_id if pack_id in ids else ids[0]
    return url_for("packs.show_pack", pack_id=shown, _anchor="fates")


def _say_made(packs_made: Sequence[Pack]) -> str:
    """Which versions are made to be looked at; gives where the first one is."""
    flash(
        Markup(
            _(
                "Er is nog niets verstuurd. Wordt gemaakt: %(packs)s. Bekijk de nieuwe versie en "
                "verstuur haar dan.",
                packs=_listed(packs_made),
            )
        ),
        "info",
    )
    return url_for("packs.show_pack", pack_id=packs_made[0].id)


def _listed(found: Sequence[Pack]) -> Markup:
    """Versions by reader, each a link: "versie 2 voor de wethouder"."""
    link = Markup('<a href="{}">{}</a>')
    return Markup(", ").join(
        link.format(
            url_for("packs.show_pack", pack_id=one.id),
            _("versie %(number)s voor %(name)s", number=one.number, name=one.reader.name),
        )
        for one in found
    )


def _sendable(pack_id: int) -> Pack:
    """A pack that is ready, and that this person may send to somebody."""
    pack = queries.get_pack(pack_id, current_user)
    access.require(pack.state == PackState.READY)
    return pack


def _page(pack: Pack, form: SendForm) -> str:
    found = recipients(pack, current_user)
    going = going_to(pack, [one.person for one in found], current_user)
    return render_template(
        "packs/sharing/new_sending.html",
        pack=pack,
        kind=kind_of(pack),
        occasion=occasion_of(pack),
        recipients=found,
        going=going,
        is_old=any(one.news is not None for one in going.values()),
        form=form.offer(found),
    )
