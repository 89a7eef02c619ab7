"""Prints the sample's papers: reads {name: html} from standard input, writes PDFs to a folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from app.packs.press.printing import render_pdf


def main() -> None:
    """Print every page that was asked for."""
    folder = Path(sys.argv[1])
    for name, html in json.load(sys.stdin).items():
        (folder / name).write_bytes(render_pdf(html).content)


if __name__ == "__main__":
    main()
