"""After signing in one comes where one wanted to be, and never on somebody else's site."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.web import safe_next
from tests.client import CheckingClient
from tests.people.accounts import PASSWORD, make_member


def test_the_wanted_page_is_kept(client: CheckingClient) -> None:
    person = make_member()
    asked = client.get("/people/me")
    assert asked.location == "/sign-in?next=/people/me"
    page = client.get(asked.location)
    assert 'value="/people/me"' in page.text
    answer = client.post(
        "/sign-in", data={"email": person.email, "password": PASSWORD, "next": "/people/me"}
    )
    assert answer.location == "/people/me"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
    ],
)
def test_no_other_site(app: Flask, elsewhere: str) -> None:
    with app.test_request_context():
        assert safe_next(elsewhere) == "/"


def test_no_other_site_by_the_form(client: CheckingClient) -> None:
    person = make_member()
    answer = client.post(
        "/sign-in",
        data={"email": person.email, "password": PASSWORD, "next": "//evil.example/"},
    )
    assert answer.location == "/"
