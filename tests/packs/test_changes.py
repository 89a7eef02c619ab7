"""What differs between two versions of a pack: pure, on two documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.packs.content.layout import (
    Change,
    CouncilDay,
    Item,
    MeetingPart,
    PackDocument,
    Paper,
    Term,
)
from app.packs.content.meeting_parts import Attendee, Steer
from app.packs.content.note_parts import Fact, StateMark
from app.packs.content.sheets import addendum_job, print_job
from app.packs.issuing.changes import compare
from app.packs.issuing.earlier import Earlier
from app.packs.press.printjob import Section
from tests.packs.whole_document import whole_document

pytestmark = pytest.mark.usefixtures("app")
STEER = Steer("", (), ())


def meeting_of(document: PackDocument) -> MeetingPart:
    return document.meetings[0]


def with_items(document: PackDocument, *items: Item) -> PackDocument:
    return replace(document, meetings=(replace(meeting_of(document), items=items),))


def rows(before: PackDocument, after: PackDocument, **more: Any) -> list[Change]:
    earlier = Earlier(1, "1 december 2026, 09.00 uur", before, **more)
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
    facts = tuple(
        replace(one, value="12") if one.term == "Versie" else one for one in noted.note.facts
    )
    assert facts != noted.note.facts
    note = replace(noted.note, version=noted.note.version + 1, facts=facts)
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


def with_meeting(document: PackDocument, **fields: Any) -> PackDocument:
    return replace(document, meetings=(replace(meeting_of(document), **fields),))


def only_row(before: PackDocument, after: PackDocument) -> tuple[str, str, str]:
    (row,) = rows(before, after)
    return row.key, row.kind, row.what


@pytest.mark.parametrize(
    "attendee",
    [
        Attendee("Gemeente Haren", "Burgemeester", "1"),
        Attendee("Gemeente Haren", "Wethouder", "2"),
        Attendee("Gemeente Haren", "Wethouder", "1", "12 november 2026, gebeld"),
    ],
    ids=["who goes", "votes", "last contact"],
)
def test_what_is_otherwise_in_the_room_is_named_by_who(
    document: PackDocument, attendee: Attendee
) -> None:
    after = with_meeting(document, room=(attendee, *meeting_of(document).room[1:]))
    assert only_row(document, after) == ("room-1", "changed", "Gemeente Haren")


def test_who_left_the_room_and_who_came_is_named(document: PackDocument) -> None:
    came = tuple(Attendee(f"Gemeente {letter}", "") for letter in "ABCDEF")
    after = with_meeting(document, room=(meeting_of(document).room[0], *came))
    what = "Gemeente A, Gemeente B, Gemeente C en nog 3; vervallen: Gemeente Groningen"
    assert only_row(document, after) == ("room-1", "changed", what)
    assert only_row(document, with_meeting(document, room=()))[:2] == ("room-1", "gone")
    assert only_row(with_meeting(document, room=()), document)[:2] == ("room-1", "new")


def test_pages_that_went_are_named_and_have_no_page(document: PackDocument) -> None:
    after = with_meeting(document, steer=None, actions=(), last_time=None)
    found = rows(document, after, pages={"steer-1": (2, 1), "actions-1": (5, 1)})
    assert [(row.key, row.kind, row.earlier_pages) for row in found] == [
        ("steer-1", "gone", "2"),
        ("actions-1", "gone", "5"),
    ]
    assert not any(row.has_page for row in found)


def test_days_of_the_council_that_came_moved_or_went_are_named(document: PackDocument) -> None:
    days = CouncilDay("3 december 2026", "Raad"), CouncilDay("10 december 2026", "Commissie")
    before = replace(document, council_calendar=days)
    after = replace(document, council_calendar=(days[0], CouncilDay("17 december 2026", "Raad")))
    what = "17 december 2026; vervallen: 10 december 2026"
    assert only_row(before, after) == ("council-calendar", "changed", what)
    assert only_row(document, before)[:2] == ("council-calendar", "new")


def test_a_partnership_that_came_and_one_that_went_have_their_sheet_named(
    document: PackDocument,
) -> None:
    (sheet,) = document.fact_sheets
    other = replace(sheet, key="fact-sheet-9", title="RIGG")
    both = replace(document, fact_sheets=(sheet, other))
    assert only_row(document, both) == ("fact-sheet-9", "new", "")
    assert only_row(both, document)[:2] == ("fact-sheet-9", "gone")
    told = replace(sheet, facts=(replace(sheet.facts[0], value="stichting"),))
    assert only_row(document, replace(document, fact_sheets=(told,)))[2] == "Vorm"


def test_the_glossary_counts_where_words_came_along_with_something_else(
    document: PackDocument,
) -> None:
    known = replace(document, glossary=(Term("DB", "dagelijks bestuur"),))
    more = replace(known, glossary=(*known.glossary, Term("GR", "regeling")))
    assert rows(known, more) == [], "a newer program that knows more words is no change"
    moved = with_meeting(more, day="morgen")
    found = [(row.key, row.kind, row.what) for row in rows(known, moved)]
    assert found[1:] == [("glossary", "changed", "GR")]
    assert [row.key for row in rows(more, with_meeting(known, day="morgen"))] == ["cover"]


def test_what_stands_above_a_note_is_named_with_what_it_is_now(
    document: PackDocument, noted: Item
) -> None:
    assert noted.note is not None
    facts = (*noted.note.facts, Fact("Markering", "vertrouwelijk"))
    item = replace(noted, note=replace(noted.note, facts=facts))
    after = with_items(document, *(item if one.key == noted.key else one for one in document.items))
    assert only_row(document, after) == (noted.key, "changed", "Markering: vertrouwelijk")
    assert only_row(after, document) == (noted.key, "changed", "Markering vervalt")


def test_that_a_paper_must_be_read_is_named_where_that_is_printed(
    document: PackDocument, noted: Item
) -> None:
    first, second = noted.papers
    assert (first.must_read, second.must_read) == (True, False)
    papers = replace(first, must_read=False), replace(second, must_read=True, received="vandaag")
    after = with_items(
        document,
        *(replace(one, papers=papers) if one.key == noted.key else one for one in document.items),
    )
    key, kind, what = only_row(document, after)
    assert (key, kind) == (noted.key, "changed")
    assert what == (
        "stuk 1.1: niet verplicht te lezen; stuk 1.2: verplicht te lezen, ontvangen op vandaag"
    )


def test_another_order_of_items_is_named_and_another_number_is_told_once(
    document: PackDocument,
) -> None:
    first, second, *others = document.items
    turned = with_items(document, second, first, *others)
    key, kind, what = only_row(document, turned)
    assert (key, kind) == ("contents", "changed")
    assert what.startswith("andere volgorde van de punten: 2, 1, 3")
    renumbered = with_items(
        document, replace(second, number="1"), replace(first, number="2"), *others
    )
    assert [row.what for row in rows(document, renumbered)] == ["was punt 2", "was punt 1"]


def test_a_meeting_says_which_of_its_facts_are_otherwise(document: PackDocument) -> None:
    facts = (Fact("Plaats", "Raadhuis"),)
    after = with_meeting(document, facts=facts, marking="Besloten vergadering.")
    assert only_row(document, after) == (
        "cover",
        "changed",
        "Plaats: Raadhuis; Besloten vergadering",
    )


def test_what_became_of_a_meeting_that_went_is_said(document: PackDocument) -> None:
    other = replace(meeting_of(document), id=77, items=(), general_papers=(), steer=None)
    both = replace(document, meetings=(*document.meetings, other), is_period=True)
    after = replace(both, meetings=document.meetings)
    (row,) = rows(both, after, whereabouts={77: "deze vergadering gaat niet door"})
    assert (row.key, row.what) == ("meeting-77", "deze vergadering gaat niet door")


def test_an_addendum_holds_every_page_of_ours_that_changed(document: PackDocument) -> None:
    after = replace(
        with_meeting(document, room=(), day="morgen", steer=replace(STEER, why="Anders.")),
        council_calendar=(CouncilDay("3 december 2026", "Raad"),),
        fact_sheets=(replace(document.fact_sheets[0], purpose="Samen sterk."),),
    )
    first, *others = after.items
    after = with_items(after, *others, first)
    changes = compare(Earlier(1, "gisteren", document), after)
    assert changes is not None
    keys = [part.key for part in addendum_job(replace(after, changes=changes), 1).parts]
    assert keys == ["contents", "steer-1", "fact-sheet", "council-calendar"]


def test_a_note_that_only_became_aligned_was_not_supplemented(
    document: PackDocument, noted: Item
) -> None:
    assert noted.note is not None
    before, after = (
        with_items(document, replace(noted, note=replace(noted.note, state=state)))
        for state in (
            StateMark("with-alderman", "bij wethouder"),
            StateMark("aligned", "afgestemd", is_aligned=True),
        )
    )
    (row,) = rows(before, after)
    assert row.what == "nu afgestemd"


def test_a_marking_that_lapses_is_named_on_the_cover(document: PackDocument) -> None:
    marked = "Besloten vergadering. Met interne annotaties: niet voor andere deelnemers."
    before = with_meeting(document, marking=marked)
    (row,) = rows(before, with_meeting(document, marking="Besloten vergadering."))
    assert (row.title, row.what) == ("Omslag", "Met interne annotaties vervalt")


def test_an_addendum_asks_to_replace_no_page_that_it_does_not_hold(document: PackDocument) -> None:
    first, *others = document.items
    after = with_items(with_meeting(document, day="morgen"), *others, first)
    earlier = Earlier(1, "gisteren", document, pages={"cover": (1, 1), "contents": (3, 1)})
    changes = compare(earlier, after)
    assert changes is not None
    assert [row.earlier_pages for row in changes.rows if row.key in ("cover", "contents")] == [
        "1",
        "3",
    ]
    first_page, *_rest = addendum_job(replace(after, changes=changes), 2).parts
    assert isinstance(first_page, Section)
    assert "blz. 1" not in first_page.html
    assert "blz. 3" not in first_page.html
    assert "Komt na nazending 1." in first_page.html
    first_page, *_rest = addendum_job(replace(after, changes=changes), 1).parts
    assert isinstance(first_page, Section)
    assert "Komt na nazending" not in first_page.html


def test_an_item_that_gets_a_page_by_its_first_paper_is_listed(
    document: PackDocument, noted: Item
) -> None:
    bare = replace(noted, note=None, papers=())
    found = rows(
        with_items(document, bare), with_items(document, replace(bare, papers=noted.papers))
    )
    (row,) = [one for one in found if one.key == noted.key]
    assert (row.what, row.has_page) == ("nu met stukken", True)


def test_a_meeting_goes_by_its_own_name_and_items_without_a_page_take_one_line(
    document: PackDocument, noted: Item
) -> None:
    empty = [
        Item(f"item-9{one}", str(one), f"Punt {one}", "informeren", no_note="zonder annotatie")
        for one in (1, 2)
    ]
    period = replace(
        with_meeting(
            document,
            title="Overleg over de restschuld",
            day="donderdag 3 december 2026, 09.30 uur",
            items=(*empty, noted),
        ),
        is_period=True,
    )
    parts = {part.key: part for part in print_job(period).parts}
    assert parts["meeting-1"].title.startswith(
        "Overleg over de restschuld, donderdag 3 december 2026,"
    )
    contents = parts["contents"]
    assert isinstance(contents, Section)
    assert "Overleg over de restschuld</a>" in contents.html
    assert '<td class="number">1–2</td><td>Punt 1; Punt 2 ' in contents.html
