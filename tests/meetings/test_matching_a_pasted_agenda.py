"""Which pasted items stand on the agenda already, and where new ones come."""

from __future__ import annotations

import pytest

from app.meetings.agenda_paste.matching import Standing, Use, bare_number, matches, merged_order

AGENDA = [
    Standing(1, "1", "Opening en mededelingen"),
    Standing(2, "2", "Verslag van de vorige vergadering"),
    Standing(3, "3", "Ontwerpbegroting en meerjarenraming"),
    Standing(4, "4", "Jaarrekening 2025"),
    Standing(5, "5", "Spreiding brandweerposten en opkomsttijden"),
    Standing(6, "", "Rondvraag"),
]


@pytest.mark.parametrize(
    ("number", "title", "item", "use"),
    [
        ("1", "Opening en mededelingen", 1, Use.SKIP),
        ("1", "OPENING EN MEDEDELINGEN", 1, Use.UPDATE),
        ("1.", "Opening, mededelingen", 1, Use.UPDATE),
        ("", "Opening en mededelingen", 1, Use.SKIP),
        ("7", "Opening en mededelingen", 1, Use.UPDATE),
        ("2", "Vaststelling verslag 1 oktober 2026", 2, Use.UPDATE),
        ("9", "Vaststelling verslag 1 oktober 2026", None, Use.ADD),
        ("3.1", "Ontwerpbegroting 2027 en meerjarenraming 2028-2030", 3, Use.UPDATE),
        ("3", "Begroting en meerjarenraming", 3, Use.UPDATE),
        ("3", "Regionale energiestrategie", None, Use.ADD),
        ("4", "Jaarrekening 2026", 4, Use.UPDATE),
        ("8", "Jaarrekening 2026", None, Use.ADD),
        ("5a", "Spreiding brandweerposten en opkomsttijd", 5, Use.UPDATE),
        ("6", "Rondvraag", 6, Use.UPDATE),
        ("5", "Sluiting", None, Use.ADD),
        ("3", "", None, Use.ADD),
    ],
)
def test_recognising(number: str, title: str, item: int | None, use: Use) -> None:
    match = matches([(number, title)], AGENDA)[0]
    assert (match.item.id if match.item else None, match.use) == (item, use)


def test_an_item_is_recognised_once() -> None:
    found = matches(
        [("3", "Begroting 2027"), ("4", "Begroting 2027")], [Standing(9, "4", "Begroting 2027")]
    )
    assert [match.use for match in found] == [Use.ADD, Use.SKIP]


@pytest.mark.parametrize(
    ("one", "other"), [("3.a", "3a"), ("03.", "3"), ("3.01", "3.1"), (" 3 A)", "3a"), ("0", "00")]
)
def test_numbers_that_are_one(one: str, other: str) -> None:
    assert bare_number(one) == bare_number(other)


@pytest.mark.parametrize(
    ("standing", "rows", "order"),
    [
        ([], [(7, True), (8, True)], [7, 8]),
        ([1, 2], [(7, True)], [1, 2, 7]),
        ([1, 2, 3], [(1, False), (7, True), (3, False), (8, True)], [1, 7, 2, 3, 8]),
        ([1, 2], [(7, True), (1, False)], [7, 1, 2]),
        ([1, 2, 3], [(3, False), (7, True), (1, False), (8, True)], [1, 8, 2, 3, 7]),
        ([1], [(9, False), (7, True)], [1, 7]),
    ],
)
def test_new_items_come_behind_their_neighbour(
    standing: list[int], rows: list[tuple[int, bool]], order: list[int]
) -> None:
    assert merged_order(standing, rows) == order
