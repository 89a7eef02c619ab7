"""The pages on which one finds meetings: the same selection as a list, a month or a week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from app.core import access, clock
from app.core.web import public_root
from app.days.queries import DayFact, facts_between
from app.meetings.calendar import Span, month_of, week_of, weeks_in
from app.meetings.filter_form import FilterForm
from app.meetings.list_queries import find_between, find_page
from app.meetings.permissions import may_plan
from app.meetings.selection import Filters, View
from app.meetings.views import meetings

TEMPLATES = {
    View.LIST: "meetings/list_meetings.html",
    View.MONTH: "meetings/month_meetings.html",
    View.WEEK: "meetings/week_meetings.html",
}
SPANS = {View.MONTH: month_of, View.WEEK: week_of}


@dataclass(frozen=True)
class Addresses:
    """The addresses of this selection, shown otherwise or around another day."""

    filters: Filters
    view: View
    day: date

    def query(self, view: str, day: date | None = None, *without: str) -> dict[str, str]:
        """What stands in the address of a view, around a day where it has one."""
        shown = {} if view == View.LIST else {"view": str(view)}
        around = {"day": day.isoformat()} if day is not None and view != View.LIST else {}
        return {**shown, **around, **self.filters.address(*without)}

    def at(self, view: str, day: date | None = None, *without: str, **more: Any) -> str:
        """The address of a view."""
        query: dict[str, Any] = {**self.query(view, day, *without), **more}
        return url_for("meetings.list_meetings", **query)

    def without(self, name: str) -> str:
        """The same without one filter."""
        return self.at(self.view, self.day, name)

    @property
    def everything(self) -> str:
        """The same view without any filter."""
        return Addresses(Filters(), self.view, self.day).at(self.view, self.day)

    @property
    def shared(self) -> str:
        """What one sends to a colleague."""
        page = {} if self.view != View.LIST else _page_number()
        return public_root() + self.at(self.view, self.day, **page)


@meetings.get("/meetings/")
@access.signed_in
def list_meetings() -> str:
    """Find meetings: as a list with what comes first on top, as a month, or as a week."""
    form = FilterForm(request.args)
    form.offer(current_user)
    filters, view = form.filters(), form.chosen_view()
    day = form.chosen_day(clock.today())
    found = _list(filters) if view == View.LIST else _calendar(filters, SPANS[view](day))
    return render_template(
        TEMPLATES[view],
        form=form,
        view=view,
        asked=list(form.in_words(view)),
        addresses=Addresses(filters, view, day),
        may_plan=may_plan(current_user),
        **found,
    )


def _list(filters: Filters) -> Mapping[str, Any]:
    number = _page_number().get("page", 1)
    return {"page": find_page(filters, current_user, number)}


def _calendar(filters: Filters, span: Span) -> Mapping[str, Any]:
    found = find_between(filters, current_user, span.first, span.last)
    facts = [one for one in facts_between(span.first, span.last) if _concerns_all(one)]
    return {
        "span": span,
        "meetings": found,
        "weeks": weeks_in(span, found, facts, clock.today()),
    }


def _concerns_all(fact: DayFact) -> bool:
    """Whose own days these are, is between them and who plans."""
    return fact.person_id is None


def _page_number() -> dict[str, int]:
    number = request.args.get("page", 1, type=int)
    return {"page": number} if number > 1 else {}
