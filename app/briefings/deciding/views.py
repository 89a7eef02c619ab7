"""Pages on which a portfolio holder decides on one item after another."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.briefings import queries, step_actions
from app.briefings.deciding.actions import agree_together
from app.briefings.deciding.cards import BUTTONS
from app.briefings.deciding.queries import WITH_WORDS, queue_for, screen_of, with_warnings
from app.briefings.deciding.queue import CONSENT, Queue
from app.briefings.forms import StepForm
from app.briefings.permissions import reads_notes
from app.briefings.views import Page, briefings, form_of_step, why_refused
from app.briefings.workflow import Step
from app.core import access, clock, recorder
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.people.acting import acting_for

#: A person has no more consent items at a time than this.
MOST = 200


@briefings.get("/notes/to-decide")
@access.signed_in
def to_decide() -> Page:
    """See one item that waits for my word, decide, and go on to the next."""
    access.require(reads_notes(current_user))
    return _page(_queue(), request.args.get("at", ""))


def _queue() -> Queue:
    return queue_for(current_user, clock.now(), acting_for())


def _page(
    queue: Queue, wanted: str, status: int = 200, tried: str = "", form: StepForm | None = None
) -> Page:
    """One place of the queue, with a form that came back where there is one."""
    place = queue.place(wanted)
    card = queue.card(place)
    screen = screen_of(card, current_user, decides=queue.on_behalf_of is None) if card else None
    if card is not None:
        recorder.note("note", card.note.id, current_user.id, card.note.current_number)
    html = render_template(
        "briefings/deciding/to_decide.html",
        queue=queue,
        place=place,
        screen=screen,
        consent=with_warnings(queue.consent, current_user) if place == CONSENT else (),
        tried_form=form,
        form_of=lambda step: form_of_step(step, form if step.name == tried else None),
    )
    return (html, status) if status != 200 else html


@briefings.post("/notes/to-decide/<int:note_id>/<step>")
@access.signed_in
def decide(note_id: int, step: str) -> Page | Response:
    """Agree, discuss, or give back, and go on to the next item."""
    access.require(step in (*BUTTONS, *WITH_WORDS))
    form = StepForm(prefix="step-")
    try:
        note = queries.get_note_for_step(note_id, current_user)
        if not form.validate():
            return _page(_queue(), str(note_id), 422, step, form)
        title = note.item.title
        taken = step_actions.take_step(
            note, step, current_user, form.seen_version, form.words.data or ""
        )
        db.session.commit()
    except (RuleBroken, StaleDataError) as error:
        return _refused(note_id, step, form, why_refused(error))
    return _go_on(_done(title, taken))


def _refused(note_id: int, step: str, form: StepForm, error: RuleBroken) -> Page | Response:
    """The item as it is now with why nothing was done; what no longer waits makes room."""
    db.session.rollback()
    queue = _queue()
    card = queue.card(str(note_id))
    if card is None:
        if form.words.data:
            raise error  # its page keeps what was typed
        return _go_on(error.message, "warning")
    form.show(error)
    form.version.data = str(card.note.current_number)
    status = 409 if isinstance(error, Conflict) or error.field is None else 422
    return _page(queue, str(note_id), status, step, form)


@briefings.post("/notes/to-decide/consent")
@access.signed_in
def agree_consent() -> Response:
    """Agree on the consent items that were on the screen, each as it was shown."""
    access.require(reads_notes(current_user))
    agreed = agree_together(_seen(), current_user)
    db.session.commit()
    for sentence in agreed.left:
        flash(_("Niet meegenomen: %(what)s", what=sentence), "warning")
    if not agreed.done:
        return _go_on()
    count = len(agreed.done)
    return _go_on(ngettext("%(num)d hamerstuk akkoord.", "%(num)d hamerstukken akkoord.", count))


def _seen() -> dict[int, int]:
    """The notes that were on the screen, each with its version: "12:3"."""
    found = {}
    for pair in request.form.getlist("seen")[:MOST]:
        note_id, _colon, number = pair.partition(":")
        if all(digits.isdecimal() and len(digits) < 10 for digits in (note_id, number)):
            found[int(note_id)] = int(number)
    return found


def _done(title: str, taken: Step) -> str:
    """ "Begroting 2027: de annotatie is afgestemd."."""
    sentence = str(taken.done)
    return f"{title}: {sentence[:1].lower()}{sentence[1:]}"


def _go_on(said: str = "", kind: str = "success") -> Response:
    """To the next place, with what was done and what is left."""
    queue = _queue()
    if said:
        flash(f"{said} {_left(queue)}", kind)
    place = queue.place(request.form.get("follow", ""))
    return redirect(url_for("briefings.to_decide", at=place or None, _anchor="item"))


def _left(queue: Queue) -> str:
    if not queue.cards:
        return _("U bent bij.")
    points = ngettext("%(num)d punt", "%(num)d punten", len(queue.cards))
    minutes = ngettext("%(num)d minuut", "%(num)d minuten", queue.minutes)
    return _("Nog %(points)s, %(minutes)s.", points=points, minutes=minutes)
