"""Reading a file with partnerships, whatever kind it is. Takes seconds: outside any transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from flask_babel import gettext as _
from rapidfuzz import process

from app.core.errors import RuleBroken
from app.core.spreadsheets.reading import Unreadable, explained, read_table, require_size
from app.core.spreadsheets.tables import CannotRead, Limits
from app.core.spreadsheets.text import decode
from app.register.spelling import key, tidy
from app.transfer.arrangements import is_arrangements, read_arrangements, with_resemblances
from app.transfer.entries import Contents, Entry, Refusal
from app.transfer.likeness import ALIKE
from app.transfer.own_files import read_json, read_sheet


def read_file(file: IO[bytes], municipality: str, only: bool = False) -> Contents:
    """What the file says of this municipality.

    A list of participants speaks of all of them, so only the arrangements of this one are kept; a
    list of partnerships is kept whole, unless `only` asks for those that name it.
    """
    contents = _read(file, municipality)
    contents.refused.extend(_double(contents.entries))
    if contents.by_participant or only:
        kept = [one for one in contents.entries if one.names(municipality)]
        if not kept and not contents.refused:
            raise Unreadable(_nobody(municipality, contents.entries))
        contents.entries = kept
    contents.entries = (
        with_resemblances(contents.entries) if contents.by_participant else (contents.entries)
    )
    return contents


def _read(file: IO[bytes], municipality: str) -> Contents:
    limits = Limits()
    start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    file.seek(0)
    try:
        if start in (b"[", b"{"):
            require_size(file, limits)
            return read_json(decode(file.read()), limits)
        table = read_table(file, limits)
        heads = [tidy(table.rows[0].text(place)) for place in range(len(table.rows[0].cells))]
        if is_arrangements(heads):
            return read_arrangements(table, heads, municipality)
        return read_sheet(table, heads)
    except CannotRead as refusal:
        raise explained(refusal) from None
    except Unreadable:
        raise
    except RuleBroken as error:
        raise Unreadable(error.message, 1) from None


def _double(entries: list[Entry]) -> Iterable[Refusal]:
    """Two rows of one name in a list of partnerships: nobody can say which of them counts."""
    seen: dict[str, int] = {}
    for entry in entries:
        name = key(entry.name)
        if name in seen:
            yield Refusal(
                entry.line,
                entry.name,
                _(
                    "deze naam staat ook op regel %(line)s. Laat er een van de twee staan.",
                    line=seen[name],
                ),
            )
        seen.setdefault(name, entry.line)


def _nobody(municipality: str, entries: list[Entry]) -> str:
    named = {
        text.removeprefix("gemeente:")
        for entry in entries
        for text in entry.participants
        if text.startswith("gemeente:") or ":" not in text
    }
    like = [
        name
        for name, _score, _place in process.extract(
            municipality, named, limit=3, score_cutoff=ALIKE
        )
    ]
    sentence = _(
        "Geen regel noemt %(name)s als deelnemer. Controleer de naam van de gemeente.",
        name=municipality,
    )
    if like:
        sentence += " " + _("In het bestand staan wel: %(names)s.", names=", ".join(like))
    return sentence
