"""Forms carry a token; without it nothing happens, also behind a proxy that speaks https."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from app.core.database import db
from app.people import links
from tests.conftest import MakeApp
from tests.people.accounts import PASSWORD, make_member

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def _guarded(make_app: MakeApp) -> tuple[Flask, FlaskClient, str, str]:
    app = make_app(PUBLIC_URL="https://vooroverleg.example")
    app.config.update(WTF_CSRF_ENABLED=True)
    with app.app_context():
        person = make_member()
        path = urlsplit(links.make_link(person, None)).path
        email = person.email
        db.session.commit()
    return app, app.test_client(), email, path


def _token(client: FlaskClient, path: str) -> str:
    found = TOKEN.search(client.get(path, base_url="https://vooroverleg.example").text)
    assert found is not None
    return found.group(1)


def test_signing_in_without_a_token_is_refused(make_app: MakeApp) -> None:
    _app, client, email, _path = _guarded(make_app)
    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 400


def test_signing_in_with_the_token_of_the_page(make_app: MakeApp) -> None:
    _app, client, email, _path = _guarded(make_app)
    token = _token(client, "/sign-in")
    answer = client.post(
        "/sign-in",
        data={"email": email, "password": PASSWORD, "csrf_token": token},
        base_url="https://vooroverleg.example",
        headers={"Referer": "https://vooroverleg.example/sign-in"},
    )
    assert answer.status_code == 302
    cookie = answer.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_link_works_without_referrer_but_not_without_token(make_app: MakeApp) -> None:
    """The page of the link forbids the browser to name it, so no referrer comes along."""
    _app, client, _email, path = _guarded(make_app)
    words = {"password": "een zin die niemand raadt", "again": "een zin die niemand raadt"}
    token = _token(client, path)
    refused = client.post(path, data=words, base_url="https://vooroverleg.example")
    assert refused.status_code == 422
    assert "Deze pagina was verlopen." in refused.text
    answer = client.post(
        path, data={**words, "csrf_token": token}, base_url="https://vooroverleg.example"
    )
    assert answer.status_code == 302


def test_signing_out_asks_for_the_token(make_app: MakeApp) -> None:
    _app, client, email, _path = _guarded(make_app)
    token = _token(client, "/sign-in")
    client.post(
        "/sign-in",
        data={"email": email, "password": PASSWORD, "csrf_token": token},
        base_url="https://vooroverleg.example",
        headers={"Referer": "https://vooroverleg.example/sign-in"},
    )
    client.post("/sign-out", base_url="https://vooroverleg.example")
    page = client.get("/people/me", base_url="https://vooroverleg.example")
    assert page.status_code == 200


def test_a_stranger_cannot_fill_the_disk(make_app: MakeApp) -> None:
    _app, client, _email, _path = _guarded(make_app)
    for address in ("/sign-in", "/language", "/meetings/1/papers/new", "/nowhere"):
        answer = client.post(
            address, data=b"x" * 2_000_000, content_type="multipart/form-data; boundary=b"
        )
        assert answer.status_code == 413, address
        assert "te groot" in answer.text
