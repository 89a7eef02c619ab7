"""What an archive does not allow and can be mended is mended; the page looks as before."""

from __future__ import annotations

from pathlib import Path

import pytest
from pikepdf import Name, Pdf

from app.papers.archive import Archive
from tests.papers.archive import drawings, lettered
from tests.papers.archive.drawn import Build
from tests.papers.archive.judging import brought, difference, pictures, saved, text_of
from tests.verapdf import judge

MENDED = {**drawings.MENDED, **lettered.MENDED}
LOOKS_CHANGE = (*drawings.LOOKS_CHANGE, *lettered.LOOKS_CHANGE)


@pytest.mark.parametrize(("wrong", "build"), MENDED.items(), ids=list(MENDED))
def test_what_can_be_mended_is(wrong: str, build: Build, tmp_path: Path) -> None:
    """Nothing stands in the way any more, and the page looks as it did."""
    pdf, target = build(), tmp_path / f"{wrong}.pdf"
    before = pictures(saved(pdf))[0]
    assert brought(pdf, target) == Archive((), ())
    after = pictures(target)[0]
    assert difference(before, after) < (0.12 if any(w in wrong for w in LOOKS_CHANGE) else 0.004)


def test_the_validator_of_archives_agrees(tmp_path: Path) -> None:
    """Every paper that was mended holds PDF/A-2b by veraPDF."""
    files = [tmp_path / f"{wrong}.pdf" for wrong in MENDED]
    for target, build in zip(files, MENDED.values(), strict=True):
        brought(build(), target)
    wrong = [one for one in judge(files, ["PDFA-2B"]) if not one.passed]
    assert not wrong, "\n".join(f"{one.path.name}: {one.broken}" for one in wrong)


@pytest.mark.parametrize("name", lettered.STANDARD_FONTS[:12])
def test_letters_of_a_font_that_was_lacking_are_found(name: str, tmp_path: Path) -> None:
    """Searching finds the words, whatever font stands in."""
    target = tmp_path / "paper.pdf"
    brought(lettered.lacking(name), target)
    assert lettered.TEXT in text_of(target)


def test_letters_are_found_where_only_the_program_knows_them(tmp_path: Path) -> None:
    """A wide font without a map of letters gets one from the program's own."""
    target = tmp_path / "paper.pdf"
    brought(lettered.composite(), target)
    assert lettered.TEXT in text_of(target)


def test_widths_of_the_paper_stay(tmp_path: Path) -> None:
    """Where dictionary and program differ it is the program that gives way."""
    pdf = lettered.truetype(40, encoding=Name.WinAnsiEncoding)
    before = list(pdf.pages[0].Resources.Font.F.Widths)
    brought(pdf, tmp_path / "paper.pdf")
    assert list(pdf.pages[0].Resources.Font.F.Widths) == before


def test_bringing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """No clock and no chance: the same paper gives the same file."""
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    for target in (first, second):
        brought(lettered.lacking("Times-Bold"), target)
    assert first.read_bytes() == second.read_bytes()


def test_inks_of_one_name_that_look_different_may_be_joined(tmp_path: Path) -> None:
    """Two papers that an archive takes are one that it takes, also where they mix house inks."""
    first, second = (drawings.mixed_inks(end) for end in ([1.0, 0, 0, 0], [0, 0, 1.0, 0]))
    before = [pictures(saved(paper))[0] for paper in (first, second)]
    for paper, name in ((first, "first"), (second, "second")):
        assert brought(paper, tmp_path / f"{name}.pdf") == Archive((), ())
    joined = tmp_path / "joined.pdf"
    with Pdf.open(tmp_path / "first.pdf") as whole, Pdf.open(tmp_path / "second.pdf") as other:
        whole.pages.extend(other.pages)
        whole.save(joined)
        spaces = [page.obj.Resources.ColorSpace["/A"] for page in whole.pages]
        names = [[str(name) for name in space[1]] for space in spaces]
        assert names[0][1] == names[1][1] == "/Black"
        assert names[0][0] != names[1][0]
        for space, (ink, _black) in zip(spaces, names, strict=True):
            assert list(space[4].Colorants) == [ink]
            assert space[4].Colorants[ink][1] == Name(ink)
    after = pictures(joined)
    assert max(map(difference, before, after)) < 0.004
    assert [one.broken for one in judge([joined], ["PDFA-2B"])] == [()]
