"""The page on which a partnership's deadlines are set, with what they would mean."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access
from app.core.submission import Difference, submit_edit
from app.register import actions
from app.register.blueprint import register
from app.register.chain import CHAIN, ChainStep, Leads, Proposal, defaults_around, leads_of
from app.register.forms import ChainForm
from app.register.models import Partnership
from app.register.permissions import EDITORS
from app.register.queries import get_partnership

Answer = Response | tuple[str, int]


@register.get("/partnerships/<int:partnership_id>/chain")
@register.post("/partnerships/<int:partnership_id>/chain")
@access.roles(*EDITORS)
def edit_chain(partnership_id: int) -> Answer:
    """Say how many working days before a meeting each step is done, after a look at the dates."""
    partnership = get_partnership(partnership_id)
    form = ChainForm(data={**_typed(partnership), "version": partnership.version})
    if "preview" in request.form:
        return _looked_at(form, partnership)
    url = url_for("register.show_partnership", partnership_id=partnership_id, _anchor="chain")
    done = submit_edit(
        form,
        lambda: actions.change_chain(partnership, form.leads(), form.seen_version, current_user),
        url,
        lambda: (_typed(partnership), partnership.version),
    )
    if done.url:
        flash(_("Termijnen opgeslagen."), "success")
        return redirect(done.url)
    return _page(form, partnership, leads_of(partnership), done.differences), done.status


def _looked_at(form: ChainForm, partnership: Partnership) -> Answer:
    """The same form with the dates that it would give; nothing is saved."""
    if not form.validate_on_submit():
        return _page(form, partnership, leads_of(partnership)), 422
    leads = form.leads()
    problem = actions.objection_to(leads)
    if problem is not None:
        form.show(problem)
        return _page(form, partnership, leads_of(partnership)), 422
    return _page(form, partnership, leads, looked=True), 200


def _page(
    form: ChainForm,
    partnership: Partnership,
    leads: Leads,
    differences: list[Difference] | None = None,
    looked: bool = False,
) -> str:
    return render_template(
        "register/edit_chain.html",
        form=form,
        partnership=partnership,
        chain=CHAIN,
        usual=defaults_around(leads[ChainStep.ALDERMAN]),
        proposal=Proposal(partnership, leads),
        differences=differences or [],
        looked=looked,
    )


def _typed(partnership: Partnership) -> dict[str, int | None]:
    """What holds now in the shape of the form: only what is not the default."""
    blank: dict[str, int | None] = dict.fromkeys(ChainStep)
    return {**blank, **partnership.chain, ChainStep.ALDERMAN: partnership.note_lead_days}
