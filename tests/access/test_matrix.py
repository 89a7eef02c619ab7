"""Every route × every role × own, foreign and missing things: exactly the table beside this."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.access.asking import Asker, matrix, missing, routes, telling
from tests.access.world import make_world

TABLE = Path(__file__).parent / "matrix.txt"
ROLES = (
    *("nobody", "officer", "alderman", "adviser", "secretary"),
    *("coordinator", "clerk", "administrator"),
)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_matrix_is_exactly_the_table(app: Flask, tmp_path: Path) -> None:
    """After a wanted change: review the new table that this test names, and put it in place."""
    world = make_world()
    lines = [f"{'route':<62} {'thing':<8} " + " ".join(f"{role[:7]:>7}" for role in ROLES)]
    for route, kind, answers in matrix(app, world):
        name = f"{route.method} {route.rule}"
        cells = " ".join(f"{answers[role]:>7}" for role in ROLES)
        lines.append(f"{name:<62} {kind:<8} {cells}")
    found = "\n".join(lines) + "\n"
    now = tmp_path / "matrix.txt"
    now.write_text(found)
    expected = TABLE.read_text() if TABLE.exists() else ""
    changed = set(found.splitlines()) ^ set(expected.splitlines())
    assert not changed, f"{now} differs:\n" + "\n".join(sorted(changed)[:40])


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_stranger_gets_the_answer_of_what_does_not_exist(app: Flask) -> None:
    world = make_world()
    hidden = {"meeting_id", "item_id", "paper_id", "note_id", "remark_id", "position_id"}
    hidden |= {
        "pack_id",
        "batch_id",
        "subscription_id",
        "message_id",
        "attendance_id",
        "session_id",
    }
    hidden |= {"import_id"}
    hidden |= {"handover_id", "point_id", "draft_id", "action_id"}
    for role, person in world.people.items():
        asker = Asker(app, person)
        for route in routes(app):
            if not hidden & set(route.parameters):
                continue
            foreign = asker.ask(route, world.foreign)
            nothing = asker.ask(route, missing(route))
            assert foreign.status_code == nothing.status_code, f"{role}: {route}"
            assert telling(foreign) == telling(nothing), f"{role}: {route} tells them apart"
