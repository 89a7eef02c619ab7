"""The guides lead every role to pages that open for it, and show pictures that are there."""

from __future__ import annotations

import re

import pytest
from flask import Flask, url_for

from app.help.guides import GUIDES, Guide
from app.people.models import Role
from tests.client import CheckingClient
from tests.factories import make_person


def test_every_role_has_one_guide() -> None:
    assert sorted(guide.role for guide in GUIDES) == sorted(Role)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_guide_leads_to_pages_that_open_for_its_role(
    app: Flask, client: CheckingClient, guide: Guide
) -> None:
    client.sign_in(make_person(guide.role))
    page = client.get(f"/help/{guide.name}")
    assert page.status_code == 200
    links = set(re.findall(r'<a class="nl-button[^"]*" href="([^"]+)"', page.text))
    with app.test_request_context():
        wanted = {url_for(step.endpoint) for step in guide.steps if step.endpoint}
    assert links == wanted
    for address in links:
        assert client.get(address, follow_redirects=True).status_code == 200
    for picture in re.findall(r'<img src="([^"]+)"', page.text):
        answer = client.get(picture)
        assert answer.mimetype == "image/png"
        answer.close()


def test_ones_own_guide_comes_first_and_is_at_the_foot_of_every_page(
    app: Flask, client: CheckingClient
) -> None:
    client.sign_in(make_person("clerk"))
    assert 'href="/help/"' in client.get("/").text
    page = client.get("/help/").text
    assert page.index("Voor de griffier") < page.index("Voor de beleidsambtenaar")
    assert page.index("Voor u") < page.index("Voor de griffier") < page.index("Voor anderen")


def test_the_guide_of_another_role_has_no_links_to_pages_that_may_be_closed(
    app: Flask, client: CheckingClient
) -> None:
    client.sign_in(make_person("clerk"))
    page = client.get("/help/coordinator").text
    assert "Zie het hele veld" in page
    assert "/overview/" not in page


@pytest.mark.parametrize("name", ["koning", "officer.html", "Officer"])
def test_an_unknown_guide_does_not_exist(app: Flask, client: CheckingClient, name: str) -> None:
    assert client.sign_in(make_person()).get(f"/help/{name}").status_code == 404
