"""The page of a meeting: what each role may do there, what is hidden, and its statements."""

from __future__ import annotations

import pytest
from flask import Flask

from app.meetings import actions
from tests.client import CheckingClient, Statements
from tests.factories import make_body, make_item, make_meeting, make_person
from tests.meetings.test_papers import make_paper


def test_everything_of_a_meeting_on_one_page(app: Flask, client: CheckingClient) -> None:
    officer = make_person(name="Ambtenaar zorg")
    alderman = make_person("alderman", name="Wethouder zorg")
    meeting = make_meeting(
        officer=officer,
        alderman=alderman,
        place="Provinciehuis",
        online_url="https://overleg.example/1",
        closed=True,
        remarks="Parkeren kan *niet*.",
    )
    administrative = make_body(level="administrative", partnership=meeting.body.partnership)
    before = make_meeting(days=5, body=administrative, prepares=meeting, title="Voorbereiding")
    item = make_item(meeting, title="Begroting", minutes=20, tabled_by_us=True)
    make_paper(meeting, item, "Bijlage begroting.pdf")
    client.sign_in(make_person("clerk"))
    page = client.get(f"/meetings/{meeting.id}").text
    for text in (
        *("Ambtenaar zorg", "Wethouder zorg", "Provinciehuis", "besloten", "Voorbereiding"),
        *("Begroting", "20 minuten", "door ons geagendeerd", "Bijlage begroting"),
        *("https://overleg.example/1", "<em>niet</em>", "Stuk toegevoegd"),
    ):
        assert text in page, text
    assert meeting.name in client.get(f"/meetings/{before.id}").text


@pytest.mark.parametrize("role", ["adviser", "clerk", "administrator", "alderman", "officer"])
def test_readers_get_no_buttons(app: Flask, client: CheckingClient, role: str) -> None:
    item = make_item()
    client.sign_in(make_person(role))
    for address in (f"/meetings/{item.meeting_id}", f"/items/{item.id}"):
        page = client.get(address).text
        for word in ("wijzigen", "toevoegen", "annuleren", "bevestigen", "intrekken"):
            assert word not in page, (address, word)


def test_the_officer_edits_the_agenda_but_not_the_meeting(
    app: Flask, client: CheckingClient
) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer)
    client.sign_in(officer)
    page = client.get(f"/meetings/{meeting.id}").text
    assert "Eerste agendapunt toevoegen" in page
    assert "Vergadering wijzigen" not in page
    assert client.get(f"/meetings/{meeting.id}/edit").status_code == 403
    assert client.post(f"/meetings/{meeting.id}/steps/confirm").status_code == 403


def test_every_address_of_a_hidden_meeting_answers_as_if_it_were_not_there(
    app: Flask, client: CheckingClient
) -> None:
    insider = make_person("secretary")
    meeting = make_meeting(circle=(insider,))
    item = make_item(meeting)
    paper = make_paper(meeting, item, actor=insider)
    number = meeting.id
    pages = (
        f"/meetings/{number}",
        f"/meetings/{number}/edit",
        f"/meetings/{number}/cancel",
        f"/meetings/{number}/items/new",
        f"/meetings/{number}/papers/new",
        f"/meetings/{number}/order",
        f"/meetings/{number}/carry-over",
        f"/meetings/{number}/attendance",
        f"/items/{item.id}",
        f"/items/{item.id}/edit",
        f"/items/{item.id}/outcome",
        f"/papers/{paper.id}/file",
        f"/papers/{paper.id}/edit",
    )
    posts = (
        f"/meetings/{number}/steps/confirm",
        f"/meetings/{number}/presence",
        f"/meetings/{number}/attendance/{insider.id}/keep-home",
        f"/items/{item.id}/move",
        f"/items/{item.id}/withdraw",
        f"/items/{item.id}/restore",
        f"/papers/{paper.id}/withdraw",
        f"/papers/{paper.id}/restore",
    )
    client.sign_in(make_person("secretary", "coordinator", "administrator"))
    nothing = client.get("/meetings/999999")
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert answer.text == nothing.text, address
    for address in (*pages[1:8], *pages[9:11], pages[12], *posts):
        if not address.endswith("/order"):
            assert client.post(address).status_code == 404, address


def test_a_hidden_meeting_is_in_no_choice(app: Flask, client: CheckingClient) -> None:
    insider = make_person("secretary")
    official = make_meeting(days=40, circle=(insider,), title="Geheim beraad")
    body = make_body(level="administrative", partnership=official.body.partnership)
    address = f"/bodies/{body.id}/meetings/new?day=2026-12-01&start=09:30"
    client.sign_in(insider)
    assert "Geheim beraad" in client.get(address).text
    client.sign_in(make_person("secretary"))
    assert "Geheim beraad" not in client.get(address).text
    assert "Geheim beraad" not in client.get(f"/bodies/{official.body_id}").text
    assert "Geheim beraad" not in client.get(f"/partnerships/{official.body.partnership_id}").text


def test_as_many_statements_for_40_items_as_for_4(
    app: Flask, client: CheckingClient, statements: Statements
) -> None:
    secretary = make_person("secretary")
    meeting = make_meeting(officer=make_person(), alderman=make_person("alderman"))
    people = [make_person() for _ in range(4)]

    def fill(count: int) -> None:
        for number in range(count):
            item = make_item(meeting, officer=people[number % 4])
            make_paper(meeting, item, f"Stuk {number}.pdf", actor=secretary)

    client.sign_in(secretary)
    fill(4)
    with statements.counted() as found:
        client.get(f"/meetings/{meeting.id}")
    few = found.count
    fill(36)
    with statements.counted() as found:
        assert "Stuk 35" in client.get(f"/meetings/{meeting.id}").text
    assert found.count <= few
    for _number in range(10):
        make_meeting(starts_at=meeting.starts_at, officer=make_person(), alderman=meeting.alderman)
    with statements.counted() as found:
        assert "Op hetzelfde moment" in client.get(f"/meetings/{meeting.id}").text
    assert found.count <= few


def test_the_partnership_opens_with_its_next_meetings(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting(alderman=make_person("alderman", name="Wethouder zorg"))
    number = meeting.body.partnership_id
    client.sign_in(make_person("secretary"))
    page = client.get(f"/partnerships/{number}").text
    assert "Wethouder zorg" in page
    assert "Geen ambtelijk overleg gepland." in page
    assert f"/meetings/choose-body?partnership={number}" in page
    client.sign_in(make_person("clerk"))
    assert "choose-body" not in client.get(f"/partnerships/{number}").text
    actions.cancel_meeting(meeting, make_person("secretary"))
    assert "Geen bestuurlijk overleg gepland." in client.get(f"/partnerships/{number}").text
