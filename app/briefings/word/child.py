"""Reads a Word document in a process of its own: `main([FILE])` prints its sections as JSON.

Nothing of the application is here: what a hostile document does ends this process only. Pictures
are left out, so nothing is opened or fetched for them; markup is cleaned before it is turned into
the Markdown that notes are written in.
"""

from __future__ import annotations

import json
import sys
import warnings
import zipfile
from typing import Any

import mammoth
import nh3
from bs4 import BeautifulSoup, Tag
from defusedxml.ElementTree import iterparse
from markdownify import MarkdownConverter

from app.core.confined import confine

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
UNPACKED_BYTES = 100 * 1024 * 1024
MOST_PARTS = 2_000
#: More than this is no briefing note: some two hundred pages.
MOST_CHARACTERS = 500_000
MOST_SECTIONS = 200

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = {
    *("p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "table", "thead", "tbody"),
    *("tr", "th", "td", *_HEADINGS),
}


def main(arguments: list[str]) -> int:
    """Read the document under limits, and print its sections, or why it is refused."""
    confine(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    warnings.simplefilter("ignore")
    try:
        answer: dict[str, Any] = _read(arguments[0])
    except (MemoryError, RecursionError):
        answer = {"refused": "heavy"}
    except Exception:  # whatever a damaged document makes its reader do, it is damaged
        answer = {"refused": "damaged"}
    json.dump(answer, sys.stdout)
    return 0


def _read(path: str) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > UNPACKED_BYTES:
            return {"refused": "heavy"}
        for one in parts:
            if one.filename.endswith((".xml", ".rels")):
                with archive.open(one) as part:  # a parser that refuses entities goes first
                    for _event, element in iterparse(part):
                        element.clear()
    with open(path, "rb") as file:
        html = mammoth.convert_to_html(file, convert_image=lambda _image: []).value
    found = sections(html)
    size = sum(len(one["text"]) for one in found)
    if size > MOST_CHARACTERS or len(found) > MOST_SECTIONS:
        return {"refused": "heavy"}
    return {"sections": found}


def sections(html: str) -> list[dict[str, Any]]:
    """What stands under each heading: its level (1-6, 0 for the beginning), words and text.

    A paragraph that is bold as a whole, and short, is taken for a heading of the lowest level:
    many people make them so.
    """
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    found: list[dict[str, Any]] = [{"level": 0, "heading": "", "html": []}]
    for block in list(BeautifulSoup(clean, "html.parser").children):
        level = _level(block)
        if level and isinstance(block, Tag):
            found.append({"level": level, "heading": block.get_text(" ", strip=True), "html": []})
        else:
            found[-1]["html"].append(str(block))
    for one in found:
        one["text"] = as_markdown("".join(one.pop("html")))
    return [one for one in found if one["heading"] or one["text"]]


def _level(block: Any) -> int:
    if not isinstance(block, Tag):
        return 0
    if block.name in _HEADINGS:
        return int(block.name[1]) if block.get_text(strip=True) else 0
    words = block.get_text(" ", strip=True)
    bold = " ".join(one.get_text(" ", strip=True) for one in block.find_all("strong"))
    return 7 if block.name == "p" and words and words == bold and len(words) <= 80 else 0


class _Converter(MarkdownConverter):
    """Markdown as the editor of notes writes it."""

    class Options:
        """Dashes for lists, two asterisks for bold, headings with signs before them."""

        heading_style = "atx"
        bullets = "-"
        escape_underscores = False
        table_infer_header = True


def as_markdown(html: str) -> str:
    """Clean HTML as Markdown, without blank lines at its ends."""
    lines = (line.rstrip() for line in str(_Converter().convert(html)).splitlines())
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
