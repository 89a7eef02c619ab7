"""Pages of papers that have no place yet: choosing to which item each one belongs."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.core import access
from app.core.errors import NotAllowed, RuleBroken
from app.meetings import paper_actions as actions
from app.meetings import workflow
from app.meetings.agenda_models import AgendaItem
from app.meetings.attempts import DONE, INVALID, attempt
from app.meetings.models import Meeting
from app.meetings.page_queries import papers_of
from app.meetings.permissions import may_edit_agenda
from app.meetings.placing import Question, questions
from app.meetings.placing_forms import DROP, REPLACE, Choice, PlacingForm, placing_form
from app.meetings.queries import get_meeting, items_of
from app.meetings.views import Answer, meetings


@meetings.get("/meetings/<int:meeting_id>/papers/place")
@access.signed_in
def place_papers(meeting_id: int) -> str:
    """See which papers have no place yet, and choose."""
    meeting, agenda, asked = _asked(meeting_id)
    return _page(placing_form(asked, agenda, formdata=None), meeting)


@meetings.post("/meetings/<int:meeting_id>/papers/place")
@access.signed_in
def save_places(meeting_id: int) -> Answer:
    """Put the papers where was chosen; what was left open stays in the list."""
    meeting, agenda, asked = _asked(meeting_id)
    form = placing_form(asked, agenda)
    if not form.validate_on_submit():
        return _page(form, meeting), INVALID
    chosen = form.choices()
    items = {item.id: item for item in agenda}
    status = attempt(form, lambda: _place(chosen, items))
    if status != DONE:
        meeting, agenda, asked = _asked(meeting_id)
        again = placing_form(asked, agenda)
        again.form_errors = form.form_errors or [
            _("Iemand anders was net eerder. Bekijk de lijst en kies opnieuw.")
        ]
        return _page(again, meeting), status
    if chosen:
        flash(
            ngettext(
                "%(num)d stuk heeft nu een plaats.",
                "%(num)d stukken hebben nu een plaats.",
                len(chosen),
            ),
            "success",
        )
    page = "meetings.show_meeting" if len(chosen) == len(asked) else "meetings.place_papers"
    return redirect(url_for(page, meeting_id=meeting_id))


def _place(chosen: list[Choice], items: dict[int, AgendaItem]) -> None:
    for question, what in chosen:
        paper = question.paper
        if what == DROP:
            actions.withdraw_paper(paper, current_user)
        elif what == REPLACE and question.twin is not None:
            actions.replace_paper(question.twin, paper, current_user)
        else:
            item_id = Choice(question, what).item_id
            if item_id is not None and item_id not in items:
                raise RuleBroken(_("Kies een agendapunt van deze vergadering."))
            actions.place_paper(paper, items[item_id] if item_id else None, current_user)


def _asked(meeting_id: int) -> tuple[Meeting, list[AgendaItem], list[Question]]:
    """The meeting, its agenda, and the papers of which a place must be chosen."""
    meeting = get_meeting(meeting_id, current_user)
    if not may_edit_agenda(current_user, meeting) or not workflow.may_change(meeting.status):
        raise NotAllowed
    agenda = items_of([meeting.id], current_user)[meeting.id]
    return meeting, agenda, questions(papers_of(meeting, current_user), agenda)


def _page(form: PlacingForm, meeting: Meeting) -> str:
    return render_template("meetings/place_papers.html", form=form, meeting=meeting)
