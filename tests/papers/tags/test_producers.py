"""Papers of every producer come out with tags that hold PDF/UA-1, and look as they did."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.papers.grades import Grade
from tests import verapdf
from tests.papers.producers import PRODUCERS, Producer, made
from tests.papers.tags.looking import pictures, tagged_copy, tree

#: What fonts must hold is not for tags to mend (ISO 14289-1, 7.21).
FONT_RULES = "7.21."


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where papers are kept for all tests here."""
    return tmp_path_factory.mktemp("papers")


@pytest.mark.parametrize("producer", PRODUCERS, ids=lambda one: one.name)
def test_a_paper_is_tagged_and_looks_as_it_did(
    producer: Producer, papers: Path, tmp_path: Path
) -> None:
    if producer.missing:
        pytest.skip(producer.missing)
    source, target = made(producer, papers), tmp_path / "tagged.pdf"

    said = tagged_copy(source, target)

    assert said.problems == ()
    expected = Grade.OWN if producer.tagged else Grade.BASIC
    if producer.is_scan and "words" not in producer.name:
        expected = Grade.SCAN
    assert said.grade == expected
    assert pictures(source) == pictures(target)
    lines = tree(target)
    assert lines[0] == "Document"
    if expected == Grade.SCAN:
        assert all(line.strip().startswith("Figure (Gescande bladzijde") for line in lines[1:])
    elif not producer.is_scan:
        assert any(line.strip() == "H1" for line in lines)
        linked = producer.name != "cairo"  # its printer leaves links out
        assert any(line.strip() == "Link" for line in lines) is linked


def test_what_is_tagged_holds_the_standard(papers: Path, tmp_path: Path) -> None:
    verapdf.require()
    targets = []
    for producer in PRODUCERS:
        if not producer.missing:
            target = tmp_path / f"{producer.name}.pdf"
            tagged_copy(made(producer, papers), target)
            targets.append(target)

    broken = {
        verdict.path.name: [rule for rule in verdict.broken if not rule.startswith(FONT_RULES)]
        for verdict in verapdf.judge(targets, [verapdf.ACCESSIBLE])
    }

    assert {name: rules for name, rules in broken.items() if rules} == {}
