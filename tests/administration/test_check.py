"""`flask check`: quiet where all is whole, one sentence for each thing that is not."""

from __future__ import annotations

import io
import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, text

from app.administration import checks
from app.administration.checks import Finding, check_everything
from app.briefings.drafts.models import NoteDraft
from app.briefings.models import Advice, MandateGrant, NoteStep
from app.core import clock, files, journal
from app.core.database import db
from app.core.files import StoredFile
from app.core.jobs.models import Job, JobState
from app.followup.action_list import ActionDetails, add_action
from app.followup.models import Action
from app.handover.models import Handover
from app.meetings.models import Meeting
from app.messages.models import Mail, Message
from app.packs.models import PackSource
from app.staff_meetings.actions import add_point
from app.transfer import uploads
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.feeds.calendars import make_subscription
from tests.packs.meeting_files import add_paper, make_pack
from tests.staff_meetings.stage import make_stage


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    """A meeting that the journal knows."""
    meeting = make_meeting()
    journal.record("meeting.plan", "meeting", meeting.id, actor_id=None)
    db.session.commit()
    return meeting


def errors() -> list[Finding]:
    """What is wrong, notes left out."""
    return [found for found in check_everything() if found.error]


def texts() -> str:
    """The sentences of what is wrong."""
    return "\n".join(found.text for found in errors())


def stored(content: bytes) -> StoredFile:
    """A kept file."""
    row = files.keep(io.BytesIO(content), "application/pdf")
    db.session.commit()
    return row


def path_in_store(app: Flask, row: StoredFile) -> Path:
    """Where its bytes are on disk."""
    return Path(app.config["FILES_URL"].removeprefix("file://")) / files.path_of(row.sha256)


def test_all_is_whole(app: Flask, meeting: Meeting) -> None:
    stored(b"a paper that is whole")
    assert errors() == []
    result = app.test_cli_runner().invoke(args=["check"])
    assert result.exit_code == 0, result.output
    assert "Alles is in orde" in result.output


def test_a_missing_and_a_changed_file_are_named(app: Flask) -> None:
    gone, changed = stored(b"this one will be gone"), stored(b"this one will change")
    path_in_store(app, gone).unlink()
    path_in_store(app, changed).write_bytes(b"this one was changed")
    assert f"Bestand {gone.sha256} ontbreekt." in texts()
    assert f"Bestand {changed.sha256} is niet meer heel." in texts()
    path_in_store(app, changed).unlink()


