"""What is exported is read again without change, in every kind; formulas stay words."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.administration.sample.loading import SOURCE
from app.core.database import db
from app.register.models import (
    OrganisationGroup,
    Participation,
    Partnership,
    PartnershipReason,
)
from app.register.source import load_register
from tests.factories import make_organisation, make_partnership
from tests.transfer.lists import run

KINDS = ("csv", "xlsx", "ods", "json")


@pytest.fixture
def register(app: Flask) -> None:
    """The sample register, and a partnership with everything that makes a file difficult."""
    loaded = load_register(json.loads(SOURCE.read_text())["partnerships"], date(2026, 11, 23))
    group = OrganisationGroup(name="Kerngemeenten", complete=False)
    odd = make_partnership(
        name='=cmd|"/C calc"!A1; "Odd", één',
        abbreviation="+31",
        purpose="- eerste punt\r\n- tweede punt\r\n\r\n=1+1\t;slot",
        goal="@allen",
        ambition="'=al een apostrof",
        nature="private",
        obligation="partly",
        remarks="＝volle breedte",
        parent_id=loaded.new[0].id,
    )
    odd.reasons = [PartnershipReason(reason="cheaper", explanation="twee\r\nregels")]
    odd.participations = [
        *odd.participations,
        Participation(group=group),
        Participation(organisation=make_organisation(name="-Stichting X", kind="other"), votes=3),
    ]
    db.session.commit()


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_is_read_again_without_change(
    app: Flask, register: None, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"register.{kind}"
    assert run(app, "export", path)[0] == 0
    code, out, err = run(app, "import", path, "--json")
    assert (code, err) == (0, "")
    *rows, summary = (json.loads(line) for line in out.splitlines())
    odd = [row for row in rows if row["result"] != "unchanged"]
    assert odd == []
    assert summary["unchanged"] == 21


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_fills_an_empty_register_with_the_same(
    app: Flask, register: None, tmp_path: Path, kind: str
) -> None:
    path, again = tmp_path / f"register.{kind}", tmp_path / "again.json"
    first = tmp_path / "first.json"
    run(app, "export", path)
    run(app, "export", first)
    for row in db.session.scalars(select(Partnership)):
        row.parent = None
    db.session.flush()
    for row in db.session.scalars(select(Partnership)):
        db.session.delete(row)
    db.session.commit()
    assert run(app, "import", path)[0] == 0
    run(app, "export", again)
    assert _compared(again, kind) == _compared(first, kind)


def _compared(path: Path, kind: str) -> list[dict[str, Any]]:
    """What every kind holds: reasons, votes and notes only stand in .json."""
    rows = json.loads(path.read_text())
    for row in rows:
        del row["id"]
        row["purpose"] = row["purpose"].replace("\r\n", "\n")
        for reason in row["reasons"]:
            reason["explanation"] = reason["explanation"].replace("\r\n", "\n")
        if kind != "json":
            del row["reasons"]
        del row["participations"]
    return list(rows)


def test_json_holds_what_is_promised(app: Flask, register: None, tmp_path: Path) -> None:
    path = tmp_path / "register.json"
    run(app, "export", path)
    rows = json.loads(path.read_text())
    assert len(rows) == 21
    for row in rows:
        assert {"name", "participants", "policy_areas", "nature", "status"} <= row.keys()
    found = next(row for row in rows if row["name"] == "GR Meerschap Paterswolde")
    assert found["participants"] == ["Groningen", "Haren", "Tynaarlo"]
    assert (found["nature"], found["status"]) == ("public", "active")


def test_nothing_in_a_workbook_runs(app: Flask, register: None, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    run(app, "export", path)
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]
    values = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in values} == {"s"}
    assert not [cell.value for cell in values if str(cell.value)[0] in "=+-@\t\r＝＋－＠"]


def test_a_kind_that_does_not_exist_is_wrong_usage(app: Flask, tmp_path: Path) -> None:
    assert run(app, "export", tmp_path / "register.pdf")[0] == 2
    code, _out, err = run(app, "export", tmp_path / "nergens" / "register.json")
    assert code == 1
    assert "niet te schrijven" in err


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ('[{"name": "A"},\n{"name": ]', 2, "opbouw"),
        ('[{"name": "A"}', 1, "opbouw"),
        ('{"rows": []}', 1, "geen lijst"),
        ('[{"name": "A"},\n{"naam": "B"}]', 2, "naam ontbreekt"),
        ('[{"name": "A", "nature": "volkenrecht"}]', 1, "geen bekend woord"),
        ('[{"name": "A"},\n{"name": " a "}]', 2, "ook op regel 1"),
        ('[{"name": "A", "participants": 3}]', 1, "geen lijst"),
        ('[{"name": "A", "parent": "Nergens"}]', 1, "staat nergens"),
        ("[3]", 1, "geen samenwerkingsverband"),
        ("[" * 100_000, 1, "opbouw"),
    ],
)
def test_json_that_is_not_in_order_is_refused_by_its_line(
    app: Flask, tmp_path: Path, content: str, line: int, words: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    code, _out, err = run(app, "import", path)
    assert code == 1
    assert f"Regel {line}: " in err
    assert words in err
    assert db.session.scalars(select(Partnership)).all() == []


def test_a_fact_that_differs_changes_and_a_blank_says_nothing(app: Flask, tmp_path: Path) -> None:
    known = make_partnership(name="Verband", purpose="Oud doel", nature="public")
    path = tmp_path / "x.json"
    path.write_text(
        json.dumps([{"name": "Verband", "purpose": "Nieuw doel", "policy_areas": ["Zorg"]}])
    )
    _code, out, _err = run(app, "import", path, "--json")
    row = json.loads(out.splitlines()[0])
    assert row["result"] == "changed"
    assert (known.purpose, known.nature) == ("Nieuw doel", "public")
    assert [area.name for area in known.areas] == ["Zorg"]
    assert len(known.participations) == 1
