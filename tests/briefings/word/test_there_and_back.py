"""A note that went out as a Word document comes back whole, part by part, without a question."""

from __future__ import annotations

from contextvars import Context
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from app.briefings.content import of_version
from app.briefings.desk import sections_of
from app.briefings.models import Note
from app.briefings.parts import PARTS
from app.briefings.word.child import as_html, sections
from app.briefings.word.marks import PART
from app.briefings.word.reading import Section, in_parts, part_names, read_document
from app.briefings.word.writing import as_document, write_markdown
from app.core.database import db
from tests.briefings.stage import Stage

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TEXTS = (
    "Een zin met **vet**, *schuin* en [een link](https://haren.example/a?b=1&c=2).",
    "***Alles*** en [**vet**](https://haren.example/), zie <https://haren.example/d>.",
    "Regel een\nregel twee",
    "**Alleen vet**",
    "**Kosten**",
    "# Kosten\n\nWat het kost.\n\n## Per jaar\n\nEn dan.\n\n### Per maand\n\nSlot.",
    "## Eerst **vet** lager\n\nTekst.",
    "- een\n- twee\n  - diep\n  - **diep** twee\n    - dieper\n- drie",
    "1. een\n   - punt\n   - punt\n2. twee\n   1. onder",
    "- een\n\n  gaat door\n- twee",
    "> Gezegd aan tafel.\n>\n> En nog eens.",
    "| Jaar | Bedrag |\n| --- | --- |\n| 2027 | **€ 5** |\n| a \\| b | [x](https://a.example/) |",
    "|  |  |\n| --- | --- |\n| leeg | hoofd |",
    "\\# geen kop\n\n\\- geen punt\n\n1\\. geen nummer\n\n\\> geen citaat\n\n\\---\n\n5 \\* 3",
)


def back(app: Flask, note: Note) -> list[Section]:
    """What reading the document of a note makes of it, with every part that was written."""
    content = of_version(note.current)
    with app.test_request_context():
        document = as_document(note, content, sections_of(content, PARTS), NOW)
    return read_document(BytesIO(document))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_part_comes_back_as_it_went(app: Flask, language: str) -> None:
    stage = Stage.set_up(app)
    written = {part.key: text for part, text in zip(PARTS, TEXTS * 2, strict=False)}
    written["speaking_points"] = "Wij steunen **dit**.\nWij vragen om uitstel."
    note = stage.note(parts=written, stance="agree", mandate="Tot drie procent.")
    with force_locale(language):
        found = back(app, note)
    assert {one.part: one.text for one in found} == written
    assert len(found) == len(written)


def test_the_page_asks_nothing_about_it(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(parts={"core": TEXTS[0], "money": TEXTS[5]})
    client = stage.client(stage.officer)
    document = client.get(f"/notes/{note.id}/word").data
    page = client.post(
        f"/items/{stage.item.id}/note/word", data={"file": (BytesIO(document), "notitie.docx")}
    ).text
    assert "kies waar dit hoort" not in page
    assert page.count("<h2") >= 2
    db.session.expire_all()
    assert db.session.get_one(Note, note.id).current_number == 1


def test_what_was_added_in_word_is_asked_about_and_not_lost(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(parts={"ask": "", "core": "Kern.", "money": "Geld."})
    content = of_version(note.current)
    document: Any = Document(BytesIO(as_document(note, content, sections_of(content, PARTS), NOW)))
    heading = next(one for one in document.paragraphs if one.text == "Aanleiding en kern")
    heading.insert_paragraph_before("Boven de kern getypt.")
    document.add_heading("Risico’s", 2)
    document.add_paragraph("Nieuw onderdeel.")
    document.add_heading("Planning", 2)
    document.add_paragraph("Geen onderdeel.")
    out = BytesIO()
    document.save(out)
    found = read_document(out)
    assert [(one.part, one.text) for one in found] == [
        ("", "Boven de kern getypt."),
        ("core", "Kern."),
        ("money", "Geld."),
        ("risk", "Nieuw onderdeel."),
        ("", "Geen onderdeel."),
    ]


def test_a_bookmark_that_names_no_part_means_nothing() -> None:
    html = f'<h2><a id="{PART}elders"></a>Gevraagd besluit</h2><p>Instemmen.</p>'
    (found,) = in_parts(sections(html))
    assert (found.part, found.text) == ("ask", "Instemmen.")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5))
def test_any_texts_below_each_other_come_back(texts: list[str]) -> None:
    """What stands below each other is apart: a paragraph between keeps two lists two."""
    text = "\n\nEn verder:\n\n".join(texts)
    document, out = Document(), BytesIO()
    write_markdown(document, text)
    document.save(out)
    html = f'<h2><a id="{PART}options"></a>Keuzes</h2>{as_html(out)}'
    (found,) = in_parts(sections(html))
    assert (found.part, found.text) == ("options", text)


def test_names_of_parts_are_known_in_both_languages_whoever_asked_before(app: Flask) -> None:
    Context().run(part_names)  # outside any request there is Dutch only
    assert part_names()["decision asked"] == part_names()["gevraagd besluit"] == "ask"
