"""What was filled in stays on the page; a file whose pages come later is refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from app.papers import child
from app.papers.limits import Limits
from app.papers.unusable import PaperUnusable
from tests.packs import pdf_files
from tests.papers import odd_acting


def copied(content: bytes, folder: Path) -> tuple[dict[str, Any], str]:
    """What is said of the reading copy, and the words on its pages."""
    source, target = folder / "stuk.pdf", folder / "copy.pdf"
    source.write_bytes(content)
    made = child.make_copy(source, target, "pdf", Limits())
    document = pypdfium2.PdfDocument(target)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return made, text


def test_a_field_without_a_form_stays_on_the_page(tmp_path: Path) -> None:
    _made, text = copied(odd_acting.stray_fields(), tmp_path)
    assert "Ingevuld" in text


def test_a_field_that_nobody_drew_is_drawn_beside_one_that_was(tmp_path: Path) -> None:
    made, text = copied(odd_acting.stray_fields_without_looks(), tmp_path)
    assert "Ingevuld" in text
    assert "Akkoord" in text
    assert "fields_not_drawn" not in made["reasons"]


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (odd_acting.form_of_pages_to_come(), "form_changes_itself"),
        (odd_acting.portfolio(), "portfolio"),
    ],
)
def test_a_file_whose_pages_are_no_paper_is_refused(
    tmp_path: Path, content: bytes, failure: str
) -> None:
    with pytest.raises(PaperUnusable) as refusal:
        copied(content, tmp_path)
    assert refusal.value.reason == failure


def test_what_is_in_the_original_only_is_said(tmp_path: Path) -> None:
    made, _text = copied(odd_acting.with_media(), tmp_path)
    assert {"files_inside", "media_inside"} <= set(made["reasons"])
    made, _text = copied(pdf_files.paper(), tmp_path)
    assert not {"files_inside", "media_inside", "fields_not_drawn"} & set(made["reasons"])
