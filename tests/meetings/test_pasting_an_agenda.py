"""Pasting an agenda: previewed, corrected, put on the agenda once, never doubled."""

from __future__ import annotations

import html
import re
from typing import Any

import html5lib
import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.core.database import db
from app.core.journal import JournalEntry
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.queries import items_of
from tests.client import XHTML, CheckingClient
from tests.factories import make_item, make_meeting, make_person

TEXT = """Agenda 3 december 2026
1. Opening (5 min)
2. Ontwerpbegroting 2027 (besluitvormend)
Bijlage: Begroting.pdf
Gevraagd besluit: in te stemmen
3. Hamerstukken
3a. Klachtenregeling
4. Sluiting
"""


@pytest.fixture
def meeting(app: Flask, client: CheckingClient) -> Meeting:
    """A meeting without an agenda, and a secretary who works on it."""
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    return meeting


def read(client: CheckingClient, meeting: Meeting, text: str = TEXT) -> TestResponse:
    return client.post(f"/meetings/{meeting.id}/agenda/paste", data={"text": text})


def filled_in(page: str, **changes: str) -> dict[str, Any]:
    """The form of the preview as a browser would send it, with these changes."""
    tree = html5lib.parse(page)
    form = next(one for one in tree.iter(f"{XHTML}form") if "paste-form" in one.get("class", ""))
    data: dict[str, Any] = {}
    fields = (one for one in form.iter() if one.tag in (f"{XHTML}input", f"{XHTML}select"))
    for field in fields:
        if field.tag.endswith("select"):
            chosen = [one for one in field if one.get("selected") is not None]
            data[str(field.get("name"))] = chosen[0].get("value") if chosen else ""
        else:
            data[str(field.get("name"))] = field.get("value", "")
    unknown = changes.keys() - data.keys()
    assert not unknown, f"no such field: {unknown}"
    return data | changes


def take(client: CheckingClient, meeting: Meeting, page: str, **changes: str) -> TestResponse:
    return client.post(f"/meetings/{meeting.id}/agenda", data=filled_in(page, **changes))


def agenda(meeting: Meeting) -> list[tuple[str, str, str, str, int | None]]:
    person = make_person("coordinator")
    return [
        (one.number, one.title, one.type, one.handling, one.minutes)
        for one in items_of([meeting.id], person)[meeting.id]
    ]


ALL = [
    ("1", "Opening", "inform", "consent", 5),
    ("2", "Ontwerpbegroting 2027", "decide", "discussion", None),
    ("3a", "Klachtenregeling", "decide", "consent", None),
    ("4", "Sluiting", "inform", "consent", None),
]


def test_one_paste(client: CheckingClient, meeting: Meeting) -> None:
    answer = read(client, meeting)
    assert answer.status_code == 200
    page = html.unescape(answer.text)
    assert "4 punten gelezen" in page
    assert "Begroting.pdf" in page
    assert "in te stemmen" in page
    assert re.search(r"regel 6.*3\. Hamerstukken", page, re.DOTALL)
    assert agenda(meeting) == []  # looking changes nothing
    done = take(client, meeting, answer.text)
    assert done.location == f"/meetings/{meeting.id}#agenda"
    assert agenda(meeting) == ALL
    shown = client.get(f"/meetings/{meeting.id}").text
    assert "4 agendapunten zijn toegevoegd." in shown
    assert "Agenda geplakt" in shown


def test_the_journal_knows(client: CheckingClient, meeting: Meeting) -> None:
    take(client, meeting, read(client, meeting).text)
    actions = list(db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))
    assert actions.count("item.add") == 4
    assert actions.count("agenda.paste") == 1


def test_rows_are_corrected_first(client: CheckingClient, meeting: Meeting) -> None:
    changes = {
        "rows-1-title": "Begroting",
        "rows-1-number": "2b",
        "rows-1-minutes": "20",
        "rows-1-type": "opinion",
        "rows-2-use": "skip",
        "rows-3-handling": "discussion",
    }
    take(client, meeting, read(client, meeting).text, **changes)
    assert agenda(meeting) == [
        ALL[0],
        ("2b", "Begroting", "opinion", "discussion", 20),
        ("4", "Sluiting", "inform", "discussion", None),
    ]


def test_pasted_twice_is_not_doubled(client: CheckingClient, meeting: Meeting) -> None:
    take(client, meeting, read(client, meeting).text)
    again = read(client, meeting)
    assert again.text.count("Staat er al:") == 4
    done = take(client, meeting, again.text)
    assert "alles stond er al" in client.get(done.location).text
    assert agenda(meeting) == ALL


def test_two_previews_at_once_do_not_double_either(
    client: CheckingClient, meeting: Meeting
) -> None:
    first, second = read(client, meeting).text, read(client, meeting).text
    take(client, meeting, first)
    take(client, meeting, second)
    assert agenda(meeting) == ALL


def test_a_double_click_adds_once(client: CheckingClient, meeting: Meeting) -> None:
    page = read(client, meeting).text
    first, second = take(client, meeting, page), take(client, meeting, page)
    assert first.location == second.location
    assert db.session.scalar(select(func.count()).select_from(AgendaItem)) == 4


