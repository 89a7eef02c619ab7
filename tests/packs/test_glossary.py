"""The glossary names the words that stand in a pack, and those above a part that is filled in."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from app.packs.content.glossary import glossary
from app.packs.content.layout import Note, PackDocument
from app.packs.content.note_parts import Forces
from tests.packs.whole_document import NOTE, whole_document

BARE = replace(NOTE, speaking_points=(), fallback=Markup(""))


def with_note(note: Note) -> PackDocument:
    document = whole_document(papers=False)
    (meeting,) = document.meetings
    items = (replace(meeting.items[0], note=note),)
    return replace(document, meetings=(replace(meeting, items=items),))


def terms(note: Note) -> set[str]:
    return {term.word for term in glossary(with_note(note))}


def test_a_word_is_explained_where_it_stands_in_the_text() -> None:
    assert {"Mandaat", "Algemeen bestuur (AB)"} <= terms(BARE)
    assert "Kaderbrief" not in terms(BARE)
    assert "Kaderbrief" in terms(replace(BARE, ask="Instemmen met de kaderbrief."))


def test_the_word_above_a_part_is_explained_where_that_part_is_filled_in() -> None:
    above = {"Spreekpunt", "Terugvaloptie", "Krachtenveld"}
    assert not above & terms(BARE)
    assert above & terms(NOTE) == {"Spreekpunt", "Terugvaloptie"}
    assert above & terms(replace(BARE, forces=Forces())) == {"Krachtenveld"}
