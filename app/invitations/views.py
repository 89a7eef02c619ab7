"""Pages of invitations: sending files, what each would do, taking it over and undoing that."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.core import access, files
from app.core.database import db, let_go
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.forms import create_once
from app.invitations import actions, undoing, words
from app.invitations.arriving import Arrived, read_file
from app.invitations.blueprint import invitations
from app.invitations.comparing import Comparison
from app.invitations.forms import (
    SendForm,
    TakeForm,
    ZonesForm,
    answers_in,
    zone_choices,
    zones_in,
)
from app.invitations.guessing.guess import Guesser
from app.invitations.guessing.models import InvitationRule
from app.invitations.guessing.queries import all_rules, known_bodies
from app.invitations.guessing.words import target
from app.invitations.models import ReceivedInvitation
from app.invitations.outcomes import Answers, Outcome, Result
from app.invitations.page_queries import done_by, last_deed, visible_changes
from app.invitations.queries import decided, get_received, waiting
from app.invitations.reading.facts import FLOATING, PROPOSED_ZONE
from app.invitations.reading.limits import FILE_BYTES
from app.invitations.showing import Preview, needs_look, past_changes, preview_of
from app.invitations.teaching import take_over as take
from app.meetings.body_queries import open_bodies
from app.meetings.permissions import PLANNERS
from app.people.models import Person

Answer = Response | str | tuple[str, int]
INVALID, CONFLICT = 422, 409
MOST_FILES = 25
#: So many files that wait are looked into on the list; the others follow when these are done.
LOOKED_INTO = 10
ACCEPTED = ".ics,.ical,.icalendar,.eml,text/calendar,message/rfc822"
LIST, SHOW = "invitations.list_invitations", "invitations.show_invitation"


@dataclass(frozen=True)
class Refused:
    """A file that was not read, and why."""

    name: str
    reason: str


@invitations.get("/invitations/")
@access.roles(*PLANNERS)
def list_invitations() -> str:
    """See which invitations wait and what each would do, and what was decided on."""
    return _list_page(SendForm(formdata=None))


@invitations.post("/invitations/")
@access.roles(*PLANNERS)
def send_files() -> Answer:
    """Send several files at once; what is refused is named, and the others are kept."""
    form = SendForm()
    sent = [one for one in request.files.getlist("files") if one.filename]
    valid = form.validate_on_submit()
    if not _has_files(form, sent) or not valid:
        return _list_page(form), INVALID
    arrived, refused = _read(sent)
    kept: list[ReceivedInvitation] = []

    def keep() -> str:
        kept.extend(actions.keep(one, current_user) for one in arrived)
        return _after(kept)

    url = url_for(LIST)
    if arrived:
        try:
            url = create_once(form, current_user.id, keep)
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
            return _list_page(form), INVALID
    if refused:
        return _list_page(SendForm(formdata=None), refused, len(arrived)), INVALID
    return redirect(url)


def _has_files(form: SendForm, sent: list[FileStorage]) -> bool:
    """Whether a good number of files was chosen; else a message at the field."""
    if not sent:
        form.files.errors = [_("Kies een of meer bestanden.")]
    elif len(sent) > MOST_FILES:
        form.files.errors = [
            _(
                "Kies hoogstens %(most)d bestanden tegelijk, en voeg de rest daarna toe.",
                most=MOST_FILES,
            )
        ]
    return 0 < len(sent) <= MOST_FILES


def _read(sent: list[FileStorage]) -> tuple[list[Arrived], list[Refused]]:
    """Read the files outside any transaction: that takes seconds."""
    get_locale()  # the language of the person, asked before the database is let go
    let_go()
    arrived, refused = [], []
    for one in sent:
        name = files.safe_name(one.filename or "")
        try:
            with one.stream:
                arrived.append(read_file(one.stream.read(FILE_BYTES + 1), name))
        except RuleBroken as error:
            refused.append(Refused(name, error.message))
    return arrived, refused


def _after(kept: list[ReceivedInvitation]) -> str:
    """Where to go: to the one file, or to the list."""
    known = [one for one in kept if one.state not in actions.OPEN]
    if known:
        flash(
            ngettext(
                "%(num)d bestand was al verwerkt.",
                "%(num)d bestanden waren al verwerkt.",
                len(known),
            ),
            "info",
        )
    if len({one.id for one in kept}) == 1:
        return url_for(SHOW, invitation_id=kept[0].id)
    return url_for(LIST)


def _guesser() -> tuple[Guesser, dict[int, InvitationRule]]:
    rules = all_rules()
    return Guesser(known_bodies(), [one.as_rule() for one in rules]), {one.id: one for one in rules}


def _list_page(form: SendForm, refused: list[Refused] | None = None, arrived: int = 0) -> str:
    found = waiting(current_user)
    guesser, rules = _guesser()
    shown = [
        (one, preview_of(Comparison(one, current_user).outcomes, guesser, rules))
        for one in found[:LOOKED_INTO]
    ]
    before = decided(current_user)
    return render_template(
        "invitations/list_invitations.html",
        form=form,
        refused=refused or [],
        arrived=arrived,
        waiting=shown,
        more=len(found) - len(shown),
        ready=[(one, preview) for one, preview in shown if _is_ready(preview)],
        decided=before,
        did=done_by([one.id for one in before]),
        titles={one.id: _title_of(one) for one in before},
        words=words,
        accepted=ACCEPTED,
    )


def _is_ready(preview: Preview) -> bool:
    return not preview.questions and preview.does_something


def _title_of(received: ReceivedInvitation) -> str:
    """The first title that a file speaks of."""
    rows = (row for one in received.messages for row in one.statements)
    return next((row["title"] for row in rows if row["title"]), "")


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
        title=_title_of(received),
        changes=visible_changes(received, current_user),
        past_changes=past_changes,
        deed=last_deed(received),
        in_the_way=in_the_way,
        words=words,
    )


def _preview(received: ReceivedInvitation, answers: Answers, person: Person | None) -> Preview:
    guesser, rules = _guesser()
    outcomes = Comparison(received, current_user, answers).outcomes
    return preview_of(outcomes, guesser, rules, person)


def _preview_page(received: ReceivedInvitation, form: TakeForm, answers: Answers) -> str:
    preview = _preview(received, answers, current_user)
    form.version.data = str(received.version)
    form.seen.data = " ".join(sorted(preview.seen))
    return render_template(
        "invitations/show_invitation.html",
        received=received,
        preview=preview,
        form=form,
        zones_form=ZonesForm(formdata=None) if received.unknown_zones else None,
        zones=zone_choices() if received.unknown_zones else [],
        proposed=PROPOSED_ZONE,
        floating=FLOATING,
        answers=answers,
        bodies=open_bodies(),
        changes=visible_changes(received, current_user) if received.applied_at else [],
        past_changes=past_changes,
        words=words,
    )


@invitations.post("/invitations/<int:invitation_id>")
@access.roles(*PLANNERS)
def take_over(invitation_id: int) -> Answer:
    """Take a file over as it was shown; what changed meanwhile is shown first."""
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
    outcomes = Comparison(received, current_user, answers).outcomes
    if needs_look(outcomes, form.shown):
        form.form_errors.append(
            _("Het komt nu op iets anders uit dan u zag. Kijk het na, en neem het dan over.")
        )
        return _preview_page(received, form, answers), CONFLICT
    try:
        outcomes, taught = take(received, answers, current_user, form.seen_version)
        db.session.commit()
    except (RuleBroken, StaleDataError) as error:
        return _again(invitation_id, form, answers, error)
    _say_taken(outcomes)
    _say_taught(taught)
    return redirect(here)


def _again(invitation_id: int, form: TakeForm, answers: Answers, error: Exception) -> Answer:
    """The file as it is now, with why nothing was taken over; the answers stay."""
    db.session.rollback()
    received = get_received(invitation_id, current_user)
    if isinstance(error, RuleBroken):
        form.form_errors.append(error.message)
    else:
        form.form_errors.append(_("Iemand anders heeft deze uitnodiging intussen verwerkt."))
    if received.state not in actions.OPEN:
        return _done_page(received, form.form_errors[-1]), CONFLICT
    conflict = not isinstance(error, RuleBroken) or isinstance(error, Conflict)
    return _preview_page(received, form, answers), CONFLICT if conflict else INVALID


def _say_decided(received: ReceivedInvitation) -> None:
    """That somebody was first; a second click of one's own says nothing new."""
    deed = last_deed(received)
    if deed is not None and deed[0] != current_user.name:
        flash(_("%(name)s heeft deze uitnodiging al verwerkt.", name=deed[0]), "info")


