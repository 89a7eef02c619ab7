"""Reading a table that somebody sends: every refusal one sentence that says what to do."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from typing import IO

from flask_babel import gettext as _

from app.core import confined
from app.core.errors import RuleBroken
from app.core.spreadsheets.child import unpacked
from app.core.spreadsheets.tables import CannotRead, Limits, Table
from app.core.spreadsheets.text import read_text

MEGABYTE = 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How files begin that are no table at all: PDF, PNG, JPEG, GIF, RTF, gzip, XML.
_NO_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"<?xml", b"<")


class Unreadable(RuleBroken):
    """A table that was refused: the line where it is known, and what to do about it."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message, "file")
        self.line = line


def read_table(file: IO[bytes], limits: Limits | None = None) -> Table:
    """The rows of a .csv, .xlsx or .ods, whatever its name says.

    Takes up to seconds, and must run outside any transaction.
    """
    limits = limits or Limits()
    try:
        return _read(file, limits)
    except CannotRead as refusal:
        raise explained(refusal) from None


def explained(refusal: CannotRead) -> Unreadable:
    """The refusal as a person reads it."""
    sentence = SENTENCES[refusal.reason]() % dict(refusal.values)
    if refusal.line is not None:
        sentence = _("Regel %(line)s: %(what)s", line=refusal.line, what=sentence)
    return Unreadable(sentence, refusal.line)


def require_size(file: IO[bytes], limits: Limits) -> None:
    """Refuse a file that is empty, or larger than any list."""
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise CannotRead("empty")
    if size > limits.file_bytes:
        raise CannotRead("size", most=limits.file_bytes // MEGABYTE)


def _read(file: IO[bytes], limits: Limits) -> Table:
    require_size(file, limits)
    start = file.read(8)
    file.seek(0)
    if start == _OLD_OFFICE:
        raise CannotRead("old")
    if start.startswith(b"PK\x03\x04"):
        table = _in_child(file, limits)
    elif start.startswith(_NO_TABLE):
        raise CannotRead("kind")
    else:
        table = read_text(file.read(), limits)
    if not table.rows:
        raise CannotRead("empty")
    return table


def _in_child(file: IO[bytes], limits: Limits) -> Table:
    """What a process of its own makes of the workbook; one that had to be ended was too heavy."""
    with tempfile.NamedTemporaryFile(prefix="vooroverleg-table-") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        command = confined.command(
            "app.core.spreadsheets.child", copy.name, json.dumps(asdict(limits))
        )
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                timeout=limits.wall_seconds,
                check=False,
                env={"LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            raise CannotRead("heavy") from None
    if done.returncode != 0:
        raise CannotRead("heavy")
    return unpacked(json.loads(done.stdout))


#: What a person reads for each reason; functions, as the language is that of the page.
SENTENCES: dict[str, Callable[[], str]] = {
    "empty": lambda: _(
        "Het bestand is leeg. Open het op uw computer en kijk of er regels in staan."
    ),
    "size": lambda: _(
        "Het bestand is groter dan %(most)s MB; zo groot is geen lijst. Bewaar alleen het blad "
        "met de regels als nieuw bestand."
    ),
    "unpacked": lambda: _(
        "Het bestand wordt uitgepakt groter dan %(most)s MB en is daarom niet geopend. Bewaar "
        "alleen het blad met de regels als nieuw bestand."
    ),
    "heavy": lambda: _(
        "Het bestand is te zwaar om te lezen. Bewaar alleen het blad met de regels als .csv en "
        "probeer het opnieuw."
    ),
    "old": lambda: _(
        "Dit is een werkmap van een oude Excel (.xls), of een met een wachtwoord. Open hem, haal "
        "het wachtwoord eraf en kies 'Opslaan als' met het type .xlsx."
    ),
    "encrypted": lambda: _(
        "Het bestand is beveiligd met een wachtwoord. Haal het wachtwoord eraf en bewaar het "
        "opnieuw."
    ),
    "kind": lambda: _("Dit is geen lijst. Kies een bestand van het type .csv, .xlsx of .ods."),
    "damaged": lambda: _(
        "Het bestand is beschadigd en niet te lezen. Open het op uw computer en bewaar het "
        "opnieuw, of vraag het opnieuw op."
    ),
    "rows": lambda: _("de lijst is langer dan %(most)s regels. Splits haar in delen."),
    "columns": lambda: _("er zijn meer dan %(most)s kolommen. Haal weg wat er niet toe doet."),
    "cell": lambda: _(
        "een cel is langer dan %(most)s tekens. Kijk of er een aanhalingsteken ontbreekt."
    ),
    "quotes": lambda: _(
        "een aanhalingsteken opent een cel en sluit die niet goed. Verbeter deze regel."
    ),
    "json": lambda: _("hier is de opbouw van het bestand niet in orde. Maak het opnieuw."),
    "bytes": lambda: _(
        "hier staat een teken dat niet te lezen is. Verbeter deze regel, of bewaar het bestand "
        "opnieuw als CSV UTF-8."
    ),
    "characters": lambda: _(
        "hier staat een teken dat in geen tekst thuishoort. Verbeter deze regel."
    ),
    "twice": lambda: _(
        "de letters met accenten zijn twee keer omgezet (zoals GroningÃ«n) en niet met zekerheid "
        "te herstellen. Verbeter deze regel."
    ),
}
