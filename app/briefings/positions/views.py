"""Pages of the field of forces: the picture, the table of everybody, one position, the calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.briefings import queries as notes
from app.briefings.positions import actions, queries
from app.briefings.positions.calling import record_call, undo_call
from app.briefings.positions.field import Field
from app.briefings.positions.forms import CallForm, PositionForm, TableForm, facts_of, version_of
from app.briefings.positions.models import CallResult, Position
from app.briefings.positions.picture import bars
from app.briefings.views import Page, briefings
from app.briefings.wording import STANCE_WORDS
from app.core import access, clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.submission import Difference, submit, submit_edit
from app.core.web import safe_next
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Level
from app.meetings.words import MAJORITIES


@briefings.get("/items/<int:item_id>/positions")
@access.signed_in
def show_field(item_id: int) -> Page:
    """See where everybody stands on an item, whether it carries, and whom to call first."""
    item = queries.get_item(item_id, current_user)
    field = queries.field_of(item, current_user)
    form = TableForm(formdata=None)
    form.show_field(field)
    form.heard_on.data = _usual_day(item)
    form.source.data = item.meeting.name if item.meeting.level == Level.ADMINISTRATIVE else ""
    return _field_page(field, form)


def _usual_day(item: AgendaItem) -> date:
    """When something was heard, unless somebody says otherwise: today, at latest at the meeting."""
    return min(clock.today(), clock.local(item.meeting.starts_at).date())


def _field_page(field: Field, form: TableForm, overtaken: tuple[str, ...] = ()) -> str:
    return render_template(
        "briefings/positions/show_field.html",
        forces=queries.with_last_time(field, current_user),
        bars=bars(field),
        offered=queries.offered(field, current_user),
        note=notes.notes_for_items([field.item.id], current_user).get(field.item.id),
        form=form,
        overtaken=overtaken,
        majorities=MAJORITIES,
        stance_words=STANCE_WORDS,
    )


@briefings.post("/items/<int:item_id>/positions")
@access.signed_in
def record_positions(item_id: int) -> Page | Response:
    """Save what was filled in for all of them, in one go."""
    item = queries.get_item(item_id, current_user)
    form = TableForm()
    saved: list[int] = []

    def save() -> None:
        said = {"source": form.source.data or "", "heard_on": form.heard_on.data}
        heard = form.heard(queries.field_of(item, current_user))
        saved.append(actions.record_positions(item, current_user, heard, **said))

    try:
        found = submit(form, save, _address(item_id))
    except (actions.Overtaken, StaleDataError) as error:
        db.session.rollback()
        return _overtaken(item_id, form, getattr(error, "keys", ()))
    if not found.url:
        field = queries.field_of(queries.get_item(item_id, current_user), current_user)
        return _field_page(field, form), found.status
    _say_saved(saved[0])
    return redirect(found.url)


def _overtaken(item_id: int, form: TableForm, keys: tuple[str, ...]) -> Page:
    """The table with what was typed, and beside it what somebody else made of it meanwhile."""
    field = queries.field_of(queries.get_item(item_id, current_user), current_user)
    form.compare_with(field)
    form.show(actions.Overtaken(keys))
    return _field_page(field, form, tuple(keys)), 409


def _say_saved(count: int) -> None:
    if not count:
        flash(_("Er is niets gewijzigd."), "info")
        return
    words = ngettext("%(num)d standpunt opgeslagen.", "%(num)d standpunten opgeslagen.", count)
    flash(words, "success")


def _address(item_id: int, anchor: str = "field") -> str:
    return url_for("briefings.show_field", item_id=item_id, _anchor=anchor)


@briefings.post("/items/<int:item_id>/positions/take-over")
@access.signed_in
def take_over_positions(item_id: int) -> Response:
    """Take over what was heard at the administrative meeting."""
    item = queries.get_item(item_id, current_user)
    count = actions.take_over(item, current_user)
    db.session.commit()
    _say_saved(count)
    return redirect(_address(item_id))


@briefings.get("/items/<int:item_id>/positions/<int:position_id>/edit")
@access.signed_in
def edit_position(item_id: int, position_id: int) -> Page:
    """See everything that is known of one voter's position, to correct it."""
    position = queries.get_position(position_id, item_id, current_user)
    form = PositionForm(formdata=None)
    form.show_position(position)
    return _position_page(position, form)