def test_a_changed_agenda_is_brought_up_to_date(client: CheckingClient, meeting: Meeting) -> None:
    kept = make_item(meeting, number="1", title="Ontwerpbegroting 2027", position=1, heard="Ja")
    make_item(meeting, number="2", title="Regiovisie", position=2)
    page = read(client, meeting, "1. Opening\n2. Ontwerpbegroting 2027 (15 min)\n3. Sluiting").text
    assert "maar niet in uw tekst" in page
    take(client, meeting, page)
    assert [(one[0], one[1], one[4]) for one in agenda(meeting)] == [
        ("1", "Opening", None),
        ("2", "Ontwerpbegroting 2027", 15),
        ("3", "Sluiting", None),
        ("2", "Regiovisie", None),
    ]
    assert (kept.heard, kept.type) == ("Ja", "decide")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    client: CheckingClient, meeting: Meeting
) -> None:
    item = make_item(meeting, number="2", title="Ontwerpbegroting", position=1)
    page = read(client, meeting).text
    item.title = "Ontwerpbegroting van de ander"
    db.session.commit()
    answer = take(client, meeting, page, **{"rows-0-title": "Mijn opening"})
    assert answer.status_code == 422
    assert "heeft punt 'Ontwerpbegroting van de ander' intussen gewijzigd" in html.unescape(
        answer.text
    )
    assert 'value="Mijn opening"' in answer.text
    assert [one[1] for one in agenda(meeting)] == ["Ontwerpbegroting van de ander"]
    done = take(client, meeting, answer.text, **{"rows-1-use": "skip"})
    assert done.status_code == 302
    assert len(agenda(meeting)) == 4


def test_an_item_that_was_withdrawn_meanwhile(client: CheckingClient, meeting: Meeting) -> None:
    item = make_item(meeting, number="2", title="Ontwerpbegroting", position=1)
    page = read(client, meeting).text
    client.post(f"/items/{item.id}/withdraw")
    answer = take(client, meeting, page)
    assert answer.status_code == 422
    assert "staat niet meer op de agenda" in answer.text
    assert agenda(meeting) == []


def test_mistakes_come_back_filled_in(client: CheckingClient, meeting: Meeting) -> None:
    page = read(client, meeting).text
    changes = {
        "rows-0-title": "",
        "rows-1-minutes": "veel",
        "rows-2-type": "x",
        "rows-3-use": "update",
    }
    answer = take(client, meeting, page, **changes)
    assert answer.status_code == 422
    for message in (
        "Vul het onderwerp in, of kies Overslaan.",
        "Vul een heel getal in",
        "Kies een van de mogelijkheden",
        "Dit punt staat nog niet op de agenda.",
    ):
        assert message in answer.text
    assert 'value="veel"' in answer.text
    assert "Begroting.pdf" in answer.text
    assert agenda(meeting) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Plak hier de agenda."),
        ("Beste collega,\n\nGroet", "geen agendapunt herkend"),
        ("\x00\x07", "Plak hier de agenda."),
        ("\u202e\u2069", "geen agendapunt herkend"),
        ("1. Opening\n" * 10_000, "Dit is te veel om als agenda te lezen."),
        ("x" * 200_001, "Dit is te veel om als agenda te lezen."),
        ("x" * 190_000, "geen agendapunt herkend"),
    ],
)
def test_what_is_no_agenda(
    client: CheckingClient, meeting: Meeting, text: str, message: str
) -> None:
    answer = read(client, meeting, text)
    assert answer.status_code == 422
    assert message in html.unescape(answer.text)
    kept = html.unescape(answer.text)
    assert text.replace("\x00\x07", "")[:5000] in kept


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"rows-0-use": "add"},
        {"rows-0-use": "add", "rows-0-title": "x" * 301},
        {"rows-0-use": "add", "rows-0-title": "x", "rows-0-number": "1" * 21},
        {"rows-0-use": "delete", "rows-0-title": "x"},
        {"rows-0-use": "update", "rows-0-title": "x", "rows-0-item_id": "9" * 30},
        {"rows-0-use": "update", "rows-0-title": "x", "rows-0-item_id": "\u0663"},
        {"rows-0-use": "add", "rows-0-title": "x", "rows-0-minutes": "-5"},
        {"rows-0-use": "skip", "text": "x" * 200_001},
        {"rows-999999999-use": "add"},
    ],
)
def test_tampered_rows(client: CheckingClient, meeting: Meeting, data: dict[str, str]) -> None:
    usual = {"rows-0-type": "inform", "rows-0-handling": "consent"}
    answer = client.post(f"/meetings/{meeting.id}/agenda", data=usual | data)
    assert answer.status_code == 422
    assert agenda(meeting) == []


def test_an_item_of_another_meeting_is_not_touched(
    client: CheckingClient, meeting: Meeting
) -> None:
    other = make_item(title="Van een ander")
    answer = take(
        client,
        meeting,
        read(client, meeting).text,
        **{"rows-0-use": "update", "rows-0-item_id": str(other.id), "rows-0-version": "1"},
    )
    assert answer.status_code == 422
    assert other.title == "Van een ander"


@pytest.mark.parametrize("role", ["alderman", "adviser", "clerk", "administrator", "officer"])
def test_others_paste_nothing(app: Flask, client: CheckingClient, role: str) -> None:
    meeting = make_meeting()
    client.sign_in(make_person(role))
    assert client.get(f"/meetings/{meeting.id}/agenda/paste").status_code == 403
    assert read(client, meeting).status_code == 403
    assert client.post(f"/meetings/{meeting.id}/agenda").status_code == 403


def test_the_officer_of_the_meeting_pastes(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer)
    client.sign_in(officer)
    assert take(client, meeting, read(client, meeting).text).status_code == 302
    assert agenda(meeting) == ALL


def test_the_agenda_of_a_cancelled_meeting_stands(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting(status="cancelled")
    client.sign_in(make_person("secretary"))
    assert read(client, meeting).status_code == 403


def test_a_long_agenda(client: CheckingClient, meeting: Meeting) -> None:
    text = "\n".join(
        f"{number}. Onderwerp nummer {number} van de regio" for number in range(1, 100)
    )
    assert take(client, meeting, read(client, meeting, text).text).status_code == 302
    assert [one[0] for one in agenda(meeting)] == [str(number) for number in range(1, 100)]
