"""A Word document as sections, each with the part of a note that it seems to be."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from threading import BoundedSemaphore
from typing import IO, Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.briefings.content import points
from app.briefings.parts import BY_KEY, PARTS
from app.core import confined
from app.core.errors import RuleBroken

MOST_BYTES = 20 * 1024 * 1024
#: The lowest level of a real heading.
LOWEST = 6
WALL_SECONDS = 15
#: So many documents are read at once in one process, so that heavy ones leave room for others.
AT_ONCE = 2
WAIT_SECONDS = 3
#: How files begin: of Word until 2003 and with a password, and of every .docx.
_OLD_OFFICE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_readers = BoundedSemaphore(AT_ONCE)
#: What headings of notes are called elsewhere, by the part that they are.
ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "ask": ("gevraagde beslissing", "voorstel", "besluit", "beslispunt", "beslispunten"),
    "success": ("doel", "beoogd resultaat"),
    "core": ("aanleiding", "kern", "inleiding", "samenvatting", "toelichting"),
    "speaking_points": ("spreekpunt", "spreektekst", "inbreng", "bijdrage"),
    "if_raised": ("vragen en antwoorden", "q&a", "indien ter sprake"),
    "fallback": ("terugval", "alternatief"),
    "money": ("financiën", "financien", "financiële gevolgen", "kosten"),
    "law": ("juridisch", "juridische aspecten", "juridische gevolgen"),
    "risk": ("risico", "risicos", "risico's", "kanttekeningen"),
    "options": ("opties", "alternatieven"),
    "history": ("eerdere besluiten", "historie"),
    "background": ("achtergrond", "achtergrondinformatie"),
    "council": ("gemeenteraad", "rol van de raad"),
    "politics": ("politieke context", "bestuurlijke context"),
}


@dataclass(frozen=True)
class Section:
    """One section of a document: its heading, its text (Markdown), the part that it seems to be."""

    heading: str
    text: str
    part: str


def read_document(file: IO[bytes]) -> list[Section]:
    """The sections of a .docx; takes up to seconds, and must run outside any transaction.

    Raises RuleBroken with a sentence where it cannot be read.
    """
    if file.seek(0, 2) > MOST_BYTES:
        raise RuleBroken(
            _("Dit bestand is te groot: kies een bestand van hoogstens 20 MB."), "file"
        )
    file.seek(0)
    if not _is_word(file):
        raise RuleBroken(_what_it_is(file), "file")
    if not _readers.acquire(timeout=WAIT_SECONDS):
        raise RuleBroken(
            _("Er worden nu veel documenten gelezen. Probeer het over een minuut opnieuw."), "file"
        )
    try:
        found = in_parts(_in_child(file))
    finally:
        _readers.release()
    if not found:
        raise RuleBroken(_("In dit document staat geen tekst."), "file")
    return found


def _is_word(file: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    finally:
        file.seek(0)


def _what_it_is(file: IO[bytes]) -> str:
    """What to do with a file that is no .docx that one can open."""
    content = file.read()
    if content.startswith(_OLD_OFFICE) and "EncryptedPackage".encode("utf-16-le") in content:
        return _(
            "Dit document is beveiligd met een wachtwoord. Bewaar het in Word zonder wachtwoord en "
            "kies het dan."
        )
    if content.startswith(_OLD_OFFICE):
        return _(
            "Dit is een Word-bestand van een oudere soort (.doc). Bewaar het in Word als .docx en "
            "kies het dan."
        )
    if content.startswith(_ZIP) and not zipfile.is_zipfile(file):
        return _damaged()
    return _("Dit is geen Word-document (.docx). Bewaar het in Word als .docx en kies het dan.")


def _in_child(file: IO[bytes]) -> list[dict[str, Any]]:
    """What a process of its own makes of the document; one that had to be ended was too heavy."""
    with tempfile.NamedTemporaryFile(prefix="vooroverleg-note-") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        try:
            done = subprocess.run(
                confined.command("app.briefings.word.child", copy.name),
                capture_output=True,
                timeout=WALL_SECONDS,
                check=False,
                env={"LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            raise RuleBroken(_too_heavy(), "file") from None
    answer: dict[str, Any] = {"refused": "heavy"}
    if done.returncode == 0:
        answer = json.loads(done.stdout)
    if "refused" in answer:
        raise RuleBroken(_too_heavy() if answer["refused"] == "heavy" else _damaged(), "file")
    found: list[dict[str, Any]] = answer["sections"]
    return found


def _damaged() -> str:
    return _(
        "Dit bestand is beschadigd. Open het in Word, bewaar het opnieuw en probeer het nog eens."
    )


def _too_heavy() -> str:
    return _("Dit document is te zwaar om te lezen. Kopieer wat u nodig hebt en plak het.")


def in_parts(raw: Iterable[Mapping[str, Any]]) -> list[Section]:
    """Sections by the part that their heading names; headings below such a one stay inside it.

    A document of ours says itself which headings begin a part: what is called like one inside
    another is none there.
    """
    raw, names = list(raw), part_names()
    ours = any(one["part"] in BY_KEY for one in raw)
    found: list[Section] = []
    inside = 0
    for one in raw:
        below = 0 < inside < one["level"]
        part = one["part"] if one["part"] in BY_KEY else ""
        if not part and not (ours and below):
            part = part_called(one["heading"], names)
        if part or not below:
            found.append(Section(one["heading"], one["text"], part))
            inside = one["level"] if part else 0
        else:
            last = found[-1]
            words = (last.text, _heading(one, inside), one["text"])
            found[-1] = replace(last, text="\n\n".join(text for text in words if text))
    if ours:
        found = [_spoken(one) if one.part == "speaking_points" else one for one in found]
    return [one for one in found if one.text]


def _heading(raw: Mapping[str, Any], inside: int) -> str:
    """A heading inside a part, one level below it at least; what is only bold stays so."""
    if raw["level"] > LOWEST:
        return str(raw["marked"])
    signs = "#" * max(raw["level"] - inside, 1)
    return f"{signs} {raw['marked']}"


def _spoken(section: Section) -> Section:
    """Speaking points as they are typed: a line each, without a number."""
    return replace(section, text="\n".join(points(section.text)))


def part_called(heading: str, names: Mapping[str, str]) -> str:
    """The key of the part that a heading names among `part_names()`; empty where it names none."""
    return names.get(_bare(heading), "")


def part_names() -> dict[str, str]:
    """The key of a part by each name that it may have in a document, in either language."""
    found = {name: key for key, names in ALSO_CALLED.items() for name in names}
    for language in ("en", "nl"):
        with force_locale(language):
            found.update({_bare(str(part.label)): part.key for part in PARTS})
    return found


def _bare(heading: str) -> str:
    """A heading without its number, signs and capitals."""
    words = re.sub(r"^[\d.)\s]+", "", heading).strip(" :.-–—?!").replace("’", "'")
    return " ".join(words.lower().split())
