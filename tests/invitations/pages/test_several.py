"""Taking over several files of one meeting with one click: all of them, the oldest first."""

from __future__ import annotations

import re

from app.invitations import queries
from app.meetings.models import Body
from app.people.models import Person
from tests.client import CheckingClient
from tests.invitations.bringing import change_by_hand
from tests.invitations.files import invitation
from tests.invitations.pages.using import LIST, address, after, meetings, sent, taken

ALL = "/invitations/take-over"


def shown(client: CheckingClient) -> dict[str, str]:
    """What the button for all of them sends."""
    return dict(re.findall(r'name="(seen-\d+)" value="([^"]*)"', client.get(LIST).text))


def test_an_invitation_and_its_update(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    """The update came first; both are done, in the order in which they were written."""
    update = invitation(title="AB GGD", sequence=1, hour=13, place="Zaal 2")
    sent(client, update, invitation(title="AB GGD"))
    seen = shown(client)
    assert len(seen) == 2
    page = after(client, ALL, seen)
    assert "2 uitnodigingen zijn overgenomen" in page
    assert "intussen anders" not in page
    [meeting] = meetings()
    assert (meeting.starts_at.hour, meeting.place) == (13, "Zaal 2")
    kinds = [
        [one.kind for one in queries.changes_of(received)]
        for received in sorted(queries.decided(secretary), key=lambda one: one.id)
    ]
    assert kinds == [["updated"], ["new"]]


def test_an_invitation_two_updates_and_a_cancellation(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    chain = [invitation(title="AB GGD", sequence=number, hour=9 + number) for number in range(3)]
    gone = invitation(title="AB GGD", sequence=3, hour=11, method="CANCEL")
    sent(client, *chain, gone)
    assert "4 uitnodigingen zijn overgenomen" in after(client, ALL, shown(client))
    assert [(one.starts_at.hour, one.status) for one in meetings()] == [(11, "cancelled")]


def test_one_of_a_series_that_moves(client: CheckingClient, secretary: Person, body: Body) -> None:
    series = invitation(title="AB GGD", extra="RRULE:FREQ=WEEKLY;COUNT=3")
    moved = "RECURRENCE-ID:20261217T090000Z"
    one = invitation(title="AB GGD", sequence=1, day="20261217", hour=15, extra=moved)
    sent(client, one, series)
    assert "2 uitnodigingen zijn overgenomen" in after(client, ALL, shown(client))
    assert [one.starts_at.hour for one in meetings()] == [9, 15, 9]


def test_two_updates_of_a_meeting_that_stands(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    sent(client, *(invitation(title="AB GGD", sequence=n, hour=9 + n) for n in (1, 2)))
    assert "2 uitnodigingen zijn overgenomen" in after(client, ALL, shown(client))
    assert [one.starts_at.hour for one in meetings()] == [11]


def test_what_a_colleague_did_meanwhile_is_shown_first(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    """Only what the same click did is no surprise."""
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    updates = [invitation(title="AB GGD", sequence=n, hour=9 + n) for n in (1, 2)]
    sent(client, *updates)
    seen = shown(client)
    change_by_hand(meetings()[0], secretary, remarks="Wij nemen koffie mee")
    assert "2 uitnodigingen zijn intussen anders" in after(client, ALL, seen)
    assert [one.starts_at.hour for one in meetings()] == [9]


def test_a_question_that_arises_stays_open(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    """Of a file that nobody answered about nothing is taken over."""
    sent(client, invitation(title="AB GGD"), invitation(title="AB GGD", place="Elders"))
    page = after(client, ALL, shown(client))
    assert "1 uitnodiging is overgenomen" in page
    assert "1 uitnodiging is intussen anders" in page
    assert len(meetings()) == 1
