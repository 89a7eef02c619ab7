"""The page on which a decision on the mandate is recorded."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.briefings import permissions, queries
from app.briefings.granting import actions
from app.briefings.granting.forms import GrantForm
from app.briefings.granting.queries import mandate_from
from app.briefings.models import MandateGiver, Note
from app.briefings.steps.rows import BEFORE_AGREEMENT, HEARERS
from app.briefings.views import Page, briefings, why_refused
from app.briefings.wording import GIVER_NAMES, GIVER_WORDS, STANCE_WORDS
from app.core import access
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.forms import create_once


def _note_to_grant(note_id: int) -> tuple[Note, MandateGiver | None]:
    """A note on which this person may record it, and who must still allow its stance."""
    note = queries.get_note(note_id, current_user)
    access.require(bool(permissions.ties_to(note, current_user) & HEARERS))
    return note, mandate_from(note)


@briefings.get("/notes/<int:note_id>/mandate")
@access.signed_in
def write_grant(note_id: int) -> Page | Response:
    """Record who allowed a stance that goes beyond the mandate."""
    note, needed = _note_to_grant(note_id)
    if needed is None or note.state not in BEFORE_AGREEMENT:
        return _nothing_to_record(note_id)
    form = GrantForm(formdata=None).offer(needed)
    form.version.data = str(note.current_number)
    return _page(note, needed, form)


@briefings.post("/notes/<int:note_id>/mandate")
@access.signed_in
def record_grant(note_id: int) -> Page | Response:
    """Save the decision; a double click records it once."""
    note, needed = _note_to_grant(note_id)
    if needed is None:
        return _nothing_to_record(note_id)
    form = GrantForm().offer(needed)

    def create() -> str:
        given_on, source = form.given_on.data, form.source.data or ""
        actions.record_grant(
            note, current_user, form.giver.data, given_on, source, form.seen_version
        )
        return url_for("briefings.read_note", note_id=note_id)

    status = 422
    if form.validate_on_submit():
        try:
            url = create_once(form, current_user.id, create)
        except (RuleBroken, StaleDataError) as error:
            db.session.rollback()
            why = why_refused(error)
            note, needed = _note_to_grant(note_id)
            if needed is None:
                raise why from error  # its page keeps what was typed
            form.show(why)
            form.version.data = str(note.current_number)
            status = 409
        else:
            flash(_("Het besluit over het mandaat is vastgelegd."), "success")
            return redirect(url)
    return _page(note, needed, form), status


def _nothing_to_record(note_id: int) -> Response:
    flash(_("Dit standpunt blijft binnen het mandaat. Er is niets vast te leggen."), "info")
    return redirect(url_for("briefings.read_note", note_id=note_id))


def _page(note: Note, needed: MandateGiver, form: GrantForm) -> str:
    return render_template(
        "briefings/granting/record.html",
        note=note,
        needed=needed,
        form=form,
        givers=GIVER_WORDS,
        giver_name=GIVER_NAMES[needed],
        stances=STANCE_WORDS,
    )
