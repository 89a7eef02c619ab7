"""The page of rules says which addresses are of one organiser, by whom and when, and forgets it."""

from __future__ import annotations

import re

from app.core import clock
from app.core.database import db
from app.invitations.models import SameOrganiser
from app.meetings.models import Body
from app.people.models import Person
from tests.client import CheckingClient
from tests.invitations.files import invitation
from tests.invitations.pages.using import (
    ELSEWHERE,
    address,
    after,
    form_of,
    meetings,
    radio,
    sent,
    taken,
)

RULES = "/invitations/rules"
OLD = "secretariaat@ggd.example"
HEADING = "Adressen van dezelfde organisator"


def learned(client: CheckingClient) -> None:
    """An update from another address, of which somebody says that it is theirs."""
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    sent(client, invitation(title="AB GGD", sequence=1, hour=13, organiser=ELSEWHERE))
    page = client.get(address()).text
    shown = client.post(address(), data={**form_of(page), radio(page, "choice"): "same"})
    client.post(address(), data={**form_of(shown.text), "take-over": "1"})


def test_what_was_learned_is_seen_and_forgotten(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    assert HEADING not in client.get(RULES).text
    learned(client)
    page = client.get(RULES).text
    assert HEADING in page
    assert f"Wat {ELSEWHERE} stuurt, telt als een bericht van {OLD}." in page
    assert re.search(rf"Onthouden op .*{re.escape(secretary.name)}", page)
    found = re.search(r'action="(/invitations/same-organisers/\d+/delete)"', page)
    assert found is not None
    done = after(client, found[1], {})
    assert "De vergaderingen blijven zoals ze zijn." in done
    assert HEADING not in done
    assert [one.starts_at.hour for one in meetings()] == [13]
    assert client.post(found[1]).status_code == 404
    sent(client, invitation(title="AB GGD", sequence=2, hour=15, organiser=ELSEWHERE))
    assert "bekend van een andere organisator" in client.get(address()).text


def test_who_is_not_named_has_a_sentence_too(client: CheckingClient, secretary: Person) -> None:
    db.session.add(SameOrganiser(address="", same_as=OLD, said_at=clock.now()))
    db.session.commit()
    page = client.get(RULES).text
    assert f"Een uitnodiging die geen organisator noemt, kan van {OLD} zijn." in page
