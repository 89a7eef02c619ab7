"""The PDF of a year: what it holds and declares, how it is ordered, and what bounds its making."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.core.database import db
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_body, make_partnership, make_period, make_person, make_serving
from tests.packs.reading_back import qpdf_faults, read_back
from tests.schedules.year.years import fetched, meet
from tests.verapdf import ACCESSIBLE, ARCHIVABLE, assert_holds

LONGEST = (
    "Gemeenschappelijke regeling uitvoeringsorganisatie gemeentelijke belastingen, heffingen en "
    "waardering van onroerende zaken in Noord- en Midden-Groningen, met de sub-regionale afstemming"
)


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    made: CheckingClient = app.test_client()  # type: ignore[assignment]
    return made.sign_in(make_person("secretary"))


@pytest.fixture
def alderman(app: Flask) -> Person:
    return make_person("alderman", name="Wethouder financiën")


def sixty(alderman: Person, **names: str) -> int:
    """A partnership with sixty meetings in 2027, five a month; gives its id."""
    partnership = make_partnership(**names)
    official = make_body(partnership=partnership, name="Gemeenteraadsvergaderingsoverleg")
    prior = make_body(partnership=partnership, name="Ambtelijk overleg", level="administrative")
    officer = make_person("officer")
    for number in range(60):
        body = official if number % 5 == 4 else prior
        when = f"2027-{number // 5 + 1:02}-{number % 5 * 6 + 2:02} 09:30"
        meet(body, when, officer=officer, alderman=alderman, place="Gemeentehuis, raadzaal")
    return partnership.id


def test_sixty_meetings_are_a_picture_and_a_table_that_hold_both_standards(
    client: CheckingClient, alderman: Person, tmp_path: Path
) -> None:
    number = sixty(alderman, name=LONGEST, abbreviation="OBN")
    make_period("recess", "2027-07-10", "2027-08-22", name="Zomerreces", to_confirm=True)
    make_period("council", "2027-06-07")
    content = fetched(client, f"/schedules/year/partnership/{number}/pdf?year=2027")
    assert_holds(content, tmp_path)
    with read_back(content, tmp_path) as file:
        assert file.declared() == {ACCESSIBLE, ARCHIVABLE}
        assert str(file.pdf.Root.Lang) == "nl-NL"
        assert str(file.pdf.docinfo.Title) == f"Vergaderschema 2027: {LONGEST}"
        pages = file.texts
        count = len(pages)
        assert all(f"{place} / {count}" in text for place, text in enumerate(pages, start=1))
        front = pages[0]
        assert "Vergaderschema 2027" in front
        assert "Gemeente Haren" in front
        assert "afgedrukt op maandag 23 november 2026, 09.00 uur" in front
        assert "12 bestuurlijke vergaderingen, 48 ambtelijke vergaderingen" in front
        assert "Nog te bevestigen" in front
        for text in pages[1:]:
            assert "Vergaderschema 2027: Gemeenschappelijke regeling" in text, "running head"
            for head in ("Wanneer", "Vergadering", "Niveau", "Plaats", "Wie gaat"):
                assert head in text
        rows = " ".join(pages[1:])
        assert rows.count("09.30–11.00") == 60
        assert rows.count("bestuurlijk") == 12
        titles = [line.title for line in file.outline()]
        assert titles[0] == "Het jaar in beeld"
        assert titles[2:] == [
            f"{month} 2027"
            for month in (
                *("Januari", "Februari", "Maart", "April", "Mei", "Juni"),
                *("Juli", "Augustus", "September", "Oktober", "November", "December"),
            )
        ]
        assert all(f"{line.title}" in pages[line.page - 1] for line in file.outline()[2:])
        assert not file.harm()
        assert not file.fonts_not_embedded()
    assert not qpdf_faults(tmp_path / "read-back.pdf")


def test_the_first_sheet_has_the_picture_whole_whatever_the_name_is(
    client: CheckingClient, tmp_path: Path
) -> None:
    for kind in ("recess", "closed", "council", "executive"):
        for month in (2, 5, 8):
            make_period(kind, f"2027-{month:02}-03", to_confirm=True, name=f"{kind} met een naam")
    body = make_body(partnership=make_partnership(name=f"{LONGEST} {LONGEST}"[:200]))
    meet(body, "2027-12-31 09:30")
    content = fetched(client, f"/schedules/year/partnership/{body.partnership_id}/pdf?year=2027")
    with read_back(content, tmp_path) as file:
        assert len(file.texts) == 2
        assert "nog te bevestigen" in file.texts[0]
        assert "Nog te bevestigen" in file.texts[0]
        width, height = (float(value) for value in file.pdf.pages[0].MediaBox[2:])
        assert (round(width), round(height)) == (842, 595)


def test_an_empty_year_has_its_days_in_words_all_the_same(
    client: CheckingClient, tmp_path: Path
) -> None:
    partnership = make_partnership()
    make_period("council", "2032-06-07")
    content = fetched(client, f"/schedules/year/partnership/{partnership.id}/pdf?year=2032")
    assert_holds(content, tmp_path)
    with read_back(content, tmp_path) as file:
        front, rest = (" ".join(text.split()) for text in file.texts)
        assert "Geen vergaderingen" in front
        assert "Nieuwjaarsdag, do 1 januari;" in rest
        assert "Raadsvergaderingen: 7 juni" in rest
        assert "Alle vergaderingen per maand" not in rest
        assert "Wanneer" not in rest
        titles = ["Het jaar in beeld", "De dagen in het beeld"]
        assert [line.title for line in file.outline()] == titles
    assert not qpdf_faults(tmp_path / "read-back.pdf")


def test_the_same_content_gives_the_same_bytes_and_a_change_others(
    app: Flask, client: CheckingClient, alderman: Person
) -> None:
    body = make_body()
    meeting = meet(body, "2027-03-04 09:30", alderman=alderman)
    address = f"/schedules/year/partnership/{body.partnership_id}/pdf?year=2027"
    first = fetched(client, address)
    shelf = Path(app.config["DATA_DIR"]) / "press" / "pages"
    for entry in shelf.glob("*/*"):
        entry.unlink()  # set anew, not taken from the shelf
    assert fetched(client, address) == first
    meeting.place = "Elders"
    db.session.commit()
    assert fetched(client, address) != first


def test_a_long_year_is_set_in_portions_and_loses_nothing(
    client: CheckingClient, alderman: Person, tmp_path: Path
) -> None:
    body = make_body()
    for number in range(120):
        when = f"2027-{number // 10 + 1:02}-{number % 10 * 2 + 1:02} 09:{number % 60:02}"
        meet(body, when, alderman=alderman, title=f"Nummer {number}.")
    content = fetched(client, f"/schedules/year/person/{alderman.id}/pdf?year=2027")
    assert_holds(content, tmp_path)
    with read_back(content, tmp_path) as file:
        told = " ".join(file.texts)
        assert all(f"Nummer {number}." in told for number in range(120))
        titles = [line.title for line in file.outline()]
        assert titles.count("December 2027") == 1
        assert len([title for title in titles if "–" in title]) == 2


def test_the_file_is_called_after_what_it_is(client: CheckingClient) -> None:
    partnership = make_partnership(abbreviation="PG&Z")
    response = client.get(f"/schedules/year/partnership/{partnership.id}/pdf?year=2027")
    named = response.headers["Content-Disposition"]
    assert named.startswith('inline; filename="Vergaderschema 2027 PG&Z.pdf"')


def test_paper_is_dutch_for_who_reads_english_too(
    app: Flask, alderman: Person, tmp_path: Path
) -> None:
    reader = make_person("secretary", language="en")
    make_serving(reader, alderman)
    official = make_body(name="Raad")
    decided = meet(official, "2027-12-03 09:30", alderman=alderman)
    prior = make_body(partnership=official.partnership, level="administrative", name="Vooraf")
    meet(prior, "2027-12-01 09:30", prepares_id=decided.id, officer=alderman)
    meet(official, "2027-12-09 13:30", alderman=alderman, circle=(alderman,))
    client: CheckingClient = app.test_client()  # type: ignore[assignment]
    response = client.sign_in(reader).get(f"/schedules/year/person/{alderman.id}/pdf?year=2027")
    assert "Vergaderschema 2027" in response.headers["Content-Disposition"]
    with read_back(response.data, tmp_path) as file:
        told = " ".join(file.texts)
        for words in ("December 2027", "vr 3 december", "09.30–11.00", "bestuurlijk", "Bezet"):
            assert words in told
        assert "bereidt voor: Raad, vr 3 december" in told
        assert "1 keer bezet" in told
        assert "09:30" not in told


def test_letters_that_no_font_has_become_words(client: CheckingClient, tmp_path: Path) -> None:
    body = make_body(name="Overleg 🚗 “vervoer”")
    meet(body, "2027-12-03 09:30", place="Zaal 漢")
    content = fetched(client, f"/schedules/year/partnership/{body.partnership_id}/pdf?year=2027")
    assert_holds(content, tmp_path)


def regional(alderman: Person, count: int) -> None:
    """So many partnerships without a short name, each with a meeting in 2027."""
    for number in range(count):
        named = f"Regionale {LONGEST[: 60 + 4 * (number % 20)]} {number}"
        body = make_body(partnership=make_partnership(name=named[:200]), level="official")
        when = f"2027-{number % 12 + 1:02}-{number % 27 + 1:02} 09:30"
        meet(body, when, alderman=alderman)


@pytest.mark.parametrize(("count", "sheet"), [(2, 0), (40, 1)])
def test_numbers_are_explained_on_the_first_sheet_or_on_the_next(
    client: CheckingClient, alderman: Person, tmp_path: Path, count: int, sheet: int
) -> None:
    regional(alderman, count)
    content = fetched(client, f"/schedules/year/person/{alderman.id}/pdf?year=2027")
    assert_holds(content, tmp_path)
    with read_back(content, tmp_path) as file:
        explained = " ".join(file.texts[sheet].split())
        assert explained.count("Regionale Gemeenschappelijke regeling") >= count
        assert ("leest u op de volgende bladzijde" in file.texts[0]) == (sheet == 1)
        assert "Alle vergaderingen per maand" in file.texts[1], "the picture fits its sheet"
        assert "…" not in file.texts[0]


def test_a_full_first_sheet_without_numbers_points_at_none(
    client: CheckingClient, tmp_path: Path
) -> None:
    for month in (2, 8):
        for kind in ("recess", "closed", "council", "executive"):
            named = f"{kind} {LONGEST}"[:120]
            make_period(kind, f"2027-{month:02}-03", to_confirm=True, name=named)
    body = make_body(name="AB", partnership=make_partnership(name=LONGEST))
    meet(body, "2027-12-31 09:30")
    content = fetched(client, f"/schedules/year/partnership/{body.partnership_id}/pdf?year=2027")
    with read_back(content, tmp_path) as file:
        assert "Nog te bevestigen" in file.texts[0]
        assert "leest u op de volgende" not in " ".join(file.texts[0].split())
        assert len(file.texts) == 2


def test_the_days_of_the_picture_stand_in_words_after_the_table(
    client: CheckingClient, tmp_path: Path
) -> None:
    make_period("council", "2027-06-07")
    body = make_body()
    meet(body, "2027-03-04 09:30")
    content = fetched(client, f"/schedules/year/partnership/{body.partnership_id}/pdf?year=2027")
    with read_back(content, tmp_path) as file:
        last = " ".join(file.texts[-1].split())
        assert "Feestdagen: Nieuwjaarsdag, vr 1 januari;" in last
        assert "Raadsvergaderingen: 7 juni" in last
