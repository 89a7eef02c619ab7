"""Papers as they also come: a letter scanned, a PDF without tags, office files, letters unknown.

Made here at the moment of loading, so that one sees in the sample how each kind reads.
"""

from __future__ import annotations

import io
from datetime import timedelta
from html import escape
from textwrap import dedent

import docx
import openpyxl
import pikepdf
import pypdfium2
from fontTools.ttLib import TTFont
from openpyxl.styles import Font
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image

from app.administration.sample.calendar import Planned
from app.core import clock, files
from app.core.dates import full_day
from app.core.files import StoredFile
from app.core.markdown import to_html
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting
from app.papers.kinds import BY_MEDIA_TYPE, KINDS
from app.people.models import Person

#: A scanner in the post room: dots per inch, and how crooked the sheet lay.
DPI, CROOKED = 200, 0.4
COSTS = (
    ("Personeel", 612_000, 641_500),
    ("Huisvesting", 88_400, 90_100),
    ("Automatisering", 54_750, 61_300),
    ("Onderzoek en advies", 42_000, 38_000),
    ("Onvoorzien", 15_000, 15_000),
)
OFFER = dedent("""\
    Geacht bestuur,

    Hierbij ontvangt u de stukken voor de vergadering van het {body}. Wij vragen u uw opmerkingen
    uiterlijk twee werkdagen voor de vergadering aan ons door te geven.

    Een getekend exemplaar van deze brief ligt bij het secretariaat.

    Met vriendelijke groet,

    *Het secretariaat van {partnership}*
    """)
PROVINCE = dedent("""\
    ## Onderwerp: financieel toezicht

    Geacht bestuur,

    Wij hebben uw begroting beoordeeld. De begroting is in evenwicht: de structurele lasten worden
    gedekt door structurele baten. Daarom blijft voor uw regeling het toezicht achteraf gelden.

    Wij vragen u bij de volgende begroting in te gaan op:

    1. de ontwikkeling van de reserves in de komende vier jaar;
    2. de gevolgen van de indexering voor de bijdragen van de deelnemers;
    3. de onderbouwing van de post onvoorzien.

    *Gedeputeerde staten van Groningen*
    """)
RESIDENTS = dedent("""\
    Geacht bestuur,

    Als bewonersgroep volgen wij uw werk al jaren. Wij maken ons zorgen over de overlast tijdens
    de uitvoering, en vragen u ons vooraf te informeren over de planning en de omleidingen.

    Graag lichten wij dit toe in uw vergadering.
    """)


def pages_for(planned: Planned) -> dict[str, str]:
    """The pages that have to be printed before, by name."""
    body = planned.official.body
    offer = OFFER.format(body=body.name.lower(), partnership=body.partnership.name)
    return {
        "offer": _page("Aanbiedingsbrief", offer),
        "province": _page("Brief van de provincie", PROVINCE),
        "residents": _page("Brief van een bewonersgroep", RESIDENTS),
    }


def other_papers(
    near: Planned, later: Planned, printed: dict[str, bytes], secretary: Person
) -> list[Paper]:
    """These papers of a meeting that is near; what cannot be read aloud comes to a later one."""
    meeting = near.official
    item = near.items[0][2]

    wanted: list[tuple[Meeting | AgendaItem, int, str, str, bytes]] = [
        (meeting, 1, "Aanbiedingsbrief", "tiff", _scanned(printed["offer"])),
        (meeting, 2, "Brief van de provincie", "pdf", _untagged(printed["province"])),
        (meeting, 3, "Conceptverslag", "docx", _report(meeting)),
        (item, 2, "Overzicht van de kosten", "xlsx", _costs()),
        (later.official, 1, "Brief van een bewonersgroep", "pdf", _unknown(printed["residents"])),
    ]
    kept = [
        files.keep(io.BytesIO(content), KINDS[kind].media_type)
        for _place, _position, _title, kind, content in wanted
    ]
    return [
        _paper(place, position, title, file, secretary)
        for (place, position, title, _kind, _content), file in zip(wanted, kept, strict=True)
    ]


def _paper(
    place: Meeting | AgendaItem, position: int, title: str, file: StoredFile, secretary: Person
) -> Paper:
    item = place if isinstance(place, AgendaItem) else None
    meeting = place.meeting if isinstance(place, AgendaItem) else place
    sent = min(meeting.starts_at - timedelta(days=12), clock.now() - timedelta(hours=2))
    return Paper(
        meeting=meeting,
        item=item,
        position=position,
        title=title,
        file_name=f"{title}{BY_MEDIA_TYPE[file.media_type].endings[0]}",
        file=file,
        pages=0,
        received_on=clock.local(sent).date(),
        uploaded_by_id=secretary.id,
        uploaded_at=sent,
    )


