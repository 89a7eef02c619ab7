"""Pages of one invitation: what it would do, taking it over, and undoing that."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.core import access, files
from app.core.database import db, let_go
from app.core.errors import Conflict, RuleBroken
from app.invitations import actions, undoing, words
from app.invitations.arriving import read_file
from app.invitations.blueprint import invitations
from app.invitations.comparing import Comparison
from app.invitations.forms import (
    TakeForm,
    answers_a_message,
    answers_in,
    zone_choices,
    zones_in,
)
from app.invitations.guessing import words as guess_words
from app.invitations.guessing.queries import guesser_and_rules, rules_learned_of
from app.invitations.models import FileState, ReceivedInvitation
from app.invitations.outcomes import Answers
from app.invitations.page_queries import is_trace, last_deed, visible_changes
from app.invitations.past import past_lines
from app.invitations.queries import get_received
from app.invitations.reading.facts import FLOATING, PROPOSED_ZONE
from app.invitations.showing import Preview, preview_of
from app.invitations.teaching import take_over as take
from app.invitations.telling import say_taken, say_taught, still_asks
from app.meetings.body_queries import open_bodies
from app.meetings.permissions import PLANNERS
from app.people.models import Person

Answer = Response | str | tuple[str, int]
INVALID, CONFLICT = 422, 409
LIST, SHOW = "invitations.list_invitations", "invitations.show_invitation"


@invitations.get("/invitations/<int:invitation_id>")
@access.roles(*PLANNERS)
def show_invitation(invitation_id: int) -> str:
    """See what a file would do, or what it did."""
    received = get_received(invitation_id, current_user)
    if received.state not in actions.OPEN:
        return _done_page(received)
    return _preview_page(received, TakeForm(formdata=None), {})


def _done_page(received: ReceivedInvitation, in_the_way: str = "") -> str:
    return render_template(
        "invitations/show_done.html",
        received=received,
        title=received.title,
        done=past_lines(visible_changes(received, current_user)),
        counts=any(one.counted or one.declined for one in received.messages),
        is_trace=is_trace(received),
        deed=last_deed(received),
        in_the_way=in_the_way,
        rules=rules_learned_of(received.id) if received.state == FileState.UNDONE else [],
        guess_words=guess_words,
        words=words,
    )


def _preview(received: ReceivedInvitation, answers: Answers, person: Person | None) -> Preview:
    guesser, rules = guesser_and_rules()
    outcomes = Comparison(received, current_user, answers).outcomes
    within = received.partnership_id
    return preview_of(outcomes, guesser, rules, person, partnership_id=within)


def _preview_page(received: ReceivedInvitation, form: TakeForm, answers: Answers) -> str:
    preview = _preview(received, answers, current_user)
    form.version.data = str(received.version)
    form.seen.data = " ".join(sorted(preview.seen))
    return render_template(
        "invitations/show_invitation.html",
        received=received,
        preview=preview,
        form=form,
        zones=zone_choices() if received.unknown_zones else [],
        chosen_zones=zones_in(request.form, received.unknown_zones),
        proposed=PROPOSED_ZONE,
        floating=FLOATING,
        answers=answers,
        bodies=open_bodies(),
        done=past_lines(visible_changes(received, current_user)) if received.applied_at else [],
        words=words,
    )


@invitations.post("/invitations/<int:invitation_id>")
@access.roles(*PLANNERS)
def take_over(invitation_id: int) -> Answer:
    """Take a file over as it was shown; what changed meanwhile is shown first.

    While a question is open its page comes back with what was answered so far.
    """
    here = url_for(SHOW, invitation_id=invitation_id)
    received = get_received(invitation_id, current_user)
    if received.state not in actions.OPEN:
        _say_decided(received)
        return redirect(here)
    form = TakeForm()
    answers = answers_in(request.form, [one.id for one in open_bodies()])
    if not form.validate_on_submit():
        return _preview_page(received, form, answers), INVALID
    if "take-over" not in request.form:
        return _preview_page(received, form, answers)
    try:
        outcomes, taught = take(received, answers, current_user, form.seen_version, form.shown)
        db.session.commit()
    except (RuleBroken, StaleDataError) as error:
        return _again(invitation_id, form, answers, error)
    say_taken(outcomes)
    say_taught(taught)
    asks = any(one.question is not None for one in outcomes)
    if asks and (answers or zones_in(request.form, received.unknown_zones)):
        return _preview_page(get_received(invitation_id, current_user), form, answers)
    return redirect(here)


def _again(invitation_id: int, form: TakeForm, answers: Answers, error: Exception) -> Answer:
    """The file as it is now, with why nothing was taken over; the answers stay."""
    db.session.rollback()
    received = get_received(invitation_id, current_user)
    same = isinstance(error, Conflict) and received.version == form.seen_version
    if same and answers_a_message(request.form):
        flash(_("Kijk na wat uw antwoord doet, en neem de uitnodiging dan over."), "info")
        return _preview_page(received, form, answers)
    own = _was_own_click(received, form.seen_version)
    if own and received.state not in actions.OPEN:
        return redirect(url_for(SHOW, invitation_id=invitation_id))
    if own:
        form.form_errors.append(_what_is_left(received, answers))
    elif isinstance(error, RuleBroken):
        form.form_errors.append(error.message)
    else:
        form.form_errors.append(_("Iemand anders heeft deze uitnodiging intussen verwerkt."))
    if received.state not in actions.OPEN:
        return _done_page(received, form.form_errors[-1]), CONFLICT
    conflict = not isinstance(error, RuleBroken) or isinstance(error, Conflict)
    return _preview_page(received, form, answers), CONFLICT if conflict else INVALID


def _was_own_click(received: ReceivedInvitation, seen_version: int) -> bool:
    """Whether a file is not as it was shown because of what this person did with it."""
    if received.version == seen_version:
        return False
    deed = last_deed(received)
    return deed is not None and deed.person_id == current_user.id


def _what_is_left(received: ReceivedInvitation, answers: Answers) -> str:
    """What there is to do with a file, for who did something with it in another window."""
    if _preview(received, answers, current_user).questions:
        return still_asks()
    return _(
        "U hebt intussen zelf iets met deze uitnodiging gedaan. Kijk het na, en neem de "
        "uitnodiging dan over."
    )


def _say_decided(received: ReceivedInvitation) -> None:
    """That somebody was first; a second click of one's own says nothing new."""
    deed = last_deed(received)
    if deed is not None and deed.name and deed.person_id != current_user.id:
        flash(_("%(name)s heeft deze uitnodiging al verwerkt.", name=deed.name), "info")


