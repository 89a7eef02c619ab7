"""Adding several days at once: given by rule or list, seen first, then added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.core import access
from app.core.errors import RuleBroken
from app.core.submission import submit_new
from app.days import actions, words
from app.days.forms import LIST, SeveralForm
from app.days.models import DayKind, Period
from app.days.permissions import EDITORS
from app.days.queries import HOLIDAY, holidays_between, periods_between
from app.days.recurrence import Slip, Span
from app.days.views import Answer, asked_year, days, page_of

#: A day on which one of these lies is not added, unless somebody checks it.
IN_THE_WAY = (DayKind.CLOSED, DayKind.RECESS)


@dataclass(frozen=True)
class Candidate:
    """A day that could be added, with what is in its way."""

    span: Span
    #: Keys of `words.OBSTACLES`.
    obstacles: Sequence[str]

    @property
    def value(self) -> str:
        """What its check box sends."""
        return f"{self.span.first.isoformat()}/{self.span.last.isoformat()}"


@dataclass(frozen=True)
class Preview:
    """What would be added, and what could not be read."""

    candidates: Sequence[Candidate] = ()
    slips: Sequence[Slip] = ()

    @property
    def clear(self) -> list[str]:
        """The days that nothing is in the way of."""
        return [one.value for one in self.candidates if not one.obstacles]


@days.get("/several")
@days.post("/several")
@access.roles(*EDITORS)
def add_several() -> Answer:
    """Add several days: give them, see them with what is in the way, choose, add."""
    year = asked_year()
    form = SeveralForm(year=year)
    preview, status = Preview(), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                preview = _preview(form)
            except RuleBroken as error:
                form.show(error)
            else:
                done = _save(form, preview, year) if _may_save(form, preview) else None
                if done is not None:
                    return done
                status = 422 if form.errors or form.form_errors or preview.slips else 200
    html = render_template(
        "days/add_several.html", form=form, preview=preview, year=year, words=words
    )
    return html, status


def _preview(form: SeveralForm) -> Preview:
    spans, slips = form.spans()
    if not spans:
        if not slips:
            raise RuleBroken(
                _("Hier valt geen enkele dag in. Kijk de dagen na."),
                "days" if form.way.data == LIST else "last_day",
            )
        return Preview((), slips)
    form_details = form.details(spans)
    first, last = min(one.first for one in spans), max(one.last for one in spans)
    periods = periods_between(first, last)
    holidays = {one.first_day for one in holidays_between(first, last)}
    ordered = sorted(set(spans), key=lambda one: (one.first, one.last))
    found = []
    for span in ordered:
        obstacles = [HOLIDAY] if any(span.first <= day <= span.last for day in holidays) else []
        obstacles += _obstacles(span, periods, form_details)
        found.append(Candidate(span, obstacles))
    return Preview(found, slips)


def _obstacles(span: Span, periods: Sequence[Period], details: actions.PeriodDetails) -> list[str]:
    touching = [row for row in periods if row.first_day <= span.last and span.first <= row.last_day]
    kinds = {row.kind for row in touching if row.kind in IN_THE_WAY and row.kind != details.kind}
    same = any(
        (row.kind, row.name, row.first_day, row.last_day)
        == (details.kind, details.name, span.first, span.last)
        for row in touching
    )
    return [*sorted(kinds), *(["same"] if same else [])]


def _may_save(form: SeveralForm, preview: Preview) -> bool:
    """Whether days were chosen of exactly what was shown; sets the check boxes otherwise."""
    shown = {one.value for one in preview.candidates}
    asked = "save" in request.form and not preview.slips
    if asked and form.taken.data and set(form.taken.data) <= shown:
        return True
    if asked:
        form.form_errors.append(
            _("De dagen zijn intussen anders opgegeven. Kijk ze na en kies opnieuw.")
            if form.taken.data
            else _("Kies ten minste één dag om toe te voegen.")
        )
    form.taken.data = preview.clear
    return False


def _save(form: SeveralForm, preview: Preview, year: int) -> Answer | None:
    spans = [one.span for one in preview.candidates if one.value in form.taken.data]
    details = form.details(spans)
    added: list[Period] = []

    def create() -> str:
        added.extend(actions.add_several(details, spans, current_user))
        return page_of(spans[0].first.year)

    done = submit_new(form, current_user.id, create)
    if not done.url:
        return None
    flash(ngettext("%(num)d dag toegevoegd.", "%(num)d dagen toegevoegd.", len(added)), "success")
    return redirect(done.url)
