"""Adding and changing a partnership: mistakes keep what was typed, nobody overwrites another."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.database import db
from app.core.errors import Conflict, NotAllowed
from app.core.journal import JournalEntry
from app.people.models import Person
from app.register import actions
from app.register.forms import facts_of
from app.register.models import Partnership, PartnershipStatus
from tests.client import CheckingClient
from tests.factories import make_area, make_partnership, make_person


@pytest.fixture
def secretary(client: CheckingClient) -> Person:
    """Signed in as secretary."""
    person = make_person("secretary")
    client.sign_in(person)
    return person


def typed(**fields: Any) -> dict[str, Any]:
    """A form filled in as a browser sends it."""
    return {"name": "Nieuw verband", "note_lead_days": "6", "status": "active", **fields}


def add(client: CheckingClient, **fields: Any) -> Any:
    """Send the form that adds a partnership."""
    return client.post("/partnerships/new", data={"key": str(uuid.uuid4()), **typed(**fields)})


def count() -> int:
    """How many partnerships there are."""
    return db.session.scalar(select(func.count()).select_from(Partnership)) or 0


def journal() -> list[JournalEntry]:
    """What was done, in order."""
    return list(db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)))


def test_add(client: CheckingClient, secretary: Person) -> None:
    areas = [make_area(), make_area()]
    response = add(
        client,
        purpose="Samen doen",
        areas=[str(area.id) for area in areas],
        working_levels=["policy", "execution"],
        nature="public",
        obligation="necessary",
        since="1-2-2026",
    )
    made = db.session.scalars(select(Partnership)).one()
    assert response.location == f"/partnerships/{made.id}"
    assert {area.id for area in made.areas} == {area.id for area in areas}
    assert [row.working_level for row in made.working_levels] == ["execution", "policy"]
    assert (made.nature, made.obligation, made.purpose) == ("public", "necessary", "Samen doen")
    assert made.statuses[0].valid_from == date(2026, 2, 1)
    assert made.own_participations[0].valid_from == date(2026, 2, 1)
    entry = journal()[-1]
    assert (entry.action, entry.object_id, entry.actor_id) == (
        "partnership.create",
        made.id,
        secretary.id,
    )


def test_a_double_click_creates_once(client: CheckingClient, secretary: Person) -> None:
    key = str(uuid.uuid4())
    first, second = add(client, key=key), add(client, key=key)
    assert first.location == second.location
    assert count() == 1


def test_mistakes_come_back_filled_in(client: CheckingClient, secretary: Person) -> None:
    make_partnership(name="Bestaat al")
    response = add(
        client, name="", purpose="Lange tekst die blijft", note_lead_days="x", since="32-1-2026"
    )
    assert response.status_code == 422
    page = response.text
    for words in (
        "Vul de naam van het samenwerkingsverband in.",
        "Lange tekst die blijft",
        "Vul een heel getal in",
        "32-1-2026",
        "Vul een datum in als dag-maand-jaar",
    ):
        assert words in page, words
    response = add(client, name="BESTAAT AL", goal="Blijft staan")
    assert response.status_code == 422
    assert "Er is al een samenwerkingsverband met deze naam." in response.text
    assert "Blijft staan" in response.text
    response = add(client, note_lead_days="61", areas=["999"], nature="volkenrechtelijk")
    assert response.status_code == 422
    assert "van 0 tot en met 60" in response.text
    assert "Kies alleen beleidsterreinen uit de lijst." in response.text
    assert count() == 1


def edit(client: CheckingClient, partnership: Partnership, **fields: Any) -> Any:
    """Send the form that changes a partnership."""
    data = {"version": str(partnership.version), **typed(name=partnership.name), **fields}
    return client.post(f"/partnerships/{partnership.id}/edit", data=data)


def test_edit_journals_only_what_changed(client: CheckingClient, secretary: Person) -> None:
    partnership = make_partnership(goal="Oud", purpose="Blijft")
    response = edit(client, partnership, goal="Nieuw", purpose="Blijft")
    assert response.status_code == 302
    assert partnership.goal == "Nieuw"
    assert partnership.version == 2
    entry = journal()[-1]
    assert (entry.action, entry.fields, entry.object_version) == (
        "partnership.change",
        ["goal"],
        2,
    )
    page = client.get(f"/partnerships/{partnership.id}").text
    assert "Gegevens gewijzigd" in page
    assert secretary.name in page
    before = len(journal())
    edit(client, partnership, goal="Nieuw", purpose="Blijft")
    assert len(journal()) == before


def test_line_ends_of_a_browser_are_no_change(client: CheckingClient, secretary: Person) -> None:
    partnership = make_partnership(remarks="een\ntwee", goal="drie\nvier")
    edit(client, partnership, remarks="een\r\ntwee", goal="drie\r\nvijf")
    assert journal()[-1].fields == ["goal"]
    assert partnership.goal == "drie\nvijf"


def test_only_rows_beside_it_also_make_a_version(client: CheckingClient, secretary: Person) -> None:
    partnership, area = make_partnership(), make_area()
    edit(client, partnership, areas=[str(area.id)], working_levels=["policy"])
    assert partnership.version == 2
    assert journal()[-1].fields == ["areas", "working_levels"]


def test_an_area_out_of_use_stays_where_it_was(client: CheckingClient, secretary: Person) -> None:
    area = make_area(in_use=False)
    partnership = make_partnership(areas=[area])
    assert area.name in client.get(f"/partnerships/{partnership.id}/edit").text
    edit(client, partnership, areas=[str(area.id)], goal="x")
    assert partnership.areas == [area]
    assert area.name not in client.get("/partnerships/new").text


def test_a_conflict_shows_both_texts_and_loses_nothing(
    client: CheckingClient, secretary: Person
) -> None:
    partnership = make_partnership(goal="Begin", strategy="Zelfde")
    seen = str(partnership.version)
    facts = {**facts_of(partnership), "nature": None, "obligation": None, "goal": "Van de ander"}
    actions.change_partnership(partnership, facts, partnership.version, secretary)
    db.session.commit()
    response = edit(client, partnership, version=seen, goal="Van mij", strategy="Zelfde")
    assert response.status_code == 409
    page = response.text
    assert "Iemand anders heeft dit intussen gewijzigd." in page
    shown = page.split('class="conflict"')[1].split('class="form-section"')[0].split("<fieldset")[0]
    assert "Van de ander" in shown
    assert "Van mij" in shown
    assert "Onze strategie" not in shown
    assert partnership.goal == "Van de ander"
    response = edit(client, partnership, goal="Van ons beiden", strategy="Zelfde")
    assert response.status_code == 302
    assert partnership.goal == "Van ons beiden"


def test_a_version_that_was_tampered_with_is_a_conflict(
    client: CheckingClient, secretary: Person
) -> None:
    partnership = make_partnership(goal="Begin")
    assert edit(client, partnership, version="x'", goal="Anders").status_code == 409
    assert partnership.goal == "Begin"


def test_nothing_hangs_under_itself(client: CheckingClient, secretary: Person) -> None:
    top = make_partnership()
    child = make_partnership(parent_id=top.id)
    grandchild = make_partnership(parent_id=child.id)
    response = edit(client, top, parent_id=str(grandchild.id))
    assert response.status_code == 422
    assert "kan niet onder zichzelf vallen" in response.text
    assert edit(client, top, parent_id=str(top.id)).status_code == 422
    assert edit(client, grandchild, parent_id=str(top.id)).status_code == 302


def test_actions_check_for_themselves(app: Flask) -> None:
    partnership, officer = make_partnership(), make_person("officer", "administrator")
    facts = facts_of(partnership)
    with pytest.raises(NotAllowed):
        actions.change_partnership(partnership, facts, 1, officer)
    with pytest.raises(NotAllowed):
        actions.create_partnership(facts, "active", None, officer)
    with pytest.raises(NotAllowed):
        actions.change_status(partnership, "ended", date(2026, 1, 1), officer)
    with pytest.raises(NotAllowed):
        actions.set_reasons(partnership, {}, 1, officer)
    with pytest.raises(Conflict):
        actions.set_reasons(partnership, {}, 7, make_person("secretary"))


def status(client: CheckingClient, partnership: Partnership, word: str, day: str) -> Any:
    """Send the form that changes the status."""
    data = {"key": str(uuid.uuid4()), "status": word, "valid_from": day}
    return client.post(f"/partnerships/{partnership.id}/status", data=data)


def test_status_changes_with_a_date(client: CheckingClient, secretary: Person) -> None:
    partnership = make_partnership()
    assert status(client, partnership, "ending", "2026-12-01").status_code == 302
    rows = [(row.status, row.valid_from, row.valid_to) for row in partnership.statuses]
    assert rows == [
        ("active", None, date(2026, 11, 30)),
        ("ending", date(2026, 12, 1), None),
    ]
    assert status(client, partnership, "ended", "2026-12-01").status_code == 302
    assert [row.status for row in partnership.statuses] == ["active", "ended"]
    response = status(client, partnership, "ending", "2026-11-01")
    assert response.status_code == 422
    assert "al een andere status vastgelegd" in response.text
    response = status(client, partnership, "ended", "2027-01-01")
    assert "Deze status geldt dan al." in response.text
    response = status(client, partnership, "preparing", "")
    assert "Vul in vanaf welke dag deze status geldt." in response.text
    assert db.session.scalar(select(func.count()).select_from(PartnershipStatus)) == 2


def test_reasons(client: CheckingClient, secretary: Person) -> None:
    partnership = make_partnership()
    url = f"/partnerships/{partnership.id}/reasons"
    data = {
        "version": "1",
        "cheaper": "y",
        "cheaper_why": "Minder per ton",
        "geography": "y",
        "exchange_why": "telt niet zonder vinkje",
    }
    assert client.post(url, data=data).status_code == 302
    assert {row.reason: row.explanation for row in partnership.reasons} == {
        "cheaper": "Minder per ton",
        "geography": "",
    }
    stale = client.post(url, data={"version": "1", "legal_duty": "y", "legal_duty_why": "Wet"})
    assert stale.status_code == 409
    assert "Minder per ton" in stale.text
    assert "Wet" in stale.text
    assert client.post(url, data={"version": "2", "legal_duty": "y"}).status_code == 302
    assert [row.reason for row in partnership.reasons] == ["legal_duty"]
