"""A new series that is perhaps about a restricted meeting: the page says what waits for what."""

from __future__ import annotations

from app.meetings.models import Body
from app.people.models import Person
from tests.client import CheckingClient
from tests.invitations.bringing import change_by_hand
from tests.invitations.files import invitation
from tests.invitations.pages.using import address, after, form_of, meetings, radio, sent, taken


def test_the_others_wait_for_the_choice(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    """One click takes it all over once the choice is made."""
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    change_by_hand(meetings()[0], secretary, restricted=True)
    sent(client, invitation(uid="2@x", title="AB GGD", extra="RRULE:FREQ=WEEKLY;COUNT=3"))
    page = client.get(address()).text
    assert page.count("wacht op uw keuze bij een andere") == 2
    assert "1 vraag is open" in page
    form = {**form_of(page), radio(page, "meeting"): str(meetings()[0].id)}
    assert "2 gepland" in after(client, address(), {**form, "take-over": "1"})
    assert [one.restricted for one in meetings()] == [True] * 3
