"""Taking over: one click, choices, conflicts, and many at once."""

from __future__ import annotations

import io
import re
import uuid

from app.core.database import db
from app.invitations import actions
from app.invitations.guessing.models import InvitationRule
from app.invitations.models import ReceivedInvitation
from app.meetings.models import Body, MeetingCircle
from app.people.models import Person, Role
from tests.client import CheckingClient
from tests.factories import make_meeting, make_person, moment
from tests.invitations.files import arrived, invitation
from tests.invitations.pages.using import (
    ELSEWHERE,
    LIST,
    address,
    after,
    form_of,
    last,
    meetings,
    named,
    radio,
    sent,
    taken,
)


def test_one_file_is_looked_at_and_taken_over_with_one_click(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    answer = sent(client, invitation(title="AB GGD", place="Raadhuis"))
    assert answer.status_code == 302
    assert answer.location == address()
    page = client.get(address()).text
    assert "Waarschijnlijk." in page
    assert "in de titel “GGD” staat" in page
    assert meetings() == []
    assert taken(client, address()).status_code == 302
    [meeting] = meetings()
    assert (meeting.body_id, meeting.place, meeting.title) == (body.id, "Raadhuis", "AB GGD")
    done = client.get(address()).text
    assert "Wat er is gedaan" in done
    assert f'href="/meetings/{meeting.id}"' in done
    shown = client.get(f"/meetings/{meeting.id}").text
    assert "Uit de uitnodiging van" in shown
    assert "secretariaat@ggd.example" in shown


def test_a_double_click_applies_once(client: CheckingClient, secretary: Person, body: Body) -> None:
    sent(client, invitation(title="AB GGD"))
    form = {**form_of(client.get(address()).text), "take-over": "1"}
    for _twice in range(2):
        assert client.post(address(), data=form).status_code == 302
    assert len(meetings()) == 1
    key = {"key": str(uuid.uuid4())}
    for _twice in range(2):
        content = (io.BytesIO(invitation(uid="2@x", title="AB GGD", day="20270210")), "a.ics")
        assert client.post(LIST, data={**key, "files": [content]}).status_code == 302
    assert db.session.query(ReceivedInvitation).count() == 2


def test_a_choice_is_kept_as_a_rule(client: CheckingClient, secretary: Person, body: Body) -> None:
    sent(client, invitation(title="Heidag", organiser=ELSEWHERE))
    page = client.get(address()).text
    assert "Hierover is nog niets bekend" in page
    form = form_of(page)
    answer = client.post(address(), data={**form, "take-over": "1"})
    assert answer.status_code == 302
    assert meetings() == []
    page = client.get(address()).text
    assert "Er is nog een vraag open" in page
    form = form_of(page)
    client.post(address(), data={**form, named(form, "body"): str(body.id), "take-over": "1"})
    assert [one.body_id for one in meetings()] == [body.id]
    done = client.get(address()).text
    assert f"Onthouden: uitnodigingen van {ELSEWHERE} horen bij" in done
    sent(client, invitation(uid="2@x", title="Iets anders", day="20270310", organiser=ELSEWHERE))
    page = client.get(address()).text
    assert "Zeker." in page
    assert f"de afzender {ELSEWHERE} is" in page
    assert "zelf gemaakt" not in client.get("/invitations/rules").text.lower()


def test_somebody_else_was_first(client: CheckingClient, secretary: Person, body: Body) -> None:
    sent(client, invitation(title="AB GGD"))
    form = {**form_of(client.get(address()).text), "take-over": "1"}
    colleague = make_person(Role.COORDINATOR, name="Een collega")
    client.sign_in(colleague)
    taken(client, address())
    client.sign_in(secretary)
    assert "Een collega heeft deze uitnodiging al verwerkt" in after(client, address(), form)
    assert len(meetings()) == 1


def test_a_conflict_keeps_what_was_answered(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="Heidag", organiser=ELSEWHERE))
    form = form_of(client.get(address()).text)
    received = last()
    received.version += 1
    db.session.commit()
    answer = client.post(
        address(), data={**form, named(form, "body"): str(body.id), "take-over": "1"}
    )
    assert answer.status_code == 409
    assert "intussen verwerkt" in answer.text
    assert form_of(answer.text)[named(form, "body")] == str(body.id)
    assert meetings() == []


