"""Reads a Word document in a process of its own: `main([FILE])` prints its sections as JSON.

Nothing of the application is here: what a hostile document does ends this process only. Pictures
are left out, so nothing is opened or fetched for them; markup is cleaned before it is turned into
the Markdown that notes are written in.
"""

from __future__ import annotations

import json
import re
import sys
import warnings
import zipfile
from typing import IO, Any

import mammoth
import nh3
from bs4 import BeautifulSoup, Tag
from defusedxml.ElementTree import iterparse
from markdownify import MarkdownConverter

from app.briefings.word.marks import HEAD, MOST_SECTIONS, PART
from app.briefings.word.squaring import SPANS, square
from app.core.confined import confine

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
UNPACKED_BYTES = 100 * 1024 * 1024
MOST_PARTS = 2_000
#: More than this is no briefing note: some two hundred pages.
MOST_CHARACTERS = 500_000

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = {
    *("p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "table", "thead", "tbody"),
    *("tr", "th", "td", *_HEADINGS),
}
_ATTRIBUTES = {"a": {"href", "id"}, "td": set(SPANS), "th": set(SPANS)}
#: The sign that begins a heading, item, quote or line in Markdown, up to its last character.
_SIGNS = re.compile(
    r"^(?:#(?=#{0,5}(?:\s|$))|\d{1,9}[.)](?=\s|$)|[-+](?=\s|$)|>|[-=](?=[-=]+$))", re.M
)
#: What mammoth does not know by itself: quotes, and paragraphs that go on under an item of a list.
_STYLES = """
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='List Continue'] => ul|ol > li > p:fresh
p[style-name='List Continue 2'] => ul|ol > li > ul|ol > li > p:fresh
p[style-name='List Continue 3'] => ul|ol > li > ul|ol > li > ul|ol > li > p:fresh
"""


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
        html = as_html(file)
    found = sections(html)
    size = sum(len(one["text"]) for one in found)
    if size > MOST_CHARACTERS or len(found) > MOST_SECTIONS:
        return {"refused": "heavy"}
    return {"sections": found}


def as_html(file: IO[bytes]) -> str:
    """The words of a document as HTML, not clean yet."""
    found = mammoth.convert_to_html(
        file, convert_image=lambda _image: [], style_map=_STYLES, id_prefix=""
    )
    return str(found.value)


def sections(html: str) -> list[dict[str, Any]]:
    """What stands under each heading: its level (1-6, 0 for the beginning), words and text.

    A paragraph that is bold as a whole, and short, is taken for a heading of level 7: many people
    make them so. In a document of ours `part` is the key of the part that a heading begins, and
    the head is left out: it is not the note's own text.
    """
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}
    )
    soup = BeautifulSoup(clean, "html.parser")
    _leave_out_jumps(soup)
    for table in soup.find_all("table"):
        if table.find_parent("table") is None:
            square(table, soup)
    found: list[dict[str, Any]] = [_section(0)]
    for block in list(soup.children):
        mark, level = _mark(block), _level(block)
        if mark.startswith(HEAD):
            continue
        if level and isinstance(block, Tag):
            found.append(_section(level, block, mark.removeprefix(PART)))
        else:
            found[-1]["html"].append(str(block))
    for one in found:
        one["text"] = as_markdown("".join(one.pop("html")), exact=PART in clean)
    return [one for one in found if one["heading"] or one["text"]]


def _leave_out_jumps(soup: BeautifulSoup) -> None:
    """Links within the document lead nowhere in a note: of footnotes and contents words remain."""
    for link in soup.find_all("a", href=True):
        if str(link["href"]).startswith("#"):
            if link.get_text(strip=True) == "↑":
                link.decompose()
            else:
                link.unwrap()


def _section(level: int, block: Tag | None = None, part: str = "") -> dict[str, Any]:
    words = block.get_text(" ", strip=True) if block else ""
    marked = as_markdown(block.decode_contents()) if block else ""
    return {"level": level, "heading": words, "marked": marked, "part": part, "html": []}


def _mark(block: Any) -> str:
    """The name of our bookmark in a block; empty where it has none."""
    anchors = block.find_all("a", id=True) if isinstance(block, Tag) else ()
    names = [str(one["id"]) for one in anchors]
    return next((name for name in names if name.startswith((HEAD, PART))), "")


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

    def convert_td(self, _el: Tag, text: str, parent_tags: set[str]) -> str:
        """A cell: one line, whose words do not end it."""
        words = " ".join(text.replace("|", r"\|").split())
        return f" {words} |"

    convert_th = convert_td


class _ExactConverter(_Converter):
    """For a document of ours: what looks like a sign of Markdown in a paragraph is just words."""

    def convert_p(self, _el: Tag, text: str, parent_tags: set[str]) -> str:
        """A paragraph, none of whose lines begins anything else."""
        words = text.strip()
        if "_inline" in parent_tags:
            return f" {words} "
        return f"\n\n{_SIGNS.sub(_as_words, words)}\n\n" if words else ""


def _as_words(sign: re.Match[str]) -> str:
    return sign[0][:-1] + "\\" + sign[0][-1]


def as_markdown(html: str, *, exact: bool = False) -> str:
    """Clean HTML as Markdown, without blank lines at its ends."""
    converter = _ExactConverter if exact else _Converter
    lines = (line.rstrip() for line in str(converter().convert(html)).splitlines())
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
