"""Rows of a table from Word, Excel or a council system: which column says what, by its head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.meetings.agenda_paste.marks import NOTHING, Marks, leading_time, mark_of
from app.meetings.agenda_paste.numbers import take_number

_HEADS = {
    "number": "nr no nummer # ap agendanr agendanummer volgnr volgnummer agendapuntnr punt",
    "title": "onderwerp titel omschrijving agenda onderwerpen agendaonderwerp naam bespreekpunt",
    "type": "type soort status doel bid bdi ibd aard behandeling karakter wijze actie aanleiding",
    "time": "tijd tijdstip aanvang duur minuten min tijdsduur tijdsindicatie tijdstippen starttijd",
    "papers": "bijlage bijlagen stuk stukken documenten document vergaderstukken bijlagenr",
    "ask": "besluit voorstel gevraagd advies beslispunt",
    "said": (
        "portefeuillehouder toelichting inleider door wie spreker indiener verantwoordelijke "
        "opmerkingen opmerking trekker steller organisatie"
    ),
}
_KNOWN = {word: name for name, words in _HEADS.items() for word in words.split()}
_PHRASES = {
    "gevraagd besluit": "ask",
    "voorgesteld besluit": "ask",
    "wijze van behandeling": "type",
    "doel van bespreking": "type",
    "ter besluitvorming / informatie": "type",
    "onderwerp / voorstel": "title",
    "tijd (min)": "time",
}
_NONE = re.compile(r"(?:[-–—]+|geen|n\.?v\.?t\.?|nvt|nee|x?)", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """What one row of a table says."""

    number: str
    title: str
    marks: Marks
    papers: tuple[str, ...]
    asks: tuple[str, ...]
    said: tuple[str, ...]


def columns_of(text: str) -> list[str] | None:
    """The meaning of each column, where this row is the head of a table; else None."""
    cells = text.split("\t")
    if len(cells) < 2:
        return None
    names = [_meaning(cell) for cell in cells]
    # "agendapunt" heads the number where the title has a column too, and else the title
    item = "title" if "title" not in names else "number"
    if item not in names:
        names = [
            item if _bare(cell) in ("agendapunt", "agendapunten") else name
            for cell, name in zip(cells, names, strict=True)
        ]
    known = [name for name in names if name]
    return names if names.count("title") == 1 and len(known) >= 2 else None


def _meaning(cell: str) -> str:
    text = cell.strip().casefold()
    if text in _PHRASES:
        return _PHRASES[text]
    bare = _bare(cell)
    return _KNOWN.get(bare, "") or _KNOWN.get(bare.split(" ")[0], "")


def _bare(cell: str) -> str:
    text = re.sub(r"\(n\)|\(ken\)", "", cell.casefold())
    return re.sub(r"[^\w# ]", "", text).strip()


def read_row(text: str, columns: Sequence[str]) -> Row:
    """One row below its head; cells that no head names count as said beside the item."""
    found: dict[str, list[str]] = {}
    for place, cell in enumerate(text.split("\t")):
        name = columns[place] if place < len(columns) and columns[place] else "said"
        if cell.strip():
            found.setdefault(name, []).append(cell.strip())
    said = list(found.get("said", ()))
    marks = NOTHING
    for name in ("type", "time"):
        for cell in found.get(name, ()):
            mark = _time(cell) if name == "time" else mark_of(cell)
            marks = marks.with_(mark) if mark else marks
            said += [] if mark else [cell]
    return Row(
        _number(" ".join(found.get("number", ()))),
        " ".join(found.get("title", ())),
        marks,
        tuple(name for cell in found.get("papers", ()) for name in paper_names(cell)),
        tuple(found.get("ask", ())),
        tuple(said),
    )


def _time(cell: str) -> Marks | None:
    if cell.isdecimal() and 1 <= int(cell) <= 600:
        return Marks(minutes=int(cell))
    mark, rest, _doubtful = leading_time(cell)
    return mark_of(cell) or (mark if mark != NOTHING and not rest else None)


def _number(cell: str) -> str:
    found = take_number(f"{cell} titel") if cell else None
    return found[0].text if found else cell[:20]


def paper_names(text: str) -> list[str]:
    """The papers that a text names: "Begroting.pdf; toelichting"; nothing for "geen"."""
    bare = text.strip(" .")
    if _NONE.fullmatch(bare):
        return []
    if bare.casefold() in ("ja", "bijgevoegd", "zie bijlage"):
        return ["bijlage"]
    if re.fullmatch(r"[\d, en&-]{1,40}[a-z]?", bare):
        return [f"bijlage {bare}"]
    return [one.strip(" .,•-–") for one in re.split(r"\s*;\s*|\n", text) if one.strip(" .,•-–")]
