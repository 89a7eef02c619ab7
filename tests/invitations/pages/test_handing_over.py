"""A meeting that goes on under another UID, and that a colleague changed: both are asked."""

from __future__ import annotations

from app.meetings.models import Body
from app.people.models import Person
from tests.client import CheckingClient
from tests.invitations.bringing import change_by_hand
from tests.invitations.files import invitation
from tests.invitations.pages.using import address, after, form_of, meetings, radio, sent, taken


def test_what_a_colleague_changed_is_chosen_on_the_page(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    """It is still the same meeting; what stands there stays as chosen, looked at first."""
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    change_by_hand(meetings()[0], secretary, place="Zaal 9")
    sent(client, invitation(uid="opnieuw@x", title="AB GGD", place="Zaal 2"))
    page = client.get(address()).text
    form = {**form_of(page), radio(page, "meeting"): str(meetings()[0].id)}
    looked = client.post(address(), data={**form, "check": "1"}).text
    assert "Een collega heeft dit hier ook gewijzigd" in looked
    assert looked.count("Staat deze vergadering er al?") == 1
    chosen = {**form_of(looked), radio(looked, "choice"): "ours"}
    again = client.post(address(), data={**chosen, "check": "1"}).text
    assert "ongewijzigd" not in again
    after(client, address(), {**form_of(again), "take-over": "1"})
    assert [one.place for one in meetings()] == ["Zaal 9"]
