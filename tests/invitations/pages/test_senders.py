"""Pages say who sent an invitation for another, and ask about an address that calls off."""

from __future__ import annotations

import re

from app.meetings.models import Body
from app.people.models import Person
from tests.client import CheckingClient
from tests.invitations.files import in_mail_of, invitation
from tests.invitations.pages.using import (
    ELSEWHERE,
    LIST,
    address,
    form_of,
    meetings,
    radio,
    sent,
    taken,
)

CANCEL = invitation(title="AB GGD", method="CANCEL", sequence=1)


def test_who_sent_it_is_said(client: CheckingClient, secretary: Person, body: Body) -> None:
    sent(client, in_mail_of(invitation(title="AB GGD"), ELSEWHERE), names=("mail.eml",))
    organiser = "Secretariaat (secretariaat@ggd.example)"
    words = f"Verstuurd door {ELSEWHERE}; de organisator is {organiser}."
    assert words in client.get(address()).text
    assert f"verstuurd door {ELSEWHERE}" in client.get(LIST).text
    taken(client, address())
    [meeting] = meetings()
    assert meeting.status == "planned"
    sent(client, invitation(title="AB GGD", sequence=1))
    assert "erstuurd door" not in client.get(address()).text


def test_the_organiser_that_is_not_named(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, in_mail_of(invitation(title="AB GGD", organiser=""), ELSEWHERE))
    assert "; de organisator is" not in client.get(address()).text
    assert "Het bestand noemt geen organisator." in client.get(address()).text


def test_calling_off_is_asked_about_and_not_taken_over_with_others(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    others = [invitation(uid=f"{day}@x", title="AB GGD", day=f"202612{day}") for day in (21, 22)]
    sent(client, in_mail_of(CANCEL, ELSEWHERE), *others)
    page = client.get(LIST).text
    assert "Alle 2 zonder vraag overnemen" in page
    assert "Vraag beantwoorden" in page
    seen = dict(re.findall(r'name="(seen-\d+)" value="([^"]*)"', page))
    several = client.post(f"{LIST}take-over", data=seen)
    assert several.status_code == 302
    assert sorted(one.status for one in meetings()) == ["planned"] * 3
    waits = client.get(LIST).text
    assert "zonder vraag overnemen" not in waits
    assert f"De afzegging komt van {ELSEWHERE}" in waits


def test_what_is_answered_stays_while_it_is_looked_at(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    sent(client, in_mail_of(CANCEL, ELSEWHERE))
    page = client.get(address()).text
    assert f"De afzegging komt van {ELSEWHERE}" in page
    assert "Dit bericht geldt niet" in page
    name = radio(page, "choice")
    looked = client.post(address(), data={**form_of(page), name: "known", "check": "1"})
    assert looked.status_code == 200
    assert "De organisator heeft deze vergadering geannuleerd" in looked.text
    assert meetings()[0].status == "planned"
    answer = client.post(address(), data={**form_of(looked.text), "take-over": "1"})
    assert answer.status_code == 302
    assert meetings()[0].status == "cancelled"


def test_an_answer_is_looked_at_before_it_is_taken_over(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    """What would be called off is shown with the answer; the next click does it."""
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    sent(client, in_mail_of(CANCEL, ELSEWHERE))
    page = client.get(address()).text
    data = {**form_of(page), radio(page, "choice"): "theirs", "take-over": "1"}
    shown = client.post(address(), data=data)
    assert shown.status_code == 200
    assert "Kijk na wat uw antwoord doet" in shown.text
    assert "Het komt nu op iets anders uit" not in shown.text
    assert meetings()[0].status == "planned"
    answer = client.post(address(), data={**form_of(shown.text), "take-over": "1"})
    assert answer.status_code == 302
    assert meetings()[0].status == "cancelled"


def test_another_organiser_is_answered_about_in_two_clicks(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    """The answer is not asked for again once it was given."""
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    sent(client, invitation(title="AB GGD", sequence=1, hour=13, organiser=ELSEWHERE))
    page = client.get(address()).text
    data = {**form_of(page), radio(page, "choice"): "same", "take-over": "1"}
    shown = client.post(address(), data=data)
    assert shown.status_code == 200
    answer = client.post(address(), data={**form_of(shown.text), "take-over": "1"})
    assert answer.status_code == 302
    assert [one.starts_at.hour for one in meetings()] == [13]


def test_two_questions_about_one_message_are_answered_on_the_page(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    """The first answer is kept while the second question is asked."""
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    cancel = invitation(title="AB GGD", method="CANCEL", sequence=1, organiser="nieuw@ggd.example")
    sent(client, in_mail_of(cancel, ELSEWHERE))
    page = client.get(address()).text
    data = {**form_of(page), radio(page, "choice"): "same", "take-over": "1"}
    page = client.post(address(), data=data).text
    assert "De afzegging komt van" in page
    data = {**form_of(page), radio(page, "choice"): "theirs", "take-over": "1"}
    page = client.post(address(), data=data).text
    assert "Kijk na wat uw antwoord doet" in page
    answer = client.post(address(), data={**form_of(page), "take-over": "1"})
    assert answer.status_code == 302
    assert meetings()[0].status == "cancelled"
