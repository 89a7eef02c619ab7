"""Moving a meeting shows what follows before it happens, once."""

from __future__ import annotations

from datetime import date

from flask import Flask

from app.core import clock
from app.core.database import db
from app.meetings.models import Meeting
from app.people.models import Absence
from app.register.portfolio_models import Portfolio, PortfolioHolder, PortfolioSubject
from tests.client import CheckingClient
from tests.factories import make_body, make_meeting, make_person, moment


def hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0]


def fields(page: str, meeting: Meeting, **changes: str) -> dict[str, str]:
    start, end = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    return {
        "version": hidden(page, "version"),
        "warned_of": hidden(page, "warned_of"),
        "day": start.date().isoformat(),
        "start": start.strftime("%H:%M"),
        "end": end.strftime("%H:%M"),
        "alderman_id": str(meeting.alderman_id or ""),
        **changes,
    }


def test_what_follows_is_shown_once_and_does_not_stop(app: Flask, client: CheckingClient) -> None:
    alderman, new = make_person("alderman", name="Zorg"), make_person("alderman", name="Wonen")
    meeting = make_meeting(alderman=alderman)
    portfolio = Portfolio(name="Zorg")
    portfolio.holders = [
        PortfolioHolder(person=alderman, valid_to=date(2026, 12, 31)),
        PortfolioHolder(person=new, valid_from=date(2027, 1, 1)),
    ]
    portfolio.subjects = [PortfolioSubject(partnership_id=meeting.body.partnership_id)]
    day = date(2027, 1, 7)
    db.session.add_all([portfolio, Absence(person_id=alderman.id, first_day=day, last_day=day)])
    start = moment("2027-01-07T09:00")
    other = make_meeting(starts_at=start, alderman=alderman, title="Andere vergadering")
    make_meeting(starts_at=start, alderman=alderman, title="Geheim", circle=(alderman,))
    other_partnership = other.body.partnership.name
    administrative = make_body(level="administrative", partnership=meeting.body.partnership)
    make_meeting(starts_at=moment("2027-01-08T09:30"), body=administrative, prepares=meeting)
    client.sign_in(make_person("secretary"))
    address = f"/meetings/{meeting.id}/edit"
    data = fields(client.get(address).text, meeting, day="2027-01-07", place="Zaal 3")
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    for text in (
        f"Zorg heeft dan ook: Andere vergadering ({other_partnership}).",
        *("Zorg is dan bezet.", "Zorg is dan afwezig."),
        *("Op die dag is Wonen de portefeuillehouder.", "komt dan te laat", 'value="Zaal 3"'),
    ):
        assert text in answer.text, text
    assert "Geheim" not in answer.text
    assert meeting.place == ""
    data["warned_of"] = hidden(answer.text, "warned_of")
    elsewhere = client.post(address, data={**data, "start": "09:15", "end": "10:45"})
    assert elsewhere.status_code == 422
    assert client.post(address, data=data).status_code == 302
    assert clock.local(meeting.starts_at).date() == day
    assert meeting.sequence == 1


def test_without_consequences_nothing_is_asked(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    address = f"/meetings/{meeting.id}/edit"
    data = fields(client.get(address).text, meeting, day="2027-01-07")
    assert client.post(address, data=data).status_code == 302
