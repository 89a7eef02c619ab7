"""Pages for writing a note: the text, and the people around it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.briefings import actions, desk, permissions, queries, surroundings, workflow
from app.briefings.chain.reading import offering_of, papers_on_items
from app.briefings.content import EMPTY, PAGE_WORDS, Content, merge, of_version
from app.briefings.forms import NoteForm, NotePeopleForm
from app.briefings.models import Note
from app.briefings.parts import ALWAYS, PARTS
from app.briefings.permissions import READING_ROLES
from app.briefings.step_actions import is_agreed
from app.briefings.ties import Tie
from app.briefings.views import Page, briefings
from app.core import access
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.core.forms import create_once
from app.meetings import queries as meeting_queries
from app.meetings import words as meeting_words
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
    form = NoteForm(formdata=None)
    form.show_content(EMPTY, 0)
    return _form_page(form, item)


@briefings.post("/items/<int:item_id>/note")
@access.signed_in
def create_note(item_id: int) -> Page | Response:
    """Save the first version of a note; a double click makes one."""
    item = meeting_queries.get_item(item_id, current_user)
    form = NoteForm()

    def create() -> str:
        note = actions.start_note(item, form.content, current_user)
        return url_for("briefings.read_note", note_id=note.id)

    if form.validate_on_submit():
        try:
            url = create_once(form, current_user.id, create)
        except (Conflict, IntegrityError):
            db.session.rollback()
            return _already_begun(item_id, form)
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
            return _form_page(form, meeting_queries.get_item(item_id, current_user), status=409)
        flash(_("De annotatie is opgeslagen als concept."), "success")
        return redirect(url)
    return _form_page(form, item, status=422)


def _already_begun(item_id: int, form: NoteForm) -> Page:
    """Somebody else began this note at the same time: both texts, where one may read theirs."""
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
        return _form_page(form, item, status=409)
    return _conflict_page(note, form, EMPTY)


@briefings.get("/notes/<int:note_id>/edit")
@access.signed_in
def edit_note(note_id: int) -> Page | Response:
    """Write a note further."""
    note = queries.get_note(note_id, current_user)
    access.require(Tie.WRITER in permissions.ties_to(note, current_user))
    if not permissions.may_write(current_user, note):
        flash(_("Deze annotatie kunt u nu niet wijzigen. Haal haar zo nodig eerst terug."), "info")
        return redirect(url_for("briefings.read_note", note_id=note_id))
    form = NoteForm(formdata=None)
    form.show_content(of_version(note.current), note.current_number)
    return _form_page(form, note.item, note)


@briefings.post("/notes/<int:note_id>/edit")
@access.signed_in
def save_note(note_id: int) -> Page | Response:
    """Save what was written as a new version; what somebody else saved meanwhile is shown."""
    note = queries.get_note(note_id, current_user)
    form = NoteForm()
    if not form.validate_on_submit():
        return _form_page(form, note.item, note, status=422)
    try:
        changed = actions.save_note(
            note, form.content, current_user, form.seen_version, reopen=form.reopens
        )
        db.session.commit()
    except (Conflict, StaleDataError, IntegrityError):
        db.session.rollback()
        return _conflict_page(queries.get_note(note_id, current_user), form)
    except RuleBroken as error:
        db.session.rollback()
        form.show(error)
        note = queries.get_note(note_id, current_user)
        return _form_page(form, note.item, note, status=409)
    flash(_("De annotatie is opgeslagen.") if changed else _("Er was niets gewijzigd."), "success")
    return redirect(url_for("briefings.read_note", note_id=note_id))


def _conflict_page(note: Note, form: NoteForm, base: Content | None = None) -> Page:
    """Both texts of every part that differs; the form holds one's own, and what the other did."""
    versions = {one.number: one for one in surroundings.versions_of(note)}
    seen = versions.get(form.seen_version)
    if base is None:
        base = of_version(seen) if seen is not None else EMPTY
    theirs, mine = of_version(note.current), form.content
    merged = merge(base, theirs, mine)
    form.show_content(merged.content, note.current_number)
    clashing = desk.differences(theirs, mine, PARTS)
    labels = {one.name: one.label for one in desk.differences(base, theirs, PARTS)}
    return _form_page(
        form,
        note.item,
        note,
        status=409,
        conflict={
            "version": note.current,
            "both": [one for one in clashing if one.name in merged.both],
            "taken": [labels[name] for name in merged.taken],
        },
    )


def _form_page(
    form: NoteForm,
    item: AgendaItem,
    note: Note | None = None,
    status: int = 200,
    conflict: dict[str, object] | None = None,
) -> Page:
    content = form.content
    consent = item.handling == "consent"
    facts = workflow.Facts(filled=content.filled, stance=content.stance, consent=consent)
    reopens = note is not None and is_agreed(note)
    form.reopen.data = "yes" if reopens else ""
    html = render_template(
        "briefings/edit_note.html",
        form=form,
        item=item,
        note=note,
        content=content,
        conflict=conflict,
        reopens=reopens,
        missing=workflow.missing(facts),
        always=ALWAYS,
        others=[part for part in PARTS if not part.always],
        page_words=PAGE_WORDS,
        due=offering_of(
            item.meeting, item, papers_on=papers_on_items([item.id], current_user).get(item.id)
        ),
        words=meeting_words,
        last_time=desk.last_time(item, current_user),
        heard_from=surroundings.prepared_item(item, current_user),
    )
    return (html, status) if status != 200 else html


@briefings.get("/notes/<int:note_id>/people")
@access.signed_in
def edit_people(note_id: int) -> Page:
    """Choose who write along, and whether the note exists only for a circle."""
    note = queries.get_note(note_id, current_user)
    access.require(Tie.WRITER in permissions.ties_to(note, current_user))
    form = _offer_people(NotePeopleForm(formdata=None), note)
    form.writers.data = [row.person_id for row in note.writers]
    form.restricted.data = note.restricted
    form.circle.data = [row.person_id for row in note.circle]
    form.version.data = str(note.version)
    return render_template("briefings/edit_people.html", form=form, note=note)


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
    """Set who write along and who are in the circle."""
    note = queries.get_note(note_id, current_user)
    form = _offer_people(NotePeopleForm(), note)
    status = 422
    if form.validate_on_submit():
        try:
            actions.set_people(
                note,
                current_user,
                form.seen_version,
                writer_ids=form.writers.data or (),
                restricted=form.restricted.data,
                circle_ids=form.circle.data or (),
            )
            db.session.commit()
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
            note = queries.get_note(note_id, current_user)
            form.version.data = str(note.version)
            status = 409 if isinstance(error, Conflict) else 422
        else:
            flash(_("De schrijvers en de kring zijn opgeslagen."), "success")
            return redirect(url_for("briefings.read_note", note_id=note_id))
    return render_template("briefings/edit_people.html", form=form, note=note), status
