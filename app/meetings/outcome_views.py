"""Pages of what came of an item: recording the outcome, carrying items over."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.core import access, clock
from app.core.database import db
from app.core.errors import NotAllowed
from app.meetings import agenda_actions as actions
from app.meetings import words
from app.meetings.agenda_forms import OutcomeForm
from app.meetings.agenda_models import AgendaItem
from app.meetings.attempts import CONFLICT, DONE, INVALID, Difference, attempt, differences
from app.meetings.models import Meeting
from app.meetings.permissions import may_edit_agenda, may_record_outcome
from app.meetings.queries import (
    find_visible_meeting,
    get_item,
    get_meeting,
    item_alderman_id,
    items_of,
)
from app.meetings.views import Answer, meetings
from app.people.acting import acting_for
from app.people.models import Person
from app.people.serving_queries import find_served


@meetings.get("/meetings/<int:meeting_id>/carry-over")
@access.signed_in
def choose_items(meeting_id: int) -> Answer:
    """Choose what goes on to the official meeting that this one prepares."""
    meeting = get_meeting(meeting_id, current_user)
    target = find_visible_meeting(meeting.prepares_id, current_user)
    access.require(target is not None)
    if target is None or not _may_carry(meeting, target):
        raise NotAllowed
    return render_template(
        "meetings/choose_items.html",
        meeting=meeting,
        target=target,
        agenda=items_of([meeting.id], current_user)[meeting.id],
        carried={row.carried_from_id for row in items_of([target.id], current_user)[target.id]},
    )


@meetings.post("/meetings/<int:meeting_id>/carry-over")
@access.signed_in
def carry_over(meeting_id: int) -> Answer:
    """Put the chosen items on the agenda of the official meeting, each once."""
    meeting = get_meeting(meeting_id, current_user)
    target = find_visible_meeting(meeting.prepares_id, current_user)
    access.require(target is not None)
    chosen = set(request.form.getlist("items", type=int)) & {
        item.id for item in items_of([meeting_id], current_user)[meeting_id]
    }
    carried = actions.carry_over_items(meeting, chosen, current_user)
    db.session.commit()
    if not carried:
        flash(_("Er is niets overgenomen: kies eerst een of meer punten."), "warning")
        return redirect(url_for("meetings.choose_items", meeting_id=meeting_id))
    flash(
        ngettext(
            "%(num)d agendapunt staat nu op de agenda van het bestuurlijk overleg.",
            "%(num)d agendapunten staan nu op de agenda van het bestuurlijk overleg.",
            len(carried),
        ),
        "success",
    )
    return redirect(url_for("meetings.show_meeting", meeting_id=meeting.prepares_id))


@meetings.get("/items/<int:item_id>/outcome")
@access.signed_in
def edit_outcome(item_id: int) -> str:
    """See the form for what was heard and decided."""
    item = _recordable(item_id)
    holder, acting = _served_holder(item), acting_for()
    form = OutcomeForm(formdata=None, obj=item).offer(holder)
    form.outcome.data = item.outcome or ""
    form.behalf.data = holder.id if holder is not None and holder == acting else None
    return _outcome_page(form, item)


@meetings.post("/items/<int:item_id>/outcome")
@access.signed_in
def record_outcome(item_id: int) -> Answer:
    """Record what was heard and decided, so that the next note can show it."""
    item = _recordable(item_id)
    form = OutcomeForm().offer(_served_holder(item))
    if not form.validate_on_submit():
        return _outcome_page(form, item), INVALID
    result, seen, behalf = form.result(), form.seen_version, form.behalf.data
    status = attempt(form, lambda: actions.record_outcome(item, result, current_user, seen, behalf))
    if status == DONE:
        flash(_("De afloop is vastgelegd."), "success")
        return redirect(
            url_for("meetings.show_meeting", meeting_id=item.meeting_id, _anchor=f"item-{item_id}")
        )
    item = get_item(item_id, current_user)
    if status != CONFLICT:
        return _outcome_page(form, item), status
    form.version.data = item.version
    shown = {"outcome": lambda value: str(words.OUTCOMES.get(value, _("leeg")))}
    compared = differences(words.OUTCOME_FIELDS, item, result, shown)
    return _outcome_page(form, item, compared), CONFLICT


def _outcome_page(
    form: OutcomeForm, item: AgendaItem, compared: list[Difference] | None = None
) -> str:
    return render_template(
        "meetings/edit_outcome.html",
        form=form,
        item=item,
        meeting=item.meeting,
        compared=compared or [],
    )


def _served_holder(item: AgendaItem) -> Person | None:
    """The portfolio holder of the item, where the person works for them as secretary."""
    return find_served(current_user, item_alderman_id(item), clock.today())


def _recordable(item_id: int) -> AgendaItem:
    item = get_item(item_id, current_user)
    if not may_record_outcome(current_user, item.meeting, item):
        raise NotAllowed
    return item


@meetings.post("/meetings/<int:meeting_id>/offered")
@access.signed_in
def take_over(meeting_id: int) -> Answer:
    """Put items that are offered on the agenda: one of them, or all together."""
    meeting = get_meeting(meeting_id, current_user)
    taken = actions.take_over_items(
        meeting, set(request.form.getlist("items", type=int)), current_user
    )
    db.session.commit()
    if taken:
        flash(
            ngettext(
                "%(num)d agendapunt is overgenomen.",
                "%(num)d agendapunten zijn overgenomen.",
                len(taken),
            ),
            "success",
        )
    else:
        flash(_("Er is niets overgenomen: deze punten staan al op de agenda."), "info")
    return redirect(url_for("meetings.show_meeting", meeting_id=meeting_id, _anchor="agenda"))


def _may_carry(meeting: Meeting, target: Meeting) -> bool:
    return may_edit_agenda(current_user, meeting) or may_edit_agenda(current_user, target)
