"""Pages of papers: adding several at once, reading one, changing what is said of it."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.core import access, clock, settings
from app.core.database import db, let_go
from app.core.errors import NotAllowed
from app.meetings import paper_actions as actions
from app.meetings import words
from app.meetings.agenda_forms import PaperForm, UploadForm
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.attempts import (
    CONFLICT,
    DONE,
    INVALID,
    Difference,
    attempt,
    attempt_once,
    chosen_text,
    differences,
)
from app.meetings.models import Meeting
from app.meetings.page_queries import papers_of
from app.meetings.paper_actions import Arrival
from app.meetings.permissions import may_edit_agenda
from app.meetings.placing import arrivals, arrivals_at, doubt_of
from app.meetings.queries import get_meeting, get_paper, items_of
from app.meetings.views import Answer, meetings
from app.papers.checking import ACCEPTED, CheckedPaper, Refusal, check_papers

MOST_FILES = 50
#: Where papers go that do not know their item.
PLACE_PAGE = "meetings.place_papers"


@meetings.get("/meetings/<int:meeting_id>/papers/new")
@access.signed_in
def new_papers(meeting_id: int) -> str:
    """See the form for adding papers."""
    meeting, items = _editable(meeting_id)
    form = UploadForm(formdata=None)
    form.offer_places(items, may_edit_agenda(current_user, meeting))
    form.item_id.data = request.args.get("item", type=int)
    form.received_on.data = clock.today()
    return _upload_page(form, meeting)


@meetings.post("/meetings/<int:meeting_id>/papers/new")
@access.signed_in
def add_papers(meeting_id: int) -> Answer:
    """Add several papers at once; what is refused is named, and the others are kept."""
    meeting, items = _editable(meeting_id)
    form = UploadForm()
    form.offer_places(items, may_edit_agenda(current_user, meeting))
    uploads = [one for one in request.files.getlist("papers") if one.filename]
    fits = form.validate_on_submit()
    if not (_has_files(form, uploads) and fits):
        return _upload_page(form, meeting), INVALID
    actions.require_editor(current_user, meeting, _item(items, form))
    good, refused = _check(uploads)
    meeting, items = _editable(meeting_id)
    found = _arrivals(form, meeting, items, good)
    url = url_for("meetings.show_meeting", meeting_id=meeting_id)
    if good:
        done = attempt_once(form, current_user.id, lambda: _add(form, meeting, items, found))
        if done is None:
            return _upload_page(form, meeting, [], refused), INVALID
        url = done
    if refused:
        form.key.data = str(uuid.uuid4())  # what is sent next is another upload
        return _upload_page(form, meeting, found, refused, ask=_asks(url)), INVALID
    _say(found, url)
    return redirect(url)


def _asks(url: str) -> bool:
    """Whether the papers came with questions: then their page is where to go."""
    return url == url_for(PLACE_PAGE, **(request.view_args or {}))


def _say(found: list[Arrival], url: str) -> None:
    added = ngettext("%(num)d stuk is toegevoegd.", "%(num)d stukken zijn toegevoegd.", len(found))
    flash(f"{added} {words.STILL_CHECKED}", "success")
    if _asks(url):
        flash(
            _("Niet van elk stuk is duidelijk waar het hoort, of het staat er al. Kies het hier."),
            "info",
        )
    for one in found:
        if doubt := doubt_of(one):
            flash(doubt, "info")


def _check(uploads: list[FileStorage]) -> tuple[list[CheckedPaper], list[Refusal]]:
    """Look at the files outside any transaction: that takes seconds."""
    get_locale()  # the language of the person, asked before the database is let go
    largest = settings.get(settings.LARGEST_PAPER)
    let_go()
    return check_papers(uploads, largest)


def _arrivals(
    form: UploadForm, meeting: Meeting, items: list[AgendaItem], good: list[CheckedPaper]
) -> list[Arrival]:
    """Where each paper goes; what cannot be asked of who edits one item only is said afterwards."""
    present = [one for one in papers_of(meeting, current_user) if one.withdrawn_at is None]
    if form.by_name:
        return arrivals(good, items, present)
    ask = may_edit_agenda(current_user, meeting)
    return arrivals_at(good, _item(items, form), present, ask=ask)


def _add(form: UploadForm, meeting: Meeting, items: list[AgendaItem], found: list[Arrival]) -> str:
    actions.receive_papers(meeting, found, form.reception(), current_user)
    if any(one.unplaced for one in found):
        return url_for(PLACE_PAGE, meeting_id=meeting.id)
    if form.by_name:
        return url_for("meetings.show_meeting", meeting_id=meeting.id, _anchor="agenda")
    item = _item(items, form)
    anchor = f"item-{item.id}" if item else "papers"
    return url_for("meetings.show_meeting", meeting_id=meeting.id, _anchor=anchor)


def _has_files(form: UploadForm, uploads: list[FileStorage]) -> bool:
    """Whether a good number of files was chosen; else a message at the field."""
    if not uploads:
        form.papers.errors = [_("Kies een of meer bestanden.")]
    elif len(uploads) > MOST_FILES:
        form.papers.errors = [
            _(
                "Kies hoogstens %(most)d bestanden tegelijk, en voeg de rest daarna toe.",
                most=MOST_FILES,
            )
        ]
    return 0 < len(uploads) <= MOST_FILES


def _item(items: list[AgendaItem], form: UploadForm) -> AgendaItem | None:
    return next((one for one in items if one.id == form.item_id.data), None)


def _upload_page(
    form: UploadForm,
    meeting: Meeting,
    found: list[Arrival] | None = None,
    refused: list[Refusal] | None = None,
    ask: bool = False,
) -> str:
    return render_template(
        "meetings/new_papers.html",
        words=words,
        doubt_of=doubt_of,
        form=form,
        meeting=meeting,
        found=found or [],
        refused=refused or [],
        ask=ask,
        max_megabytes=settings.get(settings.LARGEST_PAPER),
        accepted=ACCEPTED,
    )


@meetings.get("/papers/<int:paper_id>/edit")
@access.signed_in
def edit_paper(paper_id: int) -> str:
    """See the form with what is said of a paper."""
    paper, items = _editable_paper(paper_id)
    form = PaperForm(formdata=None)
    form.offer(items)
    form.show_paper(paper)
    return _edit_page(form, paper)


@meetings.post("/papers/<int:paper_id>/edit")
@access.signed_in
def change_paper(paper_id: int) -> Answer:
    """Change what is said of a paper, or put it with another item."""
    paper, items = _editable_paper(paper_id)
    form = PaperForm()
    form.offer(items)
    if not form.validate_on_submit():
        return _edit_page(form, paper), INVALID
    details, seen = form.details(), form.seen_version
    status = attempt(form, lambda: actions.change_paper(paper, details, current_user, seen))
    if status == DONE:
        flash(_("Het stuk is gewijzigd."), "success")
        return redirect(_meeting_of(paper))
    paper, _items = _editable_paper(paper_id)
    if status != CONFLICT:
        return _edit_page(form, paper), status
    form.version.data = paper.version
    shown = {"item_id": chosen_text(form.item_id)}
    return _edit_page(form, paper, differences(words.PAPER_FIELDS, paper, details, shown)), CONFLICT


def _edit_page(form: PaperForm, paper: Paper, compared: list[Difference] | None = None) -> str:
    return render_template(
        "meetings/edit_paper.html",
        form=form,
        paper=paper,
        meeting=paper.meeting,
        compared=compared or [],
    )


@meetings.post("/papers/<int:paper_id>/withdraw")
@access.signed_in
def withdraw_paper(paper_id: int) -> Answer:
    """Take a paper away from the agenda; the file is kept."""
    paper = get_paper(paper_id, current_user)
    actions.withdraw_paper(paper, current_user)
    db.session.commit()
    flash(_("Het stuk is ingetrokken. U kunt het onderaan de pagina terugzetten."), "success")
    return redirect(_meeting_of(paper))


@meetings.post("/papers/<int:paper_id>/restore")
@access.signed_in
def restore_paper(paper_id: int) -> Answer:
    """Put a withdrawn paper back."""
    paper = get_paper(paper_id, current_user)
    actions.restore_paper(paper, current_user)
    db.session.commit()
    flash(_("Het stuk is teruggezet."), "success")
    return redirect(_meeting_of(paper))


def _editable(meeting_id: int) -> tuple[Meeting, list[AgendaItem]]:
    """The meeting with the items whose papers this person may edit; refused where none is."""
    meeting = get_meeting(meeting_id, current_user)
    items = [
        one
        for one in items_of([meeting.id], current_user)[meeting.id]
        if may_edit_agenda(current_user, meeting, one)
    ]
    if not items and not may_edit_agenda(current_user, meeting):
        raise NotAllowed
    return meeting, items


def _editable_paper(paper_id: int) -> tuple[Paper, list[AgendaItem]]:
    paper = get_paper(paper_id, current_user)
    if not may_edit_agenda(current_user, paper.meeting, paper.item):
        raise NotAllowed
    items = items_of([paper.meeting_id], current_user)[paper.meeting_id]
    if paper.item is not None and paper.item not in items:
        items = [paper.item, *items]
    return paper, items


def _meeting_of(paper: Paper) -> str:
    return url_for("meetings.show_meeting", meeting_id=paper.meeting_id)
