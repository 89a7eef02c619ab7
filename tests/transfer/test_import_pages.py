"""The pages of the import: sending, preview, questions, saving once, and who may."""

from __future__ import annotations

import io
import json
import re
import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.test import TestResponse

from app.core import clock, jobs
from app.core.database import db
from app.core.errors import RuleBroken
from app.people.models import Person, Role
from app.register.models import Partnership
from app.transfer import uploads
from app.transfer.models import PartnershipSpelling, RegisterImport
from app.transfer.queries import get_import
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_partnership, make_person
from tests.transfer.lists import EXCERPT, HEAD

SEND = "/partnerships/import"
#: The radio button for a partnership that we have: the name of its question, and its value.
RADIO = r'name="(answer_\w+)"[^>]* value="(\d+)"'


@pytest.fixture
def coordinator(client: CheckingClient) -> CheckingClient:
    return client.sign_in(make_person(Role.COORDINATOR))


def send(
    client: CheckingClient, content: str | bytes, key: str = "", **fields: str
) -> TestResponse:
    raw = content.encode() if isinstance(content, str) else content
    data = {"municipality": "Haren", "file": (io.BytesIO(raw), "lijst.csv")}
    return client.post(SEND, data={**data, "key": key} if key else data)


def preview(client: CheckingClient, content: str | bytes = EXCERPT) -> str:
    """Send a file; gives the address of its preview."""
    return send(client, content).location


def seen(page: str) -> str:
    found = re.search(r'name="seen" type="hidden" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def save(client: CheckingClient, url: str, **answers: str) -> TestResponse:
    page = client.get(url).text
    return client.post(url, data={"seen": seen(page), "save": "1", **answers})


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_preview_shows_everything_and_saves_nothing(coordinator: CheckingClient) -> None:
    page = coordinator.get(preview(coordinator)).text
    assert "Verordening klachten" in page
    assert "5 deelnemers" in page
    assert "twee keer waren omgezet" in page
    assert count(Partnership) == 0


def test_saving_happens_once(coordinator: CheckingClient) -> None:
    url = preview(coordinator)
    page = coordinator.get(url).text
    for _time in range(2):
        answer = coordinator.post(url, data={"seen": seen(page), "save": "1"})
        assert answer.location == url
    assert count(Partnership) == 3
    row = db.session.scalars(select(RegisterImport)).one()
    assert (row.state, row.content, row.rows) == ("saved", None, None)
    assert row.counts["new"] == 3
    assert "Dit bestand is ingelezen" in coordinator.get(url).text


def test_a_double_click_sends_once(coordinator: CheckingClient) -> None:
    key = "6f1f8f2e-5f0e-4c83-8a5d-0d9d6a1b2c3d"
    urls = {send(coordinator, EXCERPT, key=key).location for _time in range(2)}
    assert len(urls) == 1
    assert count(RegisterImport) == 1


def test_a_question_is_answered_looked_at_and_remembered(coordinator: CheckingClient) -> None:
    known = make_partnership(name="GR Meerschap Paterswolde")
    url = preview(coordinator)
    page = coordinator.get(url).text
    assert "Hetzelfde als GR Meerschap Paterswolde" in page
    name = re.findall(r'name="(answer_\w+)"', page)[0]
    answers = {name: str(known.id)}
    answer = save(coordinator, url, **answers)
    assert answer.location == url
    assert count(Partnership) == 1, "what an answer does is shown before it is saved"
    page = coordinator.get(url).text
    assert "nieuwe deelnemers: Haren, Groningen, Tynaarlo" in page
    save(coordinator, url, **answers)
    assert count(Partnership) == 3
    assert db.session.scalars(select(PartnershipSpelling.spelling)).all() == [
        "Meerschap Paterswolde"
    ]
    page = coordinator.get(preview(coordinator)).text
    assert "3 samenwerkingsverbanden blijven zoals ze zijn" in page


def test_two_questions_on_one_line_get_their_own_answers(coordinator: CheckingClient) -> None:
    meerschap = make_partnership(name="GR Meerschap Paterswolde")
    archives = make_partnership(name="GR Regionaal Archief Noordenveld")
    rows = [{"name": "Meerschap Paterswolde"}, {"name": "Regionaal Archief Noordenveld"}]
    url = preview(coordinator, json.dumps(rows))
    asked = re.findall(RADIO, coordinator.get(url).text)
    assert sorted(int(value) for _name, value in asked) == [meerschap.id, archives.id]
    assert len({name for name, _value in asked}) == 2
    chosen = {name: value for name, value in asked if int(value) == archives.id}
    save(coordinator, url, **chosen)
    save(coordinator, url, **chosen)
    remembered = db.session.execute(
        select(PartnershipSpelling.spelling, PartnershipSpelling.partnership_id)
    )
    assert [tuple(row) for row in remembered] == [("Regionaal Archief Noordenveld", archives.id)]


@pytest.mark.parametrize("answer", ["zomaar", "999999999", "²"])
def test_an_answer_that_is_none_leaves_the_question(
    coordinator: CheckingClient, answer: str
) -> None:
    make_partnership(name="GR Meerschap Paterswolde")
    url = preview(coordinator)
    name = re.findall(r'name="(answer_\w+)"', coordinator.get(url).text)[0]
    assert save(coordinator, url, **{name: answer}).status_code == 302
    page = coordinator.get(url)
    assert page.status_code == 200
    assert "Hetzelfde als GR Meerschap Paterswolde" in page.text


def test_a_question_that_is_left_stays_out(coordinator: CheckingClient) -> None:
    make_partnership(name="GR Meerschap Paterswolde")
    url = preview(coordinator)
    save(coordinator, url)
    assert count(Partnership) == 3
    assert "De vragen bleven liggen" in coordinator.get(url).text


def test_a_refused_row_is_named_and_nothing_can_be_saved(coordinator: CheckingClient) -> None:
    url = preview(coordinator, EXCERPT.replace("HAREN,", "HAREN,,"))
    page = coordinator.get(url).text
    assert "6 cellen" in page
    assert "Inlezen in het register" not in page
    answer = coordinator.post(url, data={"seen": seen(page), "save": "1"})
    assert answer.status_code == 409
    assert count(Partnership) == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "leeg"), (b"Naam;\xc3\x28Plaats\xc3\xab", "Regel 1"), (b"%PDF-1.7", "geen lijst")],
)
def test_a_file_that_cannot_be_read_says_why(
    coordinator: CheckingClient, content: bytes, words: str
) -> None:
    answer = send(coordinator, content)
    page = answer.text if answer.status_code == 422 else coordinator.get(answer.location).text
    assert words in page


