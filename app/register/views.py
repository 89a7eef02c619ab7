"""Pages of partnerships: the list, one partnership, and the forms of its facts."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.forms import as_choices
from app.core.submission import Outcome, submit_edit, submit_new
from app.people.models import Role
from app.people.queries import people_with_role
from app.register import (
    actions,
    area_views,
    chain_views,
    group_views,
    organisation_views,
    participation_views,
    portfolio_views,
)
from app.register.blueprint import register
from app.register.chain import rows_of
from app.register.forms import (
    EditPartnershipForm,
    FilterForm,
    NewPartnershipForm,
    ReasonsForm,
    StatusForm,
    facts_of,
)
from app.register.models import Partnership
from app.register.organisation_queries import list_areas
from app.register.overview import SORTS, overview
from app.register.partnership_page import partnership_page
from app.register.permissions import EDITORS
from app.register.queries import asked_filters, get_partnership, list_partnerships
from app.register.words import REASONS

#: Files with views of this room, brought in so that their pages exist.
PAGES = (
    *(area_views, chain_views, group_views),
    *(organisation_views, participation_views, portfolio_views),
)
Answer = Response | tuple[str, int]


def asked_day() -> date | None:
    """The day that the address asks for (`?on=2026-01-31`); None when it asks for none."""
    try:
        day = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return None
    return day if 1800 <= day.year < 2200 else None


@register.get("/partnerships/", endpoint="list_partnerships")
@access.signed_in
def show_list() -> str:
    """Find a partnership, and see what each entry still lacks."""
    day = clock.today()
    form = FilterForm(request.args)
    form.area.offer([(row.id, row.name) for row in list_areas(everything=True)], _("Alle"))
    form.alderman.offer([(row.id, row.name) for row in people_with_role(Role.ALDERMAN)], _("Alle"))
    form.officer.offer([(row.id, row.name) for row in people_with_role(Role.OFFICER)], _("Alle"))
    filters = form.filters()
    sort = request.args.get("sort", "name")
    sort = sort if sort in SORTS else "name"
    descending = request.args.get("direction") == "desc"
    return render_template(
        "register/list_partnerships.html",
        form=form,
        filters=filters,
        rows=overview(filters, day, sort, descending),
        sort=sort,
        direction="desc" if descending else "asc",
        sort_urls={name: _sort_url(name, sort, descending) for name in SORTS},
    )


def _sort_url(name: str, sort: str, descending: bool) -> str:
    """The address that sorts by a column, or turns its direction round; filters stay."""
    direction = "desc" if name == sort and not descending else "asc"
    return url_for(
        "register.list_partnerships", **asked_filters(request.args), sort=name, direction=direction
    )


@register.get("/partnerships/<int:partnership_id>")
@access.signed_in
def show_partnership(partnership_id: int) -> str:
    """Know a partnership: its next meetings, why we take part, who takes part, who is ours."""
    day = asked_day()
    page = partnership_page(partnership_id, day or clock.today())
    return render_template(
        "register/show_partnership.html",
        page=page,
        chain=rows_of(page.partnership),
        asked_day=day,
        today=clock.today(),
    )


def _offer(form: NewPartnershipForm | EditPartnershipForm, partnership: Partnership | None) -> None:
    """Offer the partnerships and policy areas that can be chosen."""
    others = [(row.id, row.name) for row in list_partnerships() if row is not partnership]
    form.parent_id.offer(others, _("Valt nergens onder"))
    chosen = frozenset(row.id for row in partnership.areas) if partnership else frozenset()
    form.areas.choices = as_choices([(row.id, row.name) for row in list_areas(or_ids=chosen)])


@register.get("/partnerships/new")
@register.post("/partnerships/new")
@access.roles(*EDITORS)
def add_partnership() -> Answer:
    """Add a partnership in which we take part."""
    form = NewPartnershipForm()
    _offer(form, None)

    def create() -> str:
        made = actions.create_partnership(
            form.facts(), form.status.data, form.since.data, current_user
        )
        return url_for("register.show_partnership", partnership_id=made.id)

    done = submit_new(form, current_user.id, create)
    if done.url:
        flash(_("Samenwerkingsverband toegevoegd."), "success")
        return redirect(done.url)
    return render_template("register/add_partnership.html", form=form), done.status


@register.get("/partnerships/<int:partnership_id>/edit")
@register.post("/partnerships/<int:partnership_id>/edit")
@access.roles(*EDITORS)
def edit_partnership(partnership_id: int) -> Answer:
    """Change what is recorded of a partnership."""
    partnership = get_partnership(partnership_id)
    form = EditPartnershipForm(data={**facts_of(partnership), "version": partnership.version})
    _offer(form, partnership)
    done = submit_edit(
        form,
        lambda: actions.change_partnership(
            partnership, form.facts(), form.seen_version, current_user
        ),
        url_for("register.show_partnership", partnership_id=partnership_id),
        lambda: (facts_of(partnership), partnership.version),
    )
    return _answer(
        done, _("Gegevens opgeslagen."), "register/edit_partnership.html", form, partnership
    )


@register.get("/partnerships/<int:partnership_id>/status")
@register.post("/partnerships/<int:partnership_id>/status")
@access.roles(*EDITORS)
def change_status(partnership_id: int) -> Answer:
    """Let a partnership have another status from a day on."""
    partnership = get_partnership(partnership_id)
    form = StatusForm(data={"valid_from": clock.today()})
    url = url_for("register.show_partnership", partnership_id=partnership_id)

    def create() -> str:
        actions.change_status(partnership, form.status.data, form.valid_from.data, current_user)
        return url

    done = submit_new(form, current_user.id, create)
    return _answer(done, _("Status gewijzigd."), "register/change_status.html", form, partnership)


@register.get("/partnerships/<int:partnership_id>/reasons")
@register.post("/partnerships/<int:partnership_id>/reasons")
@access.roles(*EDITORS)
def edit_reasons(partnership_id: int) -> Answer:
    """Say why we take part."""
    partnership = get_partnership(partnership_id)
    form = ReasonsForm(data={**_reasons_of(partnership), "version": partnership.version})
    done = submit_edit(
        form,
        lambda: actions.set_reasons(
            partnership, form.chosen_reasons(), form.seen_version, current_user
        ),
        url_for("register.show_partnership", partnership_id=partnership_id),
        lambda: (_reasons_of(partnership), partnership.version),
    )
    return _answer(done, _("Redenen opgeslagen."), "register/edit_reasons.html", form, partnership)


def _reasons_of(partnership: Partnership) -> dict[str, object]:
    there = {row.reason: row.explanation for row in partnership.reasons}
    ticked: dict[str, object] = {name: name in there for name in REASONS}
    return ticked | {f"{name}_why": there.get(name, "") for name in REASONS}


def _answer(
    done: Outcome,
    message: str,
    template: str,
    form: object,
    partnership: Partnership,
) -> Answer:
    """On to the partnership with a message, or the form again with what is wrong."""
    if done.url:
        flash(message, "success")
        return redirect(done.url)
    page = render_template(
        template, form=form, partnership=partnership, differences=done.differences
    )
    return page, done.status
