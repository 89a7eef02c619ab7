"""Pages of portfolios: which alderman or mayor answers for what, and which officer carries it."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import access, clock
from app.core.errors import NotFound
from app.core.submission import submit, submit_edit, submit_new
from app.people.models import Person, Role
from app.people.queries import get_person, people_with_role
from app.register import portfolio_actions as actions
from app.register.blueprint import register
from app.register.forms import EndForm
from app.register.organisation_forms import (
    EditPortfolioForm,
    HolderForm,
    NewPortfolioForm,
    OfficerSubjectForm,
    PortfolioSubjectForm,
    SubjectFields,
)
from app.register.organisation_queries import list_areas
from app.register.permissions import PORTFOLIO_EDITORS
from app.register.portfolio_actions import Subject
from app.register.portfolio_models import Portfolio
from app.register.portfolio_queries import (
    get_officer_subject,
    get_portfolio,
    list_officer_subjects,
    list_portfolios,
)
from app.register.queries import list_partnerships
from app.register.small_forms import Answer, SmallForm, Trail, answer


def _url() -> str:
    return url_for("register.show_portfolios")


def _trail() -> Trail:
    return [
        (_("Samenwerkingsverbanden"), url_for("register.list_partnerships")),
        (_("Portefeuilles"), _url()),
    ]


def _page(title: str, button: str, message: str, intro: str = "") -> SmallForm:
    return SmallForm(
        title,
        button,
        _url(),
        _trail(),
        message,
        intro,
        one_of=("policy_area", "partnership"),
    )


@register.get("/portfolios/")
@access.signed_in
def show_portfolios() -> str:
    """See who answers for what: portfolios with their holders, officers with their subjects."""
    return render_template(
        "register/show_portfolios.html",
        portfolios=list_portfolios(),
        officer_subjects=list_officer_subjects(),
        day=clock.today(),
    )


@register.get("/portfolios/new")
@register.post("/portfolios/new")
@access.roles(*PORTFOLIO_EDITORS)
def add_portfolio() -> Answer:
    """Add a portfolio."""
    form = NewPortfolioForm()

    def create() -> str:
        actions.create_portfolio(form.name.data, current_user)
        return _url()

    page = _page(
        _("Portefeuille toevoegen"), _("Portefeuille toevoegen"), _("Portefeuille toegevoegd.")
    )
    return answer(form, submit_new(form, current_user.id, create), page)


@register.get("/portfolios/<int:portfolio_id>/edit")
@register.post("/portfolios/<int:portfolio_id>/edit")
@access.roles(*PORTFOLIO_EDITORS)
def edit_portfolio(portfolio_id: int) -> Answer:
    """Give a portfolio another name."""
    portfolio = get_portfolio(portfolio_id)
    form = EditPortfolioForm(data={"name": portfolio.name, "version": portfolio.version})
    done = submit_edit(
        form,
        lambda: actions.rename_portfolio(
            portfolio, form.name.data, form.seen_version, current_user
        ),
        _url(),
        lambda: ({"name": portfolio.name}, portfolio.version),
    )
    page = _page(
        _("Portefeuille hernoemen"), _("Naam opslaan"), _("De portefeuille heeft een nieuwe naam.")
    )
    return answer(form, done, page)


@register.get("/portfolios/<int:portfolio_id>/holders/new")
@register.post("/portfolios/<int:portfolio_id>/holders/new")
@access.roles(*PORTFOLIO_EDITORS)
def add_holder(portfolio_id: int) -> Answer:
    """Say who holds a portfolio, and from when."""
    portfolio = get_portfolio(portfolio_id)
    form = HolderForm(data={"valid_from": clock.today()})
    form.person.offer([(row.id, _named(row)) for row in people_with_role(Role.ALDERMAN)])

    def create() -> str:
        actions.add_holder(
            portfolio,
            get_person(form.person.data),
            form.valid_from.data,
            form.valid_to.data,
            current_user,
        )
        return _url()

    page = _page(
        _("Portefeuillehouder van %(name)s toevoegen", name=portfolio.name),
        _("Portefeuillehouder toevoegen"),
        _("Portefeuillehouder toegevoegd."),
    )
    return answer(form, submit_new(form, current_user.id, create), page)


def _named(person: Person) -> str:
    """A name with what the person is, where that says more."""
    said = person.title and person.title != person.name
    return f"{person.name} ({person.title})" if said else person.name


@register.get("/portfolios/<int:portfolio_id>/holders/<int:holder_id>/end")
@register.post("/portfolios/<int:portfolio_id>/holders/<int:holder_id>/end")
@access.roles(*PORTFOLIO_EDITORS)
def end_holder(portfolio_id: int, holder_id: int) -> Answer:
    """Let somebody hold a portfolio until a day."""
    portfolio = get_portfolio(portfolio_id)
    names = [row.person.name for row in portfolio.holders if row.id == holder_id]
    if not names:
        raise NotFound
    form = EndForm(data={"last_day": clock.today()})
    done = submit(
        form,
        lambda: actions.end_holder(portfolio, holder_id, form.last_day.data, current_user),
        _url(),
    )
    page = _page(
        _("%(person)s als houder van %(name)s beëindigen", person=names[0], name=portfolio.name),
        _("Portefeuillehouder beëindigen"),
        _("Portefeuillehouder beëindigd."),
        _("Vergaderingen die al gepland zijn, houden hun portefeuillehouder."),
    )
    return answer(form, done, page)


def _offer_subjects(form: PortfolioSubjectForm | OfficerSubjectForm) -> None:
    form.policy_area.offer([(row.id, row.name) for row in list_areas()])
    form.partnership.offer([(row.id, row.name) for row in list_partnerships()])


def _subject(form: SubjectFields) -> Subject:
    return Subject(
        form.policy_area.data, form.partnership.data, form.valid_from.data, form.valid_to.data
    )


@register.get("/portfolios/<int:portfolio_id>/subjects/new")
@register.post("/portfolios/<int:portfolio_id>/subjects/new")
@access.roles(*PORTFOLIO_EDITORS)
def add_subject(portfolio_id: int) -> Answer:
    """Let a policy area or a partnership belong to a portfolio."""
    portfolio = get_portfolio(portfolio_id)
    form = PortfolioSubjectForm()
    _offer_subjects(form)

    def create() -> str:
        actions.add_subject(portfolio, _subject(form), current_user)
        return _url()

    page = _page(
        _("Onderwerp van %(name)s toevoegen", name=portfolio.name),
        _("Onderwerp toevoegen"),
        _("Onderwerp toegevoegd."),
        _(
            "Kies een beleidsterrein of een samenwerkingsverband. Hoort een samenwerkingsverband "
            "zelf bij een portefeuille, dan gaat dat voor zijn beleidsterreinen."
        ),
    )
    return answer(form, submit_new(form, current_user.id, create), page)


@register.get("/portfolios/<int:portfolio_id>/subjects/<int:subject_id>/end")
@register.post("/portfolios/<int:portfolio_id>/subjects/<int:subject_id>/end")
@access.roles(*PORTFOLIO_EDITORS)
def end_subject(portfolio_id: int, subject_id: int) -> Answer:
    """Let something belong to a portfolio until a day."""
    portfolio = get_portfolio(portfolio_id)
    subject = _subject_name(portfolio, subject_id)
    form = EndForm(data={"last_day": clock.today()})
    done = submit(
        form,
        lambda: actions.end_subject(portfolio, subject_id, form.last_day.data, current_user),
        _url(),
    )
    page = _page(
        _("%(subject)s uit %(name)s halen", subject=subject, name=portfolio.name),
        _("Onderwerp beëindigen"),
        _("Onderwerp beëindigd."),
    )
    return answer(form, done, page)


def _subject_name(portfolio: Portfolio, subject_id: int) -> str:
    for row in portfolio.subjects:
        if row.id == subject_id:
            return row.name
    raise NotFound


@register.get("/portfolios/officers/new")
@register.post("/portfolios/officers/new")
@access.roles(*PORTFOLIO_EDITORS)
def add_officer_subject() -> Answer:
    """Say which officer carries a policy area or a partnership."""
    form = OfficerSubjectForm(data={"valid_from": clock.today()})
    form.person.offer([(row.id, _named(row)) for row in people_with_role(Role.OFFICER)])
    _offer_subjects(form)

    def create() -> str:
        actions.add_officer_subject(get_person(form.person.data), _subject(form), current_user)
        return _url() + "#officers"

    page = _page(
        _("Beleidsambtenaar toewijzen"),
        _("Beleidsambtenaar toewijzen"),
        _("Beleidsambtenaar toegewezen."),
        _("Kies een beleidsterrein of een samenwerkingsverband."),
    )
    return answer(form, submit_new(form, current_user.id, create), page)


@register.get("/portfolios/officers/<int:subject_id>/end")
@register.post("/portfolios/officers/<int:subject_id>/end")
@access.roles(*PORTFOLIO_EDITORS)
def end_officer_subject(subject_id: int) -> Answer:
    """Let an officer carry something until a day."""
    row = get_officer_subject(subject_id)
    form = EndForm(data={"last_day": clock.today()})
    done = submit(
        form,
        lambda: actions.end_officer_subject(row, form.last_day.data, current_user),
        _url() + "#officers",
    )
    page = _page(
        _("%(subject)s bij %(name)s weghalen", subject=row.name, name=row.person.name),
        _("Toewijzing beëindigen"),
        _("Toewijzing beëindigd."),
    )
    return answer(form, done, page)
