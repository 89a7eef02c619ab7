"""A paper without tags gets basic ones: read in order, with nothing claimed that is not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.papers.grades import Grade
from tests import verapdf
from tests.papers.tags import drawn
from tests.papers.tags.looking import pictures, tagged_copy, texts, tree

LAYOUTS = (
    drawn.woven_columns,
    drawn.backwards,
    drawn.turned_pages,
    drawn.forms_in_forms,
    drawn.ruled_table,
    drawn.annotated,
)


@pytest.mark.parametrize("make", LAYOUTS, ids=lambda make: make.__name__)
def test_a_page_looks_as_it_did(make: Callable[[], bytes], tmp_path: Path) -> None:
    source, target = make(), tmp_path / "tagged.pdf"

    said = tagged_copy(source, target)

    assert (said.grade, said.problems) == (Grade.BASIC, ())
    assert pictures(source) == pictures(target)


def test_layouts_hold_the_standard(tmp_path: Path) -> None:
    verapdf.require()
    targets = []
    for make in LAYOUTS:
        targets.append(tmp_path / f"{make.__name__}.pdf")
        tagged_copy(make(), targets[-1])

    for verdict in verapdf.judge(targets, [verapdf.ACCESSIBLE]):
        assert [rule for rule in verdict.broken if not rule.startswith("7.21.")] == []


def test_columns_are_read_one_by_one(tmp_path: Path) -> None:
    target = tmp_path / "tagged.pdf"
    said = tagged_copy(drawn.woven_columns(), target)

    assert "order_guessed" in said.reasons
    heading, left, right = texts(target)
    assert heading == ("H1", "Twee kolommen")
    assert left[1]
    assert drawn.LEFT_TEXT.startswith(left[1])
    assert right[1]
    assert drawn.RIGHT_TEXT.startswith(right[1])


def test_a_page_drawn_from_below_is_read_from_above(tmp_path: Path) -> None:
    target = tmp_path / "tagged.pdf"
    tagged_copy(drawn.backwards(), target)

    heading, text = texts(target)
    assert heading == ("H1", "Van onder naar boven")
    assert text[1] == drawn.LEFT_TEXT.strip()


def test_turned_pages_have_their_headings(tmp_path: Path) -> None:
    target = tmp_path / "tagged.pdf"
    tagged_copy(drawn.turned_pages(), target)

    assert [kind for kind, _text in texts(target)] == ["H1", "P", "H1", "P"]


def test_text_in_forms_is_read_and_what_repeats_is_not(tmp_path: Path) -> None:
    target = tmp_path / "tagged.pdf"
    tagged_copy(drawn.forms_in_forms(), target)

    found = texts(target)
    assert [kind for kind, _text in found] == ["H1", "P", "P", "H1", "P", "H1", "P", "H1", "P"]
    assert not any("blad" in text for _kind, text in found)
    assert not any("Figure" in line for line in tree(target))


def test_a_ruled_table_is_a_table_and_a_chart_is_not(tmp_path: Path) -> None:
    target = tmp_path / "tagged.pdf"
    tagged_copy(drawn.ruled_table(), target)

    kinds = [line.strip() for line in tree(target)]
    assert kinds.count("Table") == 1
    assert kinds.count("TR") == 3
    assert kinds.count("TD") == 5
    assert ("TD", "Programma en bedrag") in texts(target)


def test_annotations_say_what_they_are(tmp_path: Path) -> None:
    target = tmp_path / "tagged.pdf"
    tagged_copy(drawn.annotated(), target)

    lines = [line.strip() for line in tree(target)]
    assert "Link" in lines
    assert "Annot" in lines
    assert "Form (naam)" in lines
    assert not any("Popup" in line for line in lines)