def _say_taken(outcomes: list[Outcome]) -> None:
    counts = {
        result: sum(one.result == result for one in outcomes)
        for result in (Result.NEW, Result.UPDATED, Result.CANCELLED)
    }
    told = [
        ngettext("%(num)d gepland", "%(num)d gepland", counts[Result.NEW]),
        ngettext("%(num)d gewijzigd", "%(num)d gewijzigd", counts[Result.UPDATED]),
        ngettext("%(num)d geannuleerd", "%(num)d geannuleerd", counts[Result.CANCELLED]),
    ]
    done = [text for text, number in zip(told, counts.values(), strict=True) if number]
    asks = any(one.question is not None for one in outcomes)
    if done or not asks:
        what = ", ".join(done) or _("er hoefde niets te veranderen")
        flash(_("De uitnodiging is overgenomen: %(what)s.", what=what), "success")
    if asks:
        flash(_("Er is nog een vraag open. Beantwoord haar, en neem de uitnodiging over."), "info")


def _say_taught(rules: list[InvitationRule]) -> None:
    for rule in rules:
        who = rule.sender or rule.sender_name or rule.title
        flash(
            _(
                "Onthouden: uitnodigingen van %(who)s horen bij %(where)s.",
                who=who,
                where=target(rule),
            ),
            "info",
        )


