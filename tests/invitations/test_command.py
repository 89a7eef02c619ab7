"""`flask invitations import`: files in, an object for each occurrence out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.database import db
from app.core.journal import JournalEntry
from app.invitations.models import ReceivedInvitation
from app.meetings.models import Body, Meeting
from tests.factories import make_body, make_meeting, make_person
from tests.invitations.files import in_mail_of, invitation


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur")


def run(app: Flask, *arguments: object) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, objects and what was said on stderr."""
    command = ["invitations", "import", "--json", *(str(one) for one in arguments)]
    result = app.test_cli_runner().invoke(args=command)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    return result.exit_code, rows, result.stderr


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_object_per_occurrence(app: Flask, body: Body, tmp_path: Path) -> None:
    """With times on the Dutch clock and their offset; in the journal nobody did it."""
    path = written(tmp_path, "uitnodiging.ics", invitation())
    code, [row], _said = run(app, "--partnership", body.partnership_id, path)
    assert (code, row["result"], row["file"], row["uid"]) == (0, "new", str(path), "1@ggd.example")
    assert row["recurrence_id"] is None
    assert (row["start"], row["end"]) == ("2026-12-10T10:00:00+01:00", "2026-12-10T11:00:00+01:00")
    assert row["title"] == "Overleg over de begroting"
    assert row["reason"].endswith(".")
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == "meeting.plan")
    ).one()
    assert (entry.actor_id, entry.origin) == (None, "command")
    later = written(tmp_path, "later.ics", invitation(sequence=1, hour=13))
    gone = written(tmp_path, "afgezegd.ics", invitation(sequence=2, method="CANCEL"))
    code, rows, _said = run(app, later, path, gone, gone)
    assert code == 0
    assert [one["result"] for one in rows] == ["updated", "unchanged", "cancelled", "unchanged"]


def test_a_dry_run_changes_nothing(app: Flask, body: Body, tmp_path: Path) -> None:
    path = written(tmp_path, "uitnodiging.ics", invitation())
    code, [row], _said = run(app, "--dry-run", "--partnership", body.partnership_id, path)
    assert (code, row["result"]) == (0, "new")
    assert (count(Meeting), count(ReceivedInvitation)) == (0, 0)


def test_each_file_stands_alone(app: Flask, body: Body, tmp_path: Path) -> None:
    """One that is refused leaves the others; only where all are is the exit code 1."""
    good = written(tmp_path, "goed.ics", invitation())
    bad = written(tmp_path, "slecht.ics", b"dit is geen uitnodiging")
    code, rows, said = run(app, "--partnership", body.partnership_id, bad, good)
    assert (code, [one["result"] for one in rows]) == (0, ["refused", "new"])
    assert "1 van de 2" in said
    code, [row], said = run(app, bad)
    assert (code, row["result"], row["uid"]) == (1, "refused", None)
    assert said.strip() == row["reason"]
    empty = written(tmp_path, "leeg.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    code, [row], _said = run(app, empty)
    assert (code, row["result"]) == (1, "refused")


def test_wrong_use(app: Flask, tmp_path: Path) -> None:
    """No file, one that is not there, a partnership that does not exist."""
    assert run(app)[0] == 2
    assert run(app, tmp_path / "weg.ics")[0] == 2
    path = written(tmp_path, "uitnodiging.ics", invitation())
    code, rows, said = run(app, "--partnership", 999, path)
    assert (code, rows) == (1, [])
    assert "999" in said


def test_a_restricted_meeting_is_not_matched(app: Flask, body: Body, tmp_path: Path) -> None:
    """Whoever works on the server is in no circle."""
    hidden = make_meeting(days=17, body=body, place="", circle=(make_person(),))
    path = written(tmp_path, "uitnodiging.ics", invitation())
    [row] = run(app, "--partnership", body.partnership_id, path)[1]
    assert row["result"] == "new"
    assert db.session.get_one(Meeting, hidden.id).place == ""


def test_what_is_not_certain_is_a_question(app: Flask, body: Body, tmp_path: Path) -> None:
    """It waits for a secretary; words of the invitation are in no log."""
    path = written(tmp_path, "uitnodiging.ics", invitation())
    code, [row], said = run(app, path)
    assert (code, row["result"], row["question"], said) == (0, "question", "body", "")
    assert count(Meeting) == 0
    assert count(ReceivedInvitation) == 1


def test_who_calls_off_for_another_waits_for_a_person(
    app: Flask, body: Body, tmp_path: Path
) -> None:
    """In a mail of somebody else than the organiser."""
    first = written(tmp_path, "uitnodiging.ics", invitation())
    cancel = in_mail_of(invitation(method="CANCEL", sequence=1), "planning@bureau.example")
    run(app, "--partnership", body.partnership_id, first)
    code, [row], _said = run(app, written(tmp_path, "afzegging.eml", cancel))
    assert (code, row["result"], row["question"]) == (0, "question", "sender")
    assert row["sent_by"] == "planning@bureau.example"
    assert [one.status for one in db.session.scalars(select(Meeting))] == ["planned"]
