"""Pages for writing a note: the text, and the people around it."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.briefings import actions, beginning, permissions, queries
from app.briefings.content import EMPTY, of_version
from app.briefings.drafts.actions import forget_window
from app.briefings.drafts.queries import get_draft_on
from app.briefings.drafts.typed import continued
from app.briefings.forms import NoteForm, NotePeopleForm
from app.briefings.models import Depth, Note
from app.briefings.permissions import READING_ROLES
from app.briefings.ties import Tie
from app.briefings.views import Page, briefings, why_refused
from app.briefings.writing_page import conflict_page, draft_page, form_page
from app.core import access
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.core.forms import create_once
from app.core.submission import submit_edit
from app.core.web import asked_number
from app.meetings import queries as meeting_queries
from app.meetings.agenda_models import AgendaItem
from app.people.queries import people_with_role


@briefings.get("/items/<int:item_id>/note")
@access.signed_in
def start_note(item_id: int) -> Page | Response:
    """Begin the note of an agenda item, or go to the one there is."""
    item = meeting_queries.get_item(item_id, current_user)
    note = queries.notes_for_items([item_id], current_user).get(item_id)
    if note is not None:
        place = "edit_note" if permissions.may_write(current_user, note) else "read_note"
        return redirect(url_for(f"briefings.{place}", note_id=note.id))
    access.require(permissions.may_start(current_user, item))
    if "draft" in request.args:
        draft = get_draft_on(asked_number("draft"), item, current_user)
        return draft_page(draft, item, None)
    off = _off(item)
    if off is not None:
        return off
    taken = None
    if "from" in request.args:
        source = beginning.source_note(asked_number("from"), item, current_user)
        taken = beginning.take(source, item, current_user, request.args.getlist("parts"))
    form = NoteForm(formdata=None)
    form.show_content(taken.content if taken else EMPTY, 0)
    _shorten(form)
    return form_page(form, item, taken=taken)


def _off(item: AgendaItem) -> Response | None:
    """Where to go from the beginning of a note that is not needed any more."""
    try:
        actions.require_standing(item)
    except RuleBroken as error:
        flash(str(error), "info")
        return redirect(url_for("meetings.show_item", item_id=item.id))
    return None


def _shorten(form: NoteForm) -> None:
    """The short form, where the address asks for it: too little time is left for more."""
    if request.args.get("short"):
        form.depth.data = Depth.SHORT


@briefings.get("/items/<int:item_id>/note/begin")
@access.signed_in
def begin_note(item_id: int) -> Page | Response:
    """Choose what to take along from an earlier note; nothing is saved by it."""
    item = meeting_queries.get_item(item_id, current_user)
    if queries.notes_for_items([item_id], current_user).get(item_id) is not None:
        return redirect(url_for("briefings.start_note", item_id=item_id))
    access.require(permissions.may_start(current_user, item))
    off = _off(item)
    if off is not None:
        return off
    note = beginning.source_note(asked_number("from"), item, current_user)
    return render_template(
        "briefings/begin_note.html",
        item=item,
        note=note,
        content=of_version(note.current),
        parts=beginning.offered_parts(note, current_user),
        widens=beginning.widens(note, item),
    )


@briefings.post("/items/<int:item_id>/note")
@access.signed_in
def create_note(item_id: int) -> Page | Response:
    """Save the first version of a note; a double click makes one."""
    item = meeting_queries.get_item(item_id, current_user)
    form = NoteForm()

    def create() -> str:
        note = actions.start_note(item, form.content, current_user)
        _forget_draft(item_id, form)
        return url_for("briefings.read_note", note_id=note.id)

    if form.validate_on_submit():
        try:
            begun = queries.notes_for_items([item_id], current_user).get(item_id)
            if begun is not None and permissions.may_write(current_user, begun):
                return _already_begun(item_id, form)
            url = create_once(form, current_user.id, create)
        except (Conflict, IntegrityError):
            db.session.rollback()
            return _already_begun(item_id, form)
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
            return form_page(form, meeting_queries.get_item(item_id, current_user), status=409)
        flash(_("De annotatie is opgeslagen als concept."), "success")
        return _on_to(url)
    return form_page(form, item, status=422)


def _already_begun(item_id: int, form: NoteForm) -> Page | Response:
    """The note is there: by the same form sent twice, or by somebody else at the same time.

    Both texts then, where one may read theirs.
    """
    item = meeting_queries.get_item(item_id, current_user)
    note = queries.notes_for_items([item_id], current_user).get(item_id)
    if note is None or not permissions.may_write(current_user, note):
        form.show(
            RuleBroken(
                _(
                    "Voor dit punt kunt u nu geen annotatie beginnen. Uw tekst staat er nog: "
                    "overleg met de beleidsambtenaar van dit punt."
                )
            )
        )
        return form_page(form, item, status=409)
    if form.content == of_version(note.current):
        flash(_("De annotatie is opgeslagen als concept."), "success")
        return _on_to(url_for("briefings.read_note", note_id=note.id))
    return conflict_page(note, form, EMPTY)


@briefings.get("/notes/<int:note_id>/edit")
@access.signed_in
def edit_note(note_id: int) -> Page | Response:
    """Write a note further."""
    note = queries.get_note(note_id, current_user)
    access.require(Tie.WRITER in permissions.ties_to(note, current_user))
    if not permissions.may_write(current_user, note):
        flash(_("Deze annotatie kunt u nu niet wijzigen. Haal haar zo nodig eerst terug."), "info")
        return redirect(url_for("briefings.read_note", note_id=note_id))
    if "draft" in request.args:
        draft = get_draft_on(asked_number("draft"), note.item, current_user)
        return draft_page(draft, note.item, note)
    form = NoteForm(formdata=None)
    form.show_content(of_version(note.current), note.current_number)
    _shorten(form)
    return form_page(form, note.item, note)


@briefings.post("/notes/<int:note_id>/edit")
@access.signed_in
def save_note(note_id: int) -> Page | Response:
    """Save what was written as a new version; what somebody else saved meanwhile is shown."""
    note = queries.get_note(note_id, current_user)
    form = NoteForm()
    if not form.validate_on_submit():
        return form_page(form, note.item, note, status=422)
    try:
        changed = actions.save_note(
            note, form.content, current_user, form.seen_version, reopen=form.reopens
        )
        _forget_draft(note.item_id, form)
        db.session.commit()
    except (Conflict, StaleDataError, IntegrityError) as error:
        db.session.rollback()
        note = queries.get_note(note_id, current_user)
        if note.current_number != form.seen_version:
            return conflict_page(note, form)
        form.show(why_refused(error))  # no other words: somebody took a step
        return form_page(form, note.item, note, status=409)
    except RuleBroken as error:
        db.session.rollback()
        form.show(error)
        note = queries.get_note(note_id, current_user)
        return form_page(form, note.item, note, status=409)
    flash(_("De annotatie is opgeslagen.") if changed else _("Er was niets gewijzigd."), "success")
    return _on_to(url_for("briefings.read_note", note_id=note_id))


def _forget_draft(item_id: int, form: NoteForm) -> None:
    """What this window typed is in a version now."""
    forget_window(item_id, current_user, str(form.key.data), continued(form.draft.data))


def _on_to(url: str) -> Response:
    """Where to go after a save; a script that sent the form is told, and goes there itself."""
    if request.headers.get("Accept") == "application/json":
        return jsonify(url=url)
    return redirect(url)


@briefings.get("/notes/<int:note_id>/people")
@access.signed_in
def edit_people(note_id: int) -> Page:
    """Choose who write along, and whether the note exists only for a circle."""
    note = _note_to_people(note_id)
    people, version = _people(note)
    form = _offer_people(NotePeopleForm(formdata=None, data=people), note)
    form.version.data = str(version)
    return render_template("briefings/edit_people.html", form=form, note=note, differences=())


def _note_to_people(note_id: int) -> Note:
    """A note of which this person may say who write along."""
    note = queries.get_note(note_id, current_user)
    access.require(Tie.WRITER in permissions.ties_to(note, current_user))
    return note


def _people(note: Note) -> tuple[dict[str, Any], int]:
    """Who write along and who are in the circle, as the form holds it."""
    people = {
        "writers": [row.person_id for row in note.writers],
        "restricted": note.restricted,
        "circle": [row.person_id for row in note.circle],
    }
    return people, note.version


def _offer_people(form: NotePeopleForm, note: Note) -> NotePeopleForm:
    officer = queries.officer_of(note.item)
    own = {note.writer_id, officer.id if officer else None}
    colleagues = people_with_role("officer", "coordinator")
    form.writers.offer([one for one in colleagues if one.id not in own])
    form.circle.offer(people_with_role(*sorted(READING_ROLES)))
    return form


@briefings.post("/notes/<int:note_id>/people")
@access.signed_in
def save_people(note_id: int) -> Page | Response:
    """Set who write along and the circle; what somebody else chose meanwhile is shown beside it."""
    note = _note_to_people(note_id)
    form = _offer_people(NotePeopleForm(), note)

    def save() -> None:
        actions.set_people(
            note,
            current_user,
            form.seen_version,
            writer_ids=form.writers.data or (),
            restricted=form.restricted.data,
            circle_ids=form.circle.data or (),
        )

    url = url_for("briefings.read_note", note_id=note_id)
    done = submit_edit(form, save, url, lambda: _people(_note_to_people(note_id)))
    if done.url:
        flash(_("De schrijvers en de kring zijn opgeslagen."), "success")
        return redirect(done.url)
    note = _note_to_people(note_id)
    html = render_template(
        "briefings/edit_people.html", form=form, note=note, differences=done.differences
    )
    return html, done.status
