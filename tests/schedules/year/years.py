"""What the tests of a year share: meetings on days that they name, and the file of a year."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.meetings.models import Body, Meeting
from tests.client import CheckingClient
from tests.factories import make_meeting, moment


def meet(body: Body, when: str, hours: float = 1.5, **fields: Any) -> Meeting:
    """A meeting of a body from this moment on the Dutch wall clock on ("2027-12-03 09:30")."""
    starts_at = moment(when)
    ends_at = starts_at + timedelta(hours=hours)
    return make_meeting(body=body, starts_at=starts_at, ends_at=ends_at, **fields)


def fetched(client: CheckingClient, address: str) -> bytes:
    """The file at an address, which must be there."""
    response = client.get(address)
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.mimetype == "application/pdf"
    content: bytes = response.data
    return content