def test_no_file_keeps_what_was_typed(coordinator: CheckingClient) -> None:
    answer = coordinator.post(SEND, data={"municipality": "Tynaarlo"})
    assert answer.status_code == 422
    assert "Kies een bestand" in answer.text
    assert 'value="Tynaarlo"' in answer.text


def test_a_register_that_changed_meanwhile_is_shown_again(coordinator: CheckingClient) -> None:
    url = preview(coordinator)
    page = coordinator.get(url).text
    make_partnership(name="Verordening klachten")
    answer = coordinator.post(url, data={"seen": seen(page), "save": "1"})
    assert answer.status_code == 409
    assert "intussen gewijzigd" in answer.text
    assert count(Partnership) == 1
    assert save(coordinator, url).location == url
    assert count(Partnership) == 3


def test_throwing_away_changes_nothing(coordinator: CheckingClient) -> None:
    url = preview(coordinator)
    for _time in range(2):
        assert coordinator.post(f"{url}/discard").status_code == 302
    assert count(Partnership) == 0
    row = db.session.scalars(select(RegisterImport)).one()
    assert (row.state, row.rows) == ("discarded", None)


def test_a_large_file_is_read_by_the_worker(
    coordinator: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 100_000)
    rows = [f"Gemeente {n},Regeling {n % 40},1234 AB,Plaats,Drenthe" for n in range(6_000)]
    ours = [f"Haren,Regeling {n},1234 AB,Plaats,Drenthe" for n in range(40)]
    content = "\n".join([HEAD, *rows, *ours])
    assert len(content) > uploads.AT_ONCE
    url = preview(coordinator, content)
    page = coordinator.get(url).text
    assert "<progress" in page
    assert "wacht op de werker" in page
    told = coordinator.get(f"{url}/progress").json
    assert told is not None
    assert told["done"] is False
    jobs.run_pending()
    told = coordinator.get(f"{url}/progress").json
    assert told is not None
    assert told["done"] is True
    assert "151 deelnemers" in coordinator.get(url).text
    jobs.run_pending()


def test_what_nobody_decided_on_is_forgotten(coordinator: CheckingClient) -> None:
    url = preview(coordinator)
    uploads.forget_old()
    assert db.session.scalars(select(RegisterImport.state)).one() == "preview"
    clock.stop_at(clock.now() + timedelta(days=8))
    uploads.forget_old()
    row = db.session.scalars(select(RegisterImport)).one()
    assert (row.state, row.rows, row.content) == ("discarded", None, None)
    assert url


@pytest.mark.parametrize("role", list(Role))
def test_only_who_keeps_the_register_brings_files_in(client: CheckingClient, role: Role) -> None:
    client.sign_in(make_person(role))
    allowed = role in (Role.COORDINATOR, Role.SECRETARY)
    assert client.get(SEND).status_code == (200 if allowed else 403)
    assert (SEND in client.get("/partnerships/").text) is allowed


def test_the_file_of_somebody_else_does_not_exist(
    app: Flask, coordinator: CheckingClient, client: CheckingClient
) -> None:
    url = preview(coordinator)
    client.sign_in(make_person(Role.COORDINATOR))
    assert client.get(url).status_code == 404
    assert client.post(url, data={"save": "1"}).status_code == 404
    assert client.post(f"{url}/discard").status_code == 404


def test_two_people_importing_at_once_make_everything_once(make_app: MakeApp) -> None:
    app = make_app()
    shown: list[tuple[int, int, str]] = []
    with app.app_context():
        for _number in range(2):
            person = make_person(Role.COORDINATOR)
            content = uploads.packed(io.BytesIO(EXCERPT.encode()))
            row = uploads.send(content, "lijst.csv", "Haren", person)
            db.session.commit()
            uploads.read_import(row.id)
            comparison, _register = uploads.compared(get_import(row.id, person))
            shown.append((row.id, person.id, uploads.fingerprint(comparison)))
        db.session.commit()
    barrier = threading.Barrier(2)
    outcomes: list[str] = []

    def work(import_id: int, person_id: int, seen: str) -> None:
        with app.test_request_context(method="POST"):
            barrier.wait()
            try:
                person = db.session.get_one(Person, person_id)
                uploads.save(get_import(import_id, person, for_update=True), seen, person)
                db.session.commit()
                outcomes.append("saved")
            except (RuleBroken, IntegrityError, StaleDataError):
                db.session.rollback()
                outcomes.append("shown again")

    threads = [threading.Thread(target=work, args=one) for one in shown]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "shown again"]
    with app.app_context():
        assert count(Partnership) == 3
        states = db.session.scalars(select(RegisterImport.state)).all()
        assert sorted(states) == ["preview", "saved"]
