"""Pages of the rules that guess: see them, add one, correct one, throw one away."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access
from app.core.database import db
from app.core.submission import Outcome, submit_edit, submit_new
from app.invitations import mailboxes
from app.invitations.blueprint import invitations
from app.invitations.guessing import actions, words
from app.invitations.guessing.forms import EditRuleForm, NewRuleForm, RuleFields, facts_of
from app.invitations.guessing.models import InvitationRule
from app.invitations.guessing.queries import all_rules, get_rule
from app.invitations.queries import get_same_organiser, same_organisers_told
from app.invitations.words import same_words
from app.meetings.body_queries import open_bodies
from app.meetings.permissions import PLANNERS

Answer = Response | tuple[str, int]
LIST = "invitations.list_rules"


@invitations.get("/invitations/rules")
@access.roles(*PLANNERS)
def list_rules() -> str:
    """See by which rules an invitation finds its body, and which addresses are of one organiser."""
    return render_template(
        "invitations/list_rules.html",
        rules=all_rules(),
        words=words,
        same=same_organisers_told(),
        same_words=same_words,
    )


@invitations.get("/invitations/rules/new")
@invitations.post("/invitations/rules/new")
@access.roles(*PLANNERS)
def add_rule() -> Answer:
    """Add a rule."""
    form = NewRuleForm()
    form.offer(open_bodies())

    def create() -> str:
        actions.add_rule(form.details(), current_user)
        return url_for(LIST)

    done = submit_new(form, current_user.id, create)
    return _answer(form, done, _("De regel is toegevoegd."))


@invitations.get("/invitations/rules/<int:rule_id>/edit")
@invitations.post("/invitations/rules/<int:rule_id>/edit")
@access.roles(*PLANNERS)
def edit_rule(rule_id: int) -> Answer:
    """Correct a rule."""
    rule = get_rule(rule_id)
    form = EditRuleForm(data={**facts_of(rule), "version": rule.version})
    form.offer(open_bodies(), rule)

    def current() -> tuple[dict[str, str], int]:
        saved = get_rule(rule_id)
        return facts_of(saved), saved.version

    done = submit_edit(
        form,
        lambda: actions.change_rule(rule, form.details(), current_user, form.seen_version),
        url_for(LIST),
        current,
    )
    return _answer(form, done, _("De regel is gewijzigd."), rule_id)


def _answer(form: RuleFields, done: Outcome, message: str, rule_id: int | None = None) -> Answer:
    if done.url:
        flash(message, "success")
        return redirect(done.url)
    rule: InvitationRule | None = None if rule_id is None else get_rule(rule_id)
    html = render_template(
        "invitations/edit_rule.html",
        form=form,
        rule=rule,
        words=words,
        differences=done.differences,
    )
    return html, done.status


@invitations.post("/invitations/rules/<int:rule_id>/delete")
@access.roles(*PLANNERS)
def delete_rule(rule_id: int) -> Answer:
    """Throw a rule away; the meetings that it led to stay."""
    actions.delete_rule(get_rule(rule_id), current_user)
    db.session.commit()
    flash(_("De regel is verwijderd. De vergaderingen blijven zoals ze zijn."), "success")
    return redirect(url_for(LIST))


@invitations.post("/invitations/same-organisers/<int:same_id>/delete")
@access.roles(*PLANNERS)
def forget_same_organiser(same_id: int) -> Answer:
    """Let two addresses be those of two organisers again; what was taken over stays."""
    mailboxes.forget(get_same_organiser(same_id), current_user)
    db.session.commit()
    flash(
        _(
            "Deze adressen tellen niet meer als één organisator. De vergaderingen blijven zoals ze "
            "zijn."
        ),
        "success",
    )
    return redirect(url_for(LIST))
