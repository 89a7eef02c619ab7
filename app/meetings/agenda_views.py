"""Pages of agenda items: adding, changing, ordering, withdrawing them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import access, clock
from app.core.database import db
from app.core.errors import NotAllowed
from app.meetings import agenda_actions as actions
from app.meetings import words, workflow
from app.meetings.agenda_forms import ItemForm, NewItemForm
from app.meetings.agenda_models import AgendaItem
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
from app.meetings.earlier import previous_item
from app.meetings.models import Meeting
from app.meetings.page_queries import copies_of, sources_of
from app.meetings.permissions import may_edit_agenda, may_record_outcome
from app.meetings.queries import (
    get_item,
    get_meeting,
    items_of,
)
from app.meetings.views import Answer, meetings
from app.papers.telling import told_of


@meetings.get("/meetings/<int:meeting_id>/items/new")
@access.signed_in
def new_item(meeting_id: int) -> str:
    """See the form for a new agenda item, under the agenda so far."""
    meeting = _editable(meeting_id)
    form = NewItemForm(formdata=None)
    form.offer(meeting)
    return _new_item_page(form, meeting)


@meetings.post("/meetings/<int:meeting_id>/items/new")
@access.signed_in
def add_item(meeting_id: int) -> Answer:
    """Put an item on the agenda; the form stays open for the next one where that is asked."""
    meeting = _editable(meeting_id)
    form = NewItemForm()
    form.offer(meeting)
    page = url_for("meetings.show_meeting", meeting_id=meeting_id)
    if form.validate_on_submit():

        def create() -> str:
            item = actions.add_item(meeting, form.details(), current_user)
            return f"{page}#item-{item.id}"

        url = attempt_once(form, current_user.id, create)
        if url is not None:
            flash(_("Het agendapunt staat op de agenda."), "success")
            again = request.form.get("next") == "another"
            return redirect(url_for("meetings.new_item", meeting_id=meeting_id) if again else url)
    return _new_item_page(form, meeting), INVALID


def _new_item_page(form: NewItemForm, meeting: Meeting) -> str:
    agenda = items_of([meeting.id], current_user)[meeting.id]
    return render_template("meetings/new_item.html", form=form, meeting=meeting, agenda=agenda)


@meetings.get("/items/<int:item_id>")
@access.signed_in
def show_item(item_id: int) -> str:
    """See one agenda item: what is asked, what was heard, what came of it, its papers."""
    item = get_item(item_id, current_user)
    meeting = item.meeting
    over = workflow.has_outcome(meeting.status, meeting.starts_at, clock.now())
    return render_template(
        "meetings/show_item.html",
        item=item,
        meeting=meeting,
        source=sources_of([item], current_user).get(item.id),
        previous=previous_item(item, current_user),
        may_edit=workflow.may_change(meeting.status)
        and may_edit_agenda(current_user, meeting, item),
        may_record=over and may_record_outcome(current_user, meeting, item),
        copies=copies_of(item.papers),
        told_of=told_of,
        words=words,
    )


@meetings.get("/items/<int:item_id>/edit")
@access.signed_in
def edit_item(item_id: int) -> str:
    """See the form with how the item stands now."""
    item = _editable_item(item_id)
    form = ItemForm(formdata=None, obj=item)
    form.offer(item.meeting, item)
    return _edit_item_page(form, item)


@meetings.post("/items/<int:item_id>/edit")
@access.signed_in
def change_item(item_id: int) -> Answer:
    """Change an item; what somebody else saved meanwhile is shown beside it."""
    item = _editable_item(item_id)
    form = ItemForm()
    form.offer(item.meeting, item)
    if not form.validate_on_submit():
        return _edit_item_page(form, item), INVALID
    details, seen = form.details(), form.seen_version
    status = attempt(form, lambda: actions.change_item(item, details, current_user, seen))
    if status == DONE:
        flash(_("Het agendapunt is gewijzigd."), "success")
        return redirect(_place_of(item))
    item = get_item(item_id, current_user)
    if status != CONFLICT:
        return _edit_item_page(form, item), status
    form.version.data = item.version
    shown = {
        name: chosen_text(form[name]) for name in ("type", "handling", "officer_id", "alderman_id")
    }
    compared = differences(words.ITEM_FIELDS, item, details, shown)
    return _edit_item_page(form, item, compared), CONFLICT


def _edit_item_page(
    form: ItemForm, item: AgendaItem, compared: list[Difference] | None = None
) -> str:
    return render_template(
        "meetings/edit_item.html",
        form=form,
        item=item,
        meeting=item.meeting,
        compared=compared or [],
    )


@meetings.get("/meetings/<int:meeting_id>/order")
@access.signed_in
def order_items(meeting_id: int) -> str:
    """See the agenda as a plain list that can be put in another order."""
    meeting = _editable(meeting_id)
    return render_template(
        "meetings/order_items.html",
        meeting=meeting,
        agenda=items_of([meeting.id], current_user)[meeting.id],
    )


@meetings.post("/items/<int:item_id>/move")
@access.signed_in
def move_item(item_id: int) -> Answer:
    """Move an item up or down on the agenda."""
    item = get_item(item_id, current_user)
    actions.move_item(item, request.form.get("to") == "up", current_user)
    db.session.commit()
    order = url_for("meetings.order_items", meeting_id=item.meeting_id)
    return redirect(f"{order}#item-{item_id}")


@meetings.post("/items/<int:item_id>/withdraw")
@access.signed_in
def withdraw_item(item_id: int) -> Answer:
    """Take an item off the agenda; everything on it is kept."""
    item = get_item(item_id, current_user)
    actions.withdraw_item(item, current_user)
    db.session.commit()
    flash(_("Het agendapunt is ingetrokken. U kunt het onderaan de agenda terugzetten."), "success")
    return redirect(url_for("meetings.show_meeting", meeting_id=item.meeting_id))


@meetings.post("/items/<int:item_id>/restore")
@access.signed_in
def restore_item(item_id: int) -> Answer:
    """Put a withdrawn item back at the end of the agenda."""
    item = get_item(item_id, current_user)
    actions.restore_item(item, current_user)
    db.session.commit()
    flash(_("Het agendapunt staat weer op de agenda, onderaan."), "success")
    return redirect(_place_of(item))


def _editable(meeting_id: int) -> Meeting:
    meeting = get_meeting(meeting_id, current_user)
    if not may_edit_agenda(current_user, meeting):
        raise NotAllowed
    return meeting


def _editable_item(item_id: int) -> AgendaItem:
    item = get_item(item_id, current_user)
    if not may_edit_agenda(current_user, item.meeting, item):
        raise NotAllowed
    return item


def _place_of(item: AgendaItem) -> str:
    return url_for("meetings.show_meeting", meeting_id=item.meeting_id, _anchor=f"item-{item.id}")
