"""Pages for taking a Word document into a note, and a note away as one."""

from __future__ import annotations

from flask import Response, flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.briefings import desk, permissions, queries
from app.briefings.content import EMPTY, of_version
from app.briefings.drafts.queries import may_keep
from app.briefings.forms import NoteForm
from app.briefings.models import Note
from app.briefings.views import Page, briefings
from app.briefings.word.forms import PlacesForm, SendForm
from app.briefings.word.reading import read_document
from app.briefings.word.writing import MEDIA_TYPE, as_document
from app.briefings.writing_page import form_page
from app.core import access, clock, files, recorder
from app.core.database import let_go
from app.core.errors import RuleBroken
from app.meetings import queries as meeting_queries
from app.meetings.agenda_models import AgendaItem


@briefings.get("/items/<int:item_id>/note/word")
@access.signed_in
def choose_document(item_id: int) -> Page:
    """Choose a Word document to take into the note of an item."""
    item, note = _writable(item_id)
    return _send_page(SendForm(), item, note)


@briefings.post("/items/<int:item_id>/note/word")
@access.signed_in
def read_word(item_id: int) -> Page:
    """See which text of the document goes where; nothing is saved by it."""
    item, note = _writable(item_id)
    form = SendForm()
    sent = request.files.get("file")
    try:
        if not form.validate_on_submit() or sent is None or not sent.filename:
            raise RuleBroken(_("Kies eerst een Word-document."), "file")
        let_go()
        with files.room_for(sent.filename):
            found = read_document(sent.stream)
    except RuleBroken as error:
        form.show(error)
        item, note = _writable(item_id)
        return _send_page(form, item, note, 422)
    places = PlacesForm(formdata=None)
    places.show_sections(found)
    item, note = _writable(item_id)
    return _places_page(places, item, note)


@briefings.post("/items/<int:item_id>/note/word/take")
@access.signed_in
def take_from_word(item_id: int) -> Page:
    """Put the chosen texts in the form of the note, below what it says already."""
    item, note = _writable(item_id)
    places = PlacesForm()
    try:
        if not places.validate_on_submit():
            return _places_page(places, item, note, 422)
        placed = places.require_something()
    except RuleBroken as error:
        places.show(error)
        return _places_page(places, item, note, 422)
    now = of_version(note.current) if note else EMPTY
    both = {
        key: "\n\n".join(text for text in (now.value(key), words) if text)
        for key, words in placed.items()
    }
    form = NoteForm(formdata=None)
    form.show_content(now.with_values(both), note.current_number if note else 0)
    flash(
        _("De tekst uit Word staat in het formulier. Kijk hem na: er is nog niets opgeslagen."),
        "info",
    )
    return form_page(form, item, note, unkept=True)


@briefings.get("/notes/<int:note_id>/word")
@access.signed_in
def download_word(note_id: int) -> Response:
    """Take a note away as a Word document, with what one may read of it."""
    note = queries.get_note(note_id, current_user)
    recorder.note("note", note.id, current_user.id, note.current_number)
    content = of_version(note.current)
    sections = desk.sections_of(content, permissions.readable_sections(note, current_user))
    response = Response(as_document(note, content, sections, clock.now()), mimetype=MEDIA_TYPE)
    response.headers["Content-Disposition"] = files.disposition(
        "attachment", f"{note.item.title}.docx"
    )
    return response


def _writable(item_id: int) -> tuple[AgendaItem, Note | None]:
    """The item, and its note where there is one; only for who may write it now."""
    item = meeting_queries.get_item(item_id, current_user)
    note = queries.notes_for_items([item_id], current_user).get(item_id)
    if note is not None:
        access.require(permissions.may_write(current_user, note))
    else:
        access.require(may_keep(item, None, current_user))
    return item, note


def _send_page(form: SendForm, item: AgendaItem, note: Note | None, status: int = 200) -> Page:
    html = render_template("briefings/word/choose_document.html", form=form, item=item, note=note)
    return (html, status) if status != 200 else html


def _places_page(form: PlacesForm, item: AgendaItem, note: Note | None, status: int = 200) -> Page:
    html = render_template("briefings/word/place_sections.html", form=form, item=item, note=note)
    return (html, status) if status != 200 else html
