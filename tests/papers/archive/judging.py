"""Brings a paper to PDF/A and keeps it, for a validator and for eyes."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageStat

from app.papers.archive import Archive, bring
from app.papers.declaring import declare


def brought(pdf: pikepdf.Pdf, target: Path) -> Archive:
    """Bring a paper, and write it as a file that says that it holds PDF/A-2b."""
    kept = bring(pdf)
    declare(pdf, "Stuk", level="B")
    pdf.save(target, deterministic_id=True, force_version="1.7")
    return kept


def saved(pdf: pikepdf.Pdf) -> bytes:
    """A paper as it is now."""
    buffer = io.BytesIO()
    pdf.save(buffer, static_id=True)
    return buffer.getvalue()


def pictures(source: bytes | Path, scale: float = 1.0) -> list[Image.Image]:
    """Every page as a picture."""
    document = pypdfium2.PdfDocument(source)
    try:
        return [page.render(scale=scale).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def difference(before: Image.Image, after: Image.Image) -> float:
    """How much two pictures of one page differ: 0 the same, 1 black against white."""
    if before.size != after.size:
        return 1.0
    means = ImageStat.Stat(ImageChops.difference(before, after)).mean
    return float(sum(means)) / (3 * 255)


def text_of(source: Path) -> str:
    """All text of a paper, as searching finds it."""
    document = pypdfium2.PdfDocument(source)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
