"""A disk that is full when a paper comes in or is prepared: said by file, and nothing is half."""

from __future__ import annotations

import html

import pytest
from flask import Flask

from app.core import jobs
from app.core.database import db
from app.core.files import StoredFile
from app.meetings.agenda_models import Paper
from app.papers.grades import CopyState
from app.papers.models import ReadingCopy
from app.papers.preparing import ask_for, key_of
from tests.conftest import MakeApp
from tests.factories import make_item, make_meeting, make_person
from tests.full_disk import can_be_full, run_on_a_full_disk
from tests.packs.meeting_files import add_paper

#: Signs in, opens the form at `sys.argv[2]`, and sends it with a file of so many bytes.
SEND = """
import io, os, re, sys, tempfile
tempfile.tempdir = os.environ.get("TMPDIR")  # known before the disk was full
from pikepdf import Stream
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart
from app import create_app
from app.core.database import db
from app.people.models import Person
from tests.client import CheckingClient
from tests.packs.pdf_files import as_bytes, blank_paper
person, address, field, name, size, *typed = sys.argv[1:]
app = create_app()
app.test_client_class = CheckingClient
with app.app_context():
    client = app.test_client()
    client.sign_in(db.session.get_one(Person, int(person)))
    page = client.get(address).text
    data = dict(re.findall('name="(key|csrf_token|version)" type="hidden" value="([^"]*)"', page))
    data |= dict(one.split("=", 1) for one in typed)
    pdf = blank_paper()
    pdf.Root.Extra = Stream(pdf, os.urandom(int(size)))
    data[field] = FileStorage(io.BytesIO(as_bytes(pdf)), name)
    boundary, body = encode_multipart(data)  # in memory: it is the server that has no room
    kind = f'multipart/form-data; boundary="{boundary}"'
    sent = client.post(address, data=body, content_type=kind)
    print(sent.status_code)
    print(sent.text)
"""
PREPARE = """
import os, sys, tempfile
tempfile.tempdir = os.environ.get("TMPDIR")
from app import create_app
from app.papers.preparing import DiskFull, prepare_paper
with create_app().app_context():
    try:
        prepare_paper(int(sys.argv[1]))
    except DiskFull:
        print("full")
"""

pytestmark = pytest.mark.skipif(not can_be_full(), reason="no disk of our own to fill here")


@pytest.fixture
def own_app(make_app: MakeApp) -> Flask:
    return make_app()


@pytest.mark.parametrize("temporary", [False, True], ids=["store", "everything"])
@pytest.mark.parametrize("size", [0, 400_000], ids=["small", "larger"])
def test_an_upload_names_the_file_and_the_remedy_and_keeps_what_was_typed(
    own_app: Flask, temporary: bool, size: int
) -> None:
    with own_app.app_context():
        secretary = make_person("secretary")
        meeting = make_meeting()
        make_item(meeting)
        answer = run_on_a_full_disk(
            own_app,
            SEND,
            *(str(secretary.id), f"/meetings/{meeting.id}/papers/new", "papers"),
            *("Begroting.pdf", str(size), "received_on=2026-10-20", "must_read=y"),
            temporary=temporary,
        )
        said = html.unescape(answer)
        assert said.startswith("422\n")
        assert "De schijf van de server is vol; Begroting.pdf is niet bewaard. Meld het" in said
        assert 'value="2026-10-20"' in said
        assert db.session.query(Paper).count() == db.session.query(StoredFile).count() == 0


def test_what_finds_no_room_while_it_comes_in_is_said_too(own_app: Flask) -> None:
    with own_app.app_context():
        secretary = make_person("secretary")
        meeting = make_meeting()
        answer = run_on_a_full_disk(
            own_app,
            SEND,
            *(str(secretary.id), f"/meetings/{meeting.id}/papers/new", "papers"),
            *("Begroting.pdf", "2000000"),
            temporary=True,
        )
        assert answer.startswith("507\n")
        assert "De schijf van de server is vol" in answer


@pytest.mark.parametrize("temporary", [False, True], ids=["store", "everything"])
def test_a_paper_is_not_blamed_and_prepared_once_there_is_room(
    own_app: Flask, temporary: bool
) -> None:
    with own_app.app_context():
        paper = add_paper(make_item())
        ask_for([paper.file])
        db.session.commit()
        copy = db.session.query(ReadingCopy).one()
        said = run_on_a_full_disk(own_app, PREPARE, str(copy.id), temporary=temporary)
        assert said == "full\n"
        db.session.expire_all()
        assert (copy.state, copy.failure) == (CopyState.WAITING, "")
        jobs.run_pending(key_of(copy.id))
        db.session.expire_all()
        assert copy.state == CopyState.READY
