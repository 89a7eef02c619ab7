"""A unique word in everything that is secret, looked for in every outlet, for every role."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Text, cast, select

from app.administration.accounts_actions import make_link_known
from app.briefings.advice.actions import Request, ask_advice
from app.briefings.models import Note
from app.briefings.step_actions import take_step
from app.core import clock, files, jobs
from app.core.database import db
from app.core.dates import short_day
from app.core.journal import JournalEntry
from app.feeds.actions import subscribe
from app.feeds.parts import Wanted
from app.feeds.queries import rows_in
from app.handover.left_behind import tell_circles
from app.insight import reminding
from app.insight.actions import nudge
from app.insight.chase import owed_by
from app.insight.debts import DebtKey
from app.meetings.models import Attendance, Meeting, MeetingCircle
from app.meetings.telling import stepped
from app.messages import preferences
from app.messages.actions import tell_all
from app.messages.composing import compose
from app.messages.kinds import KINDS
from app.messages.models import Mail, Message
from app.messages.outbox import send_waiting_mail
from app.messages.week_ahead import tell_week_ahead
from app.packs.models import Pack
from app.papers import preparing
from app.people.models import Person
from tests.access.asking import Asker, routes
from tests.access.world import World, make_world
from tests.factories import make_item, make_meeting, make_note, make_person, make_substitution
from tests.packs import pdf_files
from tests.packs.issued import issued
from tests.packs.meeting_files import add_paper, asked

CONCEPT = "kwikstaartvleugel"
RESTRICTED = "ijsvogelnest"
#: Who may read the concept of a note: only its writer here. The restricted meeting: nobody here.
READERS = {CONCEPT: {"officer"}, RESTRICTED: set[str]()}


@pytest.fixture
def world(app: Flask) -> World:
    """The usual world, with secrets in a concept note and in a restricted meeting."""
    world = make_world(RESTRICTED)
    officer, alderman = world.people["officer"], world.people["alderman"]
    meeting = make_meeting(officer=officer, alderman=alderman, days=14)
    parts = dict.fromkeys(("ask", "core", "speaking_points", "if_raised", "fallback"), CONCEPT)
    parts |= {"undisclosed": CONCEPT, "views": CONCEPT, "background": CONCEPT, "money": CONCEPT}
    note = make_note(
        make_item(meeting), author=officer, parts=parts, mandate=CONCEPT, marking=CONCEPT[:50]
    )
    world.foreign["concept_id"] = note.id
    world.foreign["concept_meeting_id"] = meeting.id
    return world


def test_secrets_stay_with_who_may_read_them(
    app: Flask, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for role, person in world.people.items():
        asker = Asker(app, person)
        told = "\n".join(_everything_told(app, asker, world, role))
        for secret, readers in READERS.items():
            seen = secret in told.lower()
            assert seen == (role in readers), f"{role} sees {secret}: {seen}"
    for secret in READERS:
        assert secret not in caplog.text.lower(), "a secret in the log"


def _everything_told(app: Flask, asker: Asker, world: World, role: str) -> list[str]:
    """Every page, file and feed that this person can ask for, with headers."""
    own = world.own(world.people[role])
    concept = {"note_id": world.foreign["concept_id"]}
    concept["meeting_id"] = world.foreign["concept_meeting_id"]
    told = []
    foreign = world.foreign | {"token": own["token"]}
    for route in routes(app):
        if route.method != "GET":
            continue
        for values in (own, foreign, own | concept):
            response = asker.ask(route, values)
            told.append(
                f"{response.headers}\n{response.get_data(as_text=False).decode('utf-8', 'replace')}"
            )
            if not route.parameters:
                break
    return told + list(_found_by_searching(app, asker))


def _found_by_searching(app: Flask, asker: Asker) -> Iterator[str]:
    """What search finds for the beginning of each secret, which itself is not the secret."""
    for secret in READERS:
        for kind in ("", "meeting", "item", "note", "paper"):
            found = asker.open(f"/search?q={secret[:9]}&kind={kind}")
            assert found.status_code == 200
            yield found.get_data(as_text=True).replace("<mark>", "").replace("</mark>", "")


def test_packs_hold_nothing_that_reader_or_asker_may_not_see(app: Flask, world: World) -> None:
    for role in ("officer", "alderman", "secretary", "coordinator"):
        world.own(world.people[role])
    jobs.run_pending()
    packs = list(db.session.scalars(select(Pack).where(Pack.file_id.is_not(None))))
    assert packs
    insiders = {world.foreign["person_id"]}
    for pack in packs:
        assert pack.file is not None
        text = "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(files.read(pack.file))).pages
        )
        assert CONCEPT not in text.lower() or pack.reader_id == world.people["officer"].id
        assert RESTRICTED not in text.lower() or pack.reader_id in insiders


def test_issued_packs_on_a_phone_hold_no_secret(app: Flask, world: World) -> None:
    """Neither the pages of the pack itself, nor what they say beside it of how notes stand now."""
    meeting = db.session.get_one(Meeting, world.foreign["concept_meeting_id"])
    note = db.session.get_one(Note, world.foreign["concept_id"])
    for role in ("officer", "alderman"):
        pack = issued(meeting, world.people[role], world.people["officer"])
        for reader, person in world.people.items():
            asker = Asker(app, person)
            addresses = (f"/packs/{pack.id}/read", f"/packs/{pack.id}/read/{note.item_id}")
            told = "".join(asker.open(one).get_data(as_text=True) for one in addresses).lower()
            shown = CONCEPT in told
            assert shown == (role == reader == "officer"), f"{reader} in the pack of {role}"


def test_years_on_paper_hold_nothing_that_the_reader_may_not_see(app: Flask, world: World) -> None:
    """Their words are packed within the file, where a search through its bytes finds nothing."""
    for role, person in world.people.items():
        asker = Asker(app, person)
        for kind in ("partnership", "portfolio", "person"):
            address = f"/schedules/year/{kind}/{world.foreign[f'{kind}_id']}/pdf?period=coming"
            file = PdfReader(io.BytesIO(asker.open(address).data))
            text = "".join(page.extract_text() for page in file.pages).lower()
            assert "vergaderschema" in text
            for secret in READERS:
                assert secret not in text, f"{role} sees {secret} in the year of a {kind}"


def test_mails_of_every_kind_hold_no_secret(app: Flask, world: World) -> None:
    """A restricted meeting and restricted notes go through everything that tells of them.

    Their circle is told, and even to them no mail says what it is called or when it is.
    """
    officer, alderman = world.people["officer"], world.people["alderman"]
    roles = ("officer", "alderman", "coordinator", "adviser", "secretary")
    circle = tuple(world.people[role] for role in roles)
    for person in circle:
        preferences.choose(person, {"reminder": "now", "overdue": "day", "word": "week"}, 3, 0)
    meeting = make_meeting(
        days=28, officer=officer, alderman=alderman, circle=circle, title=f"Overleg {RESTRICTED}"
    )
    waiting = _secret_note(meeting, circle)
    take_step(waiting, "offer", officer, 1)
    due = next(one.due_on for one in owed_by(alderman, clock.now()) if one.note_id == waiting.id)
    nudge(DebtKey("decision", waiting.id, alderman.id), officer, clock.now())
    _take_steps_that_tell(world, meeting, circle)
    meeting = db.session.get_one(Meeting, meeting.id)
    tell_all([stepped(meeting, "cancel", {one.id for one in circle})])
    tell_circles({meeting: {one.id for one in circle}}, 1)
    make_link_known(alderman, world.people["administrator"])
    asked(meeting, alderman, officer)
    locked = add_paper(
        make_item(meeting, title=RESTRICTED),
        content=pdf_files.encrypted_paper(),
        title=RESTRICTED,
        file_name=f"{RESTRICTED}.pdf",
        uploaded_by_id=officer.id,
    )
    preparing.ask_for([locked.file])
    db.session.commit()
    for days in range(4):  # the deadline, who stands in, the report, and a Thursday
        clock.stop_at(clock.from_local(datetime.combine(due + timedelta(days=days), time(6, 50))))
        reminding.remind()
        tell_week_ahead()
        jobs.run_pending()
        clock.stop_at(clock.now() + timedelta(minutes=15))
        send_waiting_mail()
        jobs.run_pending()
    mails = list(db.session.scalars(select(Mail)))
    mailed = {one.kind for mail in mails for one in mail.messages if one.settled_at is None}
    assert mailed == {kind.key for kind in KINDS}, "a new kind is to be told and mailed here, too"
    day = short_day(clock.local(meeting.starts_at).date())
    for mail in mails:
        if any(one.settled_at is None for one in mail.messages):
            text = bytes(compose(mail)).decode()
            assert CONCEPT not in text.lower()
            assert RESTRICTED not in text.lower()
            assert day not in text


def _secret_note(meeting: Meeting, circle: tuple[Person, ...]) -> Note:
    """A note for this circle, with a secret in its title and in its words."""
    words = dict.fromkeys(("ask", "core", "speaking_points"), CONCEPT)
    item = make_item(meeting, title=f"Punt {RESTRICTED}")
    return make_note(item, author=circle[0], circle=circle, parts=words)


def _take_steps_that_tell(world: World, meeting: Meeting, circle: tuple[Person, ...]) -> None:
    """Agreement by the alderman, agreement recorded by a secretary, and a question for advice."""
    officer, alderman, adviser, secretary = (
        world.people[role] for role in ("officer", "alderman", "adviser", "secretary")
    )
    agreed, recorded, advised = (_secret_note(meeting, circle) for _note in range(3))
    take_step(agreed, "offer", officer, 1)
    take_step(agreed, "agree", alderman, 1)
    take_step(recorded, "offer", officer, 1)
    take_step(recorded, "record-agreement", secretary, 1, CONCEPT, alderman.id)
    day = clock.today() + timedelta(days=7)
    ask_advice(advised, officer, [Request(adviser.id, "finance", CONCEPT, day)])


def test_journal_messages_and_file_names_hold_no_secret(app: Flask, world: World) -> None:
    for role in ("officer", "alderman", "secretary", "coordinator"):
        world.own(world.people[role])
    rows = db.session.execute(
        select(JournalEntry.action, JournalEntry.object_kind, cast(JournalEntry.fields, Text))
    )
    messages = db.session.execute(select(Message.key, Message.text, Message.url))
    told = "\n".join(str(tuple(row)) for row in (*rows, *messages)).lower()
    assert not any(secret in told for secret in READERS)


def test_calendars_hold_no_secret_of_anybody_who_is_followed(app: Flask, world: World) -> None:
    """Whatever one may have in a calendar: of a restricted meeting it has at most the time."""
    meeting = db.session.get_one(Meeting, world.foreign["meeting_id"])
    assert meeting.restricted
    goes = make_person("alderman")
    meeting.circle.append(MeetingCircle(person=goes))
    meeting.attendances.append(Attendance(person=goes))
    db.session.commit()
    for role, person in world.people.items():
        make_substitution(goes, person)
        parts = [
            Wanted("mine"),
            Wanted("all"),
            Wanted("deadlines"),
            Wanted("partnership", meeting.body.partnership_id),
            Wanted("person", of_person_id=goes.id),
        ]
        subscription, token = subscribe(person, parts, actor=person)
        db.session.commit()
        taken = [row.meeting_id for row in rows_in(subscription, clock.today()) if row.busy]
        assert taken == [meeting.id], role
        response = Asker(app, person).open(f"/feeds/{token}/agenda.ics")
        assert response.status_code == 200
        told = unfolded(response.get_data())
        assert "SUMMARY:Bezet" in told
        for secret in READERS:
            assert secret not in told.lower(), f"{role} reads {secret}"


def unfolded(body: bytes) -> str:
    """The lines of a calendar as they were before they were folded."""
    return body.replace(b"\r\n ", b"").decode()
