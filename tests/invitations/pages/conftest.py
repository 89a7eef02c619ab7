"""Who sends invitations, and for which body."""

from __future__ import annotations

import pytest
from flask import Flask

from app.meetings.models import Body
from app.people.models import Person, Role
from tests.client import CheckingClient
from tests.factories import make_body, make_partnership, make_person


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
