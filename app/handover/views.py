"""Pages of handing over: everything of a person, one partnership, one note; and what one got."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.briefings.handing_on import may_hand_on
from app.briefings.models import Note
from app.briefings.permissions import reads_notes, ties_to
from app.briefings.queries import get_note
from app.core import access, clock
from app.core.database import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.forms import create_once
from app.handover import reading
from app.handover.actions import Wish, hand_over, hand_over_note
from app.handover.forms import HandOverForm, HandOverNoteForm, for_groups, named
from app.handover.queries import open_groups
from app.handover.things import Group, fingerprint
from app.people.handing_on import may_hand_over
from app.people.models import Person, Role
from app.people.queries import get_person, list_people, people_with_role
from app.register.queries import get_partnership

handover = Blueprint("handover", __name__)

Answer = Response | str | tuple[str, int]


@handover.get("/people/<int:person_id>/hand-over")
@access.signed_in
def choose(person_id: int) -> Answer:
    """See what is open of a person, and choose who gets it."""
    giver, partnership_id = _giver(person_id), _partnership_id()
    groups = open_groups(giver, _myself(), clock.today(), partnership_id)
    form = for_groups(groups)(formdata=None)
    form.first_day.data = clock.today()
    return _page(giver, groups, form, partnership_id)


@handover.post("/people/<int:person_id>/hand-over")
@access.signed_in
def hand(person_id: int) -> Answer:
    """Let everything that was chosen change hands."""
    giver, partnership_id = _giver(person_id), _partnership_id()
    groups = open_groups(giver, _myself(), clock.today(), partnership_id)
    form = for_groups(groups)()
    form.offer(_colleagues(giver), groups, giver)
    status = 422
    if form.validate_on_submit():
        try:
            return redirect(_hand_over(giver, groups, form, partnership_id))
        except (Conflict, StaleDataError, IntegrityError) as error:
            db.session.rollback()
            form.form_errors.append(_why(error))
            status = 409
        except RuleBroken as error:
            db.session.rollback()
            if partnership_id and error.field != "first_day":  # one choice for the one group
                error.field = "receiver"
            form.show(error)
    db.session.rollback()
    giver = _giver(person_id)
    now = open_groups(giver, _myself(), clock.today(), partnership_id)
    if [one.key for one in now] != [one.key for one in groups]:  # other groups: choices kept
        kept = form
        form = for_groups(now)()
        form.form_errors.extend(kept.form_errors)
    return _page(giver, now, form, partnership_id), status


def _hand_over(
    giver: Person, groups: list[Group], form: HandOverForm, partnership_id: int | None
) -> str:
    people = {one.id: one for one in _colleagues(giver)}
    actor = _myself()

    def create() -> str:
        wish = Wish(
            first_day=form.first_day.data,
            seen=str(form.seen.data),
            receivers=form.receivers(groups, people),
            partnership_id=partnership_id,
            take_in=form.take_in.data,
        )
        made = hand_over(giver, wish, actor)
        if len(made) == 1:
            return url_for("handover.show", handover_id=made[0].id)
        return url_for("handover.list_handovers")

    url = create_once(form, actor.id, create)
    flash(_("Overgedragen. Wie het krijgt, heeft bericht."), "success")
    return url


def _why(error: Exception) -> str:
    if isinstance(error, Conflict):
        return error.message
    return _("Iemand anders wijzigde dit op hetzelfde moment. Er is niets overgedragen.")


@handover.get("/notes/<int:note_id>/hand-over")
@access.signed_in
def choose_for_note(note_id: int) -> Answer:
    """Choose who writes one note from now on."""
    note = _note(note_id)
    form = HandOverNoteForm(formdata=None)
    form.version.data = str(note.version)
    return _note_page(note, form)


@handover.post("/notes/<int:note_id>/hand-over")
@access.signed_in
def hand_note(note_id: int) -> Answer:
    """Let a colleague write one note from now on."""
    note, form, status = _note(note_id), HandOverNoteForm(), 422
    _offer_officers(form)
    actor = _myself()

    def create() -> str:
        receiver = get_person(form.receiver.data)
        made = hand_over_note(note, receiver, actor, form.seen_version, form.take_in.data)
        return url_for("handover.show", handover_id=made.id)

    if form.validate_on_submit():
        try:
            url = create_once(form, actor.id, create)
        except (Conflict, StaleDataError) as error:
            db.session.rollback()
            note, status = _note(note_id), 409
            form.version.data = str(note.version)
            form.form_errors.append(_why(error))
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
        else:
            flash(_("De annotatie is overgedragen. Wie haar krijgt, heeft bericht."), "success")
            return redirect(url)
    return _note_page(_note(note_id), form), status


def _note(note_id: int) -> Note:
    """A note that the signed-in person may hand on; raises NotFound."""
    note = get_note(note_id, _myself())
    access.require(may_hand_on(note, ties_to(note, _myself())))
    return note


def _offer_officers(form: HandOverNoteForm) -> None:
    form.receiver.offer([(one.id, named(one)) for one in people_with_role(Role.OFFICER)])


def _note_page(note: Note, form: HandOverNoteForm) -> str:
    _offer_officers(form)
    return render_template(
        "handover/choose_for_note.html",
        note=note,
        form=form,
        restricted=note.for_a_circle,
    )


@handover.get("/handovers/<int:handover_id>")
@access.signed_in
def show(handover_id: int) -> str:
    """See what was handed over to me (or by me), with what is due when."""
    found = reading.get_handover(handover_id, _myself())
    return render_template(
        "handover/show.html", handover=found, lines=reading.lines_of(found, _myself())
    )


@handover.get("/handovers/")
@access.signed_in
def list_handovers() -> str:
    """See everything that was handed over to me or by me."""
    return render_template("handover/list_handovers.html", found=reading.handovers_of(_myself()))


def _giver(person_id: int) -> Person:
    giver = get_person(person_id)
    if not may_hand_over(_myself(), giver):
        raise NotFound
    return giver


def _partnership_id() -> int | None:
    """The one partnership that is asked for in the address; raises NotFound."""
    asked = request.args.get("partnership", "")
    if not asked:
        return None
    if not asked.isdecimal():
        raise NotFound
    return get_partnership(int(asked[:9])).id


def _colleagues(giver: Person) -> list[Person]:
    found = (one for one in list_people() if one.active and one != giver)
    return sorted(found, key=lambda one: (one.name.lower(), one.id))


def _myself() -> Person:
    return cast(Person, current_user._get_current_object())


def _page(
    giver: Person, groups: list[Group], form: HandOverForm, partnership_id: int | None
) -> str:
    form.offer(_colleagues(giver), groups, giver)
    form.seen.data = fingerprint(groups)
    return render_template(
        "handover/choose.html",
        giver=giver,
        groups=groups,
        form=form,
        partnership_id=partnership_id,
        own=giver == _myself(),
        restricted=any(group.restricted for group in groups),
        reads=reads_notes(_myself()),
    )
