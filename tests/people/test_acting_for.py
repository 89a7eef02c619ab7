"""For whom a secretary works now: a choice that gives nothing away, and ends with the relation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.people.models import Person, Serving
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person, make_serving


@pytest.fixture
def secretary(app: Flask) -> Person:
    """A secretary."""
    return make_person("secretary", name="Bestuurssecretariaat")


@pytest.fixture
def alderman(secretary: Person) -> Person:
    """An alderman for whom the secretary works."""
    alderman = make_person("alderman", name="Wethouder sociaal domein")
    make_serving(secretary, alderman)
    return alderman


def _choose(client: CheckingClient, chosen: Any) -> str:
    client.post("/people/acting-for", data={"alderman": str(chosen), "next": "/"})
    return client.get("/").text


SHOWN = "werkt nu voor Wethouder sociaal domein"


def test_the_top_bar_says_for_whom(
    client: CheckingClient, secretary: Person, alderman: Person
) -> None:
    client.sign_in(secretary)
    assert "Ik werk nu voor" in client.get("/").text
    assert SHOWN not in client.get("/").text
    assert SHOWN in _choose(client, alderman.id)
    assert SHOWN in client.get("/meetings/").text
    assert SHOWN not in _choose(client, "")


def test_the_start_page_is_about_that_alderman(
    client: CheckingClient, secretary: Person, alderman: Person
) -> None:
    officer = make_person("officer")
    own = make_meeting(officer=officer, alderman=alderman, title="Zorgoverleg", days=7)
    make_meeting(officer=officer, alderman=make_person("alderman"), title="Wegenoverleg", days=7)
    make_note(
        make_item(own, title="Begroting"),
        state="with_alderman",
        author=officer,
        parts={"ask": "Instemmen met de zorgbegroting."},
    )
    client.sign_in(secretary)
    page = client.get("/").text
    assert "Zorgoverleg" in page
    assert "Wegenoverleg" in page
    assert "Instemmen met de zorgbegroting" not in page
    page = _choose(client, alderman.id)
    assert "Voor Wethouder sociaal domein: 1 punt" in page
    assert "Instemmen met de zorgbegroting" in page
    assert "steps/agree" not in page  # it is confirmed in words, on the page of the note
    assert "Zorgoverleg" in page
    assert "Wegenoverleg" not in page
    assert "Wacht op akkoord van Wethouder sociaal domein" in client.get("/notes/").text


def test_what_the_alderman_sees_beyond_the_secretary_stays_hidden(
    client: CheckingClient, secretary: Person, alderman: Person
) -> None:
    hidden = make_meeting(
        circle=(alderman,), alderman=alderman, title="Vertrouwelijk overleg", days=7
    )
    make_note(make_item(hidden), state="with_alderman", parts={"ask": "Geheime vraag."})
    opened = make_meeting(alderman=alderman, title="Open overleg", days=7)
    make_note(
        make_item(opened), state="with_alderman", circle=(alderman,), parts={"ask": "Kringvraag."}
    )
    make_note(make_item(opened), state="concept", parts={"ask": "Conceptvraag."})
    client.sign_in(secretary)
    page = _choose(client, alderman.id)
    assert "Open overleg" in page
    for word in ("Vertrouwelijk overleg", "Geheime vraag", "Kringvraag", "Conceptvraag"):
        assert word not in page


@pytest.mark.parametrize("forged", ["0", "-3", "99999999999999", "abc", "1 OR 1=1", "stranger"])
def test_a_forged_choice_changes_nothing(
    client: CheckingClient, secretary: Person, alderman: Person, forged: str
) -> None:
    stranger = make_person("alderman", name="Wethouder ruimte")
    client.sign_in(secretary)
    page = _choose(client, stranger.id if forged == "stranger" else forged)
    assert "werkt nu voor" not in page
    with client.session_transaction() as session:
        session["acting_for"] = cast(Any, stranger.id if forged == "stranger" else forged)
    assert "werkt nu voor" not in client.get("/").text


def test_it_ends_with_the_relation_the_account_and_the_role(
    client: CheckingClient, secretary: Person, alderman: Person
) -> None:
    client.sign_in(secretary)
    assert SHOWN in _choose(client, alderman.id)
    alderman.active = False
    db.session.commit()
    assert SHOWN not in client.get("/").text
    alderman.active = True
    db.session.commit()
    assert SHOWN in client.get("/").text
    db.session.scalars(db.select(Serving)).one().valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    assert SHOWN not in client.get("/").text


def test_it_ends_with_signing_out(
    client: CheckingClient, secretary: Person, alderman: Person
) -> None:
    client.sign_in(secretary)
    _choose(client, alderman.id)
    client.post("/sign-out")
    with client.session_transaction() as session:
        assert "acting_for" not in session
    client.sign_in(secretary)
    assert SHOWN not in client.get("/").text


def test_another_person_in_this_browser_is_not_affected(
    client: CheckingClient, secretary: Person, alderman: Person
) -> None:
    client.sign_in(secretary)
    _choose(client, alderman.id)
    client.sign_in(make_person("officer"))  # the cookie still holds the choice
    assert "werkt nu voor" not in client.get("/").text
    client.sign_in(make_person("secretary"))
    assert "werkt nu voor" not in client.get("/").text


def test_only_a_secretary_chooses(client: CheckingClient, alderman: Person) -> None:
    client.sign_in(make_person("officer"))
    assert client.post("/people/acting-for", data={"alderman": alderman.id}).status_code == 403
