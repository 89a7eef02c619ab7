"""Setting our own pages: nothing outside is opened, the file is accessible and repeatable."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from weasyprint import CSS

from app.packs.press.printing import OwnFilesOnly, render_pdf

PAGE = '<html lang="nl-NL"><title>Proef</title><body><h1>Proef</h1><p>{}</p></body></html>'


@contextmanager
def listening_server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine that writes down what is asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/a.css",
        "ftp://127.0.0.1/a",
        "data:text/css,body{}",
        "static:../config.py",
        "static:vendor/../../config.py",
        "static:/etc/passwd",
        "static:VENDOR.md",
        "static:print/absent.css",
        "static:",
    ],
)
def test_every_address_but_our_own_style_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="eigen"):
        OwnFilesOnly().fetch(address)


def test_our_own_font_is_opened() -> None:
    answer = OwnFilesOnly().fetch("static:vendor/source-sans/SourceSans3-Regular.ttf")
    assert answer.read()[:4] == b"\x00\x01\x00\x00"


def test_a_page_fetches_nothing_from_servers_or_the_disk(tmp_path: Path) -> None:
    secret = tmp_path / "kanarie.txt"
    secret.write_text("kanarie-4711")
    with listening_server() as (server, asked):
        pdf = render_pdf(
            PAGE.format(
                f'<img src="{server}/a.png" alt="x"><img src="{secret.as_uri()}" alt="y">'
                f'<link rel="stylesheet" href="{server}/b.css">'
                f'<link rel="attachment" href="{secret.as_uri()}">'
                f'<object data="{secret.as_uri()}"></object>'
                f'<style>@import url("{server}/c.css");'
                f'p {{ background: url("{server}/d.png") }}'
                f'@font-face {{ font-family: x; src: url("{server}/e.ttf") }}</style>'
            )
        ).content
    assert asked == []
    assert b"kanarie" not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert len(read.attachments) == 0


def test_a_stylesheet_from_text_cannot_import_either() -> None:
    with listening_server() as (server, asked):
        CSS(string=f'@import url("{server}/a.css");', url_fetcher=OwnFilesOnly())
    assert asked == []


def test_the_same_page_gives_the_same_bytes() -> None:
    assert render_pdf(PAGE.format("Elke keer gelijk.")) == render_pdf(
        PAGE.format("Elke keer gelijk.")
    )


def test_the_page_says_its_language_and_title_and_embeds_its_letters() -> None:
    pdf = render_pdf(PAGE.format("€ → ≥ ☐ ✓ ğ ą ĳ")).content
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert str(read.Root.Lang) == "nl-NL"
        assert read.Root.MarkInfo.Marked
        fonts = read.pages[0].resources.Font
        for font in fonts.values():
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert "Source-Sans" in str(font.BaseFont)


def test_a_language_on_the_page_is_said_in_the_tags() -> None:
    page = PAGE.format('Zie <span lang="ar" dir="rtl">هذا نص</span> en verder.')
    with pikepdf.open(io.BytesIO(render_pdf(page).content)) as pdf:
        spoken = [
            (str(one.S), str(one.Lang))
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/P" in one and "/Lang" in one
        ]
    assert spoken == [("/Span", "ar")]
