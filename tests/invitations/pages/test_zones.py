"""A time zone that is asked beside other questions: answers of the one stay for the other."""

from __future__ import annotations

from typing import Any

from app.core.database import db
from app.invitations.models import ReceivedInvitation
from app.meetings.models import Body
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_meeting, moment
from tests.invitations.files import in_mail_of, invitation
from tests.invitations.pages.using import (
    ELSEWHERE,
    LIST,
    address,
    both,
    form_of,
    last,
    meetings,
    named,
    radio,
    sent,
    taken,
)

LONDON = "Europe/London"
VAGUE = invitation(uid="2@x", title="Heidag", day="20270210", organiser=ELSEWHERE).replace(
    b"00Z\r\nDTEND", b"00\r\nDTEND"
)


def two_questions(client: CheckingClient, body: Body) -> tuple[str, dict[str, Any]]:
    """A file that asks a zone, whether a planned meeting is meant, and who may call one off."""
    sent(client, invitation(uid="3@x", title="AB GGD", day="20270112"))
    taken(client, address())
    make_meeting(body=body, starts_at=moment("2026-12-10 10:30"))
    cancel = invitation(uid="3@x", title="AB GGD", day="20270112", method="CANCEL", sequence=1)
    request = invitation(title="AB GGD")
    content = both(
        both(request, VAGUE), cancel.replace(b"SUMMARY:", b"STATUS:CANCELLED\r\nSUMMARY:")
    )
    sent(client, in_mail_of(content, ELSEWHERE))
    page = client.get(address()).text
    form = form_of(page)
    assert "zone-0" in form
    answered = {
        **form,
        "zone-0": LONDON,
        radio(page, "meeting"): "0",
        radio(page, "choice"): "theirs",
    }
    return page, answered


def test_answers_stay_when_the_zone_is_chosen(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    _page, answered = two_questions(client, body)
    shown = client.post(f"{address()}/zones", data=answered)
    assert shown.status_code == 200
    assert "De tijden staan nu zoals u koos" in shown.text
    form = form_of(shown.text)
    assert "zone-0" not in form
    assert form[named(form, "meeting")] == "0"
    assert form[named(form, "choice")] == "theirs"
    form[next(name for name in form if name.startswith("body|") and not form[name])] = str(body.id)
    client.post(address(), data={**form, "take-over": "1"})
    found = {(one.title, one.starts_at.hour, one.status) for one in meetings()}
    assert {("Heidag", 9, "planned"), ("AB GGD", 9, "cancelled")} <= found
    assert sum(one.title == "AB GGD" and one.status == "planned" for one in meetings()) == 1


def test_the_chosen_zone_stays_when_the_rest_is_looked_at_or_taken_over(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    _page, answered = two_questions(client, body)
    looked = client.post(address(), data={**answered, "check": "1"})
    assert form_of(looked.text)["zone-0"] == LONDON
    client_form = {**form_of(looked.text), "take-over": "1"}
    done = client.post(address(), data=client_form)
    assert done.status_code == 200
    assert form_of(done.text)["zone-0"] == LONDON
    assert last().unknown_zones == [""]


def test_a_zone_that_is_not_chosen_is_said_at_the_page(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    _page, answered = two_questions(client, body)
    answer = client.post(f"{address()}/zones", data={**answered, "zone-0": "Nergens/Niet"})
    assert answer.status_code == 422
    assert "Kies bij elke vraag een tijdzone." in answer.text
    form = form_of(answer.text)
    assert form[named(form, "meeting")] == "0"


def test_somebody_else_was_first_and_the_answers_stay(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    _page, answered = two_questions(client, body)
    received = db.session.get_one(ReceivedInvitation, last().id)
    received.name = "andere naam.ics"
    db.session.commit()
    answer = client.post(f"{address()}/zones", data=answered)
    assert answer.status_code == 409
    form = form_of(answer.text)
    assert (form["zone-0"], form[named(form, "meeting")]) == (LONDON, "0")
    assert client.post(f"{address()}/zones", data=form).status_code == 200


def test_a_second_window_of_ones_own_is_told_what_there_is_to_do(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    """The zone was chosen in the other one, so no question is left."""
    vague = invitation(uid="2@x", title="AB GGD", day="20270210")
    vague = vague.replace(b"00Z\r\nDTEND", b"00\r\nDTEND")
    sent(client, both(invitation(title="AB GGD"), vague))
    form = {**form_of(client.get(address()).text), "zone-0": LONDON}
    assert client.post(f"{address()}/zones", data=form).status_code == 200
    answer = client.post(address(), data={**form, "take-over": "1"})
    assert answer.status_code == 409
    assert "Er is nog een vraag open" not in answer.text
    assert "Kijk het na, en neem de uitnodiging dan over." in answer.text
    assert (
        client.post(address(), data={**form_of(answer.text), "take-over": "1"}).status_code == 302
    )
    assert len(meetings()) == 2


def test_a_second_click_changes_nothing(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    _page, answered = two_questions(client, body)
    for _twice in range(2):
        shown = client.post(f"{address()}/zones", data=answered)
        assert shown.status_code == 200
        assert form_of(shown.text)[named(form_of(shown.text), "meeting")] == "0"
    assert last().zones == {"": LONDON}
    assert client.get(LIST).status_code == 200
