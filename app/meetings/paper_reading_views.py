"""Pages for who reads a paper: the file as it was sent, its reading copy, and how that reads."""

from __future__ import annotations

from pathlib import PurePath

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, files
from app.core.errors import NotReady
from app.meetings import workflow
from app.meetings.agenda_models import Paper
from app.meetings.permissions import may_edit_agenda
from app.meetings.queries import get_paper
from app.meetings.views import meetings
from app.papers import telling, words
from app.papers.kinds import BY_MEDIA_TYPE
from app.papers.queries import reading_copies


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
    return files.sent(paper.file, paper.file_name, shown=shown)


@meetings.get("/papers/<int:paper_id>/copy")
@access.signed_in
def open_reading_copy(paper_id: int) -> Response:
    """Read the reading copy of a paper, or keep it."""
    paper = _readable(paper_id)
    copy = reading_copies([paper.file_id]).get(paper.file_id)
    if copy is None or copy.copy is None:
        raise NotReady(_("Van dit stuk is (nog) geen leesversie. Open het origineel."))
    name = _("%(name)s (leesversie).pdf", name=PurePath(paper.file_name).stem)
    return files.sent(copy.copy, name, shown="download" not in request.args)


def _readable(paper_id: int) -> Paper:
    """A paper that this person sees; a withdrawn one is for who may put it back."""
    paper = get_paper(paper_id, current_user)
    if paper.withdrawn_at is not None:
        access.require(may_edit_agenda(current_user, paper.meeting, paper.item))
    return paper
