"""What a paper is called: by its maker where that says something, else by what stands on it.

Runs in the child, on a file that was weighed.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import ParseError

import pikepdf
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pikepdf import Pdf

from app.papers.tags.opening import opening_words
from app.papers.weighing import unpacked

#: In Dutch, as the words that tags get: part of the file, whatever the language of its reader.
NO_TITLE = "Stuk zonder titel"
#: What a file says of itself takes some thousands of bytes.
_MOST_FACTS = 1024 * 1024
_LONGEST = 300
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
#: What programs put before the name of the file, and behind it.
_PROGRAM = re.compile(r"^(?:microsoft )?(?:word|excel|power ?point|outlook) - ", re.IGNORECASE)
_ENDING = re.compile(
    r"\.(?:pdf|docx?|docm|xlsx?|pptx?|ppsx|odt|ods|odp|rtf|txt|indd|jpe?g|png|tiff?|heic)$",
    re.IGNORECASE,
)
#: Names that say nothing of the paper.
_EMPTY = re.compile(
    r"^(?:nieuwe? |new )?(?:document|doc|presentatie|presentation|powerpoint[ -]?presentatie|"
    r"powerpoint[ -]?presentation|map|werkmap|book|boek|workbook|sheet|blad|scan|scanned document|"
    r"img|image|dsc|untitled|naamloos|titelloos|no title|zonder titel|stuk zonder titel|"
    r"title|titel|layout|print|dia|slide|pagina|page)[\W\d_]*$",
    re.IGNORECASE,
)


def given_title(pdf: Pdf) -> str:
    """What its maker called it: in the facts of the file, or in its older list of them."""
    return _meaning(_from_facts(pdf)) or _meaning(_from_list(pdf))


def title_on_page(pdf: Pdf) -> str:
    """The first heading of the first page, or else its first line."""
    return _plain(opening_words(pdf)) or NO_TITLE


def _from_facts(pdf: Pdf) -> str:
    packet = pdf.Root.get("/Metadata")
    if not isinstance(packet, pikepdf.Stream) or unpacked(packet, _MOST_FACTS) > _MOST_FACTS:
        return ""
    try:
        facts = fromstring(packet.read_bytes(), forbid_dtd=True)
    except (DefusedXmlException, ParseError, pikepdf.PdfError, ValueError):
        return ""
    found = (item.text or "" for title in facts.iter(_TITLE) for item in title.iter(_ITEM))
    return next((text for text in found if text.strip()), "")


def _from_list(pdf: Pdf) -> str:
    title = pdf.docinfo.get("/Title") if "/Info" in pdf.trailer else None
    return str(title) if isinstance(title, pikepdf.String) else ""


def _meaning(text: str) -> str:
    """A title without what a program put around it; empty where nothing is left."""
    plain = _ENDING.sub("", _PROGRAM.sub("", _plain(text)))
    is_title = any(letter.isalpha() for letter in plain) and not _EMPTY.match(plain)
    return plain if is_title else ""


def _plain(text: str) -> str:
    kept = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(kept.split())[:_LONGEST]
