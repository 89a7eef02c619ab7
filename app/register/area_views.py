"""Pages of policy areas."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import access
from app.core.submission import submit_edit, submit_new
from app.register import organisation_actions as actions
from app.register.blueprint import register
from app.register.models import PolicyArea
from app.register.organisation_forms import EditAreaForm, NewAreaForm
from app.register.organisation_queries import area_counts, get_area, list_areas
from app.register.permissions import EDITORS
from app.register.small_forms import Answer, SmallForm, Trail, answer


def _trail() -> Trail:
    return [
        (_("Samenwerkingsverbanden"), url_for("register.list_partnerships")),
        (_("Beleidsterreinen"), url_for("register.show_areas")),
    ]


@register.get("/policy-areas/")
@access.signed_in
def show_areas() -> str:
    """See the policy areas, and how many partnerships work in each."""
    return render_template(
        "register/show_areas.html", areas=list_areas(everything=True), counts=area_counts()
    )


@register.get("/policy-areas/new")
@register.post("/policy-areas/new")
@access.roles(*EDITORS)
def add_area() -> Answer:
    """Add a policy area."""
    form = NewAreaForm()

    def create() -> str:
        actions.create_area(form.name.data, current_user)
        return url_for("register.show_areas")

    page = SmallForm(
        _("Beleidsterrein toevoegen"),
        _("Beleidsterrein toevoegen"),
        url_for("register.show_areas"),
        _trail(),
        _("Beleidsterrein toegevoegd."),
    )
    return answer(form, submit_new(form, current_user.id, create), page)


@register.get("/policy-areas/<int:area_id>/edit")
@register.post("/policy-areas/<int:area_id>/edit")
@access.roles(*EDITORS)
def edit_area(area_id: int) -> Answer:
    """Rename a policy area, or take it out of use."""
    area = get_area(area_id)
    form = EditAreaForm(data={**_facts(area), "version": area.version})
    url = url_for("register.show_areas")
    done = submit_edit(
        form,
        lambda: actions.change_area(
            area,
            {"name": form.name.data, "in_use": form.in_use.data},
            form.seen_version,
            current_user,
        ),
        url,
        lambda: (_facts(area), area.version),
    )
    page = SmallForm(
        _("Beleidsterrein wijzigen"),
        _("Beleidsterrein opslaan"),
        url,
        _trail(),
        _("Beleidsterrein opgeslagen."),
    )
    return answer(form, done, page)


def _facts(area: PolicyArea) -> dict[str, object]:
    return {"name": area.name, "in_use": area.in_use}
