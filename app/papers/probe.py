"""Looks at one PDF in a process of its own, under limits: `main([FILE, SECONDS])`.

Prints one word and a number: "good 12", "encrypted 0", "damaged 0".
"""

from __future__ import annotations

import sys

import pikepdf

from app.core.confined import confine

MEMORY = 1536 * 1024 * 1024


def look_at(path: str) -> tuple[str, int]:
    """What the file is, and how many pages it has.

    A file whose end is missing can often be opened in part: it is damaged all the same, because
    a page that got lost silently is worse than a question to the sender.
    """
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                return "encrypted", 0
            pages = sum(page.mediabox is not None for page in pdf.pages)
            complete = pages > 0 and pages == int(pdf.Root.Pages.Count)
    except pikepdf.PasswordError:
        return "encrypted", 0
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "damaged", 0
    return ("good", pages) if complete and has_end(path) else ("damaged", 0)


def has_end(path: str) -> bool:
    """Whether the mark that closes a PDF stands near its end."""
    with open(path, "rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 2048))
        return b"%%EOF" in file.read()


def main(arguments: list[str]) -> int:
    """Look at the PDF, writing nothing, and print what it is."""
    confine(memory_bytes=MEMORY, cpu_seconds=int(arguments[1]))
    word, number = look_at(arguments[0])
    sys.stdout.write(f"{word} {number}\n")
    return 0
