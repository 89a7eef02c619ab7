"""What undoing says of what was remembered: that it is forgotten, or stays and where that is."""

from __future__ import annotations

from app.invitations.guessing.queries import all_rules
from app.meetings.models import Body
from app.people.models import Person
from tests.client import CheckingClient
from tests.invitations.files import invitation
from tests.invitations.pages.using import (
    ELSEWHERE,
    address,
    after,
    form_of,
    last,
    named,
    sent,
    taken,
)


def choose(client: CheckingClient, content: bytes, body: Body) -> str:
    """Send a file and choose its body; gives its page."""
    sent(client, content)
    where = address()
    taken(client, where, **{named(form_of(client.get(where).text), "body"): str(body.id)})
    return where


def test_it_is_forgotten_and_that_is_said(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    where = choose(client, invitation(title="Heidag", organiser=ELSEWHERE), body)
    assert len(all_rules()) == 1
    page = after(client, f"{where}/undo", {"version": last().version})
    assert "Wat van deze keuze was onthouden, is vergeten" in page
    assert "/invitations/rules" not in client.get(where).text.split("<main", 1)[1]
    assert all_rules() == []


def test_it_stays_and_the_page_leads_to_it(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    where = choose(client, invitation(title="Heidag", organiser=ELSEWHERE), body)
    version = {"version": last().version}
    another = invitation(uid="2@x", title="Heidag", day="20270310", organiser=ELSEWHERE)
    sent(client, another)
    taken(client, address())
    page = after(client, f"{where}/undo", version)
    assert "is vergeten" not in page
    for shown in (page, client.get(where).text):
        assert "Wat van deze keuze is onthouden, blijft" in shown
        assert f"Uitnodigingen van {ELSEWHERE} horen bij Algemeen bestuur, GGD." in shown
        assert 'href="/invitations/rules"' in shown
