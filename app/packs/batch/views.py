"""Pages on which everything for a week is printed in one go."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.core import access, clock, files, recorder
from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.core.forms import create_once
from app.packs.batch import actions, queries
from app.packs.batch.covers import copies_in, week_code, week_in_print
from app.packs.batch.forms import BatchForm
from app.packs.batch.models import MOST_COPIES, PrintBatch
from app.packs.batch.permissions import PRINTERS
from app.packs.models import PackState
from app.packs.naming import kind_of, known_by
from app.packs.queries import UNDER_WAY
from app.packs.views import packs

_WEEK = re.compile(r"(20\d\d)-W(\d\d)")


@packs.get("/packs/print")
@access.roles(*PRINTERS)
def new_batch() -> str:
    """See which packs there are for a week, and have them printed."""
    week = queries.week_of(_asked_week(), current_user)
    return _week_page(week, BatchForm().offer(week.stacks, {}))


@packs.post("/packs/print")
@access.roles(*PRINTERS)
def request_print() -> BaseResponse | tuple[str, int]:
    """Have the packs of a week printed; the page that follows shows how far it is."""
    week = queries.week_of(_asked_week(), current_user)
    form = BatchForm().offer(week.stacks, request.form.to_dict())

    def create() -> str:
        batch = actions.request_batch(
            week.monday, set(form.packs.data or []), form.numbers, current_user
        )
        return url_for("packs.show_batch", batch_id=batch.id)

    if form.validate_on_submit() and not form.wrong:
        try:
            return redirect(create_once(form, current_user.id, create))
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
            week = queries.week_of(week.monday, current_user)
    return _week_page(week, form), 422


@packs.post("/packs/print/missing")
@access.roles(*PRINTERS)
def request_missing() -> BaseResponse:
    """Have the packs made that a week lacks; they stand on its page once they are ready."""
    monday = _asked_week()
    count = actions.request_missing(monday, current_user)
    return _being_made(monday, count, _("Er ontbreekt geen vergadermap meer."))


@packs.post("/packs/print/outdated")
@access.roles(*PRINTERS)
def renew_outdated() -> BaseResponse:
    """Have the next version made of the packs of a week that are out of date."""
    monday = _asked_week()
    count = actions.request_renewed(monday, current_user)
    return _being_made(monday, count, _("Er is geen verouderde vergadermap meer."))


def _being_made(monday: date, count: int, none: str) -> BaseResponse:
    """Back to the week, with how many packs are made."""
    flash(
        ngettext(
            "%(num)d vergadermap wordt gemaakt. U krijgt bericht als zij klaarligt.",
            "%(num)d vergadermappen worden gemaakt. U krijgt één bericht als alles klaarligt.",
            count,
        )
        if count
        else none,
        "success",
    )
    return redirect(url_for("packs.new_batch", week=week_code(monday)))


@packs.get("/packs/print/<int:batch_id>")
@access.roles(*PRINTERS)
def show_batch(batch_id: int) -> str:
    """Follow the making of a print batch, then open it."""
    batch = queries.get_batch(batch_id, current_user)
    return render_template(
        "packs/batch/show_batch.html",
        batch=batch,
        copies=copies_in(batch),
        under_way=batch.state in UNDER_WAY,
        week=week_in_print(batch.first_day),
        week_code=week_code(batch.first_day),
        old=queries.grown_old(batch) if batch.state == PackState.READY else set(),
        kind_of=kind_of,
        known_by=known_by,
    )


@packs.get("/packs/print/<int:batch_id>/progress")
@access.roles(*PRINTERS)
def show_batch_progress(batch_id: int) -> BaseResponse:
    """Tell the page how far the making is, for browsers with script."""
    batch = queries.get_batch(batch_id, current_user)
    return jsonify(
        percent=batch.progress,
        text=_("De afdrukstapel wordt gemaakt."),
        done=batch.state not in UNDER_WAY,
        url=url_for("packs.show_batch", batch_id=batch.id),
    )


@packs.get("/packs/print/<int:batch_id>/file")
@access.roles(*PRINTERS)
def read_batch(batch_id: int) -> Response:
    """Open the file for the printer."""
    batch = queries.get_batch(batch_id, current_user)
    if batch.state != PackState.READY or batch.file is None:
        raise NotFound
    for line in batch.lines:
        recorder.note("pack", line.pack_id, current_user.id, line.pack.number)
    return files.sent(batch.file, f"{_('Afdrukstapel')} {week_code(batch.first_day)}.pdf")


@packs.post("/packs/print/<int:batch_id>/stop")
@access.roles(*PRINTERS)
def stop_print(batch_id: int) -> BaseResponse:
    """Stop the making of a print batch."""
    batch = queries.get_batch(batch_id, current_user)
    actions.stop_batch(batch, current_user)
    db.session.commit()
    flash(_("Het maken is gestopt."), "success")
    return redirect(url_for("packs.new_batch", week=week_code(batch.first_day)))


def _week_page(week: queries.Week, form: BatchForm) -> str:
    batches: list[PrintBatch] = queries.batches_of(week.monday, current_user)
    return render_template(
        "packs/batch/new_batch.html",
        week=week,
        words=week_in_print(week.monday),
        code=week_code(week.monday),
        before=week_code(week.monday - timedelta(weeks=1)),
        after=week_code(week.monday + timedelta(weeks=1)),
        form=form,
        batches=batches,
        most=MOST_COPIES,
        old=queries.outdated_in(week),
        kind_of=kind_of,
        known_by=known_by,
    )


def _asked_week() -> date:
    """The Monday of the week that was asked for; of this week where none was, or none exists."""
    found = _WEEK.fullmatch(request.values.get("week", ""))
    if found is not None:
        try:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            pass
    today = clock.today()
    return today - timedelta(days=today.weekday())
