"""Looks at one PDF in a process of its own, under limits: `python -I paper_probe.py FILE SECONDS`.

Hostile files are made to hang or to fill the memory of who reads them; here that ends this
process, and nothing else. Prints one word and a number: "good 12", "encrypted 0", "damaged 0".
"""

from __future__ import annotations

import resource
import sys

import pikepdf

MEMORY = 1536 * 1024 * 1024


def limit(seconds: int) -> None:
    """Let the system end this process when it takes too much, and let it write nothing."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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


if __name__ == "__main__":
    limit(int(sys.argv[2]))
    word, number = look_at(sys.argv[1])
    sys.stdout.write(f"{word} {number}\n")
