"""Pages on which is recorded where other participants stand."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.briefings import permissions, queries
from app.briefings.models import Note
from app.briefings.positions import actions
from app.briefings.positions import queries as positions
from app.briefings.positions.forms import NewPositionForm, PositionForm
from app.briefings.positions.models import Position
from app.briefings.ties import Tie
from app.briefings.views import Page, briefings, note_page
from app.core import access, clock
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.core.forms import create_once
from app.register.queries import participants_on


@briefings.post("/notes/<int:note_id>/positions")
@access.signed_in
def add_position(note_id: int) -> Page | Response:
    """Record where a participant stands on the item."""
    note = queries.get_note(note_id, current_user)
    day = clock.local(note.item.meeting.starts_at).date()
    organisations = participants_on(note.item.meeting.body.partnership_id, day)
    form = NewPositionForm(prefix="position-").offer(organisations)

    def create() -> str:
        chosen = next(one for one in organisations if one.id == form.organisation_id.data)
        actions.add_position(note, current_user, chosen, form.known)
        return url_for("briefings.read_note", note_id=note_id, _anchor="positions")

    if form.validate_on_submit():
        problem = _tried(lambda: create_once(form, current_user.id, create))
        if isinstance(problem, str):
            return redirect(problem)
        form.show(problem)
    return note_page(queries.get_note(note_id, current_user), 422, position_form=form)


def _tried(deed: Callable[[], str]) -> str | RuleBroken:
    """Where the deed led, or the rule that it broke."""
    try:
        return deed()
    except IntegrityError:
        db.session.rollback()
        return RuleBroken(
            _("Iemand anders legde deze deelnemer op hetzelfde moment vast. Bekijk de lijst.")
        )
    except RuleBroken as error:
        db.session.rollback()
        return error


@briefings.get("/notes/<int:note_id>/positions/<int:position_id>/edit")
@access.signed_in
def edit_position(note_id: int, position_id: int) -> Page:
    """Correct what is known of a participant's position."""
    position, note = _own_position(note_id, position_id)
    form = PositionForm(formdata=None, obj=position)
    form.stance.data = position.stance or ""
    form.version.data = str(position.version)
    return _position_page(note, position, form)


def _own_position(note_id: int, position_id: int) -> tuple[Position, Note]:
    position, note = positions.get_position(position_id, note_id, current_user)
    access.require(Tie.WRITER in permissions.ties_to(note, current_user))
    return position, note


def _position_page(
    note: Note, position: Position, form: PositionForm, changed_meanwhile: bool = False
) -> str:
    return render_template(
        "briefings/positions/edit_position.html",
        note=note,
        position=position,
        form=form,
        changed_meanwhile=changed_meanwhile,
    )


@briefings.post("/notes/<int:note_id>/positions/<int:position_id>/edit")
@access.signed_in
def change_position(note_id: int, position_id: int) -> Page | Response:
    """Save the correction."""
    position, note = _own_position(note_id, position_id)
    form = PositionForm()
    status = 422
    if form.validate_on_submit():
        try:
            actions.change_position(position, note, current_user, form.known, form.seen_version)
            db.session.commit()
        except (Conflict, StaleDataError):
            db.session.rollback()
            position, note = _own_position(note_id, position_id)
            form.version.data = str(position.version)
            form.show(
                RuleBroken(_("Iemand anders heeft deze regel intussen gewijzigd. Vergelijk eerst."))
            )
            status = 409
        else:
            flash(_("Het krachtenveld is bijgewerkt."), "success")
            return redirect(url_for("briefings.read_note", note_id=note_id, _anchor="positions"))
    return _position_page(note, position, form, changed_meanwhile=status == 409), status


@briefings.post("/notes/<int:note_id>/positions/<int:position_id>/remove")
@access.signed_in
def remove_position(note_id: int, position_id: int) -> Response:
    """Take a row that was a mistake out of the field of forces."""
    position, note = _own_position(note_id, position_id)
    actions.remove_position(position, note, current_user)
    db.session.commit()
    flash(_("De regel is uit het krachtenveld gehaald."), "success")
    return redirect(url_for("briefings.read_note", note_id=note_id, _anchor="positions"))
