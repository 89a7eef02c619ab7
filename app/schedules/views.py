"""Pages of schedules: what one is made from, the preview, and planning it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, clock, files
from app.core.database import db, let_go, reading
from app.core.errors import RuleBroken
from app.core.forms import create_once
from app.days.queries import closed_days
from app.meetings.body_queries import get_body
from app.meetings.models import Body
from app.meetings.permissions import PLANNERS
from app.schedules import checking, proposals, words
from app.schedules.actions import RowRefused, plan_schedule
from app.schedules.forms import MOST_ROWS, PreviewForm, StartForm, as_number
from app.schedules.making import avoided_days, kinds_to_avoid, readings_by_rule
from app.schedules.picture import months_of
from app.schedules.proposals import Proposal
from app.schedules.queries import bodies_by_id, offered_bodies, usual_starts
from app.schedules.reading import read_schedule
from app.schedules.readings import Reading
from app.schedules.received import text_of

schedules = Blueprint("schedules", __name__)
Answer = Response | str | tuple[str, int]
INVALID = 422
#: From this month on one plans the next year.
NEXT_YEAR_FROM = 8


@dataclass(frozen=True)
class Start:
    """Where somebody begins: how, and of which partnership."""

    way: str
    partnership_id: int | None
    bodies: list[Body]
    form: StartForm


def _start(form: StartForm) -> Start:
    """The first page as the address and the form ask for it."""
    way = request.values.get("way", "")
    body_id = as_number(request.values.get("body"))
    partnership_id = as_number(request.values.get("partnership"))
    if partnership_id is None and body_id is not None:
        partnership_id = get_body(body_id).partnership_id
    bodies = offered_bodies(partnership_id)
    way = way if way in words.WAYS else "rule"
    empty = _("Kies een overleg") if way == "rule" else _("Staat in de tekst")
    form.offer(bodies, partnership_id is None, empty)
    return Start(way, partnership_id, bodies, form)


@schedules.get("/schedules/new")
@access.roles(*PLANNERS)
def new_schedule() -> Answer:
    """Begin a schedule: of which body, for which year, and from what."""
    start = _start(StartForm(formdata=None))
    form = start.form
    form.body_id.data = as_number(request.args.get("body"))
    now = clock.local(clock.now())
    form.year.data = str(now.year + (now.month >= NEXT_YEAR_FROM))
    if form.body_id.data is not None:
        form.start.data = usual_starts([form.body_id.data], current_user).get(form.body_id.data)
    return _start_page(start)


@schedules.post("/schedules/new")
@access.roles(*PLANNERS)
def read_new() -> Answer:
    """See the schedule as it would be planned; nothing is saved yet."""
    form = StartForm()
    start = _start(form)
    if not form.validate():
        return _start_page(start), INVALID
    let_go()
    with reading():
        try:
            text = _text(start.way, form)
            start = _start(form)
            found, rows = _proposed(start, text)
        except RuleBroken as error:
            if start.way == "file" and error.field == "text":
                error.field = "file"
            form.show(error)
            return _start_page(_start(form)), INVALID
        preview = PreviewForm(formdata=None)
        preview.partnership_id.data = str(start.partnership_id or "")
        marks = checking.check(rows, current_user)
        kinds = {number: {mark.kind for mark in found} for number, found in marks.items()}
        rows = proposals.in_order(proposals.without_repeats(rows, kinds))
        preview.show_proposals(rows)
        preview.keep_unused(found)
        return _preview_page(preview, rows, marks)


def _text(way: str, form: StartForm) -> str:
    """What was pasted, or stands in the file; a file is read before the first statement."""
    if way == "rule":
        return ""
    if way == "paste":
        text = str(form.text.data or "")
        if not text.strip():
            raise RuleBroken(_("Plak hier de regels van het vergaderschema."), "text")
        return text
    sent = form.file.data
    if not sent or not sent.filename:
        raise RuleBroken(_("Kies een bestand."), "file")
    with files.room_for(sent.filename):
        return text_of(sent.stream, sent.filename)


def _proposed(start: Start, text: str) -> tuple[list[Reading], list[Proposal]]:
    """What was read, and the rows that it gives."""
    form = start.form
    first, last = form.period()
    if start.way == "rule":
        if form.body_id.data is None:
            raise RuleBroken(_("Kies een overleg."), "body_id")
        kinds = kinds_to_avoid(form.avoid_recess.data, form.avoid_school.data)
        avoided = avoided_days(first, last, kinds)
        how, body_id = form.how_to_avoid(), form.body_id.data
        found = readings_by_rule(form.rule(), first, last, avoided, how, body_id)
        if not found:
            raise RuleBroken(_("Deze regel geeft in deze periode geen enkele dag."), "pattern")
    else:
        only = start.bodies[0].id if len(start.bodies) == 1 else None
        names = proposals.names_of(start.bodies)
        found = read_schedule(text, first, last, names, form.body_id.data or only)
        if all(one.unused for one in found):
            field = "text" if start.way == "paste" else "file"
            raise RuleBroken(_("Hierin staat geen enkele datum."), field)
    ids = {one.body_id for one in found} | {form.lead_body_id.data}
    bodies = bodies_by_id(ids)
    usual = usual_starts(bodies, current_user)
    rows = proposals.proposals_from(found, bodies, usual, form.start.data)
    lead = form.lead(bodies, usual)
    if lead is not None:
        rows = proposals.with_preparations(rows, bodies, lead, closed_days())
    return found, rows


@schedules.post("/schedules/")
@access.roles(*PLANNERS)
def plan() -> Answer:
    """Look through the changed rows again, or plan those that are ticked."""
    form = PreviewForm()
    if len(form.rows) > MOST_ROWS:
        raise RuleBroken(_("Dit schema is te lang. Plan het in delen."))
    form.offer(_choices(form.wanted_partnership(), form.proposals()))
    valid = form.validate()
    rows = form.proposals()
    rows = proposals.completed(rows, bodies_by_id(one.body_id for one in rows))
    if "check" in request.form or not valid:
        return _again(form, rows), (200 if valid else INVALID)
    try:
        url = create_once(form, current_user.id, lambda: _planned(rows))
    except RuleBroken as error:
        db.session.rollback()
        _show(form, error)
        return _again(form, rows), INVALID
    return redirect(url)


def _planned(rows: Sequence[Proposal]) -> str:
    meetings = plan_schedule(rows, current_user)
    count = len(meetings)
    flash(
        ngettext("%(num)d vergadering is gepland.", "%(num)d vergaderingen zijn gepland.", count),
        "success",
    )
    bodies = {meeting.body_id for meeting in meetings}
    if len(bodies) == 1:
        return url_for("meetings.show_body", body_id=bodies.pop())
    partnership = bodies_by_id(bodies)[next(iter(bodies))].partnership_id
    return url_for("meetings.list_meetings", partnership=partnership)


def _show(form: PreviewForm, error: RuleBroken) -> None:
    """Show a refusal at its row, or above the form."""
    entries = zip(form.proposals(), form.rows.entries, strict=True)
    number = error.number if isinstance(error, RowRefused) else None
    entry = next((entry for one, entry in entries if one.number == number), None)
    if entry is None:
        form.show(error)
    else:
        entry.form.day.errors = [*entry.form.day.errors, error.message]


def _again(form: PreviewForm, rows: list[Proposal]) -> str:
    """The preview as it was sent, with its marks as they are now."""
    rows = [proposals.answered(one) for one in rows]
    form.complete(rows)
    return _preview_page(form, rows, checking.check(rows, current_user))


def _choices(partnership_id: int | None, rows: Sequence[Proposal]) -> list[tuple[int, str]]:
    """The bodies that a row may be of."""
    bodies = {one.id: one for one in offered_bodies(partnership_id)}
    for body_id, body in bodies_by_id(one.body_id for one in rows).items():
        bodies.setdefault(body_id, body)
    whole = len({one.partnership_id for one in bodies.values()}) > 1
    return [
        (one.id, f"{one.partnership.abbreviation or one.partnership.name} · {one.name}")
        if whole
        else (one.id, one.name)
        for one in bodies.values()
    ]


def _start_page(start: Start) -> str:
    return render_template("schedules/new_schedule.html", start=start, form=start.form, words=words)


def _clashes(one: Proposal, marks: dict[int, list[checking.Mark]]) -> bool:
    return one.take and any(mark.kind not in words.MILD for mark in marks[one.number])


def _preview_page(
    form: PreviewForm,
    rows: list[Proposal],
    marks: dict[int, list[checking.Mark]],
) -> str:
    form.offer(_choices(form.wanted_partnership(), rows))
    bodies = {one.body_id for one in rows}
    entries = {one.number: entry.form for one, entry in zip(rows, form.rows.entries, strict=True)}
    return render_template(
        "schedules/preview.html",
        form=form,
        entries=entries,
        rows=rows,
        marks=marks,
        unused=form.lines_not_used(),
        months=months_of(rows, marks),
        several=len(bodies) > 1 or None in bodies,
        by_number={one.number: one for one in rows},
        clashing=sum(_clashes(one, marks) for one in rows),
        asked=[one for one in rows if proposals.is_question(one)],
        words=words,
        taken=sum(one.take for one in rows),
    )
