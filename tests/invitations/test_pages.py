"""The pages of invitations: sent, previewed, asked about, taken over, undone, put away."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core.database import db
from app.invitations import actions
from app.invitations.guessing.models import InvitationRule
from app.invitations.models import ReceivedInvitation
from app.meetings.models import Body, Meeting, MeetingCircle
from app.people.models import Person, Role
from tests.client import CheckingClient
from tests.factories import make_body, make_meeting, make_partnership, make_person, moment
from tests.invitations.files import arrived, invitation

LIST = "/invitations/"
ELSEWHERE = "planning@bureau.example"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def secretary(app: Flask, client: CheckingClient) -> Person:
    """Somebody who plans, signed in."""
    person = make_person(Role.SECRETARY)
    client.sign_in(person)
    return person


@pytest.fixture
def body(app: Flask) -> Body:
    """The general board of a partnership that its name tells."""
    partnership = make_partnership(name="GGD Groningen", abbreviation="GGD")
    return make_body(name="Algemeen bestuur", kind="general_board", partnership=partnership)


def sent(client: CheckingClient, *contents: bytes, names: tuple[str, ...] = ()) -> TestResponse:
    """Send these files at once."""
    names = names or tuple(f"uitnodiging-{number}.ics" for number in range(len(contents)))
    files = [(io.BytesIO(content), name) for content, name in zip(contents, names, strict=True)]
    return client.post(LIST, data={"key": str(uuid.uuid4()), "files": files})


def both(first: bytes, second: bytes) -> bytes:
    """Two files as one, with the events of both."""
    event = second[second.index(b"BEGIN:VEVENT") : second.index(b"END:VCALENDAR")]
    return first.replace(b"END:VCALENDAR", event + b"END:VCALENDAR")


def form_of(page: str) -> dict[str, Any]:
    """Everything that the form of a preview would send, unchanged."""
    tree = html5lib.parse(page, treebuilder="etree")
    form = next(one for one in tree.iter(f"{XHTML}form") if "take-over" in one.get("class", ""))
    found: dict[str, Any] = {}
    for field in form.iter(f"{XHTML}input"):
        unticked = field.get("type") in ("checkbox", "radio") and field.get("checked") is None
        name = field.get("name")
        if name and not unticked:
            found[name] = field.get("value", "")
    for field in form.iter(f"{XHTML}select"):
        options = list(field.iter(f"{XHTML}option"))
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        found[field.get("name", "")] = chosen[0].get("value", "")
    return found


def named(form: dict[str, Any], start: str) -> str:
    """The name of the first field that begins so."""
    return next(name for name in form if name.startswith(f"{start}|"))


def radio(page: str, start: str) -> str:
    """The name of the first radio button whose name begins so."""
    found = re.search(rf'name="({re.escape(start)}\|[^"]+)"', page)
    assert found is not None
    return found[1]


def taken(client: CheckingClient, address: str, **changes: str) -> TestResponse:
    """Take a file over as its page stands."""
    form = form_of(client.get(address).text)
    return client.post(address, data={**form, "take-over": "1", **changes})


def after(client: CheckingClient, where: str, data: dict[str, Any]) -> str:
    """Send a form, and read the page that it leads to."""
    answer = client.post(where, data=data)
    assert answer.status_code == 302, answer.text
    return client.get(answer.location).text


def last() -> ReceivedInvitation:
    """The file that came last."""
    db.session.expire_all()
    found = db.session.scalars(
        select(ReceivedInvitation).order_by(ReceivedInvitation.id.desc())
    ).first()
    assert found is not None
    return found


def address() -> str:
    """The page of the file that came last."""
    return f"/invitations/{last().id}"


def meetings() -> list[Meeting]:
    """All meetings, as the database has them now."""
    db.session.expire_all()
    return list(db.session.scalars(select(Meeting).order_by(Meeting.starts_at, Meeting.id)))


def test_an_empty_page_says_how_a_file_comes_here(
    client: CheckingClient, secretary: Person
) -> None:
    page = client.get(LIST).text
    assert "Zo komt een uitnodiging hier" in page
    assert "iCalendar" in page


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


def test_each_file_stands_alone(client: CheckingClient, secretary: Person, body: Body) -> None:
    good = invitation(title="AB GGD")
    other = invitation(uid="2@x", title="Heidag", day="20270310", organiser="x@y.example")
    answer = sent(client, good, b"geen agenda", other, names=("a.ics", "brief.txt", "c.ics"))
    assert answer.status_code == 422
    assert "1 bestand is niet gelezen" in answer.text
    assert "brief.txt" in answer.text
    assert "De andere 2 bestanden staan hieronder" in answer.text
    assert "AB GGD" in answer.text
    assert "Heidag" in answer.text
    assert "Kies bij welk overleg" in answer.text
    page = client.get("/").text
    assert "2 uitnodigingen wachten op u" in page
    assert "Uitnodigingen (2)" in client.get("/meetings/").text


@pytest.mark.parametrize("many", [0, 26])
def test_none_or_too_many_files_is_said(
    client: CheckingClient, secretary: Person, many: int
) -> None:
    answer = sent(client, *[b"x"] * many)
    assert answer.status_code == 422
    assert "Kies" in answer.text


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


def test_an_update_shows_what_differs_and_what_follows(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    sent(client, invitation(title="AB GGD", sequence=1, hour=13, place="Zaal 2"))
    page = client.get(address()).text
    assert "wijziging" in page
    assert re.search(r"<del>.*10.00.*</del>", page)
    assert re.search(r"<ins>.*14.00.*</ins>", page)
    assert "Zaal 2" in page
    taken(client, address())
    [meeting] = meetings()
    assert meeting.place == "Zaal 2"
    assert "1 keer bijgewerkt" in client.get(f"/meetings/{meeting.id}").text
    sent(client, invitation(title="AB GGD", sequence=2, method="CANCEL"))
    page = client.get(address()).text
    assert "afzegging" in page
    assert re.search(r"<ins>.*geannuleerd.*</ins>", page)
    taken(client, address())
    assert meetings()[0].status == "cancelled"


def test_a_planned_meeting_is_recognised_or_not(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    planned = make_meeting(body=body, starts_at=moment("2026-12-10 10:30"))
    sent(client, invitation(title="AB GGD"))
    page = client.get(address()).text
    assert "Staat deze vergadering er al?" in page
    name = radio(page, "meeting")
    assert form_of(page)[name] == str(planned.id)
    form = {**form_of(page), name: "0", "take-over": "1"}
    assert client.post(address(), data=form).status_code == 302
    assert len(meetings()) == 2


def test_what_would_be_a_surprise_is_shown_first(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    form = {**form_of(client.get(address()).text), "take-over": "1"}
    make_meeting(body=body, starts_at=moment("2026-12-10 10:30"))
    answer = client.post(address(), data=form)
    assert answer.status_code == 409
    assert "op iets anders uit dan u zag" in answer.text
    assert len(meetings()) == 1
    again = {**form_of(answer.text), "take-over": "1"}
    assert client.post(address(), data=again).status_code == 302
    assert len(meetings()) == 1


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


def test_undoing_takes_it_back_or_says_why_not(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    [meeting] = meetings()
    meeting.place = "Elders"
    db.session.commit()
    answer = client.post(f"{address()}/undo", data={"version": str(last().version)})
    assert answer.status_code == 409
    assert "is daarna gewijzigd" in answer.text
    meeting = meetings()[0]
    meeting.place = "Raadhuis"
    db.session.commit()
    assert "teruggezet" in after(client, f"{address()}/undo", {"version": last().version})
    assert meetings() == []


def test_a_file_is_put_away(client: CheckingClient, secretary: Person, body: Body) -> None:
    sent(client, invitation(title="AB GGD"))
    assert "weggelegd" in after(client, f"{address()}/aside", {"version": last().version})
    assert "wachten op u" not in client.get("/").text
    assert "is weggelegd" in client.get(address()).text


def test_putting_away_the_rest_says_that_what_was_taken_over_stays(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    known = invitation(title="AB GGD")
    unknown = invitation(uid="2@x", title="Heidag", day="20270310", organiser=ELSEWHERE)
    sent(client, both(known, unknown))
    taken(client, address())
    assert len(meetings()) == 1
    page = after(client, f"{address()}/aside", {"version": last().version})
    assert "niets gepland of gewijzigd" not in page
    assert "De rest van de uitnodiging is weggelegd. Wat al was overgenomen, blijft." in page
    assert len(meetings()) == 1


def test_a_cancellation_of_what_is_not_here_is_remembered_and_can_be_undone(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD", sequence=1, method="CANCEL"))
    taken(client, address())
    where = address()
    page = client.get(where).text
    assert "stond er al" not in page
    assert "De afzegging is onthouden" in page
    assert "Ongedaan maken" in page
    assert "teruggezet" in after(client, f"{where}/undo", {"version": last().version})
    assert "onthouden" not in client.get(where).text
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    assert [one.status for one in meetings()] == ["planned"]


def test_what_was_there_already_can_be_undone_too(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    sent(client, invitation(title="AB GGD", extra="CLASS:PUBLIC"))
    taken(client, address())
    page = client.get(address()).text
    assert "stond er al" in page
    assert "Ongedaan maken" in page
    assert "teruggezet" in after(client, f"{address()}/undo", {"version": last().version})
    assert len(meetings()) == 1


def test_the_list_stands_beside_what_was_undone_and_what_was_put_away(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    client.post(f"{address()}/undo", data={"version": str(last().version)})
    sent(client, invitation(uid="2@x", title="Heidag", day="20270310"))
    client.post(f"{address()}/aside", data={"version": str(last().version)})
    answer = client.get(LIST)
    assert answer.status_code == 200
    assert "ongedaan gemaakt" in answer.text
    assert "weggelegd" in answer.text


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


def test_what_was_moved_of_a_series_stands_at_its_day(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    series = invitation(title="AB GGD", extra="RRULE:FREQ=WEEKLY;COUNT=6")
    moved = invitation(title="AB GGD", day="20261218", extra="RECURRENCE-ID:20261217T090000Z")
    sent(client, both(series, moved))
    page = client.get(address()).text
    summary = re.search(r"<summary>6 keer bekijken.*?</summary>", page, re.DOTALL)
    assert summary is not None
    assert "do 10 dec" in summary[0]
    assert re.search(r"tot en met\s+do 14 jan", summary[0])


def test_files_that_arrived_are_told_and_the_newest_is_on_top(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    files = (
        invitation(title="AB GGD"),
        invitation(uid="2@x", title="Heidag", day="20270410", organiser=ELSEWHERE),
    )
    answer = sent(client, *files)
    page = client.get(answer.location).text
    assert "2 uitnodigingen gelezen, 1 met een vraag." in page
    assert page.index("Heidag</a>") < page.index("AB GGD</a>")
    answer = sent(client, files[0])
    page = client.get(answer.location).text
    assert "1 uitnodiging stond hier al, en wacht nog op u." in page
    assert "gelezen" not in page


def test_what_was_undone_is_still_told_by_title_and_moment(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD", extra="RRULE:FREQ=WEEKLY;COUNT=2"))
    taken(client, address())
    page = after(client, f"{address()}/undo", {"version": last().version})
    assert page.count("is teruggezet") == 1
    assert "weer is weggehaald" not in page
    assert re.search(r"AB GGD, do 10 dec.*10.00", page)
    assert re.search(r"AB GGD, do 17 dec.*10.00", page)
    assert "· ongedaan gemaakt" not in page


def test_what_became_of_a_meeting_that_was_recognised_is_told(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    planned = make_meeting(body=body, starts_at=moment("2026-12-10 10:00"))
    sent(client, invitation(title="AB GGD", method="CANCEL"))
    page = client.get(address()).text
    client.post(
        address(),
        data={**form_of(page), radio(page, "meeting"): str(planned.id), "take-over": "1"},
    )
    assert meetings()[0].status == "cancelled"
    done = client.get(address()).text
    assert "herkend" not in done
    assert re.search(r"<del>.*gaat door.*</del>", done)
    assert re.search(r"<ins>.*geannuleerd.*</ins>", done)


def test_every_file_that_waits_is_one_link_away(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    days = [f"202703{number:02}" for number in range(1, 13)]
    files = [invitation(uid=f"{day}@x", title=f"Dag {day}", day=day) for day in days]
    sent(client, *files)
    page = client.get(LIST).text
    ids = db.session.scalars(select(ReceivedInvitation.id)).all()
    assert len(ids) == 12
    for number in ids:
        assert f'href="/invitations/{number}"' in page
    assert "Nog 2 uitnodigingen wachten daarna:" in page
    assert "Dag 20270312" in page


def test_an_unknown_time_zone_is_asked_with_amsterdam_proposed(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    floating = (
        invitation(title="AB GGD").replace(b"T090000Z", b"T090000").replace(b"T100000Z", b"T100000")
    )
    sent(client, floating)
    page = client.get(address()).text
    assert "in welke tijdzone" in page
    assert re.search(r'<option value="Europe/Amsterdam" selected>', page)
    assert 'name="take-over"' not in page
    data = {"version": str(last().version), "zone-0": "Europe/London"}
    client.post(f"{address()}/zones", data=data)
    assert "10.00–11.00" in client.get(address()).text
    taken(client, address())
    assert meetings()[0].starts_at.hour == 9


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


def test_the_original_is_downloaded_as_it_came(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    content = invitation(title="AB GGD")
    sent(client, content, names=("uitnodiging é.ics",))
    answer = client.get(f"{address()}/file")
    assert answer.data == content
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_who_does_not_plan_sees_nothing(client: CheckingClient, app: Flask) -> None:
    client.sign_in(make_person(Role.OFFICER))
    assert client.get(LIST).status_code == 403
    assert "Uitnodigingen" not in client.get("/meetings/").text
