"""A text in a pack on a server without LibreOffice: a page of its own, and the file as it came."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask

from app.core.database import db
from app.papers import office, words
from app.papers.kinds import KINDS
from app.papers.queries import reading_copies
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper, made, pages_of
from tests.papers.files import letter


def test_the_pack_lists_it_and_its_page_gives_the_file(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "PROGRAMS", ("geen-kantoorprogramma",))
    alderman = make_person("alderman")
    meeting = make_meeting(alderman=alderman)
    item = make_item(meeting, number="3")
    content = letter("kanarie")
    paper = add_paper(item, content=content, title="Memo", file_name="Memo.docx", pages=0)
    paper.file.media_type = KINDS["docx"].media_type
    add_paper(item, content=pdf_files.paper(text="Goed"), title="Brief", position=2)
    db.session.commit()

    pages = pages_of(made(meeting, alderman, variant="papers"))
    (listed,) = [text for text in pages if "Dit stuk zit niet in de map" in text]
    assert "Memo" in listed
    assert "LibreOffice staat er niet op" in " ".join(listed.split())
    assert any("Goed blad 1" in text for text in pages)
    assert reading_copies([paper.file_id])[paper.file_id].failure == "no_office"

    client.sign_in(alderman)
    page = client.get(f"/papers/{paper.id}").text
    assert words.failure("no_office") in page
    answer = client.get(f"/papers/{paper.id}/file")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert quote("Memo.docx") in answer.headers["Content-Disposition"]
