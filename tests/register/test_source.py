"""The sample register loads whole: twenty partnerships, every column, and blanks stay blank."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.database import db
from app.core.errors import RuleBroken
from app.core.journal import JournalEntry
from app.register.models import Organisation, Partnership
from app.register.queries import participants_on
from app.register.source import load_register
from config import ROOT

DAY = date(2026, 11, 23)
SAMPLE = ROOT / "app" / "administration" / "sample" / "partnerships.json"
WORDS = {
    "publiekrechtelijk": "public",
    "privaatrechtelijk": "private",
    "bestuurlijk": "board",
    "beleid": "policy",
    "uitvoering": "execution",
    "verplicht": "mandatory",
    "deels verplicht": "partly",
    "noodzakelijk": "necessary",
    "vrijwillig": "voluntary",
    "actief": "active",
    "wordt opgeheven": "ending",
    None: None,
}


def rows() -> list[dict[str, Any]]:
    """The rows of the sample register."""
    found: list[dict[str, Any]] = json.loads(SAMPLE.read_text())["partnerships"]
    return found


@pytest.fixture
def register(app: Flask) -> dict[str, Partnership]:
    """The sample register, loaded, by the identifier of the source."""
    load_register(rows(), DAY)
    db.session.commit()
    by_name = {row.name: row for row in db.session.scalars(select(Partnership))}
    return {row["id"]: by_name[row["name"]] for row in rows()}


def test_all_twenty_with_every_column(register: dict[str, Partnership]) -> None:
    assert len(register) == 20
    for row in rows():
        found = register[row["id"]]
        assert found.purpose == (row["purpose"] or "")
        assert found.form == (row["form"] or "")
        assert found.nature == WORDS[row["legal_nature"]]
        assert found.obligation == WORDS[row["obligation"]]
        levels = {level.working_level for level in found.working_levels}
        assert levels == {WORDS[word] for word in row["level"] or ()}
        assert {area.name for area in found.areas} == set(row["policy_areas"])
        assert found.remarks == "\n".join(row["remarks"])
        assert [status.status for status in found.statuses if status.holds_on(DAY)] == [
            WORDS[row["status"]]
        ]
        assert len(found.participations) == len(row["participants"])
        assert set(row["uncertain"]) <= set(found.to_confirm.splitlines())
        assert ("obligation" in found.unconfirmed) == (row["obligation_basis"] == "afgeleid")
        assert ("working_levels" in found.unconfirmed) == (row["level_basis"] == "afgeleid")


def test_we_take_part_in_all_and_are_listed_in_seven(register: dict[str, Partnership]) -> None:
    assert all(len(row.own_participations) == 1 for row in register.values())
    named = [
        row
        for row in register.values()
        if any(p.organisation and p.organisation.ours for p in row.participations)
    ]
    assert len(named) == 7
    ours = db.session.scalars(select(Organisation).where(Organisation.ours)).all()
    assert [row.name for row in ours] == ["Haren"]


def test_groups_resolve_to_their_members(register: dict[str, Partnership]) -> None:
    assert len(participants_on(register["vgg"].id, DAY)) == 23
    assert len(participants_on(register["rigg"].id, DAY)) == 23
    assert len(participants_on(register["odg"].id, DAY)) == 24
    names = [row.name for row in participants_on(register["rmc"].id, DAY)]
    assert {"Leek", "Marum", "Grootegast", "Zuidhorn"} <= set(names)
    assert participants_on(register["mo"].id, DAY) == []
    groups = {p.group.name: p.group for r in register.values() for p in r.participations if p.group}
    assert groups["alle Groninger gemeenten"].complete
    assert not groups["alle Nederlandse gemeenten"].complete
    assert not groups["Westerkwartier"].complete


def test_parent_alignment_and_reasons(register: dict[str, Partnership]) -> None:
    assert register["rigg"].parent is register["gr-pgz"]
    for name in ("rigg", "gr-pgz"):
        aligned = {row.organisation.name for row in register[name].alignment}
        assert aligned == {"Groningen", "Haren", "Ten Boer"}
        assert aligned <= {row.name for row in participants_on(register[name].id, DAY)}
    reasons = {
        name: [reason.reason for reason in row.reasons]
        for name, row in register.items()
        if row.reasons
    }
    assert reasons == {
        "gr-afval": ["cheaper"],
        "odg": ["too_heavy"],
        "mo": ["exchange"],
        "gr-paterswolde": ["geography"],
        "gr-zuidlaardermeer": ["geography"],
        "vrg": ["legal_duty"],
    }


def test_what_the_source_does_not_say_stays_blank(register: dict[str, Partnership]) -> None:
    for row in register.values():
        assert (row.goal, row.ambition, row.strategy, row.exit_terms) == ("", "", "", "")
    assert register["vng"].purpose == ""
    assert register["kerngroep"].nature is None
    assert register["kerngroep"].working_levels == []


def test_what_is_ending_was_active_before(register: dict[str, Partnership]) -> None:
    statuses = register["gr-bwr"].statuses
    on = {day: [s.status for s in statuses if s.holds_on(day)] for day in (DAY, date(2026, 11, 22))}
    assert on == {DAY: ["ending"], date(2026, 11, 22): ["active"]}


def test_names_abbreviations_and_notes(register: dict[str, Partnership]) -> None:
    short = {row.abbreviation for row in register.values()}
    assert {"VRG", "PG&Z", "RIGG", "RGA", "ODG", "RBPO"} <= short
    notes = [p.note for p in register["rbpo"].participations if p.note]
    assert notes == ["alleen RBPO-plus"]


def test_loading_twice_changes_nothing(register: dict[str, Partnership]) -> None:
    again = load_register(rows(), DAY)
    assert again.new == []
    assert len(again.known) == 20
    assert db.session.scalar(select(func.count()).select_from(Partnership)) == 20
    assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == 20


def test_an_unknown_word_and_a_stranger_in_the_alignment_are_refused(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="geen bekend woord"):
        load_register([{"name": "X", "legal_nature": "volkenrechtelijk"}], DAY)
    db.session.rollback()
    with pytest.raises(RuleBroken, match="geen deelnemer"):
        load_register(
            [{"name": "X", "participants": ["gemeente:A"], "subregional_alignment": ["B"]}], DAY
        )
