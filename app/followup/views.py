"""Pages of actions and commitments: the list, adding, changing, doing."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.errors import NotAllowed
from app.core.submission import submit_edit, submit_new
from app.core.web import safe_next
from app.days.queries import closed_days
from app.days.working_days import in_words, working_days_until
from app.followup import action_list
from app.followup.finding import (
    filters_from,
    find_actions,
    may_choose_meeting,
    meetings_to_choose,
    people_to_choose,
)
from app.followup.forms import (
    ActionForm,
    ChooseMeetingForm,
    FindForm,
    NewActionForm,
    action_facts,
)
from app.followup.models import Action
from app.followup.permissions import READERS, may_add_action, may_change_action
from app.followup.queries import get_action
from app.followup.words import KINDS
from app.meetings.queries import get_meeting, items_of
from app.people.models import Person

followup = Blueprint("followup", __name__)

Answer = Response | str | tuple[str, int]


@followup.get("/actions/")
@access.roles(*READERS)
def list_actions() -> str:
    """See what was agreed: mine, of my partnerships, or all I may see; and say what is done."""
    today = clock.today()
    filters = filters_from(request.args)
    found = find_actions(current_user, filters, today)
    form = FindForm(
        formdata=None,
        data={name: getattr(filters, name) for name in ("scope", "state", "direction")},
    )
    return render_template(
        "followup/list_actions.html",
        form=form,
        filters=filters,
        found=found,
        when=_when(found.actions),
        mine={one.id for one in found.actions if may_change_action(current_user, one)},
        may_add=may_choose_meeting(current_user, clock.now()),
        today=today,
        kinds=KINDS,
    )


def _when(actions: list[Action]) -> dict[int, str]:
    """Per open action its day in words."""
    today, closed = clock.today(), closed_days()
    return {
        one.id: in_words(working_days_until(one.due_on, today, closed))
        for one in actions
        if one.due_on is not None and one.is_open
    }


@followup.get("/actions/new")
@access.roles(*READERS)
def choose_meeting() -> Answer:
    """Choose of which meeting an action is."""
    form = ChooseMeetingForm(request.args or None)
    form.offer(meetings_to_choose(current_user, clock.now()))
    if request.args and form.validate():
        return redirect(url_for("followup.add_action", meeting_id=form.meeting.data))
    return render_template("followup/choose_meeting.html", form=form)


@followup.get("/meetings/<int:meeting_id>/actions/new")
@followup.post("/meetings/<int:meeting_id>/actions/new")
@access.roles(*READERS)
def add_action(meeting_id: int) -> Answer:
    """Write down an action or commitment of a meeting."""
    meeting = get_meeting(meeting_id, current_user)
    items = items_of([meeting_id], current_user)[meeting_id]
    mine = [one for one in items if may_add_action(current_user, meeting, one)]
    whole = may_add_action(current_user, meeting)
    if not mine and not whole:
        raise NotAllowed
    form = NewActionForm()
    form.offer(people_to_choose(meeting), mine, whole=whole)
    back = _back(url_for("meetings.show_meeting", meeting_id=meeting_id))

    def create() -> str:
        action_list.add_action(meeting, form.details(), str(form.key.data), current_user)
        return back

    done = submit_new(form, current_user.id, create)
    if done.url:
        flash(_("De actie is opgeslagen."), "success")
        return redirect(done.url)
    html = render_template(
        "followup/edit_action.html",
        form=form,
        meeting=get_meeting(meeting_id, current_user),
        action=None,
        differences=(),
        back=back,
    )
    return html, done.status


@followup.get("/actions/<int:action_id>/edit")
@followup.post("/actions/<int:action_id>/edit")
@access.roles(*READERS)
def edit_action(action_id: int) -> Answer:
    """Change what is said of an action."""
    action = _changeable(action_id)
    meeting = get_meeting(action.meeting_id, current_user)
    form = ActionForm(data={**action_facts(action), "version": str(action.version)})
    people = people_to_choose(meeting)
    if action.owner is not None and action.owner not in people:
        people.append(action.owner)
    form.offer(people, items_of([meeting.id], current_user)[meeting.id])

    back = _back(url_for("followup.list_actions"))

    def current() -> tuple[dict[str, object], int]:
        now = _changeable(action_id)
        return action_facts(now), now.version

    done = submit_edit(
        form,
        lambda: action_list.change_action(action, form.details(), current_user, form.seen_version),
        back,
        current,
    )
    if done.url:
        flash(_("De actie is opgeslagen."), "success")
        return redirect(done.url)
    html = render_template(
        "followup/edit_action.html",
        form=form,
        meeting=get_meeting(meeting.id, current_user),
        action=_changeable(action_id),
        differences=done.differences,
        back=back,
    )
    return html, done.status


@followup.post("/actions/<int:action_id>/finish")
@access.roles(*READERS)
def finish_action(action_id: int) -> Response:
    """Say that an action has been done."""
    return _act(action_id, action_list.finish_action, _("Gedaan. U vindt de actie bij ‘Gedaan’."))


@followup.post("/actions/<int:action_id>/reopen")
@access.roles(*READERS)
def reopen_action(action_id: int) -> Response:
    """Say that an action is not done after all."""
    return _act(action_id, action_list.reopen_action, _("De actie staat weer open."))


def _act(action_id: int, deed: Callable[[Action, Person, int], None], sentence: str) -> Response:
    action = get_action(action_id, current_user)
    deed(action, current_user, request.form.get("version", 0, type=int))
    db.session.commit()
    flash(sentence, "success")
    return redirect(safe_next(request.form.get("next")))


def _changeable(action_id: int) -> Action:
    action = get_action(action_id, current_user)
    if not may_change_action(current_user, action):
        raise NotAllowed
    return action


def _back(usual: str) -> str:
    """Where the person came from, else the usual page."""
    return safe_next(request.args["next"]) if "next" in request.args else usual
