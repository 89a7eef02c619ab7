"""Pages of packs: ask for one, follow its making, read it."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    redirect,
    render_template,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.core import access, clock, files, recorder
from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.core.files import safe_name
from app.core.forms import create_once
from app.meetings.models import Meeting
from app.meetings.queries import get_meeting
from app.packs import actions, queries
from app.packs.forms import PackForm
from app.packs.models import Pack, PackState, Variant
from app.packs.permissions import PACK_ROLES
from app.packs.wording import day_in_print
from app.packs.words import STATES, VARIANTS
from app.people.queries import get_person

packs = Blueprint("packs", __name__)


@packs.get("/meetings/<int:meeting_id>/packs")
@access.roles(*PACK_ROLES)
def list_packs(meeting_id: int) -> str:
    """See which packs of this meeting there are, and ask for another."""
    meeting = get_meeting(meeting_id, current_user)
    return _list_page(meeting, PackForm().offer(meeting, current_user))


@packs.post("/meetings/<int:meeting_id>/packs")
@access.roles(*PACK_ROLES)
def request_pack(meeting_id: int) -> BaseResponse | tuple[str, int]:
    """Have a pack made; the page that follows shows how far it is."""
    meeting = get_meeting(meeting_id, current_user)
    form = PackForm().offer(meeting, current_user)

    def create() -> str:
        pack = actions.request_pack(
            meeting, get_person(form.reader_id.data), Variant(form.variant.data), current_user
        )
        return url_for("packs.show_pack", pack_id=pack.id)

    if form.validate_on_submit():
        try:
            return redirect(create_once(form, current_user.id, create))
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
        except NotFound:
            db.session.rollback()
            form.show(
                RuleBroken(_("Deze vergadering bestaat niet voor deze lezer."), field="reader_id")
            )
    return _list_page(get_meeting(meeting_id, current_user), form), 422


@packs.get("/packs/<int:pack_id>")
@access.roles(*PACK_ROLES)
def show_pack(pack_id: int) -> str:
    """Follow the making of a pack, then read it; and see whether something changed since."""
    pack = queries.get_pack(pack_id, current_user)
    newer = queries.find_newer(pack, current_user)
    return render_template(
        "packs/show_pack.html",
        pack=pack,
        newer=newer,
        changed=newer is None and queries.has_changed(pack),
        under_way=pack.state in queries.UNDER_WAY,
        state_word=STATES[pack.state],
        variant_word=VARIANTS[pack.variant],
        form=PackForm(),
    )


@packs.get("/packs/<int:pack_id>/progress")
@access.roles(*PACK_ROLES)
def show_progress(pack_id: int) -> BaseResponse:
    """Tell the page how far the making is, for browsers with script."""
    pack = queries.get_pack(pack_id, current_user)
    return jsonify(
        percent=pack.progress,
        text=str(STATES[pack.state]),
        done=pack.state not in queries.UNDER_WAY,
        url=url_for("packs.show_pack", pack_id=pack.id),
    )


@packs.get("/packs/<int:pack_id>/file")
@access.roles(*PACK_ROLES)
def read_pack(pack_id: int) -> Response:
    """Read the pack itself."""
    pack = queries.get_pack(pack_id, current_user)
    access.require(pack.state == PackState.READY and pack.file is not None)
    recorder.note("pack", pack.id, current_user.id, pack.number)
    return _pdf(pack)


@packs.post("/packs/<int:pack_id>/stop")
@access.roles(*PACK_ROLES)
def stop_pack(pack_id: int) -> BaseResponse:
    """Stop the making of a pack."""
    pack = queries.get_pack(pack_id, current_user)
    actions.stop_pack(pack, current_user)
    db.session.commit()
    flash(_("Het maken is gestopt."), "success")
    return redirect(url_for("packs.list_packs", meeting_id=pack.meetings[0].id))


def _list_page(meeting: Meeting, form: PackForm) -> str:
    return render_template(
        "packs/list_packs.html",
        meeting=meeting,
        packs=queries.packs_of(meeting.id, current_user),
        form=form,
        variants=VARIANTS,
    )


def _pdf(pack: Pack) -> Response:
    if pack.file is None:
        raise NotFound
    meeting = pack.meetings[0]
    day = day_in_print(clock.local(meeting.starts_at).date())
    words = (str(VARIANTS[pack.variant]), meeting.name, day, _("versie"), str(pack.number))
    name = safe_name(" ".join(words) + ".pdf")
    response = Response(files.stream(pack.file), mimetype="application/pdf")
    response.content_length = pack.file.size
    response.headers.set("Content-Disposition", "inline", filename=name)
    response.set_etag(pack.file.sha256)
    return response
