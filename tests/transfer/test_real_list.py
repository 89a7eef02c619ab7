"""The real list of Groningen and Drenthe, for four municipalities: exactly theirs, whole."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.administration.sample.loading import load_sample
from app.core.database import db
from app.register.models import Partnership
from tests.transfer.lists import real_list, run, written

#: How many arrangements each takes part in, counted by hand in the file.
COUNTS = {"Haren": 14, "Groningen": 13, "Assen": 9, "Tynaarlo": 11}
HAREN = {
    "Afvalbeheer Regio Centraal Groningen (ARCG)": 8,
    "Eems Dollard Regio": 97,
    "Garantievoorziening voormalige Bestuursacademie Noord-Nederland": 79,
    "Gemeentelijke Kredietbank Drenthe": 22,
    "Meerschap Paterswolde": 3,
    "Omgevingsdienst Groningen": 23,
    "Publieke Gezondheid & Zorg Groningen (PG & Z)": 23,
    "Samenwerkingsverband afvalbeheer Regio Centraal Groningen": 8,
    "Samenwerkingsverband Zuidlaardermeergemeenten": 3,
    "Veiligheids- en Gezondheidsregio Groningen": 23,
    "Veiligheidshuis Groningen": 23,
    "Veiligheidsregio Groningen": 23,
    "Verordening gezamenlijke klachtenregeling gemeenten Haren, Tynaarlo en Meerschap "
    "Paterswolde": 3,
    "Werkvoorzieningschap Bedrijf voor Werk en Re-integratie (BWR)": 3,
}


def expected(path: Path, municipality: str) -> dict[str, set[str]]:
    """Arrangements and participants as the standard library counts them, letters mended."""
    found: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = re.sub(r" \(opgeheven.*\)", "", row["Gemeenschappelijke regeling"].strip())
            found.setdefault(name, set()).add(mended(row["Deelnemer"].strip()))
    return {name: names for name, names in found.items() if municipality in names}


def mended(text: str) -> str:
    return text.encode("cp1252").decode() if "Ã" in text or "â€" in text else text


def imported() -> dict[str, set[str]]:
    return {
        row.name: {one.organisation.name for one in row.participations if one.organisation}
        for row in db.session.scalars(select(Partnership))
    }


def rows_of(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def results(rows: Iterable[dict[str, object]]) -> set[object]:
    return {row["result"] for row in rows}


@pytest.mark.parametrize("municipality", COUNTS)
def test_the_right_arrangements_with_the_right_participants(app: Flask, municipality: str) -> None:
    path = real_list()
    code, out, _err = run(app, "import", path, "--municipality", municipality, "--json")
    assert code == 0
    *rows, summary = rows_of(out)
    wanted = expected(path, municipality)
    assert len(wanted) == COUNTS[municipality]
    assert results(rows) == {"new"}
    assert summary["new"] == COUNTS[municipality]
    assert imported() == wanted
    code, out, _err = run(app, "import", path, "--municipality", municipality, "--json")
    *rows, summary = rows_of(out)
    assert code == 0
    assert results(rows) == {"unchanged"}
    assert (summary["new"], summary["changed"], summary["question"]) == (0, 0, 0)


def test_the_lines_of_haren_are_fourteen_and_those_of_the_german_town_are_not(app: Flask) -> None:
    path = real_list()
    lines = path.read_text(encoding="utf-8").splitlines()
    ours = [number for number, line in enumerate(lines, 1) if line.startswith("Haren,")]
    assert len(ours) == 14
    assert sum(line.startswith("Haren") for line in lines) == 15
    _code, out, _err = run(app, "import", path, "--json")
    *rows, _summary = rows_of(out)
    assert [row["line"] for row in rows] == ours
    assert {name: len(found) for name, found in imported().items()} == HAREN


def test_one_byte_broken_anywhere_changes_nothing_and_names_the_line(
    app: Flask, tmp_path: Path
) -> None:
    content = real_list().read_bytes()
    for place in (100, 5_000, len(content) // 2, len(content) - 10):
        broken = content[:place] + b"\xff" + content[place + 1 :]
        line = content[:place].count(b"\n") + 1
        code, out, err = run(app, "import", written(tmp_path, broken), "--json")
        assert code == 1
        assert f"Regel {line}: " in err
        assert rows_of(out)[0]["line"] == line
        assert rows_of(out)[-1]["refused"] == 1
        assert imported() == {}


@pytest.fixture
def sample(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        load_sample()
        db.session.commit()


def test_the_sample_register_asks_and_never_merges_by_itself(app: Flask, sample: None) -> None:
    path = real_list()
    before = {row.name for row in db.session.scalars(select(Partnership))}
    _code, out, _err = run(app, "import", path, "--json")
    *rows, summary = rows_of(out)
    asked = {str(row["name"]): row["candidates"] for row in rows if row["result"] == "question"}
    assert {re.sub(r" \(opgeheven.*", "", name) for name in asked} == {
        "Afvalbeheer Regio Centraal Groningen (ARCG)",
        "Meerschap Paterswolde",
        "Omgevingsdienst Groningen",
        "Publieke Gezondheid & Zorg Groningen (PG & Z)",
        "Samenwerkingsverband afvalbeheer Regio Centraal Groningen",
        "Samenwerkingsverband Zuidlaardermeergemeenten",
        "Veiligheids- en Gezondheidsregio Groningen",
        "Veiligheidsregio Groningen",
        "Werkvoorzieningschap Bedrijf voor Werk en Re-integratie (BWR)",
    }
    assert (summary["new"], summary["unchanged"], summary["question"]) == (4, 1, 9)
    after = {row.name for row in db.session.scalars(select(Partnership))}
    assert after - before == {name for name in HAREN if name in after} - before
    assert len(after) == len(before) + 4
    matches: list[str] = []
    for name, found in asked.items():
        assert isinstance(found, list)
        answer = "new" if name.startswith("Veiligheids-") else found[0]["id"]
        matches += ["--match", f"{name}={answer}"]
    code, out, _err = run(app, "import", path, *matches, "--json")
    assert code == 0
    assert rows_of(out)[-1]["question"] == 0
    code, out, _err = run(app, "import", path, "--json")
    *rows, summary = rows_of(out)
    assert (summary["unchanged"], len(rows)) == (14, 14)
    assert len(list(db.session.scalars(select(Partnership)))) == len(before) + 5
