"""Pages of packs: ask for one, follow its making, read it."""

from __future__ import annotations

from collections.abc import Callable

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.core import access, files, recorder
from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.core.files import StoredFile
from app.core.forms import CreatingForm, create_once
from app.meetings.models import Meeting
from app.meetings.queries import get_meeting, items_of
from app.packs import actions, queries
from app.packs.forms import PackForm
from app.packs.issuing.keeping import kept_document
from app.packs.issuing.outdated import news_since
from app.packs.issuing.standards import standards_of
from app.packs.left_out import left_out_of_form, left_out_of_pack
from app.packs.models import Pack, PackState, Variant
from app.packs.naming import kind_of, name_at, occasion_of
from app.packs.permissions import PACK_ROLES, may_request_again
from app.packs.wanting import Wanted, read_first, want_again, want_pack
from app.packs.words import OPEN, STATES
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
def request_pack(meeting_id: int) -> BaseResponse | tuple[str, int] | str:
    """Have a pack made; the page that follows shows how far it is."""
    meeting = get_meeting(meeting_id, current_user)
    form = PackForm().offer(meeting, current_user)
    if "move" in request.form:
        form.move(request.form["move"], items_of([meeting.id], current_user)[meeting.id])
        return _list_page(meeting, form)

    def want() -> Wanted:
        return want_pack(
            get_meeting(meeting_id, current_user),
            get_person(form.reader_id.data),
            Variant(form.variant.data),
            current_user,
            form.options(),
        )

    hidden = RuleBroken(_("Deze vergadering bestaat niet voor deze lezer."), field="reader_id")
    url = ask_once(form, want, hidden) if form.validate_on_submit() else None
    if url is None:
        return _list_page(get_meeting(meeting_id, current_user), form), 422
    return redirect(url)


def ask_once(form: CreatingForm, want: Callable[[], Wanted], hidden: RuleBroken) -> str | None:
    """Where the page is of the pack that was asked for; None where the form says why there is none.

    `hidden` is said where a meeting in it does not exist for who asks or reads.
    """

    def create() -> str:
        return url_for("packs.show_pack", pack_id=actions.request(wanted).id)

    try:
        wanted = read_first(want)
        return create_once(form, current_user.id, create)
    except RuleBroken as error:
        broken = error
    except NotFound:
        broken = hidden
    db.session.rollback()
    form.show(broken)
    return None


@packs.get("/packs/<int:pack_id>")
@access.roles(*PACK_ROLES)
def show_pack(pack_id: int) -> str:
    """Follow the making of a pack, then read it; and see whether something changed since."""
    pack = queries.get_pack(pack_id, current_user)
    versions = queries.versions_seen(pack, current_user)
    newer = queries.later_than(pack, versions)
    older = [one for one in versions if one.number < pack.number]
    document = kept_document(pack)
    is_asker = queries.is_asker(pack, current_user)
    return render_template(
        "packs/show_pack.html",
        pack=pack,
        kind=kind_of(pack),
        occasion=occasion_of(pack),
        place=place_of(pack),
        newer=newer,
        older=older,
        same_as=next((one for one in older if pack.says_the_same(one.content_hash)), None),
        news=news_since(pack, current_user) if newer is None else None,
        may_again=may_request_again(current_user, pack),
        under_way=pack.state in queries.UNDER_WAY,
        state_word=STATES[pack.variant, pack.state],
        open_word=OPEN[pack.variant],
        changes=document.changes if document else None,
        left_out=left_out_of_pack(document, pack.reader, current_user)
        if document and is_asker
        else [],
        standards=standards_of(pack),
        form=CreatingForm(),
    )


@packs.post("/packs/<int:pack_id>/again")
@access.roles(*PACK_ROLES)
def request_again(pack_id: int) -> BaseResponse:
    """Have the next version of a pack made, in the same way."""
    form = CreatingForm()
    access.require(form.validate_on_submit())
    hidden = RuleBroken(_("Een van deze vergaderingen bestaat niet meer."))

    def want() -> Wanted:
        return want_again(queries.get_pack(pack_id, current_user), current_user)

    queries.get_pack(pack_id, current_user)
    url = ask_once(form, want, hidden)
    for sentence in form.form_errors:
        flash(sentence, "error")
    return redirect(url or url_for("packs.show_pack", pack_id=pack_id))


@packs.get("/packs/<int:pack_id>/progress")
@access.roles(*PACK_ROLES)
def show_progress(pack_id: int) -> BaseResponse:
    """Tell the page how far the making is, for browsers with script."""
    pack = queries.get_pack(pack_id, current_user)
    return jsonify(
        percent=pack.progress,
        text=str(STATES[pack.variant, pack.state]),
        done=pack.state not in queries.UNDER_WAY,
        url=url_for("packs.show_pack", pack_id=pack.id),
    )


@packs.get("/packs/<int:pack_id>/file")
@access.roles(*PACK_ROLES)
def read_pack(pack_id: int) -> Response:
    """Read the pack itself."""
    pack = queries.get_pack(pack_id, current_user)
    if pack.state != PackState.READY or pack.file is None:
        raise NotFound
    recorder.note("pack", pack.id, current_user.id, pack.number)
    return _pdf(pack, pack.file, _("versie"), str(pack.number))


@packs.get("/packs/<int:pack_id>/addendum")
@access.roles(*PACK_ROLES)
def read_addendum(pack_id: int) -> Response:
    """Read only what is new or changed in this version."""
    pack = queries.get_pack(pack_id, current_user)
    if pack.state != PackState.READY or pack.addendum is None:
        raise NotFound
    recorder.note("pack", pack.id, current_user.id, pack.number)
    return _pdf(pack, pack.addendum, _("nazending"), str(pack.addendum_number))


@packs.post("/packs/<int:pack_id>/stop")
@access.roles(*PACK_ROLES)
def stop_pack(pack_id: int) -> BaseResponse:
    """Stop the making of a pack."""
    pack = queries.get_pack(pack_id, current_user)
    actions.stop_pack(pack, current_user)
    db.session.commit()
    flash(_("Het maken is gestopt."), "success")
    return redirect(place_of(pack))


def place_of(pack: Pack) -> str:
    """Where packs of the same meeting or period stand."""
    if pack.first_day is not None and pack.last_day is not None:
        return url_for(
            "packs.new_period_pack",
            reader_id=pack.reader_id,
            first=pack.first_day.isoformat(),
            last=pack.last_day.isoformat(),
        )
    return url_for("packs.list_packs", meeting_id=pack.meeting_id)


def _list_page(meeting: Meeting, form: PackForm) -> str:
    items = items_of([meeting.id], current_user)[meeting.id]
    found = queries.packs_of(meeting.id, current_user)
    rows = form.rows(items)
    return render_template(
        "packs/list_packs.html",
        meeting=meeting,
        rows=rows,
        left_out=left_out_of_form(form, rows, current_user),
        packs=found,
        names={pack.id: name_at(pack, meeting) for pack in found},
        form=form,
    )


def _pdf(pack: Pack, file: StoredFile, *words: str) -> Response:
    """A file of a pack, under a name that says which."""
    response = files.sent(file, " ".join((kind_of(pack), occasion_of(pack), *words)) + ".pdf")
    response.set_etag(file.sha256)
    return response
