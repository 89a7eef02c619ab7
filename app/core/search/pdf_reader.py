"""Reads the text of one PDF in a process of its own, under limits.

`python -I pdf_reader.py FILE SECONDS CHARACTERS` writes at most so many characters as UTF-8. A
hostile file ends this process, and nothing else. A page that cannot be read is passed over.
"""

from __future__ import annotations

import re
import resource
import sys

import pypdfium2

MEMORY = 1536 * 1024 * 1024
#: The end of a line within a word: the two halves are one word.
_BROKEN = re.compile(r"[\ufffe\x02]\s*|(?<=[a-z])-\r?\n(?=[a-z])")


def limit(seconds: int) -> None:
    """Let the system end this process when it takes too much, and let it write nothing."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: str, most: int) -> str:
    """The text of the pages in order, until it is long enough."""
    document = pypdfium2.PdfDocument(path)
    found: list[str] = []
    length = 0
    for number in range(len(document)):
        if length >= most:
            break
        try:
            page = _BROKEN.sub("", document[number].get_textpage().get_text_range())
        except pypdfium2.PdfiumError:
            continue
        found.append(page)
        length += len(page)
    return "\n".join(found)[:most]


if __name__ == "__main__":
    limit(int(sys.argv[2]))
    sys.stdout.buffer.write(read(sys.argv[1], int(sys.argv[3])).encode("utf-8", "ignore"))