def test_all_without_a_question_at_once(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(
        client,
        invitation(title="AB GGD"),
        invitation(uid="2@x", title="AB GGD", day="20270310"),
        invitation(uid="3@x", title="Heidag", day="20270410", organiser=ELSEWHERE),
    )
    page = client.get(LIST).text
    assert "Alle 2 zonder vraag overnemen" in page
    seen = dict(re.findall(r'name="(seen-\d+)" value="([^"]*)"', page))
    page = after(client, "/invitations/take-over", seen)
    assert "2 uitnodigingen zijn overgenomen" in page
    assert len(meetings()) == 2
    assert "Heidag" in page
    after(client, "/invitations/take-over", seen)
    assert len(meetings()) == 2


def test_what_only_the_partnership_of_the_file_decides_teaches_nothing(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    """Nobody chose a body: that sender may write for others too. The page says how sure it is."""
    for uid, day in (("1@x", "20261210"), ("2@x", "20270310")):
        content = invitation(uid=uid, day=day, title="Algemeen bestuur", organiser=ELSEWHERE)
        actions.keep(arrived(content), secretary, body.partnership_id)
    db.session.commit()
    assert "Waarschijnlijk." in client.get(address()).text
    seen = dict(re.findall(r'name="(seen-\d+)" value="([^"]*)"', client.get(LIST).text))
    page = after(client, "/invitations/take-over", seen)
    assert [one.body_id for one in meetings()] == [body.id, body.id]
    assert "Onthouden" not in page
    assert db.session.query(InvitationRule).count() == 0


def test_what_changed_since_the_list_waits(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(
        client,
        invitation(title="AB GGD"),
        invitation(uid="2@x", title="AB GGD", day="20270310"),
    )
    seen = dict(re.findall(r'name="(seen-\d+)" value="([^"]*)"', client.get(LIST).text))
    make_meeting(body=body, starts_at=moment("2026-12-10 14:00"))
    page = after(client, "/invitations/take-over", seen)
    assert "1 uitnodiging is overgenomen" in page
    assert "1 uitnodiging is intussen anders" in page


def test_a_chosen_body_that_raises_another_question_stays_chosen(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    make_meeting(body=body, starts_at=moment("2026-12-12 14:00"))
    sent(client, invitation(title="Heidag", organiser=ELSEWHERE))
    form = form_of(client.get(address()).text)
    chosen = named(form, "body")
    answer = client.post(address(), data={**form, chosen: str(body.id), "take-over": "1"})
    assert answer.status_code == 200
    assert "Er is nog een vraag open" in answer.text
    assert "Er staat al een vergadering die dit kan zijn" in answer.text
    again = form_of(answer.text)
    assert again[chosen] == str(body.id)
    again |= {radio(answer.text, "meeting"): "0", "take-over": "1"}
    assert client.post(address(), data=again).status_code == 302
    assert [one.body_id for one in meetings()] == [body.id, body.id]


def test_occurrences_of_a_series_can_be_left_out_for_good(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    series = invitation(title="AB GGD", extra="RRULE:FREQ=WEEKLY;COUNT=6")
    sent(client, series)
    page = client.get(address()).text
    assert "6 keer bekijken" in page
    form = form_of(page)
    ticks = [name for name in form if name.startswith("tick|")]
    assert len(ticks) == 6
    del form[ticks[2]]
    client.post(address(), data={**form, "take-over": "1"})
    assert len(meetings()) == 5
    sent(client, series.replace(b"SEQUENCE:0", b"SEQUENCE:1").replace(b"Raadhuis", b"Zaal 9"))
    page = client.get(address()).text
    assert f'name="{ticks[2]}"' in page
    assert ticks[2] not in form_of(page)
    taken(client, address())
    found = meetings()
    assert len(found) == 5
    assert {one.place for one in found} == {"Zaal 9"}


def test_a_meeting_of_a_circle_stays_in_it(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD over iets geheims"))
    taken(client, address())
    [meeting] = meetings()
    meeting.restricted = True
    meeting.circle = [MeetingCircle(person_id=secretary.id)]
    db.session.commit()
    where = address()
    client.sign_in(make_person(Role.COORDINATOR))
    assert client.get(where).status_code == 404
    assert client.get(f"{where}/file").status_code == 404
    assert "geheims" not in client.get(LIST).text
