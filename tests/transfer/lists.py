"""Lists of participants for tests: a hand-made excerpt, and where the real one lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from config import ROOT

REAL = ROOT.parent / "shared" / "data" / "opengr-groningen-drenthe.csv"
HEAD = "Deelnemer,Gemeenschappelijke regeling,Postcode,Plaats,Provincie"
#: The dirt of the real thing: twice encoded letters, blanks, capitals, doubles, an end in a name.
EXCERPT = """\
Deelnemer,Gemeenschappelijke regeling,Postcode,Plaats,Provincie\r
Haren,Meerschap Paterswolde,9751 AA ,Haren,Provincie Groningen\r
Groningen,Meerschap Paterswolde ,9751 AA,Haren,Groningen\r
Tynaarlo,meerschap  Paterswolde,9751 AA,Haren,Provincie Groningen\r
Tynaarlo,Meerschap Paterswolde,9751 AA,Haren,Provincie Groningen\r
Haren (Ems) (Duitsland),Eems Dollard Regio,9693 CJ,Bad Nieuweschans,Provincie Groningen\r
BarÃŸel (Duitsland),Eems Dollard Regio,9693 CJ,Bad Nieuweschans,Provincie Groningen\r
Provincie FryslÃ¢n,De Rekenkamer,9401 HJ,Haren,Provincie Drenthe\r
HAREN,Verordening klachten,9751 AA,Haren,Provincie Groningen\r
Tynaarlo,Verordening klachten,9751 AA,Haren,Provincie Groningen\r
Meerschap Paterswolde,Verordening klachten,9751 AA,Haren,Provincie Groningen\r
Provincie Groningen,Verordening klachten,9751 AA,Haren,Provincie Groningen\r
Waterschap Hunze en Aa’s,Verordening klachten,9751 AA,Haren,Provincie Groningen\r
Haren,Zuidlaardermeergemeenten (opgeheven per 25 januari 2016),9471 AA,Zuidlaren,Drenthe\r
Tynaarlo,Zuidlaardermeergemeenten (opgeheven per 25 januari 2016),9471 AA,Zuidlaren,Drenthe\r
"""


def written(folder: Path, content: str | bytes, name: str = "lijst.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def real_list() -> Path:
    """The real list; a test that needs it is skipped, with the reason, where it is absent."""
    if not REAL.exists():
        pytest.skip(f"the list of {REAL.parent} is not here")
    return REAL


def run(app: Flask, *arguments: object) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `flask register …`."""
    result = app.test_cli_runner().invoke(args=["register", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr
