"""The page on which a note is written: the form in its shape, what was typed before, what helps."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_login import current_user

from app.briefings import beginning, desk, past, surroundings, workflow
from app.briefings.beginning import Taken
from app.briefings.chain.panels import short_url
from app.briefings.chain.reading import papers_on_items
from app.briefings.chain.situations import item_timeline
from app.briefings.comparing.differences import differences
from app.briefings.content import EMPTY, PAGE_WORDS, Content, merge, of_version, touched
from app.briefings.drafts.models import NoteDraft
from app.briefings.drafts.queries import unsaved_on
from app.briefings.drafts.typed import form_of
from app.briefings.facts import is_agreed
from app.briefings.forms import NoteForm
from app.briefings.models import Note
from app.briefings.parts import PARTS
from app.briefings.showing import Occasion, Shape, shape
from app.briefings.views import Page
from app.briefings.wording import name_of
from app.core import clock
from app.meetings import words as meeting_words
from app.meetings.agenda_models import AgendaItem, Handling


def form_page(
    form: NoteForm,
    item: AgendaItem,
    note: Note | None = None,
    status: int = 200,
    *,
    conflict: dict[str, Any] | None = None,
    taken: Taken | None = None,
    unkept: bool = False,
) -> Page:
    """The form of a note; `unkept` (or another status) says that nobody has saved what is in it."""
    content = form.content
    html = render_template(
        "briefings/edit_note.html",
        form=form,
        item=item,
        note=note,
        content=content,
        conflict=conflict,
        page_words=PAGE_WORDS,
        shape=_shape(form, item, content),
        unsaved=unsaved_on(item, current_user, but_for=str(form.key.data)),
        unkept=unkept or status != 200,
        taken=taken,
        **_agreement(form, note, content),
        **_still_needed(item, content),
        **_beside(item, note),
    )
    return (html, status) if status != 200 else html


def _agreement(form: NoteForm, note: Note | None, content: Content) -> dict[str, Any]:
    """Whether the note was agreed, and what of the agreement saving this would undo.

    Shown once, saving it again means to reopen the note.
    """
    agreed = note is not None and is_agreed(note)
    reopening = touched(of_version(note.current), content) if note is not None and agreed else []
    form.reopen.data = "yes" if reopening else ""
    return {
        "agreed": agreed,
        "reopening": [name_of(name) for name in reopening],
        "kept": [part for part in PARTS if not part.agreed],
    }


def _still_needed(item: AgendaItem, content: Content) -> dict[str, Any]:
    """What a note of this item needs before it is offered, and what of that is missing."""
    consent = item.handling == Handling.CONSENT
    facts = workflow.Facts(filled=content.filled, stance=content.stance, consent=consent)
    return {"needed": workflow.needed(consent), "missing": workflow.missing(facts)}


def _beside(item: AgendaItem, note: Note | None) -> dict[str, Any]:
    """What helps to write: the terms, what was said before, and what one can begin from."""
    papers_on = papers_on_items([item.id], current_user).get(item.id)
    return {
        "shown": item_timeline(item, note.state if note else "", papers_on, clock.today()),
        "short_url": "" if request.args.get("short") else short_url(item, note),
        "words": meeting_words,
        "last_time": desk.last_time(item, current_user),
        "heard_from": surroundings.prepared_item(item, current_user),
        "sources": beginning.sources(item, current_user) if note is None else [],
    }


def _shape(form: NoteForm, item: AgendaItem, content: Content) -> Shape:
    """What shows: also what came back with a mistake in it."""
    occasion = Occasion(
        handling=item.handling,
        type=item.type,
        depth=content.depth,
        nature=item.meeting.body.partnership.nature,
    )
    wrong = {part.key for part in PARTS if form[part.key].errors}
    has_stance = bool(content.stance or content.depth or form.stance.errors or form.depth.errors)
    return shape(occasion, content.filled | wrong, has_stance=has_stance)


def conflict_page(
    note: Note, form: NoteForm, base: Content | None = None, status: int = 409
) -> Page:
    """Both texts of every part that differs; the form holds one's own, and what the other did."""
    if base is None:
        seen = past.find_version(note, current_user, form.seen_version)
        base = of_version(seen) if seen is not None else EMPTY
    theirs, mine = of_version(note.current), form.content
    merged = merge(base, theirs, mine)
    form.show_content(merged.content, note.current_number)
    clashing = differences(theirs, mine, PARTS)
    conflict = {
        "version": note.current,
        "both": [one for one in clashing if one.name in merged.both],
        "taken": [name_of(name) for name in merged.taken],
    }
    return form_page(form, note.item, note, status, conflict=conflict)


def draft_page(draft: NoteDraft, item: AgendaItem, note: Note | None) -> Page:
    """The form as it was typed in another window, to go on with."""
    form = form_of(draft.typed)
    form.version.data = str(draft.base_number)
    form.draft.data = f"{draft.id}:{draft.sequence}"
    if note is not None and note.current_number != draft.base_number:
        return conflict_page(note, form, status=200)
    return form_page(form, item, note)
