"""HTML to PDF: the only importer of WeasyPrint, which here opens nothing but our own files."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[2] / "static"
SCHEME = "static:"
STYLESHEET = STATIC / "print" / "pack.css"

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_./-]*")
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


def render_pdf(html: str) -> bytes:
    """A tagged PDF/UA-1 file of one HTML page set in our print style.

    The same HTML gives the same bytes: no clock, no random identifier. What the fetcher
    refuses is left out of the page, as a missing picture is in a browser.
    """
    fetcher = OwnFilesOnly()
    stylesheet, fonts = _style()
    pdf = HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[stylesheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=b"pack"
    )
    if not isinstance(pdf, bytes):
        raise TypeError("WeasyPrint gaf geen bestand terug.")
    return pdf


@lru_cache(maxsize=1)
def _style() -> tuple[CSS, FontConfiguration]:
    """The print style with its fonts, read once per process."""
    fonts = FontConfiguration()
    text = STYLESHEET.read_text(encoding="utf-8")
    return CSS(string=text, url_fetcher=OwnFilesOnly(), font_config=fonts), fonts
