"""Pages of advice on a note: asking, giving, withdrawing, asking again."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.briefings import desk, permissions, queries
from app.briefings.advice import actions
from app.briefings.advice.forms import AskAdviceForm, GiveAdviceForm
from app.briefings.advice.permissions import may_give
from app.briefings.advice.queries import (
    advisers_for,
    asked_already,
    get_advice,
    usual_fields,
    was_withdrawn,
)
from app.briefings.content import of_version
from app.briefings.models import Advice, Note
from app.briefings.steps import open_steps
from app.briefings.ties import Tie
from app.briefings.views import Page, briefings, why_refused
from app.briefings.wording import ADVICE_FIELDS, GIVER_WORDS
from app.core import access, recorder
from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.core.submission import submit_new
from app.meetings import words as meeting_words


def _is_open(name: str, note: Note) -> bool:
    ties = permissions.ties_to(note, current_user)
    return any(step.name == name for step in open_steps(note.state, ties))


def _instead(note: Note, why: str) -> Response:
    """The note itself, and why there is no form to fill in."""
    flash(why, "info")
    return redirect(url_for("briefings.read_note", note_id=note.id, _anchor="advice"))


def _off() -> str:
    return _("Dit punt gaat niet door. Advies is niet meer nodig.")


@briefings.get("/notes/<int:note_id>/advice/ask")
@access.signed_in
def ask_advice(note_id: int) -> Page | Response:
    """Choose whom to ask for advice, on what and by when."""
    note = queries.get_note(note_id, current_user)
    access.require(Tie.WRITER in permissions.ties_to(note, current_user))
    if not note.item.stands:
        return _instead(note, _off())
    if not _is_open("ask-advice", note):
        return _instead(
            note, _("Advies vragen kan alleen zolang de annotatie bij de schrijver ligt.")
        )
    form, waiting = AskAdviceForm(formdata=None), asked_already(note)
    advisers = [one for one in advisers_for(note) if one.id not in waiting]
    days = {one.id: actions.usual_day(note, one.id) for one in advisers}
    form.show_advisers(advisers, usual_fields(advisers), days)
    return _ask_page(note, form)


@briefings.post("/notes/<int:note_id>/advice/ask")
@access.signed_in
def send_advice_request(note_id: int) -> Page | Response:
    """Ask the chosen advisers; a double click asks once."""
    note = queries.get_note(note_id, current_user)
    access.require(Tie.WRITER in permissions.ties_to(note, current_user))
    form = AskAdviceForm()
    asked: list[Advice] = []

    def create() -> str:
        asked.extend(actions.ask_advice(note, current_user, form.requests()))
        return url_for("briefings.read_note", note_id=note_id, _anchor="advice")

    try:
        done = submit_new(form, current_user.id, create)
    except StaleDataError as error:
        db.session.rollback()
        form.show(why_refused(error))
        return _ask_page(queries.get_note(note_id, current_user), form, 409)
    if not done.url:
        return _ask_page(queries.get_note(note_id, current_user), form, done.status)
    flash(
        ngettext(
            "Er is %(num)d advies gevraagd.", "Er zijn %(num)d adviezen gevraagd.", len(asked) or 1
        ),
        "success",
    )
    return redirect(done.url)


def _ask_page(note: Note, form: AskAdviceForm, status: int = 200) -> Page:
    html = render_template(
        "briefings/advice/ask.html",
        note=note,
        form=form,
        advisers={str(one.id): one for one in advisers_for(note)},
        waiting=asked_already(note),
    )
    return (html, status) if status != 200 else html


@briefings.get("/notes/<int:note_id>/advice/<int:advice_id>")
@access.signed_in
def write_advice(note_id: int, advice_id: int) -> Page | Response:
    """Read the question and the note, and give the advice that was asked."""
    advice, note = get_advice(advice_id, note_id, current_user)
    access.require(may_give(advice, current_user))
    if advice.given_at is not None or advice.withdrawn_at is not None:
        return redirect(url_for("briefings.read_note", note_id=note_id, _anchor="advice"))
    if not note.item.stands:
        return _instead(note, _off())
    recorder.note("note", note.id, current_user.id, note.current_number)
    form = GiveAdviceForm(formdata=None)
    form.version.data = str(note.current_number)
    return _give_page(advice, note, form)


@briefings.post("/notes/<int:note_id>/advice/<int:advice_id>")
@access.signed_in
def give_advice(note_id: int, advice_id: int) -> Page | Response:
    """Give the advice, on the version that was on screen."""
    try:
        advice, note = get_advice(advice_id, note_id, current_user)
    except NotFound:
        access.require(was_withdrawn(advice_id, note_id, current_user))
        text = GiveAdviceForm().text.data or ""
        return render_template("briefings/advice/withdrawn.html", text=text), 409
    access.require(may_give(advice, current_user))
    form = GiveAdviceForm()
    status = 422
    if form.validate_on_submit():
        try:
            kind, text = form.kind.data, form.text.data or ""
            actions.give_advice(advice, note, current_user, kind, text, form.seen_version)
            db.session.commit()
        except (RuleBroken, StaleDataError) as error:
            db.session.rollback()
            broken = why_refused(error)
            form.show(broken)
            status = 422 if broken.field else 409
            advice, note = get_advice(advice_id, note_id, current_user)
            form.version.data = str(note.current_number)
        else:
            flash(_("Uw advies staat bij de annotatie."), "success")
            return redirect(url_for("briefings.read_note", note_id=note_id, _anchor="advice"))
    return _give_page(advice, note, form), status


def _give_page(advice: Advice, note: Note, form: GiveAdviceForm) -> str:
    content = of_version(note.current)
    return render_template(
        "briefings/advice/give.html",
        advice=advice,
        note=note,
        form=form,
        fields=ADVICE_FIELDS,
        content=content,
        sections=desk.sections_of(content, permissions.readable_sections(note, current_user)),
        words=meeting_words,
        givers=GIVER_WORDS,
        stands=_is_open("give-advice", note),
    )


@briefings.post("/notes/<int:note_id>/advice/<int:advice_id>/withdraw")
@access.signed_in
def withdraw_advice(note_id: int, advice_id: int) -> Response:
    """Take back a request that was not answered yet."""
    return _changed(
        note_id,
        advice_id,
        lambda advice, note: actions.withdraw_advice(advice, note, current_user),
        _("De adviesvraag is ingetrokken."),
    )


@briefings.post("/notes/<int:note_id>/advice/<int:advice_id>/again")
@access.signed_in
def ask_advice_again(note_id: int, advice_id: int) -> Response:
    """Ask the same adviser again, about the text of now."""
    return _changed(
        note_id,
        advice_id,
        lambda advice, note: actions.ask_again(advice, note, current_user),
        _("Het advies is opnieuw gevraagd."),
    )


def _changed(
    note_id: int, advice_id: int, change: Callable[[Advice, Note], object], done: str
) -> Response:
    """A change by one button: done, or said why not, on the page of the note as it is now."""
    advice, note = get_advice(advice_id, note_id, current_user)
    try:
        change(advice, note)
        db.session.commit()
    except (RuleBroken, StaleDataError, IntegrityError) as error:
        db.session.rollback()
        flash(why_refused(error).message, "warning")
    else:
        flash(done, "success")
    return redirect(url_for("briefings.read_note", note_id=note_id, _anchor="advice"))
