"""Who makes a calendar sees what is in one already, and finds only the rest ticked."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask import Flask

from app.core import clock
from app.core.database import db
from tests.client import CheckingClient
from tests.factories import make_partnership, make_person, make_serving
from tests.feeds.calendars import make_feed, make_subscription
from tests.feeds.test_subscriptions import chosen, form


def marked(html: str) -> set[str]:
    """The parts beside which the page says that one has them."""
    found = BeautifulSoup(html, "html.parser").select(".choice")
    return {str(one.select_one("input")["value"]) for one in found if "hebt u al" in one.text}  # type: ignore[index]


def test_only_what_is_missing_is_ticked_for_who_works_for_others(
    app: Flask, client: CheckingClient
) -> None:
    secretary = make_person("secretary")
    aldermen = [make_person("alderman") for _number in range(2)]
    for alderman in aldermen:
        make_serving(secretary, alderman)
    keys = [f"person:{alderman.id}" for alderman in aldermen]
    client.sign_in(secretary)
    page = client.get("/feeds/new").text
    assert (chosen(page), marked(page)) == (set(keys), set())
    client.post("/feeds/new", data=form(keys[0]))
    page = client.get("/feeds/new").text
    assert (chosen(page), marked(page)) == ({keys[1]}, {keys[0]})
    client.post("/feeds/new", data=form(keys[1]))
    page = client.get("/feeds/new").text
    assert (chosen(page), marked(page)) == (set(), set(keys))
    assert 'href="/feeds/"' in BeautifulSoup(page, "html.parser").select_one(".parts").decode()  # type: ignore[union-attr]


def test_what_a_link_asks_for_is_not_ticked_where_one_has_it(
    app: Flask, client: CheckingClient
) -> None:
    partnerships = [make_partnership() for _number in range(9)]
    key, other = (f"partnership:{one.id}" for one in partnerships[:2])
    officer = make_person()
    client.sign_in(officer)
    client.post("/feeds/new", data=form(key, name="Een"))
    page = client.get(f"/feeds/new?part={key}&part={other}").text
    assert (chosen(page), marked(page)) == ({other}, {key})
    page = client.get(f"/feeds/new?part={key}").text
    assert (chosen(page), marked(page)) == (set(), {key})
    group = BeautifulSoup(page, "html.parser").select_one("details.parts__group--many")
    assert group is not None
    assert group.has_attr("open"), "what the link asked for is in sight"


def test_what_was_ended_or_is_of_somebody_else_does_not_count(
    app: Flask, client: CheckingClient
) -> None:
    officer = make_person()
    make_feed(make_person(), "mine")
    make_subscription(officer, "mine").revoked_at = clock.now()
    db.session.commit()
    page = client.sign_in(officer).get("/feeds/new").text
    assert (chosen(page), marked(page)) == ({"mine"}, set())


def test_one_may_make_another_all_the_same_and_a_mistake_keeps_what_was_chosen(
    app: Flask, client: CheckingClient
) -> None:
    client.sign_in(make_person())
    client.post("/feeds/new", data=form("mine"))
    wrong = client.post("/feeds/new", data=form("mine", name="x" * 121))
    assert wrong.status_code == 422
    assert (chosen(wrong.text), marked(wrong.text)) == ({"mine"}, {"mine"})
    assert client.post("/feeds/new", data=form("mine")).status_code == 200