@invitations.post("/invitations/<int:invitation_id>/zones")
@access.roles(*PLANNERS)
def answer_zones(invitation_id: int) -> Answer:
    """Say what a file means by a time zone that nobody knows; it is read again.

    It is a button in the form that takes over: what was answered there comes back with the page.
    """
    here = url_for(SHOW, invitation_id=invitation_id)
    received = get_received(invitation_id, current_user)
    if received.state not in actions.OPEN:
        _say_decided(received)
        return redirect(here)
    form = TakeForm()
    answers = answers_in(request.form, [one.id for one in open_bodies()])
    chosen = zones_in(request.form, received.unknown_zones)
    valid, asked = form.validate_on_submit(), len(received.unknown_zones)
    if len(chosen) < asked:
        form.form_errors.append(_("Kies bij elke vraag een tijdzone."))
    if not valid or len(chosen) < asked:
        return _preview_page(received, form, answers), INVALID
    try:
        _read_again(received, chosen, form.seen_version)
    except (RuleBroken, StaleDataError) as error:
        db.session.rollback()
        if not _is_second_click(invitation_id):
            return _again(invitation_id, form, answers, error)
    else:
        flash(_("De tijden staan nu zoals u koos. Kijk of zij kloppen."), "success")
    if answers:
        return _preview_page(get_received(invitation_id, current_user), form, answers)
    return redirect(here)


def _read_again(received: ReceivedInvitation, chosen: Mapping[str, str], version: int) -> None:
    """Read a file with the zones that were chosen, outside any transaction: that takes seconds."""
    number, name, stored = received.id, received.name, received.file
    zones = {**received.zones, **chosen}
    content = files.read(stored)
    get_locale()
    let_go()
    arrived = read_file(content, name, zones)
    actions.answer_zones(get_received(number, current_user), arrived, current_user, version)
    db.session.commit()


def _is_second_click(invitation_id: int) -> bool:
    """Whether a zone was chosen that is not asked any more."""
    received = get_received(invitation_id, current_user)
    open_still = received.state in actions.OPEN
    return open_still and "zone-0" in request.form and not received.unknown_zones


@invitations.post("/invitations/<int:invitation_id>/aside")
@access.roles(*PLANNERS)
def set_aside(invitation_id: int) -> Answer:
    """Put a file away without taking over what it asks."""
    received = get_received(invitation_id, current_user)
    form = TakeForm()
    try:
        actions.set_aside(received, current_user, form.seen_version)
        db.session.commit()
    except (RuleBroken, StaleDataError):
        db.session.rollback()
        received = get_received(invitation_id, current_user)
        if received.state in actions.OPEN or not _was_own_click(received, form.seen_version):
            raise
        return redirect(url_for(LIST))
    if received.state == FileState.ASIDE:
        flash(_("De uitnodiging is weggelegd. Er is niets gepland of gewijzigd."), "success")
    else:
        told = _("De rest van de uitnodiging is weggelegd. Wat al was overgenomen, blijft.")
        flash(told, "success")
    return redirect(url_for(LIST))


@invitations.post("/invitations/<int:invitation_id>/undo")
@access.roles(*PLANNERS)
def undo(invitation_id: int) -> Answer:
    """Put back what a file did, or see what stands in the way."""
    received, version = get_received(invitation_id, current_user), TakeForm().seen_version
    here = url_for(SHOW, invitation_id=invitation_id)
    try:
        forgotten = undoing.undo(received, current_user, version)
        db.session.commit()
    except (RuleBroken, StaleDataError) as error:
        db.session.rollback()
        received = get_received(invitation_id, current_user)
        if received.state == FileState.UNDONE and _was_own_click(received, version):
            return redirect(here)
        told = error.message if isinstance(error, RuleBroken) else ""
        return _done_page(received, told), CONFLICT
    flash(_("De uitnodiging is ongedaan gemaakt."), "success")
    if forgotten:
        flash(_("Wat van deze keuze was onthouden, is vergeten."), "info")
    return redirect(here)


@invitations.get("/invitations/<int:invitation_id>/file")
@access.roles(*PLANNERS)
def download_file(invitation_id: int) -> Response:
    """Take the file along as it came, byte for byte."""
    received = get_received(invitation_id, current_user)
    return files.sent(received.file, received.name, shown=False)
