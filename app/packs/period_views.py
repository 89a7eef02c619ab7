"""Pages of packs of a period: whose meetings on which days, and the packs that were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.core import access, clock
from app.core.errors import RuleBroken
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.queries import items_of
from app.packs.content.wording import called
from app.packs.forms import PeriodFilter, PeriodForm
from app.packs.left_out import left_out_of_form
from app.packs.models import Variant
from app.packs.naming import kind_of, occasion_of
from app.packs.periods import (
    LONGEST,
    meetings_in_period,
    packs_of_periods,
    readers_for,
    usual_period,
    week_of,
)
from app.packs.permissions import PACK_ROLES
from app.packs.views import ask_once, packs
from app.packs.wanting import Wanted, want_period
from app.people.models import Person
from app.people.queries import get_person


@packs.get("/packs/new")
@access.roles(*PACK_ROLES)
def new_period_pack() -> str:
    """Choose whose meetings on which days, see what would be in the pack, and ask for it."""
    asked = PeriodFilter(request.args)
    readers = readers_for(current_user)
    by_id = {one.id: one for one in readers}
    reader = by_id.get(asked.reader_id.data or 0, readers[0])
    if asked.first.data and asked.last.data:
        first, last = asked.first.data, asked.last.data
    else:
        first, last = usual_period(clock.today(), reader, current_user)
    form = PeriodForm(formdata=None, first=first, last=last, reader_id=reader.id)
    return _page(form, readers, _Asked(reader, first, last))


@packs.post("/packs/new")
@access.roles(*PACK_ROLES)
def request_period_pack() -> BaseResponse | tuple[str, int] | str:
    """Have a pack made of the meetings of a period."""
    form = PeriodForm()
    readers = readers_for(current_user)
    form.offer_readers(readers)

    if "move" in request.form:
        asked = _asked(form, readers)
        form.move(request.form["move"], [item for _one, items in _agendas(asked) for item in items])
        return _page(form, readers, asked)

    def want() -> Wanted:
        return want_period(
            form.first.data,
            form.last.data,
            get_person(form.reader_id.data),
            Variant(form.variant.data),
            current_user,
            form.options(),
        )

    hidden = RuleBroken(_("Een van deze vergaderingen bestaat niet meer."))
    url = ask_once(form, want, hidden) if form.validate_on_submit() else None
    if url is None:
        readers = readers_for(current_user)
        return _page(form, readers, _asked(form, readers)), 422
    return redirect(url)


@dataclass(frozen=True)
class _Asked:
    """Whose meetings on which days the page shows."""

    reader: Person
    first: date
    last: date

    @property
    def is_possible(self) -> bool:
        """Whether a pack of these days can be made."""
        return self.first <= self.last <= self.first + LONGEST


def _asked(form: PeriodForm, readers: Sequence[Person]) -> _Asked:
    """What a form that comes back was about; what makes no sense is as usual."""
    found = next((one for one in readers if one.id == form.reader_id.data), readers[0])
    first, last = week_of(clock.today())
    return _Asked(found, form.first.data or first, form.last.data or last)


def _agendas(asked: _Asked) -> list[tuple[Meeting, list[AgendaItem]]]:
    if not asked.is_possible:
        return []
    meetings = meetings_in_period(asked.first, asked.last, asked.reader, current_user)
    items = items_of([meeting.id for meeting in meetings], current_user)
    return [(meeting, items[meeting.id]) for meeting in meetings]


def _page(form: PeriodForm, readers: Sequence[Person], asked: _Asked) -> str:
    form.offer_readers(readers)
    agendas = _agendas(asked)
    rows = form.rows([item for _meeting, items in agendas for item in items])
    today = clock.today()
    made = packs_of_periods(current_user)
    return render_template(
        "packs/new_period_pack.html",
        form=form,
        readers=[(one.id, called(one.name, one.title)) for one in readers],
        asked=asked,
        left_out=left_out_of_form(form, rows, current_user),
        agendas=[
            (meeting, [row for row in rows if row[0].meeting_id == meeting.id])
            for meeting, _items in agendas
        ],
        weeks=[week_of(today), week_of(today + timedelta(days=7))],
        packs=made,
        names={pack.id: f"{kind_of(pack)} {occasion_of(pack)}" for pack in made},
    )
