"""Files to upload in tests: good PDFs, and every kind that must be refused."""

from __future__ import annotations

import io

import pikepdf

from app.core.files import store
from app.papers.checking import CheckedPaper


def good_pdf(pages: int = 1, text: str = "") -> bytes:
    """A PDF of so many empty pages; `text` makes its bytes differ from those of others."""
    pdf = pikepdf.new()
    for _number in range(pages):
        pdf.add_blank_page()
    pdf.docinfo["/Title"] = text
    return _saved(pdf)


def encrypted_pdf(user: str = "geheim") -> bytes:
    """A PDF with a password (an empty one: it opens, but may not be printed or merged)."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return _saved(pdf, encryption=pikepdf.Encryption(owner="eigenaar", user=user))


def truncated_pdf() -> bytes:
    """A PDF of which the end got lost."""
    whole = good_pdf(20, "x" * 4000)
    return whole[: len(whole) // 2]


def endless_pdf() -> bytes:
    """A PDF whose pages point to each other, to keep a reader busy for ever."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pages = pdf.Root.Pages
    pages.Kids.append(pages)
    return _saved(pdf)


def checked(name: str = "Stuk.pdf", pages: int = 1) -> CheckedPaper:
    """A paper that was checked and stored, for actions."""
    return CheckedPaper(name, pages, store(io.BytesIO(good_pdf(pages, name))))


def _saved(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | bool = False) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, encryption=encryption)
    return buffer.getvalue()
