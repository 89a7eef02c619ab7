"""Pages of feeds: one's own subscriptions, and the calendars that programs read."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.core import access
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.forms import create_once
from app.feeds import actions, queries
from app.feeds.entries import absolute
from app.feeds.forms import SubscriptionForm
from app.feeds.models import Scope, Subscription
from app.feeds.parts import Wanted
from app.people.models import Role

#: Who have no meetings of their own, but look after those of others.
SEE_ALL = (Role.SECRETARY, Role.COORDINATOR, Role.CLERK)

feeds = Blueprint("feeds", __name__, url_prefix="/feeds")


@feeds.get("/")
@access.signed_in
def list_subscriptions() -> str:
    """See my subscriptions and how to add one to a phone."""
    form = SubscriptionForm(formdata=None).offer()
    form.scope.data = Scope.ALL if current_user.has_role(*SEE_ALL) else Scope.MINE
    return _page(form)


@feeds.post("/")
@access.signed_in
def subscribe() -> BaseResponse | str | tuple[str, int]:
    """Subscribe; the address is on the page that follows, once."""
    form = SubscriptionForm().offer()
    shown: list[tuple[Subscription, str]] = []

    def create() -> str:
        made = actions.subscribe(
            current_user,
            [
                Wanted(
                    form.scope.data,
                    form.partnership_id.data if form.scope.data == Scope.PARTNERSHIP else None,
                    form.portfolio_id.data if form.scope.data == Scope.PORTFOLIO else None,
                )
            ],
            actor=current_user,
        )
        shown.append(made)
        return url_for("feeds.list_subscriptions")

    if form.validate_on_submit():
        try:
            url = create_once(form, current_user.id, create)
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
        else:
            if shown:
                return _address_page(*shown[0])
            flash(_("Dit adres is al getoond. Vernieuw het als u het kwijt bent."), "warning")
            return redirect(url)
    return _page(form), 422


@feeds.post("/<int:subscription_id>/renew")
@access.signed_in
def renew(subscription_id: int) -> str:
    """Get a new address; the old one stops working."""
    subscription = queries.get_subscription(subscription_id, current_user)
    token = actions.renew(subscription, current_user)
    db.session.commit()
    return _address_page(subscription, token)


@feeds.post("/<int:subscription_id>/revoke")
@access.signed_in
def revoke(subscription_id: int) -> BaseResponse:
    """End a subscription."""
    actions.revoke(queries.get_subscription(subscription_id, current_user), current_user)
    db.session.commit()
    flash(_("Het abonnement is beëindigd. Agenda’s die nog vragen, krijgen een lege."), "success")
    return redirect(url_for("feeds.list_subscriptions"))


def _page(form: SubscriptionForm) -> str:
    found = queries.subscriptions_of(current_user)
    return render_template(
        "feeds/list_subscriptions.html",
        form=form,
        subscriptions=found,
        last_read=queries.last_read(found),
    )


def _address_page(subscription: Subscription, token: str) -> str:
    address = absolute("feeds.read", token=token, name=subscription.readable_name)
    return render_template(
        "feeds/address.html",
        subscription=subscription,
        address=address,
        webcal="webcal:" + address.split(":", 1)[1],
    )
