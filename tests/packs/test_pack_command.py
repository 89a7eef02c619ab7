"""`flask packs build`: the same pack as the page makes, in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.core import files
from app.core.database import db
from app.core.journal import JournalEntry
from app.meetings.models import Meeting
from app.packs.models import Pack
from app.people.models import Person
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs.meeting_files import made


@pytest.fixture
def meeting(alderman: Person) -> Meeting:
    meeting = make_meeting(alderman=alderman)
    make_note(make_item(meeting), state="aligned")
    return meeting


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["packs", "build", *map(str, arguments)])


def test_the_file_is_the_pack_of_the_page(
    app: Flask, meeting: Meeting, alderman: Person, tmp_path: Path
) -> None:
    out = tmp_path / "map.pdf"
    result = run(app, meeting.id, "--as", alderman.email, "--out", out)
    assert result.exit_code == 0, result.output
    pack = made(meeting, alderman)
    assert db.session.query(Pack).count() == 1
    assert pack.file is not None
    assert out.read_bytes() == files.read(pack.file)


def test_the_journal_says_that_it_came_by_a_command_and_nobody_asked(
    app: Flask, meeting: Meeting, alderman: Person, tmp_path: Path
) -> None:
    result = run(app, meeting.id, "--as", alderman.email, "--out", tmp_path / "map.pdf")
    assert result.exit_code == 0, result.output
    entries = db.session.query(JournalEntry).filter_by(object_kind="pack").order_by("id").all()
    assert [(one.action, one.actor_id, one.origin) for one in entries] == [
        ("pack.request", None, "command"),
        ("pack.issue", None, "command"),
    ]
    made(make_meeting(alderman=alderman), alderman)
    issued = db.session.query(JournalEntry).filter_by(action="pack.issue").order_by("id").all()
    assert [one.actor_id for one in issued] == [None, alderman.id]


@pytest.mark.parametrize("variant", ["card", "papers"])
def test_every_variant_can_be_made(
    app: Flask, meeting: Meeting, alderman: Person, tmp_path: Path, variant: str
) -> None:
    out = tmp_path / "map.pdf"
    result = run(app, meeting.id, "--as", alderman.email, "--variant", variant, "--out", out)
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_refusal_is_one_sentence_and_changes_nothing(
    app: Flask, meeting: Meeting, alderman: Person, tmp_path: Path
) -> None:
    hidden = make_meeting(circle=(make_person("officer"),))
    out = tmp_path / "map.pdf"
    clerk, email = make_person("clerk").email, alderman.email
    refused = {
        (meeting.id, "--as", "niemand@haren.example"): "geen actief account",
        (meeting.id, "--as", clerk): "mag dit niet",
        (999_999, "--as", email): "bestaat niet",
        (hidden.id, "--as", email): "bestaat niet",
    }
    for arguments, words in refused.items():
        result = run(app, *arguments, "--out", out)
        assert result.exit_code == 1
        assert words in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    assert not out.exists()
    assert db.session.query(Pack).count() == 0


def test_wrong_usage_is_told_as_such(app: Flask, meeting: Meeting) -> None:
    assert run(app, meeting.id).exit_code == 2
    assert run(app, meeting.id, "--as", "a", "--out", "b", "--variant", "c").exit_code == 2


def test_a_file_that_cannot_be_written_is_named(
    app: Flask, meeting: Meeting, alderman: Person, tmp_path: Path
) -> None:
    out = tmp_path / "geen-map" / "map.pdf"
    result = run(app, meeting.id, "--as", alderman.email, "--out", out)
    assert result.exit_code == 1
    assert str(out) in result.stderr