@invitations.post("/invitations/take-over")
@access.roles(*PLANNERS)
def take_over_several() -> Answer:
    """Take over every file without a question that was shown, each by itself."""
    taken, left = 0, 0
    for name, seen in request.form.items():
        number = name.removeprefix("seen-")
        if number == name or not number.isdecimal() or len(number) > 9:
            continue
        try:
            taken += _take_shown(int(number), frozenset(seen.split()))
        except (RuleBroken, StaleDataError, NotFound):
            db.session.rollback()
            left += 1
    if taken:
        flash(
            ngettext(
                "%(num)d uitnodiging is overgenomen.",
                "%(num)d uitnodigingen zijn overgenomen.",
                taken,
            ),
            "success",
        )
    if left:
        flash(
            ngettext(
                "%(num)d uitnodiging is intussen anders, en wacht nog.",
                "%(num)d uitnodigingen zijn intussen anders, en wachten nog.",
                left,
            ),
            "info",
        )
    return redirect(url_for(LIST))


def _take_shown(invitation_id: int, seen: frozenset[str]) -> bool:
    """Take one over, if it still comes to what was shown; whether it was not taken already."""
    received = get_received(invitation_id, current_user)
    if received.state not in actions.OPEN:
        return False
    preview = _preview(received, {}, None)
    if preview.questions or needs_look(preview.outcomes, seen):
        raise Conflict("")
    take(received, {}, current_user, received.version)
    db.session.commit()
    return True


@invitations.post("/invitations/<int:invitation_id>/zones")
@access.roles(*PLANNERS)
def answer_zones(invitation_id: int) -> Answer:
    """Say what a file means by a time zone that nobody knows; it is read again."""
    received = get_received(invitation_id, current_user)
    name, stored, version = received.name, received.file, TakeForm().seen_version
    zones = {**received.zones, **zones_in(request.form, received.unknown_zones)}
    content = files.read(stored)
    get_locale()
    let_go()
    arrived = read_file(content, name, zones)
    received = get_received(invitation_id, current_user)
    actions.answer_zones(received, arrived, current_user, version)
    db.session.commit()
    flash(_("De tijden staan nu zoals u koos. Kijk of zij kloppen."), "success")
    return redirect(url_for(SHOW, invitation_id=invitation_id))


@invitations.post("/invitations/<int:invitation_id>/aside")
@access.roles(*PLANNERS)
def set_aside(invitation_id: int) -> Answer:
    """Put a file away without taking over what it asks."""
    received = get_received(invitation_id, current_user)
    form = TakeForm()
    actions.set_aside(received, current_user, form.seen_version)
    db.session.commit()
    flash(_("De uitnodiging is weggelegd. Er is niets gepland of gewijzigd."), "success")
    return redirect(url_for(LIST))


@invitations.post("/invitations/<int:invitation_id>/undo")
@access.roles(*PLANNERS)
def undo(invitation_id: int) -> Answer:
    """Put back what a file did, or see what stands in the way."""
    received = get_received(invitation_id, current_user)
    try:
        undoing.undo(received, current_user, TakeForm().seen_version)
        db.session.commit()
    except (RuleBroken, StaleDataError) as error:
        db.session.rollback()
        received = get_received(invitation_id, current_user)
        told = error.message if isinstance(error, RuleBroken) else ""
        return _done_page(received, told), CONFLICT
    flash(_("Alles wat deze uitnodiging deed, is teruggezet."), "success")
    return redirect(url_for(SHOW, invitation_id=invitation_id))


@invitations.get("/invitations/<int:invitation_id>/file")
@access.roles(*PLANNERS)
def download_file(invitation_id: int) -> Response:
    """Take the file along as it came, byte for byte."""
    received = get_received(invitation_id, current_user)
    return files.sent(received.file, received.name, shown=False)
