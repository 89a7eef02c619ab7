"""Titles, places and links, made plain."""

from __future__ import annotations

import pytest

from app.invitations.reading import wording
from tests.invitations.small import event, occurrences

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc/0?context=%7b%7d"


@pytest.mark.parametrize(
    ("written", "title", "cancelled"),
    [
        ("Overleg", "Overleg", False),
        ("Geannuleerd: Overleg", "Overleg", True),
        ("GEANNULEERD: Overleg", "Overleg", True),
        ("Geannuleerd - Overleg", "Overleg", True),
        ("Geannuleerd – Overleg", "Overleg", True),
        ("Canceled: Overleg", "Overleg", True),
        ("Cancelled: Overleg", "Overleg", True),
        ("Abgesagt: Overleg", "Overleg", True),
        ("Annulé : Overleg", "Overleg", True),
        ("[Geannuleerd] Overleg", "Overleg", True),
        ("FW: Overleg", "Overleg", False),
        ("Fwd: FW: Doorgestuurd: Overleg", "Overleg", False),
        ("FW: Geannuleerd: Canceled: Overleg", "Overleg", True),
        ("Geannuleerd overleg bespreken", "Geannuleerd overleg bespreken", False),
        ("Geannuleerde subsidies: stand", "Geannuleerde subsidies: stand", False),
        ("Overleg: geannuleerd: posten", "Overleg: geannuleerd: posten", False),
        ("Reiskosten: overzicht", "Reiskosten: overzicht", False),
        ("Geannuleerd:", "", True),
        ("  AB \t Werkplein\n ", "AB Werkplein", False),
        ("Overleg\u202egro.elpmaxe", "Overleggro.elpmaxe", False),
        ("Lang " * 100, ("Lang " * 40).strip(), False),
    ],
)
def test_titles(written: str, title: str, cancelled: bool) -> None:
    assert wording.title_of(written) == (title, cancelled)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Provinciehuis, Statenzaal", "Provinciehuis, Statenzaal"),
        ("Microsoft Teams-vergadering", ""),
        ("Microsoft Teams Meeting", ""),
        ("Réunion Microsoft Teams", ""),
        ("Microsoft Teams-vergadering; Raadzaal", "Raadzaal"),
        ("Raadzaal / Teams", "Raadzaal"),
        ("Raadzaal; Raadzaal", "Raadzaal"),
        (TEAMS, ""),
        (f"Raadzaal ({TEAMS})", "Raadzaal"),
        ("Raadzaal\nHaren", "Raadzaal; Haren"),
        ("Zoom", ""),
        ("Teamsterzaal", "Teamsterzaal"),
        ("Zaal Noord / Zuid", "Zaal Noord / Zuid"),
    ],
)
def test_places(written: str, place: str) -> None:
    assert wording.place_of(written) == place


def test_links() -> None:
    page = "https://www.regio.example/agenda"
    assert wording.link_of([TEAMS], "", []) == TEAMS
    assert wording.link_of([""], f"Zaal; {TEAMS}", [page]) == TEAMS
    assert wording.link_of([], "", [page, f"Klik <{TEAMS}>. Tot dan"]) == TEAMS
    assert wording.link_of([], page, []) == page
    assert wording.link_of([], "", [page]) == ""
    assert wording.link_of([], "", ["https://regio.zoom.us/j/1?pwd=x,"]).endswith("pwd=x")
    guarded = (
        "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmeet.google.com%2Fa-b"
    )
    assert wording.link_of([], "", [guarded]) == "https://meet.google.com/a-b"


@pytest.mark.parametrize(
    "text",
    [
        "http://teams.microsoft.com/x",
        "javascript:alert(1)",
        "https://teams.microsoft.com@kwaad.example/x",
        "https://teams.microsoft.com.kwaad.example/x",
        "https://kwaadzoom.us/j/1",
        "https://[::1/x",
        "https://zoom.us/" + "a" * 600,
    ],
)
def test_links_that_are_none(text: str) -> None:
    assert wording.link_of([], "", [text]) == ""


def test_who_sends_it() -> None:
    sender = 'ORGANIZER;CN="Bestuur; regio";SENT-BY="mailto:Secretariaat@regio.example"'
    sender += ":MAILTO:Bestuur@regio.example"
    (one,) = occurrences(event("DTSTART:20270115T083000Z", sender))
    assert one.organiser == "bestuur@regio.example"
    assert one.organiser_name == "Bestuur; regio"
    (nobody,) = occurrences(event("DTSTART:20270115T083000Z"))
    assert (nobody.organiser, nobody.organiser_name) == ("", "")


def test_addresses() -> None:
    assert wording.address_of("MAILTO:Secretariaat@Regio.example") == "secretariaat@regio.example"
    assert wording.address_of(" mailto: a@b.example ") == "a@b.example"
    for odd in ("invalid:nomail", "", "/o=ExchangeLabs/cn=x", "urn:uuid:1", "a@b@c", "a b@c"):
        assert wording.address_of(odd) == ""
