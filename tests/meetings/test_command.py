"""`flask meetings list`: what scripts may rely on."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask

from tests.factories import make_meeting, make_person, moment


def listed(app: Flask, *arguments: str) -> list[dict[str, Any]]:
    result = app.test_cli_runner().invoke(args=["meetings", "list", "--json", *arguments])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_object_per_line(app: Flask) -> None:
    meeting = make_meeting(
        starts_at=moment("2026-12-03T09:30"),
        title="Extra overleg",
        officer=make_person(name="Ambtenaar zorg"),
        closed=True,
    )
    assert listed(app) == [
        {
            "id": meeting.id,
            "uid": meeting.uid,
            "title": "Extra overleg",
            "partnership": meeting.body.partnership.name,
            "body": meeting.body.name,
            "level": "official",
            "start": "2026-12-03T09:30:00+01:00",
            "end": "2026-12-03T11:00:00+01:00",
            "status": "planned",
            "closed": True,
            "officer": "Ambtenaar zorg",
            "alderman": None,
        }
    ]


def test_days_on_the_dutch_clock_both_included(app: Flask) -> None:
    make_meeting(starts_at=moment("2026-12-03T00:15"), title="Nacht")
    make_meeting(starts_at=moment("2026-12-04T23:30"), title="Avond")
    make_meeting(starts_at=moment("2026-12-05T09:30"), title="Later")
    found = listed(app, "--from", "2026-12-03", "--to", "2026-12-04")
    assert [row["title"] for row in found] == ["Nacht", "Avond"]


def test_restricted_meetings_stay_out(app: Flask) -> None:
    make_meeting(circle=(make_person(),), title="Geheim beraad")
    assert listed(app) == []


def test_wrong_use_and_refusals(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["meetings", "list", "--from", "gisteren"]).exit_code == 2
    refused = runner.invoke(args=["meetings", "list", "--from", "2026-12-04", "--to", "2026-12-03"])
    assert refused.exit_code == 1
    assert "na de laatste" in refused.output
