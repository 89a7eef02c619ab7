"""What was heard and decided on an item, and finding it again the next time."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings.agenda_actions import Result, record_outcome
from app.meetings.agenda_models import AgendaItem
from app.meetings.earlier import previous_item
from app.meetings.models import Body
from app.meetings.topics import exact_topic, topic
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_body, make_item, make_meeting, make_person


def version_of(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def held(
    title: str, days: int, body: Body, circle: tuple[Person, ...] = (), **fields: Any
) -> AgendaItem:
    meeting = make_meeting(days=days, body=body, circle=circle)
    defaults = {"outcome": "as_asked", "decision": f"Besluit {days}"}
    return make_item(meeting, title=title, **{**defaults, **fields})


def test_the_outcome_is_recorded_by_who_has_a_part(app: Flask) -> None:
    officer, alderman, own = make_person(), make_person("alderman"), make_person()
    meeting = make_meeting(days=-1, officer=officer, alderman=alderman)
    item = make_item(meeting, officer=own)
    for person in (officer, alderman, own, make_person("secretary"), make_person("coordinator")):
        record_outcome(item, Result("partly", f"Besluit {person.id}"), person)
        assert (item.outcome, item.outcome_by_id) == ("partly", person.id)
    for role in ("officer", "adviser", "clerk", "administrator"):
        with pytest.raises(NotAllowed):
            record_outcome(item, Result("partly"), make_person(role))


def test_not_before_it_has_begun(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    item = make_item(make_meeting(officer=officer))
    with pytest.raises(RuleBroken, match="begonnen"):
        record_outcome(item, Result("partly"), officer)
    client.sign_in(officer)
    assert "Afloop vastleggen" not in client.get(f"/meetings/{item.meeting_id}").text


def test_recording_from_the_page(app: Flask, client: CheckingClient) -> None:
    item = make_item(make_meeting(days=-1))
    client.sign_in(make_person("secretary"))
    page = client.get(f"/items/{item.id}/outcome").text
    data = {
        "version": version_of(page),
        "outcome": "not_as_asked",
        "decision": "Uitgesteld tot mei.",
        "heard": "Twee gemeenten *aarzelen*.",
    }
    answer = client.post(f"/items/{item.id}/outcome", data=data)
    assert answer.location == f"/meetings/{item.meeting_id}#item-{item.id}"
    shown = client.get(answer.location).text
    assert "Anders dan wij vroegen" in shown
    assert "<em>aarzelen</em>" in shown
    stale = client.post(f"/items/{item.id}/outcome", data={**data, "decision": "Mijn tekst"})
    assert stale.status_code == 409
    assert "Mijn tekst" in stale.text
    assert "Uitgesteld tot mei." in stale.text
    bad = client.post(f"/items/{item.id}/outcome", data={**data, "outcome": "gewonnen"})
    assert bad.status_code == 422
    assert "Uitgesteld tot mei." in bad.text


def test_the_last_time_is_found_by_title_in_the_same_body(app: Flask) -> None:
    body = make_body()
    held("Begroting 2026", -300, body)
    last = held("begroting 2027.", -60, body)
    held("Begroting 2027", -30, make_body())
    held("Begroting 2027", -20, body, outcome=None)
    held("Jeugdhulp", -10, body)
    item = make_item(make_meeting(days=10, body=body), title="Begroting 2027")
    assert previous_item(item) == last


def test_the_same_topic_of_another_year_comes_next(app: Flask) -> None:
    body = make_body()
    last = held("Ontwerpbegroting 2026", -300, body)
    held("Wat verder ter tafel komt", -10, body)
    item = make_item(make_meeting(body=body), title="Ontwerpbegroting 2027 (vervolg)")
    assert previous_item(item) == last
    assert previous_item(make_item(item.meeting, title="2027")) is None


def test_else_the_item_it_was_carried_over_from(app: Flask) -> None:
    source = held("Voorbespreking", -5, make_body(level="administrative"))
    item = make_item(make_meeting(), title="Begroting", carried_from=source)
    assert previous_item(item) == source


def test_a_hidden_meeting_is_no_last_time(app: Flask, client: CheckingClient) -> None:
    insider, outsider = make_person(), make_person("coordinator")
    body = make_body()
    hidden = held("Begroting", -10, body, circle=(insider,), decision="Geheim besluit")
    item = make_item(make_meeting(body=body), title="Begroting")
    assert previous_item(item, insider) == hidden
    assert previous_item(item, outsider) is None
    assert previous_item(item) is None
    client.sign_in(outsider)
    assert "Geheim besluit" not in client.get(f"/items/{item.id}").text
    client.sign_in(insider)
    assert "Geheim besluit" in client.get(f"/items/{item.id}").text
    db.session.rollback()


@pytest.mark.parametrize(
    ("one", "other", "same", "exact"),
    [
        ("Begroting 2027", "BEGROTING  2027", True, True),
        ("Begroting 2027", "Begroting 2026", True, False),
        ("Ontwerp begroting", "Definitieve begroting", True, False),
        ("Coöperatie", "Cooperatie", True, True),
        ("Begroting", "Jaarrekening", False, False),
    ],
)
def test_topics(one: str, other: str, same: bool, exact: bool) -> None:
    assert (topic(one) == topic(other)) == same
    assert (exact_topic(one) == exact_topic(other)) == exact
