"""Pages of one's own subscriptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.core import access, clock
from app.core.errors import Conflict
from app.core.forms import CreatingForm, was_just_used
from app.core.submission import Outcome, submit_edit, submit_new
from app.feeds import actions, queries, tokens
from app.feeds.content.entries import absolute
from app.feeds.forms import EditSubscriptionForm, RenewForm, SubscriptionForm, form_values
from app.feeds.models import Scope, Subscription
from app.feeds.parts import name_of, named, readable, whole_name
from app.feeds.qr import picture_of
from app.people.models import Role

#: Who have no meetings of their own, but look after those of others.
SEE_ALL = (Role.SECRETARY, Role.COORDINATOR, Role.CLERK)

feeds = Blueprint("feeds", __name__, url_prefix="/feeds")
Answer = BaseResponse | str | tuple[str, int]


@feeds.get("/")
@access.signed_in
def list_subscriptions() -> str:
    """See my subscriptions."""
    found = queries.subscriptions_of(current_user)
    return render_template(
        "feeds/list_subscriptions.html",
        subscriptions=found,
        name_of=name_of,
        with_parts={one.id for one in found if whole_name([*map(named, one.parts)]) != one.name},
        idle=queries.without_right(found, current_user, clock.today()),
        last_read=queries.last_read(found),
        octets=queries.octets_of(found),
        too_large=queries.TOO_LARGE,
    )


@feeds.get("/new")
@access.signed_in
def new_subscription() -> str:
    """Choose what to have in a calendar; `part` in the address is chosen already."""
    form = SubscriptionForm.open(current_user, clock.today())
    offered = [choice.value for choice in form.parts.choices or ()]
    form.choose(request.args.getlist("part"), _usual(offered))
    return render_template("feeds/new_subscription.html", form=form)


@feeds.post("/new")
@access.signed_in
def subscribe() -> Answer:
    """Subscribe; the addresses are on the page that follows, once."""
    form = SubscriptionForm().offer(current_user, clock.today())

    def create() -> str:
        settings = {"actor": current_user, "options": form.options, "seed": form.once}
        if form.apart:
            actions.subscribe_apart(current_user, form.wanted, **settings)
        else:
            name = form.name.data or ""
            actions.subscribe(current_user, form.wanted, name=name, **settings)
        return url_for("feeds.list_subscriptions")

    outcome = submit_new(form, current_user.id, create)
    if outcome.url:
        made = tokens.made_from(current_user, form.once) if was_just_used(form) else []
        return _address_page(made) if made else _already_shown(outcome.url)
    form.offer(current_user, clock.today())
    return render_template("feeds/new_subscription.html", form=form), outcome.status


@feeds.get("/how")
@access.signed_in
def explain() -> str:
    """Read how to add a calendar to each program, also when the address was shown long ago."""
    return render_template("feeds/explain.html", public=_is_public(absolute("home.start")))


@feeds.get("/<int:subscription_id>/edit")
@access.signed_in
def edit(subscription_id: int) -> str:
    """Show what is in a calendar, to change it."""
    subscription = _running(subscription_id)
    form = EditSubscriptionForm(formdata=None, data=form_values(subscription))
    form.version.data = str(subscription.version)
    return _edit_page(subscription, form, Outcome())


@feeds.post("/<int:subscription_id>/edit")
@access.signed_in
def change(subscription_id: int) -> Answer:
    """Change what is in a calendar, its name or its look; the address stays the same."""
    subscription = _running(subscription_id)
    form = EditSubscriptionForm().offer(subscription, clock.today())

    def current() -> tuple[dict[str, Any], int]:
        now = _running(subscription_id)
        return form_values(now), now.version

    def act() -> None:
        actions.change(
            subscription,
            form.wanted,
            current_user,
            form.seen_version,
            name=form.name.data or "",
            options=form.options,
        )

    outcome = submit_edit(form, act, url_for("feeds.list_subscriptions"), current)
    if outcome.url:
        flash(_("Het abonnement is gewijzigd. Het adres is hetzelfde gebleven."), "success")
        return redirect(outcome.url)
    return _edit_page(_running(subscription_id), form, outcome), outcome.status


@feeds.get("/<int:subscription_id>/renew")
@access.signed_in
def ask_to_renew(subscription_id: int) -> str:
    """Read what a new address means, before asking for it."""
    subscription = _running(subscription_id)
    return _confirmation(subscription, "renew", RenewForm.open(subscription))


@feeds.post("/<int:subscription_id>/renew")
@access.signed_in
def renew(subscription_id: int) -> Answer:
    """Get a new address, once; the old one stops working."""
    subscription = queries.get_subscription(subscription_id, current_user)
    form = RenewForm()

    def create() -> str:
        actions.renew(subscription, current_user, form.wish)
        return url_for("feeds.list_subscriptions")

    try:
        outcome = submit_new(form, current_user.id, create)
    except Conflict as error:
        subscription = _running(subscription_id)
        form = RenewForm.open(subscription)
        form.show(error)
        return _confirmation(subscription, "renew", form), 409
    if not outcome.url:
        return _confirmation(_running(subscription_id), "renew", form), outcome.status
    token = tokens.renewed_token(subscription, form.wish) if was_just_used(form) else None
    return _address_page([(subscription, token)]) if token else _already_shown(outcome.url)


@feeds.get("/<int:subscription_id>/revoke")
@access.signed_in
def ask_to_revoke(subscription_id: int) -> str:
    """Read what ending a subscription means, before doing it."""
    return _confirmation(_running(subscription_id), "revoke", CreatingForm(formdata=None))


@feeds.post("/<int:subscription_id>/revoke")
@access.signed_in
def revoke(subscription_id: int) -> Answer:
    """End a subscription, once."""
    subscription = queries.get_subscription(subscription_id, current_user)
    form = CreatingForm()

    def end() -> str:
        actions.revoke(subscription, current_user)
        return url_for("feeds.list_subscriptions")

    outcome = submit_new(form, current_user.id, end)
    if outcome.url:
        words = _("Het abonnement is beëindigd. Agenda’s die nog vragen, krijgen een lege.")
        flash(words, "success")
        return redirect(outcome.url)
    return _confirmation(_running(subscription_id), "revoke", form), outcome.status


def _usual(offered: Sequence[str]) -> list[str]:
    """What somebody of these roles is likely to want: of whom they work for, all, or their own."""
    if not current_user.has_role(*SEE_ALL):
        return [Scope.MINE.value]
    people = [key for key in offered if key.startswith(f"{Scope.PERSON}:")]
    return people or [Scope.ALL.value]


def _running(subscription_id: int) -> Subscription:
    """One of my subscriptions that was not ended."""
    subscription = queries.get_subscription(subscription_id, current_user)
    actions.must_run(subscription, current_user)
    return subscription


def _edit_page(subscription: Subscription, form: EditSubscriptionForm, outcome: Outcome) -> str:
    return render_template(
        "feeds/edit_subscription.html",
        form=form.offer(subscription, clock.today()),
        subscription=subscription,
        differences=outcome.differences,
    )


def _confirmation(subscription: Subscription, deed: str, form: CreatingForm) -> str:
    return render_template("feeds/confirm.html", subscription=subscription, deed=deed, form=form)


def _already_shown(url: str) -> BaseResponse:
    """The same form sent again: its address works, and cannot be shown a second time."""
    flash(_("Dit adres is al getoond. Vernieuw het als u het kwijt bent."), "warning")
    return redirect(url)


def _address_page(made: Sequence[tuple[Subscription, str]]) -> str:
    """The addresses, which nobody can look up any more after this."""
    calendars = []
    for subscription, token in made:
        address = absolute("feeds.read", token=token, name=readable(subscription.name))
        webcal = "webcal:" + address.split(":", 1)[1]
        calendars.append((subscription, address, webcal, picture_of(webcal)))
    title = ngettext(
        "Het adres van uw agenda", "De adressen van uw %(num)d agenda’s", len(calendars)
    )
    return render_template(
        "feeds/address.html",
        title=title,
        calendars=calendars,
        public=_is_public(absolute("home.start")),
    )


def _is_public(address: str) -> bool:
    """Whether programs that fetch from the internet may reach it: they ask for https."""
    return address.startswith("https://")