def _page(title: str, words: str) -> str:
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"</head><body><h1>{escape(title)}</h1>{to_html(words)}</body></html>"
    )


def _scanned(content: bytes) -> bytes:
    """The page as the scanner of the post room gives it: black and white, a little crooked."""
    document = pypdfium2.PdfDocument(content)
    page = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    document.close()
    turned = page.rotate(CROOKED, Image.Resampling.BICUBIC, fillcolor="white").convert("1")
    buffer = io.BytesIO()
    turned.save(buffer, "TIFF", compression="group4", dpi=(DPI, DPI))
    return buffer.getvalue()


def _untagged(content: bytes) -> bytes:
    """The same PDF as a program makes it that writes no tags."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _forget_tags(pdf)
        return _saved(pdf)


def _unknown(content: bytes) -> bytes:
    """The same without tags, and with letters of which nobody can tell which they are."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _forget_tags(pdf)
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                _drop(thing, "/ToUnicode")
                if "/FontFile2" in thing:
                    thing.FontFile2.write(_nameless(thing.FontFile2.read_bytes()))
        return _saved(pdf)


def _nameless(program: bytes) -> bytes:
    """A font that only knows its letters by number."""
    buffer = io.BytesIO()
    with TTFont(io.BytesIO(program)) as font:
        for table in ("cmap", "GSUB", "GPOS"):
            if table in font:
                del font[table]
        font["post"].formatType = 3.0
        font.save(buffer)
    return buffer.getvalue()


def _forget_tags(pdf: pikepdf.Pdf) -> None:
    for key in ("/StructTreeRoot", "/MarkInfo", "/Lang", "/Metadata"):
        _drop(pdf.Root, key)
    for page in pdf.pages:
        _drop(page.obj, "/StructParents")


def _drop(thing: pikepdf.Object, key: str) -> None:
    if key in thing:
        del thing[key]


def _saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _report(meeting: Meeting) -> bytes:
    """The report of the last meeting in Word."""
    document = docx.Document()
    facts = document.core_properties
    facts.title, facts.author, facts.language = "Conceptverslag", "Secretariaat", "nl-NL"
    facts.created = facts.modified = clock.now().replace(tzinfo=None)
    document.add_heading(f"Conceptverslag {meeting.body.name}", 1)
    document.add_paragraph(meeting.body.partnership.name)
    document.add_heading("Opening", 2)
    document.add_paragraph("De voorzitter opent de vergadering en heet iedereen welkom.")
    document.add_heading("Besluiten en afspraken", 2)
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    rows = (
        ("Onderwerp", "Besluit of afspraak", "Wie"),
        ("Verslag vorige keer", "Vastgesteld zonder wijzigingen", "Bestuur"),
        ("Planning komend jaar", "Voorstel voor de volgende vergadering", "Secretariaat"),
        ("Ingekomen stukken", "Voor kennisgeving aangenomen", "Bestuur"),
    )
    for number, row in enumerate(rows):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            cell.text = words
    document.add_heading("Sluiting", 2)
    day = full_day(clock.local(meeting.starts_at).date())
    document.add_paragraph(f"De volgende vergadering is op {day}.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _costs() -> bytes:
    """What everything costs this year and the next, in Excel."""
    book = openpyxl.Workbook()
    book.properties.title, book.properties.creator = "Overzicht van de kosten", "Secretariaat"
    sheet = book.create_sheet("Kosten")
    book.remove(book["Sheet"])
    year = clock.today().year
    sheet.append(["Post", f"Begroting {year}", f"Begroting {year + 1}", "Verschil"])
    for row, (name, now, then) in enumerate(COSTS, start=2):
        sheet.append([name, now, then, f"=C{row}-B{row}"])
    last = len(COSTS) + 1
    sheet.append(["Totaal", *(f"=SUM({column}2:{column}{last})" for column in "BCD")])
    for cell in (*sheet[1], *sheet[last + 1]):
        cell.font = Font(bold=True)
    for column, width in (("A", 26), ("B", 18), ("C", 18), ("D", 14)):
        sheet.column_dimensions[column].width = width
    for *_name, first, second, third in sheet.iter_rows(min_row=2):
        for cell in (first, second, third):
            cell.number_format = "€ #,##0"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
