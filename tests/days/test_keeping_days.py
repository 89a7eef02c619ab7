"""Adding, changing, confirming and removing days, and who may."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.days import actions
from app.days.actions import PeriodDetails
from app.days.models import Period
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_period, make_person

KEY = "7d5d3c0e-5f7e-4d0f-9f2a-0d6a7f6f0001"


@pytest.fixture
def secretary(client: CheckingClient) -> Person:
    """A secretary, signed in."""
    person = make_person("secretary")
    client.sign_in(person)
    return person


def periods() -> list[Period]:
    """Everything there is."""
    return list(db.session.scalars(select(Period).order_by(Period.first_day, Period.id)))


def fields(**changes: str) -> dict[str, str]:
    """A form filled in."""
    return {
        "key": KEY,
        "kind": "recess",
        "name": "Zomerreces",
        "first_day": "2027-07-10",
        "last_day": "22-08-2027",
        "region": "",
        **changes,
    }


@pytest.mark.parametrize("role", ["secretary", "coordinator", "administrator"])
def test_a_period_is_added_once(client: CheckingClient, role: str) -> None:
    client.sign_in(make_person(role))
    for _click in range(2):
        answer = client.post("/days/new", data=fields())
        assert answer.headers["Location"] == "/days/?year=2027"
    (row,) = periods()
    assert (row.kind, row.first_day, row.last_day) == (
        "recess",
        date(2027, 7, 10),
        date(2027, 8, 22),
    )
    page = client.get("/days/?year=2027").text
    assert "Zomerreces" in page
    assert "za 10 juli 2027 – zo 22 augustus 2027" in page


@pytest.mark.parametrize("role", ["officer", "alderman", "adviser", "clerk"])
def test_others_read_and_do_not_change(client: CheckingClient, role: str) -> None:
    person, row = make_person(role), make_period("council", "2027-01-25")
    client.sign_in(person)
    page = client.get("/days/?year=2027")
    assert page.status_code == 200
    assert "ma 25" in page.text
    assert "/edit" not in page.text
    assert client.post("/days/new", data=fields()).status_code == 403
    with pytest.raises(NotAllowed):
        actions.remove_period(row, person, row.version)
    with pytest.raises(NotAllowed):
        actions.fill_year(2027, person)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_day": "2027-07-01"}, "vóór de eerste dag"),
        ({"first_day": ""}, "Vul de dag in."),
        ({"first_day": "31-02-2027"}, "Vul een datum in als dag-maand-jaar"),
        ({"starts": "9.30"}, "Vul begin én einde in"),
        ({"starts": "9.30", "ends": "8.00", "last_day": ""}, "Het einde ligt vóór het begin"),
        ({"starts": "9.30", "ends": "12.00"}, "meer dagen heeft geen tijden"),
        (
            {"kind": "closed", "starts": "9.30", "ends": "12.00", "last_day": ""},
            "Gesloten geldt voor hele dagen",
        ),
        ({"region": "south"}, "Alleen een schoolvakantie heeft een regio"),
        ({"kind": "party"}, "Kies een van de mogelijkheden"),
    ],
)
def test_what_cannot_be_comes_back_filled_in(
    client: CheckingClient, secretary: Person, changes: dict[str, str], sentence: str
) -> None:
    answer = client.post("/days/new", data=fields(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Zomerreces"' in answer.text
    assert not periods()


def test_the_same_day_twice_is_refused(client: CheckingClient, secretary: Person) -> None:
    make_period("recess", "2027-07-10", "2027-08-22", name="Zomerreces")
    answer = client.post("/days/new", data=fields())
    assert answer.status_code == 422
    assert "staat er al" in answer.text


def test_two_people_who_change_one_day_see_both_texts(
    client: CheckingClient, secretary: Person
) -> None:
    row = make_period("recess", "2027-07-10", "2027-08-22", name="Zomerreces")
    url, version = f"/days/{row.id}/edit", str(row.version)
    first = client.post(url, data=fields(version=version, name="Zomerreces van de raad"))
    assert first.status_code == 302
    second = client.post(url, data=fields(version=version, name="Reces zomer"))
    assert second.status_code == 409
    assert "Zomerreces van de raad" in second.text
    assert 'value="Reces zomer"' in second.text
    assert periods()[0].name == "Zomerreces van de raad"


def test_confirming_takes_the_mark_away_once(client: CheckingClient, secretary: Person) -> None:
    row = make_period("recess", "2027-07-10", "2027-08-22", to_confirm=True, source="een voorstel")
    assert "te bevestigen" in client.get("/days/?year=2027").text
    answer = client.post(f"/days/{row.id}/confirm", data={"version": row.version, "year": 2027})
    assert answer.headers["Location"] == "/days/?year=2027"
    assert "een voorstel" not in client.get("/days/?year=2027").text
    assert client.post(f"/days/{row.id}/confirm", data={"version": 1}).status_code == 409


def test_a_whole_list_is_confirmed_as_it_was_shown(
    client: CheckingClient, secretary: Person
) -> None:
    rows = [make_period("recess", f"2027-0{month}-01", to_confirm=True) for month in (5, 6)]
    seen = " ".join(f"{row.id}.{row.version}" for row in rows)
    assert f'value="{seen}"' in client.get("/days/?year=2027").text
    rows[1].name = "Intussen gewijzigd"
    db.session.commit()
    assert client.post("/days/confirm?year=2027", data={"seen": seen}).status_code == 409
    assert all(row.to_confirm for row in periods())
    seen = " ".join(f"{row.id}.{row.version}" for row in periods())
    client.post("/days/confirm?year=2027", data={"seen": seen})
    assert not any(row.to_confirm for row in periods())
    for nonsense in ("x.1", f"{rows[0].id}", "9999999999999.1", "²."):
        answer = client.post("/days/confirm?year=2027", data={"seen": nonsense})
        assert answer.status_code in (404, 409)


def test_removing_asks_for_the_version_on_screen(client: CheckingClient, secretary: Person) -> None:
    row = make_period("council", "2027-01-25")
    url = f"/days/{row.id}/remove"
    assert client.post(url, data={"version": "7"}).status_code == 409
    assert client.post(url, data={"version": row.version}).status_code == 302
    assert not periods()
    assert client.post(url).status_code == 404


def test_the_journal_names_deeds_and_fields(client: CheckingClient, secretary: Person) -> None:
    row = actions.add_period(
        PeriodDetails("closed", date(2027, 5, 7), date(2027, 5, 7), "Brugdag"), secretary
    )
    details = PeriodDetails("closed", date(2027, 5, 7), date(2027, 5, 7), "Vrijdag", source="cao")
    actions.change_period(row, details, secretary, row.version)
    with pytest.raises(Conflict):
        actions.remove_period(row, secretary, 1)
    actions.remove_period(row, secretary, row.version)
    entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    told = [(one.action, one.fields) for one in entries if one.object_kind == "period"]
    assert told == [
        ("period.add", []),
        ("period.change", ["name", "source"]),
        ("period.remove", []),
    ]


def test_confirming_what_is_sure_is_refused(secretary: Person) -> None:
    row = make_period("council", "2027-01-25")
    with pytest.raises(RuleBroken):
        actions.confirm_period(row, secretary, row.version)


@pytest.mark.parametrize("digits", ["9" * 5000, "-1", "²", "x"])
def test_what_was_seen_cannot_be_tampered_with(
    client: CheckingClient, secretary: Person, digits: str
) -> None:
    row = make_period("council", "2027-01-25", to_confirm=True)
    for seen in (f"{row.id}.{digits}", f"{digits}.1"):
        answer = client.post("/days/confirm", data={"seen": seen})
        assert answer.status_code in (404, 409)
    assert periods()[0].to_confirm
