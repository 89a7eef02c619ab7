"""A field of a few partnerships in the words of the profession, for asking search questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf

from app.core import jobs
from app.core.search.finding import Filters, Results, search
from app.core.search.questions import question_of
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from tests.factories import (
    carries,
    make_area,
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_organisation,
    make_partnership,
    make_person,
    moment,
)
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper


@dataclass
class Corpus:
    """Who asks, and the meetings they ask about."""

    officer: Person
    alderman: Person
    safety: Meeting
    budget: AgendaItem


def make_corpus() -> Corpus:
    """Three partnerships with meetings before and after today, items, notes and papers."""
    officer = make_person("officer", title="Beleidsmedewerker veiligheid")
    alderman = make_person("alderman", title="Burgemeester")
    for name, kind in (
        ("Haren", "municipality"),
        ("Midden-Groningen", "municipality"),
        ("Drenthe", "province"),
        ("Waterschap Noorderzijlvest", "other"),
        ("Súdwest-Fryslân", "municipality"),
    ):
        make_organisation(name=name, kind=kind)
    safety = _safety(officer, alderman)
    _environment(officer, alderman)
    _health(officer, alderman)
    budget = _budget(safety, officer)
    jobs.run_pending()
    return Corpus(officer, alderman, safety, budget)


def _safety(officer: Person, alderman: Person) -> Meeting:
    region = make_partnership(
        name="Veiligheidsregio Groningen",
        abbreviation="VRG",
        purpose="Brandweer, crisisbeheersing en geneeskundige hulpverlening in de regio.",
        areas=[make_area(name="Openbare orde en veiligheid")],
    )
    carries(officer, region)
    board = make_body(partnership=region, name="Algemeen bestuur", kind="general_board")
    staff = make_body(
        partnership=region,
        name="Ambtelijk veiligheidsoverleg",
        kind="administrative_meeting",
        level="administrative",
    )
    people = {"officer": officer, "alderman": alderman}
    make_meeting(body=board, starts_at=moment("2026-06-11T10:00"), **people)
    coming = make_meeting(
        body=board, starts_at=moment("2026-12-10T10:00"), place="Kantoor Sontweg", **people
    )
    make_meeting(body=board, starts_at=moment("2027-03-11T10:00"), **people)
    earlier = make_meeting(body=staff, starts_at=moment("2026-11-27T14:00"), **people)
    make_item(earlier, title="Meldkamer: bezetting in de nacht", heard="Delfzijl twijfelt.")
    return coming


def _environment(officer: Person, alderman: Person) -> None:
    service = make_partnership(
        name="Omgevingsdienst Groningen",
        abbreviation="ODG",
        purpose="Vergunningen, toezicht en handhaving voor het milieu.",
    )
    body = make_body(partnership=service, name="Dagelijks bestuur", kind="executive_board")
    meeting = make_meeting(
        body=body, starts_at=moment("2027-01-14T09:30"), officer=officer, alderman=alderman
    )
    item = make_item(
        meeting,
        number="3.1",
        title="Uittreding van een deelnemer",
        decision="De uittredingssom wordt door een onafhankelijke deskundige bepaald.",
    )
    add_paper(
        item,
        title="Notitie toetreding en uittreding",
        file_name="3.1 Notitie.pdf",
        content=pdf_with("Volgens artikel 34b Wgr ontvangen de raden de ontwerpbegroting."),
    )
    make_item(meeting, title="Vaststelling van het handhavingsbeleid")


def _health(officer: Person, alderman: Person) -> None:
    health = make_partnership(
        name="GR Publieke Gezondheid en Zorg",
        abbreviation="PG&Z",
        goal="Kinderen groeien gezond op; wachtlijsten in de jeugdzorg worden korter.",
    )
    body = make_body(partnership=health, name="Portefeuillehoudersoverleg jeugd")
    meeting = make_meeting(
        body=body, starts_at=moment("2026-10-08T13:30"), officer=officer, alderman=alderman
    )
    make_item(meeting, title="Inkoop van jeugdhulp: tarieven 2027")
    make_item(meeting, title="Huisvesting: twee nieuwe huizen voor beschermd wonen")
    make_item(meeting, title="Financiën en coördinatie van de regio")


def _budget(meeting: Meeting, officer: Person) -> AgendaItem:
    budget = make_item(meeting, number="4", title="Ontwerpbegroting 2027 en meerjarenraming")
    make_note(
        budget,
        state="aligned",
        author=officer,
        parts={
            "ask": "Instemmen, mits de indexering wordt **gemaximeerd**.",
            "core": "De bijdrage per inwoner stijgt door de cao.",
            "fallback": "Stemverklaring afleggen.",
            "undisclosed": "Onze ondergrens is drie procent: zwijgen over de tegemoetkoming.",
        },
    )
    add_paper(
        budget,
        title="Aanbiedingsbrief",
        file_name="Aanbiedingsbrief.pdf",
        content=pdf_with("De zienswijzen van de raden zijn verwerkt in de nota van inspraak."),
    )
    make_item(meeting, number="5", title="Jaarrekening 2025 en resultaatbestemming")
    make_item(meeting, number="6", title="Besluitenlijst van de vorige vergadering")
    make_item(meeting, number="7", title="Begrotingswijziging: brandweerkazerne")
    return budget


def pdf_with(text: str) -> bytes:
    """A PDF of one page with these words."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    words = text.encode("cp1252").hex()
    pdf.pages[0].Contents = pdf.make_stream(f"BT /F1 9 Tf 20 600 Td <{words}> Tj ET".encode())
    return pdf_files.as_bytes(pdf)


def ask(person: Person, typed: str, **filters: Any) -> Results:
    """What a person finds for what they type."""
    return search(question_of(typed), Filters(**filters), person)


def first(results: Results) -> tuple[str, str]:
    """Kind and title of what stands first; nothing found is a pair of empty texts."""
    if not results.groups:
        return "", ""
    group = results.groups[0]
    return group.source.kind, group.hits[0].shown.title


def titles(results: Results, kind: str) -> list[str]:
    """The titles found of one kind, in order."""
    return [
        hit.shown.title
        for group in results.groups
        if group.source.kind == kind
        for hit in group.hits
    ]
