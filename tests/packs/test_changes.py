"""What differs between two versions of a pack: pure, on two documents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app.packs.content.layout import Change, Item, MeetingPart, PackDocument, Paper
from app.packs.issuing.changes import Earlier, compare
from tests.packs.whole_document import whole_document

pytestmark = pytest.mark.usefixtures("app")


def meeting_of(document: PackDocument) -> MeetingPart:
    return document.meetings[0]


def with_items(document: PackDocument, *items: Item) -> PackDocument:
    return replace(document, meetings=(replace(meeting_of(document), items=items),))


def rows(before: PackDocument, after: PackDocument, **more: object) -> list[Change]:
    earlier = Earlier(1, "1 december 2026, 09.00 uur", before, **more)  # type: ignore[arg-type]
    found = compare(earlier, after)
    return list(found.rows) if found else []


@pytest.fixture
def document() -> PackDocument:
    return whole_document()


@pytest.fixture
def noted(document: PackDocument) -> Item:
    """An item with a note and papers."""
    return next(item for item in document.items if item.note is not None and item.papers)


def test_of_equal_documents_nothing_differs(document: PackDocument) -> None:
    assert rows(document, document) == []


def test_a_later_version_of_a_note_is_named_with_its_old_pages(
    document: PackDocument, noted: Item
) -> None:
    assert noted.note is not None
    note = replace(noted.note, ask="Iets anders", version=noted.note.version + 1)
    after = with_items(
        document,
        *(replace(one, note=note) if one.key == noted.key else one for one in document.items),
    )
    (row,) = rows(document, after, pages={noted.key: (8, 2)})
    assert (row.key, row.kind, row.earlier_pages) == (noted.key, "changed", "8–9")
    assert row.what == f"annotatie, versie {note.version} in plaats van {noted.note.version}"


def test_a_version_that_says_the_same_is_no_change(document: PackDocument, noted: Item) -> None:
    assert noted.note is not None
    note = replace(noted.note, version=noted.note.version + 1, facts=())
    after = with_items(
        document,
        *(replace(one, note=note) if one.key == noted.key else one for one in document.items),
    )
    assert rows(document, after) == []


def test_a_late_paper_is_new_and_one_that_takes_a_place_names_what_it_replaces(
    document: PackDocument, noted: Item
) -> None:
    old = noted.papers[0]
    fresh = Paper("paper-901", "9.9", "Memo", "1 december", "a" * 64)
    instead = replace(old, key="paper-900", title="Begroting, herzien", digest="b" * 64)
    changed = replace(noted, papers=(instead, *noted.papers[1:], fresh))
    after = with_items(
        document, *(changed if one.key == noted.key else one for one in document.items)
    )
    found = {
        row.key: row
        for row in rows(document, after, replaced={"paper-900": old.key}, pages={old.key: (12, 1)})
    }
    assert found.keys() == {"paper-900", "paper-901"}
    assert (found["paper-901"].kind, found["paper-901"].earlier_pages) == ("new", "")
    row = found["paper-900"]
    assert (row.kind, row.earlier_pages) == ("changed", "12")
    assert row.what == f"vervangt stuk {old.number}, {old.title}"


def test_what_is_gone_has_no_page(document: PackDocument, noted: Item) -> None:
    after = with_items(
        document,
        *(replace(one, papers=()) if one.key == noted.key else one for one in document.items),
    )
    keys = [paper.key for paper in noted.papers]
    gone = rows(document, after)
    assert [row.key for row in gone if row.kind == "gone"] == keys
    assert not any(row.has_page for row in gone)


def test_a_paper_that_could_not_be_printed_then_and_is_now_is_a_change(
    document: PackDocument, noted: Item
) -> None:
    (row,) = rows(document, document, came_along={noted.papers[0].key})
    assert (row.key, row.kind) == (noted.papers[0].key, "changed")
    assert row.what == "zat niet in de map, en nu wel"


def test_an_item_that_comes_and_one_that_goes(document: PackDocument) -> None:
    first, *others = document.items
    assert [(row.key, row.kind) for row in rows(with_items(document, *others), document)] == [
        (first.key, "new"),
        *((paper.key, "new") for paper in first.papers),
    ]
    back = rows(document, with_items(document, *others))
    assert (back[0].key, back[0].kind) == (first.key, "gone")


def test_another_day_is_a_change_of_the_meeting(document: PackDocument) -> None:
    moved = replace(meeting_of(document), day="vrijdag 11 december 2026, 09.30–11.00 uur")
    (row,) = rows(document, replace(document, meetings=(moved,)))
    assert (row.key, row.what) == ("cover", f"nu {moved.day}")


def test_a_meeting_that_left_a_period_is_named(app: Flask, document: PackDocument) -> None:
    other = replace(meeting_of(document), id=77, items=(), general_papers=(), steer=None)
    both = replace(document, meetings=(*document.meetings, other), is_period=True)
    (row,) = rows(both, replace(both, meetings=document.meetings))
    assert (row.key, row.kind) == ("meeting-77", "gone")
    (row, *_rest) = rows(replace(both, meetings=document.meetings), both)
    assert (row.key, row.kind) == ("meeting-77", "new")
