"""The document of a pack is kept as JSON and read back as it was."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.core import files
from app.meetings.models import Meeting
from app.packs.issuing.keeping import digest_of, document_from, to_json
from app.packs.models import PartKind
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs.meeting_files import add_paper, made
from tests.packs.whole_document import whole_document


def test_a_whole_document_comes_back_as_it_was() -> None:
    document = whole_document()
    assert document_from(to_json(document)) == document
    assert digest_of(document_from(to_json(document))) == digest_of(document)


def test_markup_comes_back_as_markup() -> None:
    document = document_from(to_json(whole_document()))
    note = next(item.note for item in document.items if item.note is not None)
    assert note.reason.__html__() == str(note.reason)


def test_what_an_older_or_newer_program_kept_can_be_read() -> None:
    plain = json.loads(to_json(whole_document()))
    del plain["cover"]["marking"]
    del plain["meetings"][0]["day"]
    plain["later"] = {"unknown": 1}
    read = document_from(json.dumps(plain).encode())
    assert (read.cover.marking, read.meetings[0].day) == ("", "")
    assert read.items == whole_document().items


@pytest.mark.parametrize("content", [b"[]", b"{}", b'{"title": "x"}'])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no "):
        document_from(content)


def test_an_issued_pack_keeps_what_was_printed(app: Flask) -> None:
    alderman = make_person("alderman")
    meeting: Meeting = make_meeting(alderman=alderman)
    note = make_note(make_item(meeting, number="3"), state="aligned", parts={"core": "De kern."})
    paper = add_paper(note.item, title="Begroting")
    pack = made(meeting, alderman)
    assert pack.document is not None
    document = document_from(files.read(pack.document))
    assert [item.number for item in document.items] == ["3"]
    rows = {row.key: row for row in pack.parts}
    item, behind = rows[f"item-{note.item_id}"], rows[f"paper-{paper.id}"]
    assert (item.kind, item.number, item.note_id) == (PartKind.ITEM, "3", note.id)
    assert item.note_version == note.current_number
    assert (behind.kind, behind.number, behind.paper_id) == (PartKind.PAPER, "3.1", paper.id)
    assert behind.digest == paper.file.sha256
