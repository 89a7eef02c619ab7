"""Pages for taking in a new version of a paper, which gets the place of the one that stands."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.core import access, clock, settings
from app.core.database import let_go
from app.core.errors import RuleBroken
from app.meetings import paper_actions as actions
from app.meetings import words
from app.meetings.agenda_forms import VersionForm
from app.meetings.agenda_models import Paper
from app.meetings.attempts import INVALID, attempt_once
from app.meetings.queries import get_paper
from app.meetings.views import Answer, meetings
from app.papers.checking import ACCEPTED, CheckedPaper, check_papers

FIELD = "paper"


@meetings.get("/papers/<int:paper_id>/version")
@access.signed_in
def new_version(paper_id: int) -> str:
    """See the form for a new version of a paper."""
    form = VersionForm(formdata=None)
    form.received_on.data = clock.today()
    return _page(form, _replaceable(paper_id))


@meetings.post("/papers/<int:paper_id>/version")
@access.signed_in
def add_version(paper_id: int) -> Answer:
    """Put the new version in the place of the paper, which is withdrawn and kept."""
    paper = _replaceable(paper_id)
    form = VersionForm()
    if not form.validate_on_submit():
        return _page(form, paper), INVALID
    try:
        checked = _checked(form.paper.data)
    except RuleBroken as refusal:
        form.show(refusal)
        return _page(form, _replaceable(paper_id)), INVALID
    paper = _replaceable(paper_id)

    def create() -> str:
        made = actions.add_version(
            paper, checked, form.received_on.data, key=FIELD, actor=current_user
        )
        return url_for("meetings.show_paper", paper_id=made.id)

    url = attempt_once(form, current_user.id, create)
    if url is None:
        return _page(form, _replaceable(paper_id)), INVALID
    added = _("De nieuwe versie staat nu op de agenda.")
    flash(f"{added} {words.STILL_CHECKED}", "success")
    return redirect(url)


def _checked(upload: FileStorage | None) -> CheckedPaper:
    """Look at the file outside any transaction: that takes seconds."""
    if not upload or not upload.filename:
        raise RuleBroken(_("Kies het bestand van de nieuwe versie."), FIELD)
    get_locale()  # the language of the person, asked before the database is let go
    largest = settings.get(settings.LARGEST_PAPER)
    let_go()
    good, refused = check_papers([upload], largest)
    for one in refused:
        raise RuleBroken(f"{one.file_name}: {one.reason}", FIELD)
    return good[0]


def _replaceable(paper_id: int) -> Paper:
    paper = get_paper(paper_id, current_user)
    actions.require_editor(current_user, paper.meeting, paper.item)
    if paper.withdrawn_at is not None or paper.unplaced:
        raise RuleBroken(_("Dit stuk staat niet op de agenda; voeg het nieuwe gewoon toe."))
    return paper


def _page(form: VersionForm, paper: Paper) -> str:
    return render_template(
        "meetings/new_version.html",
        form=form,
        paper=paper,
        meeting=paper.meeting,
        max_megabytes=settings.get(settings.LARGEST_PAPER),
        accepted=ACCEPTED,
    )
