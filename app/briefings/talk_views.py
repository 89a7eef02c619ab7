"""Remarks on a note with their answers."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.briefings import permissions, queries, surroundings, talk_actions
from app.briefings.forms import AnswerForm, RemarkForm
from app.briefings.views import Page, briefings, note_page
from app.core import access
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.forms import create_once


@briefings.post("/notes/<int:note_id>/remarks")
@access.signed_in
def add_remark(note_id: int) -> Page | Response:
    """Leave a remark on a note or one of its parts."""
    note = queries.get_note(note_id, current_user)
    form = RemarkForm(prefix="remark-").offer(permissions.readable_sections(note, current_user))

    def create() -> str:
        talk_actions.add_remark(note, current_user, form.text.data or "", form.part.data or "")
        return url_for("briefings.read_note", note_id=note_id, _anchor="remarks")

    if form.validate_on_submit():
        try:
            return redirect(create_once(form, current_user.id, create))
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
    return note_page(queries.get_note(note_id, current_user), 422, remark_form=form)


@briefings.post("/notes/<int:note_id>/remarks/<int:remark_id>/answer")
@access.signed_in
def answer_remark(note_id: int, remark_id: int) -> Page | Response:
    """Answer a remark or a question."""
    remark, note = surroundings.get_remark(remark_id, note_id, current_user)
    form = AnswerForm(prefix=f"answer-{remark_id}-")
    if form.validate_on_submit():
        try:
            talk_actions.answer_remark(remark, note, current_user, form.text.data or "")
            db.session.commit()
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
        else:
            flash(_("Uw antwoord staat bij de opmerking."), "success")
            return redirect(url_for("briefings.read_note", note_id=note_id, _anchor="remarks"))
    return note_page(queries.get_note(note_id, current_user), 422, answers={remark_id: form})


@briefings.post("/notes/<int:note_id>/remarks/<int:remark_id>/settle")
@access.signed_in
def settle_remark(note_id: int, remark_id: int) -> Response:
    """Mark a remark as dealt with."""
    remark, note = surroundings.get_remark(remark_id, note_id, current_user)
    talk_actions.settle_remark(remark, note, current_user)
    db.session.commit()
    return redirect(url_for("briefings.read_note", note_id=note_id, _anchor="remarks"))
