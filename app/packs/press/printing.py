"""HTML to PDF: the only importer of WeasyPrint, which here opens nothing but our own files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.pdf import tags
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.packs.press.recipe import STATIC, STYLESHEET

SCHEME = "static:"

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_./-]*")
_HEADING = re.compile(r"/H([1-6])")
#: Tagged. What PDF/A asks beside it of a page is done in `_finish`; merging does what it asks of
#: the whole, once for all parts: what the colours mean, and what the file says of itself.
VARIANT = "pdf/ua-1"
#: The flag of an annotation that is printed with its page, as PDF/A asks.
_PRINTED = 4
_KINDS = {".css": "text/css", ".ttf": "font/ttf", ".woff2": "font/woff2"}


class OwnFilesOnly(URLFetcher):
    """Opens stylesheets and fonts under static/ by `static:` addresses, and refuses the rest.

    WeasyPrint's own fetcher reads file:// and any http address, so a pasted picture could
    carry a system file or an answer of an internal server into a pack.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Give one of our own files; raises ValueError for every other address."""
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or not _NAME.fullmatch(name):
            raise ValueError("Alleen eigen lettertypen en opmaak worden geopend.")
        path = (STATIC / name).resolve()
        if not path.is_relative_to(STATIC) or path.suffix not in _KINDS or not path.is_file():
            raise ValueError("Dit bestand hoort niet bij de eigen opmaak.")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _KINDS[path.suffix]})


@dataclass(frozen=True)
class Rendered:
    """One section as a PDF file."""

    content: bytes
    pages: int


def render_pdf(html: str, key: str = "") -> Rendered:
    """Tagged pages of one HTML page set in our print style, ready to be merged.

    The same HTML gives the same bytes: no clock, no random identifier. What the fetcher
    refuses is left out of the page, as a missing picture is in a browser. `key` stands before
    the names of table heads, which would repeat from part to part.
    """
    stylesheet, fonts = _style()
    document = HTML(string=html, url_fetcher=OwnFilesOnly()).render(
        stylesheets=[stylesheet], font_config=fonts, pdf_variant=VARIANT
    )
    content = document.write_pdf(
        finisher=lambda _document, pdf: _finish(pdf.objects, key),
        pdf_variant=VARIANT,
        pdf_identifier=b"pack",
    )
    if not isinstance(content, bytes):
        raise TypeError("WeasyPrint gaf geen bestand terug.")
    return Rendered(content, len(document.pages))


def colour_profile() -> bytes:
    """The sRGB profile that says what the colours of our pages mean."""
    return files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()


def _finish(objects: list[Any], key: str) -> None:
    """What the standards ask of tags and links, and WeasyPrint does not do by itself."""
    last = 0
    for thing in objects:
        if not isinstance(thing, dict):
            continue
        if thing.get("Type") == "/Annot":
            thing["F"] = _PRINTED
        if thing.get("Type") != "/StructElem":
            continue
        heading = _HEADING.fullmatch(thing["S"])
        if heading is not None:
            last = min(int(heading[1]), last + 1)
            thing["S"] = f"/H{last}"
        if "ID" in thing:
            thing["ID"] = _named(thing["ID"], key)
        facts = thing.get("A", {})
        if "Headers" in facts:
            facts["Headers"][:] = [_named(header, key) for header in facts["Headers"]]


def _say_languages() -> None:
    """Have every tag say its language where the page names one: WeasyPrint only does so of a whole
    document, and a screen reader changes its voice by it."""
    build = tags._build_box_tree

    def in_language(box: Any, *more: Any) -> Iterator[Any]:
        element: Any = getattr(getattr(box, "_box", box), "element", None)
        whole = element is None or element.tag in ("html", "body")
        language = "" if whole else element.get("lang")
        for tag in build(box, *more):
            if language:
                tag["Lang"] = f"({language})"
            yield tag

    tags._build_box_tree = in_language


_say_languages()


def _named(name: Any, key: str) -> Any:
    return type(name)(f"{key}:{name.string}")


@lru_cache(maxsize=1)
def _style() -> tuple[CSS, FontConfiguration]:
    """The print style with its fonts, read once per process."""
    fonts = FontConfiguration()
    text = STYLESHEET.read_text(encoding="utf-8")
    return CSS(string=text, url_fetcher=OwnFilesOnly(), font_config=fonts), fonts