@briefings.post("/items/<int:item_id>/positions/<int:position_id>/edit")
@access.signed_in
def change_position(item_id: int, position_id: int) -> Page | Response:
    """Save the correction of a row."""
    return _submit_position(
        item_id,
        position_id,
        lambda row, form: actions.change_position(row, current_user, form.known, form.seen_version),
        _("Het krachtenveld is bijgewerkt."),
    )


def _submit_position(
    item_id: int,
    position_id: int,
    deed: Callable[[Position, PositionForm], None],
    done: str,
) -> Page | Response:
    """Do it with the row as it was shown; what somebody else made of it stands beside the form."""
    position = queries.get_position(position_id, item_id, current_user)
    form = PositionForm()

    def current() -> tuple[dict[str, object], int]:
        saved = queries.get_position(position_id, item_id, current_user)
        return facts_of(saved), saved.version

    found = submit_edit(form, lambda: deed(position, form), _address(item_id), current)
    if not found.url:
        position = queries.get_position(position_id, item_id, current_user)
        return _position_page(position, form, found.differences), found.status
    flash(done, "success")
    return redirect(found.url)


def _position_page(
    position: Position, form: PositionForm, differences: list[Difference] | None = None
) -> str:
    return render_template(
        "briefings/positions/edit_position.html",
        item=position.item,
        position=position,
        form=form,
        differences=differences or [],
    )


@briefings.post("/items/<int:item_id>/positions/<int:position_id>/remove")
@access.signed_in
def remove_position(item_id: int, position_id: int) -> Page | Response:
    """Take a row that was a mistake out of the field of forces."""
    return _submit_position(
        item_id,
        position_id,
        lambda row, form: actions.remove_position(row, current_user, form.seen_version),
        _("De regel is uit het krachtenveld gehaald."),
    )


@briefings.post("/items/<int:item_id>/calls")
@access.signed_in
def call(item_id: int) -> Response:
    """Record in one tap that somebody was called, and what they said."""
    queries.get_item(item_id, current_user)
    form = CallForm()
    if not form.validate() or form.result.data not in set(CallResult):
        raise RuleBroken(_("Kies wat het gesprek opleverde."))
    result, seen = CallResult(form.result.data), version_of(form.version.data)

    def deed(item: AgendaItem) -> None:
        record_call(item, current_user, form.voter.data or "", result, seen)

    _at_once(item_id, deed)
    flash(_("Het gesprek is vastgelegd."), "success")
    return redirect(safe_next(form.next.data or _address(item_id, "call-first")))


@briefings.post("/items/<int:item_id>/calls/undo")
@access.signed_in
def undo(item_id: int) -> Response:
    """Take back the last call with somebody."""
    form = CallForm()
    if not form.validate():
        raise RuleBroken(_("Kies het gesprek dat u wilt terugnemen."))
    seen = version_of(form.version.data)
    _at_once(item_id, lambda item: undo_call(item, current_user, form.voter.data or "", seen))
    flash(_("Het gesprek is teruggenomen."), "success")
    return redirect(safe_next(form.next.data or _address(item_id, "call-first")))


def _at_once(item_id: int, deed: Callable[[AgendaItem], object]) -> None:
    """Do it and commit; where somebody was first at the same moment, look at that and try again."""
    try:
        deed(queries.get_item(item_id, current_user))
        db.session.commit()
    except (IntegrityError, StaleDataError):
        db.session.rollback()
        deed(queries.get_item(item_id, current_user))
        db.session.commit()
