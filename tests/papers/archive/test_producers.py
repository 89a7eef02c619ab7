"""What all kinds of programs make comes through: archivable, with the looks it had."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from app.papers.archive import Archive
from tests.papers.archive.judging import brought, difference, pictures, text_of
from tests.papers.producers import LONG_WORDS, PRODUCERS, Producer, made
from tests.verapdf import judge


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the papers of this module are kept."""
    return tmp_path_factory.mktemp("producers")


@pytest.mark.parametrize("producer", PRODUCERS, ids=lambda one: one.name)
def test_a_paper_of_every_producer_is_archivable(
    producer: Producer, folder: Path, tmp_path: Path
) -> None:
    """No problem is found, and the pages look and read as before."""
    if producer.missing:
        pytest.skip(producer.missing)
    source, target = made(producer, folder), tmp_path / "brought.pdf"
    with pikepdf.open(source) as pdf:
        assert brought(pdf, target) == Archive((), ())
    for before, after in zip(pictures(source), pictures(target), strict=True):
        assert difference(before, after) < 0.002
    if not producer.is_scan:
        assert LONG_WORDS[1] in text_of(target)


def test_the_validator_of_archives_agrees(folder: Path, tmp_path: Path) -> None:
    """Every paper that was brought holds PDF/A-2b by veraPDF."""
    files = []
    for producer in PRODUCERS:
        if not producer.missing:
            files.append(tmp_path / f"{producer.name}.pdf")
            with pikepdf.open(made(producer, folder)) as pdf:
                brought(pdf, files[-1])
    wrong = [one for one in judge(files, ["PDFA-2B"]) if not one.passed]
    assert not wrong, "\n".join(f"{one.path.name}: {one.broken}" for one in wrong)
