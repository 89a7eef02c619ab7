"""`flask register import`: what counts as the same, what is refused, and what is never done."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.database import db
from app.core.journal import JournalEntry
from app.register.models import (
    Organisation,
    OwnParticipation,
    Participation,
    Partnership,
    PartnershipStatus,
)
from tests.factories import make_organisation, make_partnership
from tests.transfer.lists import EXCERPT, HEAD, run, written


def imported(app: Flask, path: Path, *more: str) -> list[dict[str, Any]]:
    code, out, err = run(app, "import", path, "--json", *more)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def partnership(name: str) -> Partnership:
    return db.session.scalars(select(Partnership).where(Partnership.name == name)).one()


def names(name: str) -> set[tuple[str, str]]:
    return {
        (one.organisation.name, one.organisation.kind)
        for one in partnership(name).participations
        if one.organisation
    }


def count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_excerpt_gives_what_it_says(app: Flask, tmp_path: Path) -> None:
    *rows, summary = imported(app, written(tmp_path, EXCERPT))
    assert [(row["line"], row["name"], row["result"]) for row in rows] == [
        (2, "Meerschap Paterswolde", "new"),
        (9, "Verordening klachten", "new"),
        (14, "Zuidlaardermeergemeenten (opgeheven per 25 januari 2016)", "new"),
    ]
    assert summary["result"] == "summary"
    assert names("Meerschap Paterswolde") == {
        ("Haren", "municipality"),
        ("Groningen", "municipality"),
        ("Tynaarlo", "municipality"),
    }
    assert names("Verordening klachten") == {
        ("Haren", "municipality"),
        ("Tynaarlo", "municipality"),
        ("Meerschap Paterswolde", "other"),
        ("Provincie Groningen", "province"),
        ("Waterschap Hunze en Aa’s", "other"),
    }
    found = partnership("Meerschap Paterswolde")
    assert (found.nature, found.form) == ("public", "gemeenschappelijke regeling")
    assert len(found.own_participations) == 1


def test_an_arrangement_that_ended_has_its_status_and_its_day(app: Flask, tmp_path: Path) -> None:
    imported(app, written(tmp_path, EXCERPT))
    statuses = {
        (row.status, row.valid_from, row.valid_to)
        for row in partnership("Zuidlaardermeergemeenten").statuses
    }
    assert statuses == {
        ("active", None, date(2016, 1, 24)),
        ("ended", date(2016, 1, 25), None),
    }


def test_a_second_run_writes_nothing_at_all(app: Flask, tmp_path: Path) -> None:
    path = written(tmp_path, EXCERPT)
    imported(app, path)
    tables = (Partnership, Participation, Organisation, OwnParticipation, PartnershipStatus)
    before = [count(table) for table in (*tables, JournalEntry)]
    *rows, summary = imported(app, path)
    assert {row["result"] for row in rows} == {"unchanged"}
    assert (summary["new"], summary["changed"]) == (0, 0)
    assert [count(table) for table in (*tables, JournalEntry)] == before


def test_a_dry_run_changes_nothing(app: Flask, tmp_path: Path) -> None:
    *rows, _summary = imported(app, written(tmp_path, EXCERPT), "--dry-run")
    assert {row["result"] for row in rows} == {"new"}
    assert count(Partnership) == 0
    assert count(Organisation) == 0


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_give_the_same(app: Flask, tmp_path: Path, separator: str) -> None:
    *rows, _summary = imported(app, written(tmp_path, EXCERPT.replace(",", separator)))
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("Gemeenschappelijke regeling", "Regeling"), 1, "Gemeenschappelijke regeling"),
        (("Deelnemer,", "Wie,"), 1, "Deelnemer"),
        ((",Provincie\r", "\r"), 1, "Provincie"),
        (("Groningen,Meerschap Paterswolde ,", ",Meerschap Paterswolde ,"), 3, "Deelnemer is leeg"),
        (("HAREN,Verordening klachten,9751 AA,", "HAREN,Verordening klachten,"), 9, "4 cellen"),
        (("HAREN,", "HAREN,,"), 9, "6 cellen"),
        (("25 januari 2016", "31 februari 2016"), 14, "geen dag"),
        (("HAREN", "H" * 201), 9, "200 tekens"),
        (("HAREN", '"HAREN'), 9, "aanhalingsteken"),
        (("HAREN", "HAR\x00EN"), 9, "teken"),
        (("HAREN", "GroningÃ«n 語"), 9, "twee keer"),
    ],
)
def test_a_bad_row_refuses_the_whole_file_and_is_named(
    app: Flask, tmp_path: Path, change: tuple[str, str], line: int, words: str
) -> None:
    content = EXCERPT.replace(*change)
    assert content != EXCERPT
    code, out, err = run(app, "import", written(tmp_path, content), "--json")
    assert code == 1
    assert err.count("\n") == 1
    assert f"Regel {line}: " in err
    assert words in err
    rows = [json.loads(text) for text in out.splitlines()]
    refused = [row for row in rows if row["result"] == "refused"]
    assert refused[0]["line"] == line
    assert rows[-1]["result"] == "summary"
    assert rows[-1]["refused"] >= 1
    assert count(Partnership) == 0
    assert count(Organisation) == 0


def test_wrong_separators_are_told(app: Flask, tmp_path: Path) -> None:
    code, _out, err = run(app, "import", written(tmp_path, EXCERPT.replace(",", ":")))
    assert code == 1
    assert "scheidingsteken" in err


def test_a_municipality_that_nobody_names_is_told_with_what_is_there(
    app: Flask, tmp_path: Path
) -> None:
    path = written(tmp_path, EXCERPT)
    code, _out, err = run(app, "import", path, "--municipality", "Tynarlo")
    assert code == 1
    assert "Tynaarlo" in err


def test_another_municipality_brings_its_arrangements_without_our_taking_part(
    app: Flask, tmp_path: Path
) -> None:
    *rows, _summary = imported(
        app, written(tmp_path, EXCERPT + "Assen,GGD,x,Assen,Drenthe\r\n"), "--municipality", "Assen"
    )
    assert [row["name"] for row in rows] == ["GGD"]
    assert partnership("GGD").own_participations == []
    ours = db.session.scalars(select(Organisation).where(Organisation.ours)).one()
    assert ours.name == "Haren"


def test_a_name_that_is_alike_is_asked_and_remembered(app: Flask, tmp_path: Path) -> None:
    known = make_partnership(name="GR Meerschap Paterswolde")
    path = written(tmp_path, EXCERPT)
    *rows, summary = imported(app, path)
    asked = rows[0]
    assert asked["result"] == "question"
    assert asked["candidates"] == [{"id": known.id, "name": known.name}]
    assert summary["question"] == 1
    version = known.version
    assert known.version == version
    *rows, _summary = imported(app, path, "--match", f"Meerschap Paterswolde={known.id}")
    assert rows[0]["result"] == "changed"
    assert rows[0]["id"] == known.id
    assert {"Haren", "Groningen", "Tynaarlo"} < {name for name, _kind in names(known.name)}
    *rows, summary = imported(app, path)
    assert {row["result"] for row in rows} == {"unchanged"}
    *rows, summary = imported(app, path, "--match", f"Meerschap Paterswolde={known.id}")
    assert summary["changed"] == 0


def test_a_name_that_is_alike_can_be_another(app: Flask, tmp_path: Path) -> None:
    make_partnership(name="GR Meerschap Paterswolde")
    path = written(tmp_path, EXCERPT)
    *rows, _summary = imported(app, path, "--match", "Meerschap Paterswolde=new")
    assert rows[0]["result"] == "new"
    *rows, summary = imported(app, path)
    assert summary["unchanged"] == 3


@pytest.mark.parametrize(
    ("match", "code"),
    [
        ("Meerschap Paterswolde", 2),
        ("Meerschap Paterswolde=abc", 2),
        ("Bestaat niet=1", 1),
        ("Meerschap Paterswolde=99999", 1),
    ],
)
def test_an_answer_that_means_nothing_is_refused(
    app: Flask, tmp_path: Path, match: str, code: int
) -> None:
    assert run(app, "import", written(tmp_path, EXCERPT), "--match", match)[0] == code
    assert count(Partnership) == 0


def test_a_known_name_cannot_be_made_another(app: Flask, tmp_path: Path) -> None:
    path = written(tmp_path, EXCERPT)
    imported(app, path)
    other = make_partnership()
    code, _out, err = run(app, "import", path, "--match", f"Meerschap Paterswolde={other.id}")
    assert code == 1
    assert "al bekend" in err


def test_who_is_new_is_added_and_who_is_missing_ends_only_when_asked(
    app: Flask, tmp_path: Path
) -> None:
    path = written(tmp_path, EXCERPT)
    imported(app, path)
    changed = EXCERPT.replace("Groningen,Meerschap Paterswolde ", "Assen,Meerschap Paterswolde ")
    *rows, summary = imported(app, written(tmp_path, changed, "later.csv"))
    assert (rows[0]["result"], summary["changed"]) == ("changed", 1)
    assert "Assen" in rows[0]["reason"]
    assert "noemt niet: Groningen" in rows[0]["reason"]
    assert ("Groningen", "municipality") in names("Meerschap Paterswolde")
    *rows, _summary = imported(app, tmp_path / "later.csv", "--end-missing")
    assert rows[0]["result"] == "changed"
    (ended,) = (one for one in partnership("Meerschap Paterswolde").participations if one.valid_to)
    assert (ended.organisation.name if ended.organisation else "") == "Groningen"
    assert ended.valid_to == date(2026, 11, 22)
    *rows, summary = imported(app, tmp_path / "later.csv", "--end-missing")
    assert summary["changed"] == 0
    *rows, summary = imported(app, path)
    assert "eerder beëindigd: Groningen" in rows[0]["reason"]


def test_two_rows_that_resemble_each_other_stay_two(app: Flask, tmp_path: Path) -> None:
    content = "\n".join(
        (
            HEAD,
            "Haren,Afvalbeheer Regio Centraal (ARC),x,y,z",
            "Haren,Samenwerkingsverband afvalbeheer Regio Centraal,x,y,z",
        )
    )
    *rows, _summary = imported(app, written(tmp_path, content))
    assert [row["result"] for row in rows] == ["new", "new"]
    assert all("lijkt in het bestand op" in row["reason"] for row in rows)
    assert count(Partnership) == 2


def test_an_end_in_a_name_does_not_merge_with_its_namesake(app: Flask, tmp_path: Path) -> None:
    ended = "Streekraad (opgeheven per 1-2-2014)"
    content = f"{HEAD}\nHaren,Streekraad,x,y,z\nHaren,{ended},x,y,z\n"
    imported(app, written(tmp_path, content))
    assert {row.name for row in db.session.scalars(select(Partnership))} == {"Streekraad", ended}


def _rows(*rows: dict[str, Any]) -> str:
    return json.dumps(rows)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (_rows({"name": "A", "participations": [{"name": "x\0", "kind": "other"}]}), "een teken"),
        (_rows({"name": "A", "participations": [{"name": {"a": 1}}]}), "Deelnemers is geen tekst"),
        (_rows({"name": "A", "reasons": [{"reason": "x", "explanation": "\0"}]}), "een teken"),
        (_rows({"name": "A", "purpose": "\ud800"}), "een teken"),
        (_rows({"name": "A", "own_participation": "misschien"}), "Gebruik: ja, nee"),
        ('[{"name": "A", "remarks": ' + "[" * 900 + "]" * 900 + "}]", "de opbouw"),
        ('[{"name": "A", "number": ' + "9" * 5000 + "}]", "de opbouw"),
        (_rows({"name": "A", "parent": "A"}), "niet onder zichzelf"),
        (_rows({"name": "A", "parent": "B"}, {"name": "B", "parent": "A"}), "niet onder zichzelf"),
    ],
)
def test_json_that_cannot_be_is_refused_in_a_sentence(
    app: Flask, tmp_path: Path, content: str, words: str
) -> None:
    code, stdout, stderr = run(app, "import", written(tmp_path, content, "lijst.json"), "--json")
    assert (code, count(Partnership)) == (1, 0)
    assert words in stderr
    assert stderr.startswith("Regel 1: ")
    assert json.loads(stdout.splitlines()[-1])["refused"] >= 1


def test_no_own_participation_in_json_can_be_a_word(app: Flask, tmp_path: Path) -> None:
    content = _rows({"name": "A", "own_participation": "Nee"}, {"name": "B"})
    imported(app, written(tmp_path, content, "lijst.json"))
    assert [len(partnership(name).own_participations) for name in ("A", "B")] == [0, 1]


def test_an_organisation_that_we_have_is_used_whatever_its_capitals(
    app: Flask, tmp_path: Path
) -> None:
    make_organisation(name="TYNAARLO")
    imported(app, written(tmp_path, EXCERPT))
    assert ("TYNAARLO", "municipality") in names("Meerschap Paterswolde")


def test_ten_thousand_rows(app: Flask, tmp_path: Path) -> None:
    rows = [
        f"Gemeente {n % 500},Regeling {n // 500},1234 AB,Plaats,Provincie X" for n in range(9980)
    ]
    ours = [f"Haren,Regeling {n},1234 AB,Plaats,Provincie X" for n in range(20)]
    *found, summary = imported(app, written(tmp_path, "\n".join([HEAD, *rows, *ours])))
    assert summary["new"] == 20
    assert found[0]["participants"] == 501
