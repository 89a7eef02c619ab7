"""Pages of groups that take part as one word and resolve to members."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import access, clock
from app.core.errors import NotFound
from app.core.submission import submit, submit_edit, submit_new
from app.register import organisation_actions as actions
from app.register.blueprint import register
from app.register.forms import EndForm
from app.register.models import OrganisationGroup
from app.register.organisation_forms import EditGroupForm, GroupMemberForm, NewGroupForm
from app.register.organisation_queries import (
    get_group,
    group_rows,
    list_organisations,
    partnerships_of_group,
)
from app.register.permissions import EDITORS
from app.register.queries import history_of
from app.register.small_forms import Answer, SmallForm, Trail, answer


def _trail(group: OrganisationGroup | None = None) -> Trail:
    found = [
        (_("Samenwerkingsverbanden"), url_for("register.list_partnerships")),
        (_("Groepen"), url_for("register.show_groups")),
    ]
    return [*found, (group.name, _url(group))] if group else found


def _url(group: OrganisationGroup) -> str:
    return url_for("register.show_group", group_id=group.id)


@register.get("/groups/")
@access.signed_in
def show_groups() -> str:
    """See which groups take part as one word, and whether their members are known."""
    return render_template("register/show_groups.html", rows=group_rows(clock.today()))


@register.get("/groups/<int:group_id>")
@access.signed_in
def show_group(group_id: int) -> str:
    """Know a group: who belongs and belonged to it, and where it takes part."""
    day = clock.today()
    group = get_group(group_id)
    memberships = sorted(group.memberships, key=lambda row: row.organisation.name.lower())
    return render_template(
        "register/show_group.html",
        group=group,
        present=[row for row in memberships if row.holds_on(day)],
        others=[row for row in memberships if not row.holds_on(day)],
        partnerships=partnerships_of_group(group_id, day),
        history=history_of("organisation_group", group_id),
        day=day,
    )


@register.get("/groups/new")
@register.post("/groups/new")
@access.roles(*EDITORS)
def add_group() -> Answer:
    """Add a group that can take part as one word."""
    form = NewGroupForm()

    def create() -> str:
        return _url(actions.create_group(form.name.data, form.complete.data, current_user))

    page = SmallForm(
        _("Groep toevoegen"),
        _("Groep toevoegen"),
        url_for("register.show_groups"),
        _trail(),
        _("Groep toegevoegd. Voeg nu de leden toe."),
        _("Een groep neemt als geheel deel, zoals “alle Groninger gemeenten”."),
    )
    return answer(form, submit_new(form, current_user.id, create), page)


@register.get("/groups/<int:group_id>/edit")
@register.post("/groups/<int:group_id>/edit")
@access.roles(*EDITORS)
def edit_group(group_id: int) -> Answer:
    """Rename a group, or say whether all of its members are known."""
    group = get_group(group_id)
    form = EditGroupForm(data={**_facts(group), "version": group.version})
    done = submit_edit(
        form,
        lambda: actions.change_group(
            group,
            {"name": form.name.data, "complete": form.complete.data},
            form.seen_version,
            current_user,
        ),
        _url(group),
        lambda: (_facts(group), group.version),
    )
    page = SmallForm(
        _("Groep wijzigen"),
        _("Groep opslaan"),
        _url(group),
        _trail(group),
        _("Groep opgeslagen."),
    )
    return answer(form, done, page)


def _facts(group: OrganisationGroup) -> dict[str, object]:
    return {"name": group.name, "complete": group.complete}


@register.get("/groups/<int:group_id>/members/new")
@register.post("/groups/<int:group_id>/members/new")
@access.roles(*EDITORS)
def add_group_member(group_id: int) -> Answer:
    """Let an organisation belong to a group."""
    group = get_group(group_id)
    form = GroupMemberForm()
    form.organisation.offer([(row.id, row.name) for row in list_organisations()])

    def create() -> str:
        actions.add_group_member(
            group,
            form.organisation.data,
            form.valid_from.data,
            form.valid_to.data,
            current_user,
        )
        return _url(group)

    page = SmallForm(
        _("Lid toevoegen"),
        _("Lid toevoegen"),
        _url(group),
        _trail(group),
        _("Lid toegevoegd."),
    )
    return answer(form, submit_new(form, current_user.id, create), page)


@register.get("/groups/<int:group_id>/members/<int:membership_id>/end")
@register.post("/groups/<int:group_id>/members/<int:membership_id>/end")
@access.roles(*EDITORS)
def end_group_member(group_id: int, membership_id: int) -> Answer:
    """Let an organisation belong to a group until a day."""
    group = get_group(group_id)
    names = [row.organisation.name for row in group.memberships if row.id == membership_id]
    if not names:
        raise NotFound
    form = EndForm(data={"last_day": clock.today()})
    done = submit(
        form,
        lambda: actions.end_group_member(group, membership_id, form.last_day.data, current_user),
        _url(group),
    )
    page = SmallForm(
        _("Lidmaatschap van %(name)s beëindigen", name=names[0]),
        _("Lidmaatschap beëindigen"),
        _url(group),
        _trail(group),
        _("Lidmaatschap beëindigd."),
    )
    return answer(form, done, page)
