"""Pages for who reads a paper: the file as it was sent, its reading copy, and how that reads."""

from __future__ import annotations

from pathlib import PurePath

from flask import current_app, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, files
from app.core.errors import NotReady
from app.core.files import StoredFile
from app.meetings import workflow
from app.meetings.agenda_models import Paper
from app.meetings.permissions import may_edit_agenda
from app.meetings.queries import get_paper
from app.meetings.views import meetings
from app.papers import telling, words
from app.papers.kinds import BY_MEDIA_TYPE
from app.papers.queries import reading_copies

#: A paper is read by the browser's own viewer; nothing in it may run, load or be framed.
FILE_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)


@meetings.get("/papers/<int:paper_id>")
@access.signed_in
def show_paper(paper_id: int) -> str:
    """See one paper: where it belongs, what can be opened, and how well it reads."""
    paper = _readable(paper_id)
    copy = reading_copies([paper.file_id]).get(paper.file_id)
    return render_template(
        "meetings/show_paper.html",
        paper=paper,
        meeting=paper.meeting,
        copy=copy,
        told=telling.told_of(copy),
        words=words,
        size=telling.shown_size,
        kind=BY_MEDIA_TYPE.get(paper.file.media_type),
        may_edit=may_edit_agenda(current_user, paper.meeting, paper.item)
        and workflow.may_change(paper.meeting.status),
    )


@meetings.get("/papers/<int:paper_id>/file")
@access.signed_in
def open_paper(paper_id: int) -> Response:
    """Read a paper as it was sent, byte for byte, or keep it."""
    paper = _readable(paper_id)
    kind = BY_MEDIA_TYPE.get(paper.file.media_type)
    shown = kind is not None and kind.shown and "download" not in request.args
    return _sent(paper.file, paper.file_name, shown)


@meetings.get("/papers/<int:paper_id>/copy")
@access.signed_in
def open_reading_copy(paper_id: int) -> Response:
    """Read the reading copy of a paper, or keep it."""
    paper = _readable(paper_id)
    copy = reading_copies([paper.file_id]).get(paper.file_id)
    if copy is None or copy.copy is None:
        raise NotReady(_("Van dit stuk is (nog) geen leesversie. Open het origineel."))
    name = _("%(name)s (leesversie).pdf", name=PurePath(paper.file_name).stem)
    return _sent(copy.copy, name, "download" not in request.args)


def _readable(paper_id: int) -> Paper:
    """A paper that this person sees; a withdrawn one is for who may put it back."""
    paper = get_paper(paper_id, current_user)
    if paper.withdrawn_at is not None:
        access.require(may_edit_agenda(current_user, paper.meeting, paper.item))
    return paper


def _sent(file: StoredFile, name: str, shown: bool) -> Response:
    if not files.exists(file):
        raise NotReady(_("Dit bestand staat niet meer in de opslag. Meld dit bij de beheerder."))
    response = current_app.response_class(files.stream(file), mimetype=file.media_type)
    response.content_length = file.size
    kind = "inline" if shown else "attachment"
    response.headers["Content-Disposition"] = files.disposition(kind, name)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
