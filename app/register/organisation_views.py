"""Pages of organisations that can take part."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import access, clock
from app.core.submission import submit_edit, submit_new
from app.register import organisation_actions as actions
from app.register.blueprint import register
from app.register.models import Organisation
from app.register.organisation_forms import (
    ORGANISATION_FACTS,
    EditOrganisationForm,
    NewOrganisationForm,
)
from app.register.organisation_queries import (
    get_organisation,
    list_organisations,
    memberships_of,
    partnership_counts,
    partnerships_with,
    predecessors_of,
)
from app.register.permissions import EDITORS
from app.register.queries import history_of
from app.register.small_forms import Answer, SmallForm, Trail, answer
from app.register.words import ORGANISATION_KINDS


def _trail() -> Trail:
    return [
        (_("Samenwerkingsverbanden"), url_for("register.list_partnerships")),
        (_("Organisaties"), url_for("register.show_organisations")),
    ]


@register.get("/organisations/")
@access.signed_in
def show_organisations() -> str:
    """Find an organisation, and see in how many partnerships it takes part."""
    text = request.args.get("text", "").strip()
    kind = request.args.get("kind", "")
    kind = kind if kind in ORGANISATION_KINDS else ""
    day = clock.today()
    return render_template(
        "register/show_organisations.html",
        organisations=list_organisations(text, kind),
        counts=partnership_counts(day),
        text=text,
        kind=kind,
        day=day,
    )


@register.get("/organisations/<int:organisation_id>")
@access.signed_in
def show_organisation(organisation_id: int) -> str:
    """Know an organisation: where it takes part, in which groups, what became of it."""
    organisation = get_organisation(organisation_id)
    day = clock.today()
    return render_template(
        "register/show_organisation.html",
        organisation=organisation,
        partnerships=partnerships_with(organisation_id, day),
        memberships=memberships_of(organisation_id),
        predecessors=predecessors_of(organisation_id),
        history=history_of("organisation", organisation_id),
        day=day,
    )


def _offer(form: NewOrganisationForm | EditOrganisationForm, own_id: int | None) -> None:
    others = [(row.id, row.name) for row in list_organisations() if row.id != own_id]
    form.successor_id.offer(others, _("Geen opvolger"))


@register.get("/organisations/new")
@register.post("/organisations/new")
@access.roles(*EDITORS)
def add_organisation() -> Answer:
    """Add an organisation that can take part."""
    form = NewOrganisationForm()
    _offer(form, None)

    def create() -> str:
        made = actions.create_organisation(form.facts(), current_user)
        return url_for("register.show_organisation", organisation_id=made.id)

    page = SmallForm(
        _("Organisatie toevoegen"),
        _("Organisatie toevoegen"),
        url_for("register.show_organisations"),
        _trail(),
        _("Organisatie toegevoegd."),
    )
    return answer(form, submit_new(form, current_user.id, create), page)


@register.get("/organisations/<int:organisation_id>/edit")
@register.post("/organisations/<int:organisation_id>/edit")
@access.roles(*EDITORS)
def edit_organisation(organisation_id: int) -> Answer:
    """Correct an organisation, or say when it ended and which one succeeded it."""
    organisation = get_organisation(organisation_id)
    form = EditOrganisationForm(data={**_facts(organisation), "version": organisation.version})
    _offer(form, organisation_id)
    url = url_for("register.show_organisation", organisation_id=organisation_id)
    done = submit_edit(
        form,
        lambda: actions.change_organisation(
            organisation, form.facts(), form.seen_version, current_user
        ),
        url,
        lambda: (_facts(organisation), organisation.version),
    )
    page = SmallForm(
        _("%(name)s wijzigen", name=organisation.name),
        _("Organisatie opslaan"),
        url,
        [*_trail(), (organisation.name, url)],
        _("Organisatie opgeslagen."),
        _(
            "Houdt de organisatie op te bestaan, bijvoorbeeld door een herindeling? Vul dan de "
            "laatste dag en de opvolger in. Na die dag telt zij nergens meer mee als deelnemer."
        ),
    )
    return answer(form, done, page)


def _facts(organisation: Organisation) -> dict[str, object]:
    return {name: getattr(organisation, name) for name in ORGANISATION_FACTS}
