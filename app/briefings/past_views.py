"""Pages of what lies behind a note: versions and steps, one version, two compared, remarks."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user

from app.briefings import desk, past, permissions, queries, steps, talk
from app.briefings.comparing.differences import differences
from app.briefings.content import of_version
from app.briefings.models import Note, NoteVersion
from app.briefings.parts import BY_KEY
from app.briefings.views import Page, answer_form, briefings
from app.briefings.wording import GIVER_WORDS
from app.core import access, recorder
from app.core.errors import NotFound
from app.core.web import asked_number
from app.meetings import words as meeting_words


@briefings.get("/notes/<int:note_id>/versions")
@access.signed_in
def list_versions(note_id: int) -> Page:
    """See every version of a note with the steps that were taken on it, the newest first."""
    note = queries.get_note(note_id, current_user)
    first = asked_number("first")
    versions, total = past.versions_from(note, current_user, first)
    talks = permissions.may_talk(current_user, note)
    return render_template(
        "briefings/list_versions.html",
        note=note,
        versions=versions,
        first=first,
        total=total,
        page_size=past.PAGE,
        steps=past.steps_on(note, [one.number for one in versions]) if talks else {},
        step_words=steps.PAST_WORDS,
    )


@briefings.get("/notes/<int:note_id>/versions/<int:number>")
@access.signed_in
def read_version(note_id: int, number: int) -> Page:
    """Read one version of a note as it was saved."""
    note = queries.get_note(note_id, current_user)
    version = _version(note, number)
    recorder.note("note", note.id, current_user.id, version.number)
    content = of_version(version)
    return render_template(
        "briefings/read_version.html",
        note=note,
        version=version,
        content=content,
        words=meeting_words,
        givers=GIVER_WORDS,
        sections=desk.sections_of(content, permissions.readable_sections(note, current_user)),
    )


def _version(note: Note, number: int) -> NoteVersion:
    """A version that this person may read."""
    found = past.find_version(note, current_user, number)
    if found is None:
        raise NotFound
    return found


@briefings.get("/notes/<int:note_id>/compare")
@access.signed_in
def compare_versions(note_id: int) -> Page:
    """See word by word what changed between two versions."""
    note = queries.get_note(note_id, current_user)
    versions = past.newest_versions(note, current_user)
    numbers = [one.number for one in versions]
    newer = asked_number("newer") if request.args.get("newer") else numbers[0]
    before = next((number for number in numbers if number < newer), newer)
    older = asked_number("older") if request.args.get("older") else before
    first, last = _version(note, min(older, newer)), _version(note, max(older, newer))
    parts = permissions.readable_sections(note, current_user)
    return render_template(
        "briefings/compare_versions.html",
        note=note,
        versions=versions,
        older=first,
        newer=last,
        differences=differences(of_version(first), of_version(last), parts),
    )


@briefings.get("/notes/<int:note_id>/remarks")
@access.signed_in
def list_remarks(note_id: int) -> Page:
    """See every remark on a note with its answer, the newest first."""
    note = queries.get_note(note_id, current_user)
    access.require(permissions.may_talk(current_user, note))
    first = asked_number("first")
    parts = permissions.readable_sections(note, current_user)
    remarks, total = talk.remarks_from(note, parts, first)
    return render_template(
        "briefings/list_remarks.html",
        note=note,
        remarks=remarks,
        first=first,
        total=total,
        page_size=talk.PAGE,
        may_answer=permissions.may_answer(current_user, note),
        answer_form=answer_form,
        labels={part.key: str(BY_KEY[part.key].label) for part in parts},
    )
