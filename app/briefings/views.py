"""Pages of notes for reading: one note, its versions, the list; and the steps of the workflow."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.briefings import (
    desk,
    permissions,
    queries,
    spoken,
    step_actions,
    steps,
    waiting,
    workflow,
)
from app.briefings.drafts.queries import left_by
from app.briefings.finding import PAGE, filters_from, find_notes, partnerships_of_notes
from app.briefings.forms import AnswerForm, RemarkForm, StepForm
from app.briefings.models import Note, NoteState
from app.briefings.since.queries import news_of
from app.briefings.wording import GIVER_NAMES, GIVER_WORDS
from app.core import access, clock, recorder
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.core.web import safe_next
from app.meetings import words as meeting_words
from app.people.acting import acting_for

briefings = Blueprint("briefings", __name__)
briefings.add_app_template_filter(spoken.in_words, "spoken")

Page = str | tuple[str, int]


@briefings.get("/notes/<int:note_id>")
@access.signed_in
def read_note(note_id: int) -> Page:
    """Read a note with everything around it, and see what one can do now."""
    note = queries.get_note(note_id, current_user)
    recorder.note("note", note.id, current_user.id, note.current_number)
    return note_page(note)


def note_page(
    note: Note,
    status: int = 200,
    *,
    step_form: StepForm | None = None,
    tried: str = "",
    remark_form: RemarkForm | None = None,
    answers: dict[int, AnswerForm] | None = None,
) -> Page:
    """The page of a note, with a form that came back where there is one."""
    found = desk.desk_of(note, current_user, clock.now(), typed_on=(answers or {}).keys())
    html = render_template(
        "briefings/read_note.html",
        desk=found,
        note=note,
        news=news_of(note, current_user),
        last_time=found.last_time,
        heard_from=found.heard_from,
        words=meeting_words,
        givers=GIVER_WORDS,
        giver_names=GIVER_NAMES,
        own_drafts=left_by(current_user, note.item_id),
        step_words=steps.PAST_WORDS,
        step_form=step_form or StepForm(formdata=None, prefix="step-"),
        tried=tried,
        step_forms=lambda step: form_of_step(step, step_form if step.name == tried else None),
        remark_form=(remark_form or new_remark_form(note, request.args.get("part", ""))),
        answers=answers or {},
        answer_form=answer_form,
    )
    return (html, status) if status != 200 else html


def form_of_step(step: workflow.Step, tried: StepForm | None) -> StepForm:
    """The form of one step: as it came back, else empty; beside others on one page."""
    form = tried or StepForm(formdata=None, prefix="step-")
    return form.on_page(step, tried=tried is not None)


def new_remark_form(note: Note, part: str = "") -> RemarkForm:
    """An empty form for a remark, on a part where one was pointed at."""
    parts = permissions.readable_sections(note, current_user)
    form = RemarkForm(formdata=None, prefix="remark-").offer(parts)
    form.part.data = part if part in {one.key for one in parts} else ""
    return form


def answer_form(remark_id: int) -> AnswerForm:
    """An empty form for the answer to one remark."""
    return AnswerForm(formdata=None, prefix=f"answer-{remark_id}-")


@briefings.post("/notes/<int:note_id>/steps/<step>")
@access.signed_in
def take_step(note_id: int, step: str) -> Page | Response:
    """Take a step of the workflow: offer, withdraw, agree, return with a question."""
    note = queries.get_note_for_step(note_id, current_user)
    form = StepForm(prefix="step-")
    try:
        if not form.validate():
            return note_page(note, 422, step_form=form, tried=step)
        taken = step_actions.take_step(
            note,
            step,
            current_user,
            form.seen_version,
            form.words.data or "",
            form.on_behalf_of_id,
            form.said_at.data and clock.from_local(form.said_at.data),
        )
        db.session.commit()
    except (RuleBroken, StaleDataError) as error:
        return _step_refused(note_id, step, form, error)
    _say_done(taken, form)
    if request.form.get("next"):  # from a list of notes: back to it, for the one that follows
        return redirect(safe_next(request.form["next"]))
    still_there = queries.notes_for_items([note.item_id], current_user)
    if still_there:
        return redirect(url_for("briefings.read_note", note_id=note_id))
    return redirect(url_for("briefings.list_notes"))


def _say_done(taken: workflow.Step, form: StepForm) -> None:
    flash(str(taken.done), "success")
    if form.on_behalf_of_id is not None:
        flash(_("Vastgelegd namens de portefeuillehouder, die hiervan bericht krijgt."), "info")


def _step_refused(
    note_id: int, step: str, form: StepForm, error: RuleBroken | StaleDataError
) -> Page:
    """The note as it is now, with why the step was not taken and what was typed with it."""
    db.session.rollback()
    note = queries.get_note_for_step(note_id, current_user)
    why = why_refused(error)
    form.show(why)
    form.version.data = str(note.current_number)
    status = 409 if isinstance(why, Conflict) or why.field is None else 422
    return note_page(note, status, step_form=form, tried=step)


def why_refused(error: RuleBroken | StaleDataError | IntegrityError) -> RuleBroken:
    """Why a step was not taken, as a sentence; two at once is one of the reasons."""
    if isinstance(error, RuleBroken):
        return error
    return Conflict(
        _("Iemand anders deed op hetzelfde moment een stap. Bekijk eerst wat er veranderd is.")
    )


@briefings.get("/notes/")
@access.signed_in
def list_notes() -> Page:
    """See what I have to write, what waits for me, and the notes of others that I may read."""
    now = clock.now()
    filters, chosen = filters_from(request.args), acting_for()
    mine = queries.due_for_officer(current_user, now)
    return render_template(
        "briefings/list_notes.html",
        own_drafts=left_by(current_user),
        to_do=[due for due in mine if due.need in queries.MINE],
        waiting=[due for due in mine if due.need == queries.Need.DECIDE],
        to_decide=waiting.to_decide(current_user, now),
        to_pass=waiting.to_pass(current_user, now),
        to_confirm=waiting.to_confirm(current_user, now),
        to_record=waiting.to_record(chosen, current_user, now) if chosen else [],
        filters=filters,
        found=find_notes(current_user, filters, now),
        page_size=PAGE,
        partnerships=partnerships_of_notes(current_user),
        states=NoteState,
    )
