"""Small print jobs for the tests of the press, and what is read back from the result."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf

from app.packs.press.pressroom import PrintedPack, print_pack
from app.packs.press.printjob import LINK_BASE, PAGE_MARK, Limits, PaperPart, PrintJob, Section

REASONS = {"encrypted": "wachtwoord", "damaged": "beschadigd", "too_heavy": "te zwaar"}


def section(key: str, title: str, body: str = "") -> Section:
    """A page of ours with a heading."""
    html = f'<html lang="nl-NL"><title>{title}</title><body><h1>{title}</h1>{body}</body></html>'
    return Section(key=key, title=title, html=html)


def contents(*keys: str) -> Section:
    """A contents page with a link and a page number for each key."""
    rows = "".join(
        f'<p><a href="{LINK_BASE}{key}">{key}</a> op bladzijde {PAGE_MARK.format(key=key)}.</p>'
        for key in keys
    )
    return section("contents", "Inhoud", rows)


def paper_part(number: str, title: str = "Ontwerpbegroting") -> PaperPart:
    """A paper behind an item."""
    key = "paper-" + number.replace(".", "-")
    sheet = section(key, title, "<p>Dit stuk ontbreekt: \ue000reason\ue001</p>").html
    return PaperPart(key, number, title, f"{key}.received", sheet)


def job_of(*parts: Section | PaperPart, limits: Limits | None = None) -> PrintJob:
    """A job of these parts."""
    return PrintJob(
        title="Vergadermap Algemeen bestuur",
        author="Gemeente Haren",
        created="2026-11-30T09:15:00+01:00",
        foot="PG&Z · Algemeen bestuur · 3 december 2026",
        parts=parts,
        reasons=REASONS,
        go_to="Naar {title}",
        paper_word="stuk {number}",
        limits=limits or Limits(),
    )


def printed(
    job: PrintJob,
    papers: dict[str, bytes] | None = None,
    follow: Callable[[int, int], bool] = lambda done, total: True,
) -> PrintedPack:
    """Print a job; papers by number."""
    given = papers or {}
    return print_pack(job, [(part, [given[part.number]]) for part in job.papers()], follow)


@contextmanager
def opened(pack: PrintedPack) -> Iterator[pikepdf.Pdf]:
    """The finished file, opened."""
    with pikepdf.open(io.BytesIO(pack.content)) as pdf:
        yield pdf


def page_number_of(pdf: pikepdf.Pdf, destination: Any) -> int:
    """The number of the page that a jump goes to, from 1."""
    return next(
        number
        for number, page in enumerate(pdf.pages, start=1)
        if page.obj.objgen == destination[0].objgen
    )
