"""The page of a debrief: two minutes on a phone, everything in one save."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.core.submission import Difference
from app.followup.action_list import add_action
from app.followup.debrief_form import ROWS, DebriefForm, debrief_form
from app.followup.debriefing import record_debrief
from app.followup.finding import people_to_choose
from app.followup.merging import Laid, lay
from app.followup.page import DebriefPage, debrief_page, facts_of
from app.followup.permissions import READERS
from app.followup.views import Answer, followup
from app.meetings.agenda_actions import lock_agenda
from app.meetings.words import OUTCOMES


@followup.get("/meetings/<int:meeting_id>/debrief")
@access.roles(*READERS)
def edit_debrief(meeting_id: int) -> Answer:
    """See what came of a meeting, and tell what is not told yet."""
    page = debrief_page(meeting_id, current_user)
    form = _form(page, empty=True) if page.fills else None
    return _page(page, form)


@followup.post("/meetings/<int:meeting_id>/debrief")
@access.roles(*READERS)
def save_debrief(meeting_id: int) -> Answer:
    """Save what was told; what is left open can be told later."""
    page, form = _begin(meeting_id)
    if not form.validate_on_submit():
        return _page(page, form), 422
    laid = lay(form.seen_facts(), facts_of(page), form.typed())
    if laid.clashes:
        return _clash(page, form, laid)
    try:
        _record(page, form, laid)
        db.session.commit()
    except (StaleDataError, IntegrityError):
        db.session.rollback()
        page, form = _begin(meeting_id)
        form.validate()
        return _clash(page, form, lay(form.seen_facts(), facts_of(page), form.typed()))
    except RuleBroken as error:
        db.session.rollback()
        page, form = _begin(meeting_id)
        form.validate()
        form.show(error)
        return _page(page, form), 422
    return _saved(meeting_id)


def _begin(meeting_id: int) -> tuple[DebriefPage, DebriefForm]:
    """The page as it stands now that nobody else can tell of this meeting, and what was sent."""
    lock_agenda(meeting_id)
    page = debrief_page(meeting_id, current_user)
    if not page.open:
        raise RuleBroken(page.why_closed)
    if not page.fills:
        raise NotAllowed
    return page, _form(page)


def _form(page: DebriefPage, *, empty: bool = False) -> DebriefForm:
    people = people_to_choose(page.meeting) if page.adds_actions else []
    return debrief_form(page, people, empty=empty)


def _record(page: DebriefPage, form: DebriefForm, laid: Laid) -> None:
    record_debrief(page, laid.values, current_user, form.behalf_id)
    for row, key, details in form.new_actions(current_user):
        try:
            add_action(page.meeting, details, key, current_user)
        except RuleBroken as error:
            raise RuleBroken(error.message, f"new_{row}_{error.field or 'words'}") from None


def _saved(meeting_id: int) -> Response:
    left = debrief_page(meeting_id, current_user).lacking
    if left:
        words = ngettext(
            "Opgeslagen. Van %(num)d punt is nog niet bekend wat eruit kwam: dat kan later.",
            "Opgeslagen. Van %(num)d punten is nog niet bekend wat eruit kwam: dat kan later.",
            left,
        )
    else:
        words = _("Opgeslagen. De terugkoppeling van deze vergadering is compleet.")
    flash(words, "success")
    return redirect(url_for("followup.edit_debrief", meeting_id=meeting_id))


def _clash(page: DebriefPage, form: DebriefForm, laid: Laid) -> Answer:
    found = form.show_clash(laid)
    form.form_errors.append(
        _("Iemand anders heeft deze terugkoppeling intussen gewijzigd. Er is niets verloren.")
    )
    return _page(page, form, found), 409


def _page(
    page: DebriefPage, form: DebriefForm | None, differences: Sequence[Difference] = ()
) -> str:
    return render_template(
        "followup/edit_debrief.html",
        page=page,
        form=form,
        differences=differences,
        meeting=page.meeting,
        rows=range(ROWS) if page.adds_actions else (),
        today=clock.today(),
        outcomes=OUTCOMES,
    )
