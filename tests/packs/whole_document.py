"""A document with every kind of content that a pack can hold."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from app.briefings.steers.drawing import Contact
from app.packs.content.layout import Cover, FactSheet, Item, MeetingPart, Note, PackDocument, Paper
from app.packs.content.meeting_parts import (
    Attendee,
    Decision,
    LastTime,
    OpenAction,
    PastDecision,
    Steer,
)
from app.packs.content.note_parts import Answer, Block, Fact, StateMark
from app.packs.content.wording import prose
from app.packs.models import Variant

ALIGNED = StateMark("aligned", "afgestemd", is_aligned=True)
MARKS = [
    ALIGNED,
    StateMark("locked", "vastgezet", is_aligned=True),
    StateMark("finished", "afgerond", is_aligned=True),
    StateMark("with-alderman", "bij wethouder"),
    StateMark("advice", "ter advies"),
    StateMark("concept", "concept"),
]
LONG_WORD = "Arhi-ontwerpprogrammabegrotingswijzigingsprocedure"
MARKDOWN = """Een alinea met **nadruk**, *schuin* en een [verwijzing](https://www.haren.example/stuk).

#### Een kop van de schrijver

Tekst.

##### Daaronder

- Eerste punt

- Tweede punt met een losse alinea
  1. Genummerd
  2. Daaronder

> Een aanhaling uit het verslag.

| Deelnemer | Standpunt |
| --- | --- |
| Groningen | eens → steun |
| Ten Boer | ≥ 3%, € 12.500 |
"""
NOTE = Note(
    ask="Instemmen met de ontwerpbegroting 2027.",
    stance="Eens mits",
    state=ALIGNED,
    facts=(Fact("Opgesteld door", "Beleidsmedewerker jeugd"), Fact("Versie", "4")),
    stance_reason="Mandaat: tot 3,2% · college, 10 november 2026",
    reason=prose(MARKDOWN),
    speaking_points=("Haren stemt in.", "Toon de indexering als aparte regel ☐ ✓."),
    if_raised=(Answer("Waarom een aparte regel?", "De raad kon het niet volgen."),),
    fallback=prose("Instemmen met een toezegging in het verslag."),
    blocks=(
        Block("Ons belang", prose("| Wie | Wat |\n| --- | --- |\n| Groningen | eens |")),
        Block("Geld", prose("Ons aandeel wordt € 412.500.")),
    ),
)


def _paper(number: str, title: str) -> Paper:
    key = "paper-" + number.replace(".", "-")
    return Paper(key, number, title, "12 november 2026", must_read=number == "1.1")


def _items() -> tuple[Item, ...]:
    with_states = [
        Item(f"item-{place}", str(place), f"Onderwerp {place}", "mening", replace(NOTE, state=mark))
        for place, mark in enumerate(MARKS, start=2)
    ]
    first = Item("item-1", "1", LONG_WORD, "besluitvormend", NOTE)
    first = replace(first, papers=(_paper("1.1", "Begroting"), _paper("1.2", "Brief")))
    empty = Item("item-9", "9", "Rondvraag", "informeren", no_note="zonder annotatie")
    return (first, *with_states, empty)


def _decision(item: Item) -> Decision:
    note = item.note
    return Decision(
        item.key,
        item.number,
        item.title,
        note.ask if note else "",
        note.stance if note else "",
        "10",
        note.state if note else None,
        is_consent=note is None,
    )


def whole_document(variant: Variant = Variant.FULL, *, papers: bool = True) -> PackDocument:
    """A document with everything, with or without papers behind it."""
    items = _items()
    if not papers:
        items = tuple(replace(item, papers=()) for item in items)
    return PackDocument(
        variant=variant,
        title="Vergadermap Algemeen bestuur, PG&Z, 3 december 2026",
        foot="PG&Z · Algemeen bestuur · 3 december 2026",
        issued="2026-11-30T09:15:00+01:00",
        cover=Cover(
            "Haren",
            "Publieke Gezondheid en Zorg (PG&Z)",
            "Algemeen bestuur",
            "Themabijeenkomst begroting",
            "donderdag 3 december 2026, 09.30–11.00 uur",
            (Fact("Online", "Deelnemen via de link", "https://overleg.example/3"),),
            marking="Besloten vergadering.",
            variant_word="Vergadermap",
        ),
        meetings=(
            MeetingPart(
                id=1,
                partnership="Publieke Gezondheid en Zorg (PG&Z)",
                body="Algemeen bestuur",
                title="Themabijeenkomst begroting",
                day="donderdag 3 december 2026, 09.30–11.00 uur",
                items=items,
                steer=Steer(
                    "Het bestuur stelt de begroting vast.",
                    ("Een aparte regel.", "Een afspraak over de reserves."),
                    tuple(_decision(item) for item in items),
                    speak_to=(Contact("Gemeente Ten Boer", "punt 1, eens mits"),),
                    top_risk="De termijn van 15 september.",
                ),
                room=(
                    Attendee("Gemeente Haren", "Wethouder", "1"),
                    Attendee("Gemeente Groningen", ""),
                ),
                actions=(OpenAction("Rapport sturen", "Secretariaat", "1 december 2026", "actie"),),
                last_time=LastTime(
                    "24 september 2026", (PastDecision("Verslag", "zoals", "Vastgesteld"),)
                ),
            ),
        ),
        fact_sheets=(FactSheet("PG&Z", "Samen voor gezondheid.", (Fact("Vorm", "regeling"),)),),
    )


ARABIC = Markup("<p>هذا نص عربي داخل الملاحظة.</p>")
