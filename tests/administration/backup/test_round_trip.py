"""A backup made while people write, put back on a new machine of either engine."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.administration.backup.creating import create_backup
from app.administration.backup.restoring import restore_backup, verify_backup
from app.administration.checks import check_everything
from app.core import files, journal
from app.core.database import db
from app.core.files import StoredFile
from app.messages.models import Mail, Message
from app.papers.models import ReadingCopy
from app.papers.preparing import prepare
from app.people import links
from app.people.models import Person, SignInSession
from app.people.sessions import start_session
from tests.administration.backup.machines import (
    Writer,
    facts,
    half_done,
    new_machine,
    row_counts,
)
from tests.conftest import ENGINES, NOW, MakeApp
from tests.engines import Templates
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs import pdf_files
from tests.people.accounts import PASSWORD, make_member

EMAIL = "beheerder@haren.example"


def furnish(app: Flask) -> None:
    """A little of everything: a note with odd words, a session, a link, mail that waits."""
    with app.app_context():
        person = make_member("administrator", email=EMAIL, name='Beheerder ‘Ü’ \u2028 \\ "')
        meeting = make_meeting(officer=make_person())
        journal.record("meeting.plan", "meeting", meeting.id, actor_id=None)
        note = make_note(make_item(meeting), parts={"core": "Regel\r\nmet\ttab, € en 👍"})
        journal.record("note.start", "note", note.id, actor_id=None, object_version=1)
        files.keep(io.BytesIO(b"%PDF een stuk"), "application/pdf")
        files.keep(io.BytesIO(b""), "application/pdf")
        start_session(person)
        message = Message(person_id=person.id, key="k-1", text="t", url="/", made_at=NOW)
        message.timing, message.mail_at = "now", NOW
        message.mail = Mail(person_id=person.id, message_id="<k-1@haren.example>", made_at=NOW)
        bundled = Message(person_id=person.id, key="k-2", text="t", url="/", made_at=NOW)
        bundled.timing, bundled.mail_at = "day", NOW
        db.session.add_all((message, bundled))
        db.session.commit()


@pytest.mark.parametrize("target", ENGINES)
def test_a_backup_under_writes_is_one_moment_and_comes_back_whole(
    make_app: MakeApp, templates: Templates, tmp_path: Path, target: str
) -> None:
    app, path = make_app(), tmp_path / "kopie.tar"
    furnish(app)
    writers = [Writer(app) for _number in range(4)]
    for writer in writers:
        writer.start()
    with app.app_context():
        while sum(len(writer.done) for writer in writers) < 20:
            pass
        made = create_backup(path)
    for writer in writers:
        writer.stopped.set()
    for writer in writers:
        writer.join(20)
    assert 20 <= made.rows["person"] <= row_counts(app)["person"]
    with app.app_context():
        assert verify_backup(path).faults == []
    with new_machine(templates, target, tmp_path / "new") as there:
        with there.app_context():
            restore_backup(path)
        assert facts(row_counts(there)) == facts(made.rows)
        assert half_done(there) == []
        with there.app_context():
            assert [one.text for one in check_everything() if one.error] == []
            assert made.files == len(files.stored_digests())
        _works(there)


def _works(app: Flask) -> None:
    """Signing in opens the start page; new rows get new numbers; what may be spent is ended."""
    answer = app.test_client().post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    with app.app_context():
        make_meeting(officer=make_person())
        files.keep(io.BytesIO(b"a new one"), "text/plain")
        db.session.commit()
        old = select(SignInSession).order_by(SignInSession.id).limit(1)
        assert db.session.scalars(old).one().ended_at is not None
        found = db.session.scalars(select(Message).where(Message.key.startswith("k-")))
        assert {one.key: one.mail_state for one in found} == {"k-1": "uncertain", "k-2": "none"}
        name = select(Person.name).where(Person.email == EMAIL)
        assert db.session.scalars(name).one() == 'Beheerder ‘Ü’ \u2028 \\ "'


def test_reading_copies_come_back_with_their_originals(
    make_app: MakeApp, templates: Templates, tmp_path: Path, engine_name: str
) -> None:
    app, path = make_app(), tmp_path / "kopie.tar"
    with app.app_context():
        original = files.keep(io.BytesIO(pdf_files.acting_paper()), "application/pdf")
        made = prepare(original)
        assert made.copy is not None
        held = {one.sha256: files.read(one) for one in (original, made.copy)}
        assert len(held) == 2
        db.session.rollback()
        assert create_backup(path).rows["reading_copy"] == 1
    with new_machine(templates, engine_name, tmp_path / "new") as there, there.app_context():
        restore_backup(path)
        again = db.session.scalars(select(ReadingCopy)).one()
        assert again.copy is not None
        assert {one.sha256: files.read(one) for one in (again.original, again.copy)} == held


def test_links_that_were_not_used_end(
    make_app: MakeApp, templates: Templates, tmp_path: Path, engine_name: str
) -> None:
    app, path = make_app(), tmp_path / "kopie.tar"
    with app.app_context():
        address = links.make_link(make_person(), None)
        db.session.commit()
        create_backup(path)
    token = address.rpartition("/")[2]
    with new_machine(templates, engine_name, tmp_path / "new") as there, there.app_context():
        restore_backup(path)
        assert links.find_usable_link(token) is None


def test_the_commands_speak_plainly(
    make_app: MakeApp, templates: Templates, tmp_path: Path, engine_name: str
) -> None:
    app, path = make_app(), tmp_path / "kopie.tar"
    furnish(app)
    run = app.test_cli_runner().invoke
    made = run(args=["backup", "create", str(path), "--json"])
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["tables"]["meeting"] == 1
    assert path.stat().st_mode & 0o777 == 0o600
    again = run(args=["backup", "create", str(path)])
    assert (again.exit_code, again.stdout) == (1, "")
    assert "bestaat al" in again.stderr
    astray = run(args=["backup", "create", str(tmp_path / "nergens" / "kopie.tar")])
    assert astray.exit_code == 1
    assert "Kies een map die bestaat" in astray.stderr
    whole = run(args=["backup", "verify", str(path)])
    assert whole.exit_code == 0
    assert "De reservekopie is heel" in whole.stdout
    here = run(args=["backup", "restore", str(path)])
    assert (here.exit_code, here.stdout) == (1, "")
    assert "De database is niet leeg." in here.stderr
    with new_machine(templates, engine_name, tmp_path / "new") as there:
        back = there.test_cli_runner().invoke(args=["backup", "restore", str(path)])
        assert back.exit_code == 0, back.output
        assert "Iedereen meldt zich opnieuw aan." in back.stdout


def test_a_migrated_database_in_which_nobody_worked_is_empty_too(
    make_app: MakeApp, templates: Templates, tmp_path: Path
) -> None:
    app, path = make_app(), tmp_path / "kopie.tar"
    furnish(app)
    with app.app_context():
        made = create_backup(path)
    there = templates.clone("sqlite")
    with new_machine(templates, "sqlite", tmp_path / "new") as other:
        Path(there.removeprefix("sqlite:///")).rename(
            other.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
        )
        with other.app_context():
            restore_backup(path)
        assert facts(row_counts(other)) == facts(made.rows)


def test_a_file_that_was_lost_before_is_named_and_holds_nothing_up(
    make_app: MakeApp, tmp_path: Path
) -> None:
    app, path = make_app(), tmp_path / "kopie.tar"
    with app.app_context():
        gone = files.keep(io.BytesIO(b"gone"), "text/plain").sha256
        changed = files.keep(io.BytesIO(b"changed"), "text/plain").sha256
        kept = files.keep(io.BytesIO(b"kept"), "text/plain").sha256
        db.session.commit()
        folder = Path(app.config["FILES_URL"].removeprefix("file://"))
        (folder / files.path_of(gone)).unlink()
        (folder / files.path_of(changed)).write_bytes(b"other")
        made = create_backup(path)
        assert made.missing == [gone, changed]
        assert made.files == 1
        found = verify_backup(path)
        assert (found.faults, found.missing) == ([], [gone, changed])
        assert kept not in found.missing
        assert db.session.get(StoredFile, 1) is not None
