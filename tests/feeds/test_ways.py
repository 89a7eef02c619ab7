"""From what stands on a page it is one step to have that in one's own calendar."""

from __future__ import annotations

import re

from flask import Flask

from app.core.database import db
from app.register.portfolio_models import Portfolio
from tests.client import CheckingClient
from tests.factories import make_body, make_person
from tests.feeds.test_subscriptions import chosen


def test_a_partnership_and_a_portfolio_are_ticked_already(
    app: Flask, client: CheckingClient
) -> None:
    partnership_id = make_body().partnership_id
    portfolio = Portfolio(name="Jeugd")
    db.session.add(portfolio)
    db.session.commit()
    client.sign_in(make_person("coordinator"))
    for page, key in (
        (f"/partnerships/{partnership_id}", f"partnership:{partnership_id}"),
        ("/portfolios/", f"portfolio:{portfolio.id}"),
    ):
        found = re.search(r'href="(/feeds/new\?part=[^"]+)"', client.get(page).text)
        assert found
        assert chosen(client.get(found[1]).text) == {key}
    assert 'href="/feeds/"' in client.get("/meetings/").text
    assert chosen(client.get("/feeds/new?part=partnership:999999&part=x").text) == {"all"}