def test_bytes_without_a_row_are_a_note(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MOST", 10_000)  # the store keeps what other tests rolled back
    row = stored(b"bytes whose upload was cut off")
    db.session.delete(row)
    db.session.commit()
    found = [one for one in check_everything() if row.sha256 in one.text]
    assert [one.error for one in found] == [False]
    path_in_store(app, row).unlink()


def test_a_row_that_points_to_nothing_is_found(app: Flask, engine_name: str) -> None:
    unguarded = {
        "sqlite": "PRAGMA defer_foreign_keys=ON",
        "postgresql": "SET LOCAL session_replication_role = replica",
    }
    db.session.execute(text(unguarded[engine_name]))
    db.session.execute(text("INSERT INTO person_role (person_id, role) VALUES (999999, 'clerk')"))
    db.session.commit()
    assert "1 rijen van person_role verwijzen met person_id naar niets." in texts()


def test_a_period_that_ends_before_it_begins_is_found(app: Flask, meeting: Meeting) -> None:
    meeting.body.valid_from = clock.today()
    meeting.body.valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    assert "1 rijen van body eindigen voor zij beginnen." in texts()


def test_a_note_without_its_version_and_the_journal_at_odds(app: Flask, meeting: Meeting) -> None:
    note = make_note(make_item(meeting))
    db.session.execute(text("DELETE FROM journal_entry WHERE 1 = 0"))
    note.current_number = 3
    journal.record("note.save", "note", note.id, actor_id=None, object_version=3)
    db.session.commit()
    found = texts()
    assert f"Annotatie {note.id} mist de versie die nu geldt." in found
    assert f"De versies van annotatie {note.id} zijn niet compleet." in found
    assert f"Het logboek noemt versie 3 van annotatie {note.id}, maar die is er niet." in found


def test_a_version_that_the_journal_does_not_know_is_found(app: Flask, meeting: Meeting) -> None:
    note = make_note(make_item(meeting))
    assert f"Versie 1 van annotatie {note.id} staat niet in het logboek." in texts()
    journal.record("note.start", "note", note.id, actor_id=None, object_version=1)
    db.session.commit()
    assert errors() == []


def test_a_draft_that_begins_with_no_version_is_found(app: Flask, meeting: Meeting) -> None:
    item = make_item(meeting)
    draft = NoteDraft(
        person_id=make_person().id,
        item_id=item.id,
        window_key="venster",
        base_number=0,
        typed={"core": ["Half getypt"]},
        sequence=1,
        saved_at=clock.now(),
    )
    db.session.add(draft)
    db.session.commit()
    assert "Niet-opgeslagen tekst" not in texts()
    draft.base_number = 3
    db.session.commit()
    assert f"Niet-opgeslagen tekst {draft.id} is begonnen bij een versie die er niet is." in texts()


def test_alignment_that_no_step_explains_is_found(app: Flask, meeting: Meeting) -> None:
    note = make_note(make_item(meeting), state="advice")
    officer, now = note.created_by_id, clock.now()
    advice = Advice(note_id=note.id, adviser_id=officer, asked_by_id=officer, asked_at=now)
    advice.due_on, advice.kind, advice.given_at = clock.today(), "positive", now
    advice.given_by_id, advice.version_number = officer, 7
    grant = MandateGrant(note_id=note.id, giver="council", stance="agree", source="Besluit")
    grant.given_on, grant.recorded_by_id, grant.recorded_at = clock.today(), officer, now
    told = NoteStep(note_id=note.id, step="record-agreement", version_number=1, how="told")
    told.from_state, told.to_state = "with_alderman", "aligned"
    told.person_id, told.taken_at, told.confirmed_at = officer, now, now
    db.session.add_all((advice, grant, told))
    db.session.commit()
    found = texts()
    assert f"Advies {advice.id} is gevraagd of gegeven zonder stap" in found
    assert f"Mandaatbesluit {grant.id} is vastgelegd zonder stap." in found
    assert f"Van annotatie {note.id} klopt een mondeling akkoord" in found
    assert "niemand is om advies gevraagd" not in found
    db.session.delete(advice)
    db.session.commit()
    assert f"Annotatie {note.id} is ter advies, maar niemand is om advies gevraagd." in texts()


def test_a_restricted_meeting_without_a_circle_is_found(app: Flask, meeting: Meeting) -> None:
    meeting.restricted = True
    db.session.commit()
    assert f"Beperkte vergadering {meeting.id} heeft geen kring" in texts()


def test_a_calendar_of_nothing_is_found(app: Flask) -> None:
    subscription = make_subscription(make_person())
    subscription.parts.clear()
    db.session.commit()
    assert f"In agenda-abonnement {subscription.id} staat niets." in texts()
    subscription.revoked_at = clock.now()
    db.session.commit()
    assert "agenda-abonnement" not in texts()


def test_a_paper_that_replaces_one_of_another_meeting_is_found(app: Flask) -> None:
    old, new = add_paper(make_item()), add_paper(make_item())
    new.replaces_id = old.id
    db.session.commit()
    assert f"Stuk {new.id} vervangt een stuk van een andere vergadering" in texts()


def test_an_import_that_waits_without_a_job_or_a_file_is_found(app: Flask) -> None:
    packed = uploads.packed(io.BytesIO(b"Naam\nMeerschap"))
    row = uploads.send(packed, "lijst.csv", "Haren", make_person("coordinator"))
    db.session.commit()
    assert errors() == []
    db.session.execute(delete(Job))
    row.content = None
    db.session.commit()
    found = texts()
    assert f"Inlezen {row.id} wacht, maar geen taak leest het bestand." in found
    assert f"Inlezen {row.id} wacht zonder bestand" in found


def test_a_handover_of_nothing_that_nobody_recorded_is_found(app: Flask) -> None:
    giver, receiver = make_person("officer"), make_person("officer")
    row = Handover(
        giver=giver,
        receiver=receiver,
        made_by=giver,
        first_day=clock.today(),
        made_at=clock.now(),
    )
    db.session.add(row)
    db.session.commit()
    assert [one.text for one in errors()] == [
        f"Overdracht {row.id} is leeg.",
        f"Overdracht {row.id} staat niet in het logboek.",
    ]


def test_a_point_that_is_finished_without_an_outcome_is_found(app: Flask) -> None:
    stage = make_stage()
    point = add_point(stage.alderman, stage.officer, title="Werkbezoek")
    db.session.commit()
    assert errors() == []
    point.finished_at = clock.now()
    db.session.commit()
    assert f"Punt {point.id} van een stafoverleg is afgerond zonder uitkomst" in texts()


def test_an_action_that_hangs_on_an_item_elsewhere_is_found(app: Flask) -> None:
    meeting = make_meeting(days=-1)
    journal.record("meeting.plan", "meeting", meeting.id, actor_id=None)
    details = ActionDetails("Nabellen", owner_name="Provincie")
    action = add_action(meeting, details, str(uuid.uuid4()), make_person("coordinator"))
    db.session.commit()
    assert errors() == []
    elsewhere = make_item()
    action.item_id = elsewhere.id
    journal.record("meeting.plan", "meeting", elsewhere.meeting_id, actor_id=None)
    db.session.commit()
    unrecorded = Action(
        key=str(uuid.uuid4()),
        meeting_id=meeting.id,
        words="Zonder logboek",
        owner_name="Provincie",
        added_by_id=action.added_by_id,
        added_at=clock.now(),
    )
    db.session.add(unrecorded)
    db.session.commit()
    assert [one.text for one in errors()] == [
        f"Actie {action.id} hangt aan een punt van een andere vergadering.",
        f"Actie {unrecorded.id} staat niet in het logboek.",
    ]


def test_a_pack_that_waits_without_a_job_is_found(app: Flask, meeting: Meeting) -> None:
    person = make_person("alderman")
    pack = make_pack(meeting, person)
    journal.record("pack.request", "pack", pack.id, actor_id=person.id)
    db.session.commit()
    assert f"Vergadermap {pack.id} wacht, maar geen taak maakt haar." in texts()


def test_a_pack_without_its_meeting_and_one_that_replaces_another_pack(
    app: Flask, meeting: Meeting
) -> None:
    person = make_person("alderman")
    other = make_pack(make_meeting(), person)
    pack = make_pack(meeting, person, number=2, replaces_id=other.id)
    pack.places.clear()
    db.session.commit()
    assert f"Vergadermap {pack.id} is van een vergadering die niet in de map zit." in texts()
    wrong = f"Vergadermap {pack.id} vervangt een map die geen eerdere versie van haar is."
    assert wrong in texts()


def test_a_pack_that_shows_something_of_another_meeting_than_it_says(
    app: Flask, meeting: Meeting
) -> None:
    pack = make_pack(meeting, make_person("alderman"))
    own, other = make_item(meeting), make_item(make_meeting())
    right = PackSource(position=1, meeting_id=meeting.id, item_id=own.id)
    pack.sources = [right]
    db.session.commit()
    wrong = f"Vergadermap {pack.id} toont iets van een vergadering waar het niet bij hoort."
    assert wrong not in texts()
    right.item_id = other.id
    db.session.commit()
    assert wrong in texts()


def test_a_message_in_a_mail_to_somebody_else(app: Flask) -> None:
    mail = Mail(person=make_person(), message_id="<abc@haren.example>", made_at=clock.now())
    message = Message(person=make_person(), key="k", text="t", url="/", made_at=clock.now())
    message.mail = mail
    db.session.add(message)
    db.session.commit()
    assert f"Bericht {message.id} zit in een mail aan iemand anders." in texts()


def test_jobs_given_up_and_uncertain_mail_as_json(app: Flask) -> None:
    db.session.add(
        Job(
            name="build-pack",
            key="build-pack:7",
            ids={"pack_id": 7},
            state=JobState.FAILED,
            attempts=12,
            asked_at=clock.now(),
            run_after=clock.now(),
            fault="OSError at press.py:12",
        )
    )
    db.session.add(
        Mail(
            person=make_person(),
            message_id="<abc@haren.example>",
            made_at=clock.now(),
            state="uncertain",
        )
    )
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["check", "--json"])
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["area"], row["kind"]) for row in rows if row.get("area") == "jobs"] == [
        ("jobs", "error"),
        ("jobs", "note"),
    ]
    assert rows[-1] == {"result": "broken", "errors": 1}
    assert "OSError at press.py:12" in result.stdout
