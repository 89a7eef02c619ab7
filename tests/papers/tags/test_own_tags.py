"""Tags of the maker are kept, and mended where they break a rule."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from app.papers.grades import Grade
from tests import verapdf
from tests.papers.tags.drawn import element, piece, with_tree
from tests.papers.tags.looking import declare, pictures, tagged_copy, texts, tree


def _broken_papers() -> dict[str, bytes]:
    """Papers whose tags each break a rule of their own."""
    two, three = piece(0) + piece(1, top=680), piece(0) + piece(1, top=680) + piece(2, top=660)
    return {
        "roles": with_tree(piece(0), element("Kop", 0), roles={"Kop": "Titel", "Titel": "H1"}),
        "circular roles": with_tree(piece(0), element("A", 0), roles={"A": "B", "B": "A"}),
        "no role": with_tree(piece(0), element("Iets", 0)),
        "skipped level": with_tree(two, element("H3", 0), element("H6", 1)),
        "headings without a level": with_tree(
            two, element("H", 0), element("Sect", element("Sect", element("H", 1)))
        ),
        "figure without words": with_tree(piece(0, "Figure"), element("Figure", 0)),
        "formula without words": with_tree(piece(0, "Formula"), element("Formula", 0)),
        "items without a list": with_tree(two, element("LI", 0), element("LI", 1)),
        "a list of paragraphs": with_tree(two, element("L", element("P", 0), element("P", 1))),
        "cells without rows": with_tree(two, element("Table", element("TD", 0), element("TD", 1))),
        "rows that differ": with_tree(
            three,
            element(
                "Table",
                element("TR", element("TH", 0), element("TH", 1)),
                element("TR", element("TD", 2)),
            ),
        ),
        "spans that do not fit": with_tree(
            two,
            element(
                "Table",
                element("TR", element("TD", 0, A=Dictionary(O=Name.Table, RowSpan=9))),
                element("TR", element("TD", 1)),
            ),
        ),
        "a head and no body": with_tree(
            piece(0), element("Table", element("THead", element("TR", element("TH", 0))))
        ),
        "notes with one name": with_tree(
            two, element("Note", 0, ID=String("n")), element("Note", 1, ID=String("n"))
        ),
        "a language that is none": with_tree(piece(0), element("P", 0, Lang=String("heel_fout!"))),
        "content outside": with_tree(
            piece(0) + b"BT /F1 12 Tf 72 500 Td (Gestempeld) Tj ET 9 9 99 99 re S", element("P", 0)
        ),
        "an artefact inside": with_tree(
            b"/P <</MCID 0>> BDC /Artifact BMC BT /F1 9 Tf 72 500 Td (x) Tj ET EMC EMC",
            element("P", 0),
        ),
        "tags in an artefact": with_tree(
            b"/Artifact BMC " + piece(0) + b" EMC " + piece(1), element("P", 0), element("P", 1)
        ),
        "marks left open": with_tree(
            b"EMC " + piece(0) + b"/P <</MCID 1>> BDC BT /F1 9 Tf 9 9 Td (open) Tj ET",
            element("P", 0),
            element("P", 1),
        ),
        "a language in the content": with_tree(
            b"/Span <</Lang (x_y) /MCID 0>> BDC BT /F1 9 Tf 9 9 Td (taal) Tj ET EMC",
            element("Span", 0),
        ),
    }


BROKEN = _broken_papers()


@pytest.mark.parametrize("name", BROKEN)
def test_broken_tags_are_mended_and_nothing_moves(name: str, tmp_path: Path) -> None:
    target = tmp_path / "tagged.pdf"

    said = tagged_copy(BROKEN[name], target)

    assert (said.grade, said.problems) == (Grade.OWN, ())
    assert pictures(BROKEN[name]) == pictures(target)
    assert (
        "Tekst" in " ".join(text for _kind, text in texts(target))
        or "inside" in name
        or ("language in" in name)
    )


def test_mended_tags_hold_the_standard(tmp_path: Path) -> None:
    verapdf.require()
    targets = []
    for number, source in enumerate(BROKEN.values()):
        targets.append(tmp_path / f"{number}.pdf")
        tagged_copy(source, targets[-1])

    broken = {
        name: [rule for rule in verdict.broken if not rule.startswith("7.21.")]
        for name, verdict in zip(BROKEN, verapdf.judge(targets, [verapdf.ACCESSIBLE]), strict=True)
    }

    assert {name: rules for name, rules in broken.items() if rules} == {}


def test_roles_become_what_they_stand_for(tmp_path: Path) -> None:
    target = tmp_path / "tagged.pdf"
    tagged_copy(BROKEN["roles"], target)

    assert tree(target) == ["Document", "  H1"]
    with pikepdf.open(target) as pdf:
        assert "/RoleMap" not in pdf.Root.StructTreeRoot


def test_headings_begin_at_one_and_skip_nothing(tmp_path: Path) -> None:
    target = tmp_path / "tagged.pdf"
    tagged_copy(BROKEN["skipped level"], target)

    assert [kind for kind, _text in texts(target)] == ["H1", "H2"]


def test_rows_are_made_as_wide_as_the_widest(tmp_path: Path) -> None:
    target = tmp_path / "tagged.pdf"
    tagged_copy(BROKEN["rows that differ"], target)

    kinds = [line.strip() for line in tree(target)]
    assert kinds == ["Document", "Table", "TR", "TH", "TH", "TR", "TD", "TD"]
    with pikepdf.open(target) as pdf:
        head = pdf.Root.StructTreeRoot.K[0].K.K[0].K[0]
        assert head.A.Scope == Name.Column


def test_words_of_the_maker_stay(tmp_path: Path) -> None:
    source = with_tree(
        piece(0, "Figure"), element("Figure", 0, Alt=String("Staafdiagram"), Lang=String("nl"))
    )
    target = tmp_path / "tagged.pdf"

    said = tagged_copy(source, target)

    assert tree(target) == ["Document", "  Figure (Staafdiagram)"]
    assert "pictures_not_described" not in said.reasons


def test_a_page_without_tags_in_a_tagged_paper_gets_its_own(tmp_path: Path) -> None:
    source = io.BytesIO(with_tree(piece(0), element("P", 0)))
    joined = tmp_path / "joined.pdf"
    with pikepdf.open(source) as pdf:
        pdf.pages.append(pdf.pages[0])
        loose = pikepdf.Stream(pdf, b"BT /F1 12 Tf 72 700 Td (Los blad) Tj ET")
        pdf.pages[1].obj.Contents = loose
        pdf.save(joined)
    target = tmp_path / "tagged.pdf"

    said = tagged_copy(joined, target)

    assert said.grade == Grade.BASIC
    assert "pages_without_tags" in said.reasons
    assert texts(target) == [("P", "Tekst 0"), ("P", "Los blad")]


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    once, twice = tmp_path / "once.pdf", tmp_path / "twice.pdf"
    tagged_copy(BROKEN["rows that differ"], once)

    said = tagged_copy(once, twice)

    assert said.grade == Grade.OWN
    assert tree(once) == tree(twice)
    assert texts(once) == texts(twice)


def test_the_way_back_from_content_is_whole(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(BROKEN["content outside"])) as pdf:
        declare(pdf)
        pdf.save(tmp_path / "declared.pdf")
    target = tmp_path / "tagged.pdf"
    tagged_copy(tmp_path / "declared.pdf", target)

    with pikepdf.open(target) as pdf:
        root = pdf.Root.StructTreeRoot
        numbers = root.ParentTree.Nums
        page = pdf.pages[0].obj
        assert int(page.StructParents) == int(numbers[0])
        assert isinstance(numbers[1], Array)
        assert [int(one.K) for one in numbers[1]] == [0, 1]
        assert int(root.ParentTreeNextKey) == 1


def test_what_has_a_name_is_found_by_it(tmp_path: Path) -> None:
    cells = [element("TH", 0, ID=String("kop-2")), element("TH", 1, ID=String("kop-1"))]
    notes = [element("Note", 2), element("Note", 3, ID=String("é"))]
    source = with_tree(
        b"".join(piece(number, top=700 - 20 * number) for number in range(5)),
        element("Table", element("TR", *cells), element("TR", element("TD"), element("TD", 4))),
        *notes,
    )
    target = tmp_path / "tagged.pdf"
    tagged_copy(source, target)

    with pikepdf.open(target) as pdf:
        flat = list(pdf.Root.StructTreeRoot.IDTree.Names)
        names = [bytes(name) for name in flat[::2]]
        assert names == sorted(names)
        assert [str(name) for name in flat[::2]] == [str(one.ID) for one in flat[1::2]]
        assert {str(name) for name in flat[::2]} == {"kop-1", "kop-2", "noot-1", "é"}


_PICTURE = b"BI /W 1 /H 1 /CS /G /BPC 8 ID x EI"


def test_a_large_picture_that_the_maker_forgot_is_a_figure(tmp_path: Path) -> None:
    chart = b"q 300 0 0 200 72 300 cm " + _PICTURE + b" Q "
    logo = b"q 60 0 0 30 480 780 cm " + _PICTURE + b" Q "
    source = with_tree(piece(0) + chart + logo, element("P", 0))
    target = tmp_path / "tagged.pdf"

    said = tagged_copy(source, target)

    assert tree(target) == [*("Document", "  P", "  Figure (Afbeelding zonder beschrijving)")]
    assert (said.grade, said.problems) == (Grade.OWN, ())
    assert {"pictures_not_described", "tags_mended"} <= set(said.reasons)
    assert pictures(source) == pictures(target)


def test_a_background_that_the_maker_did_not_tag_stays_unread(tmp_path: Path) -> None:
    source = with_tree(b"q 595 0 0 842 0 0 cm " + _PICTURE + b" Q " + piece(0), element("P", 0))
    target = tmp_path / "tagged.pdf"

    said = tagged_copy(source, target)

    assert tree(target) == ["Document", "  P"]
    assert "pictures_not_described" not in said.reasons
