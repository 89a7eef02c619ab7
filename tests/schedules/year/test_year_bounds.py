"""What bounds the printing of years: few at a time, none for long, and others hear so at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.core.errors import Busy, NotReady
from app.packs.press.printjob import PrintJob, Section
from app.schedules.year import printing, sheets
from tests.client import CheckingClient, Statements
from tests.factories import make_body, make_partnership, make_person
from tests.schedules.year.years import fetched, meet


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    made: CheckingClient = app.test_client()  # type: ignore[assignment]
    return made.sign_in(make_person("secretary"))


@pytest.fixture
def all_taken() -> Iterator[None]:
    """Every place to have a year printed is taken."""
    with printing.place(), printing.place():
        yield


def job_of(words: str) -> PrintJob:
    html = f'<html lang="nl-NL"><title>x</title><body><h1>{words}</h1></body></html>'
    parts = (Section("picture", "x", html),)
    return PrintJob("x", "y", clock.now().isoformat(), "z", parts, {}, limits=sheets.LIMITS)


def test_one_is_made_and_one_waits_and_others_are_asked_to_come_back(app: Flask) -> None:
    """Whoever asks beyond that gets an answer at once, so that pages go on."""
    made: list[bytes] = []
    has_place = threading.Event()

    def make() -> None:
        with app.app_context(), printing.place():
            has_place.set()
            made.append(printing.print_year(job_of("wacht")))

    with printing._turn, printing.place():
        waiting = threading.Thread(target=make)
        waiting.start()
        assert has_place.wait(30)
        with pytest.raises(Busy, match="Wacht een halve minuut"), printing.place():
            pass
    waiting.join(60)
    assert made
    assert made[0].startswith(b"%PDF")


def test_where_no_place_is_nothing_is_read_and_the_page_says_when_to_come_back(
    client: CheckingClient, all_taken: None
) -> None:
    body = make_body()
    meet(body, "2027-12-03 09:30")
    address = f"/schedules/year/partnership/{body.partnership_id}/pdf?year=2027"
    with Statements.of(db.engines[None]) as statements:
        response = client.get(address)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert not [one for one in statements.all if "FROM meeting" in one]
    page = response.get_data(as_text=True)
    assert "Het is nu even te druk" in page
    assert "Wacht een halve minuut en probeer het dan opnieuw." in page
    assert f'href="{address}">Opnieuw proberen' in page
    assert "beheerder" not in page, "nothing is wrong"


def test_a_place_comes_free_whatever_became_of_the_year(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/schedules/year/partnership/{make_partnership().id}/pdf"
    monkeypatch.setattr(printing, "SECONDS", -1.0)
    assert [client.get(address).status_code for _time in range(3)] == [503] * 3
    monkeypatch.undo()
    assert fetched(client, address).startswith(b"%PDF")


def test_what_takes_too_long_is_given_up_and_says_what_to_do(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "SECONDS", -1.0)
    with pytest.raises(NotReady):
        printing.print_year(job_of("traag"))
    monkeypatch.undo()
    assert printing.print_year(job_of("daarna")).startswith(b"%PDF")


def test_a_file_that_cannot_be_made_now_is_a_503_with_a_sentence(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "SECONDS", -1.0)
    response = client.get(f"/schedules/year/partnership/{make_partnership().id}/pdf")
    assert response.status_code == 503
    assert "opnieuw" in response.get_data(as_text=True)
