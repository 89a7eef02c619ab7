"""A unique word in everything that is secret, looked for in every outlet, for every role."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Text, cast, select

from app.core import files, jobs
from app.core.database import db
from app.core.journal import JournalEntry
from app.messages.models import Message
from app.packs.models import Pack
from tests.access.asking import Asker, routes
from tests.access.world import World, make_world
from tests.factories import make_item, make_meeting, make_note

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


def test_journal_messages_and_file_names_hold_no_secret(app: Flask, world: World) -> None:
    for role in ("officer", "alderman", "secretary", "coordinator"):
        world.own(world.people[role])
    rows = db.session.execute(
        select(JournalEntry.action, JournalEntry.object_kind, cast(JournalEntry.fields, Text))
    )
    messages = db.session.execute(select(Message.key, Message.text, Message.url))
    told = "\n".join(str(tuple(row)) for row in (*rows, *messages)).lower()
    assert not any(secret in told for secret in READERS)
