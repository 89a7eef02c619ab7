"""The list of invitations: sending files, and taking over what has no question."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.core import access, files
from app.core.database import db, let_go
from app.core.errors import RuleBroken
from app.core.forms import create_once
from app.invitations import actions, words
from app.invitations.arriving import Arrived, read_file
from app.invitations.blueprint import invitations
from app.invitations.comparing import Comparison
from app.invitations.forms import SendForm
from app.invitations.guessing.queries import guesser_and_rules
from app.invitations.models import ReceivedInvitation
from app.invitations.page_queries import done_by
from app.invitations.queries import decided, waiting
from app.invitations.reading.limits import FILE_BYTES
from app.invitations.several import take_several
from app.invitations.showing import Preview, preview_of
from app.invitations.telling import say_taught
from app.meetings.permissions import PLANNERS

Answer = Response | str | tuple[str, int]
INVALID = 422
MOST_FILES = 25
#: So many files that wait are looked into on the list; of the others it has their names.
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

    def keep() -> str:
        waited = {one.id for one in waiting(current_user)}
        return _after([actions.keep(one, current_user) for one in arrived], waited)

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


@invitations.post("/invitations/take-over")
@access.roles(*PLANNERS)
def take_over_several() -> Answer:
    """Take over every file without a question that was shown, each by itself."""
    found = take_several(_shown(), current_user)
    if found.taken:
        flash(
            ngettext(
                "%(num)d uitnodiging is overgenomen.",
                "%(num)d uitnodigingen zijn overgenomen.",
                found.taken,
            ),
            "success",
        )
    say_taught(found.taught.values())
    if found.left:
        flash(
            ngettext(
                "%(num)d uitnodiging is intussen anders, en wacht nog.",
                "%(num)d uitnodigingen zijn intussen anders, en wachten nog.",
                found.left,
            ),
            "info",
        )
    return redirect(url_for(LIST))


def _shown() -> dict[int, frozenset[str]]:
    """What was shown, by the number of its file."""
    fields = [(name.removeprefix("seen-"), name, seen) for name, seen in request.form.items()]
    return {
        int(number): frozenset(seen.split())
        for number, name, seen in fields
        if number != name and number.isdecimal() and len(number) <= 9
    }


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


def _after(kept: list[ReceivedInvitation], waited: set[int]) -> str:
    """Where to go: to the one file, or to the list; says what came of each file that was sent."""
    opened = {one.id: one for one in kept if one.state in actions.OPEN}
    _say_read([one for number, one in opened.items() if number not in waited])
    again = opened.keys() & waited
    if again:
        flash(
            ngettext(
                "%(num)d uitnodiging stond hier al, en wacht nog op u.",
                "%(num)d uitnodigingen stonden hier al, en wachten nog op u.",
                len(again),
            ),
            "info",
        )
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


def _say_read(new: list[ReceivedInvitation]) -> None:
    """That several files arrived, and how many of them ask something; one shows that itself."""
    if len(new) < 2:
        return
    asking = sum(
        any(outcome.question for outcome in Comparison(one, current_user).outcomes) for one in new
    )
    told = ngettext("%(num)d uitnodiging gelezen", "%(num)d uitnodigingen gelezen", len(new))
    if asking:
        told += ", " + ngettext("%(num)d met een vraag", "%(num)d met een vraag", asking)
    flash(f"{told}.", "success")


def _list_page(form: SendForm, refused: list[Refused] | None = None, arrived: int = 0) -> str:
    found = waiting(current_user)
    guesser, rules = guesser_and_rules()
    shown = [
        (
            one,
            preview_of(
                Comparison(one, current_user).outcomes,
                guesser,
                rules,
                partnership_id=one.partnership_id,
            ),
        )
        for one in found[:LOOKED_INTO]
    ]
    before = decided(current_user)
    return render_template(
        "invitations/list_invitations.html",
        form=form,
        refused=refused or [],
        arrived=arrived,
        waiting=shown,
        later=found[LOOKED_INTO:],
        ready=[(one, preview) for one, preview in shown if _is_ready(preview)],
        decided=before,
        did=done_by([one.id for one in before]),
        words=words,
        accepted=ACCEPTED,
    )


def _is_ready(preview: Preview) -> bool:
    return not preview.questions and preview.does_something
