"""A list of arrangements from a file into the register: preview, questions, saved; by any width."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Looker
from tests.transfer.lists import EXCERPT, written

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("width", "new"), [(1440, "Verordening klachten"), (390, "Archief van Haren")]
)
def test_a_list_comes_in_with_its_questions_answered(
    looker: Looker, tmp_path: Path, width: int, new: str
) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as("Coördinator")
    looker.follow("Samenwerkingsverbanden")
    looker.follow("Bestand inlezen")
    content = EXCERPT.replace("Verordening klachten", new)
    page.get_by_label("Bestand", exact=True).set_input_files(written(tmp_path, content))
    page.get_by_role("button", name="Bestand lezen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Voorbeeld van lijst.csv")
    looker.look()
    assert new in looker.text
    if width == 1440:
        question = page.get_by_role("radiogroup", name=re.compile("^Meerschap Paterswolde"))
        question.get_by_label("Hetzelfde als GR Meerschap Paterswolde").focus()
        page.keyboard.press("Space")
        looker.press("Keuzes verwerken")
        assert "deze naam wordt onthouden" in looker.text
    looker.press("Inlezen in het register")
    assert "Dit bestand is ingelezen" in looker.text
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    looker.follow("Naar de samenwerkingsverbanden")
    looker.follow(new)
    assert "Waterschap Hunze en Aa’s" in looker.text
    looker.follow("Samenwerkingsverbanden")
    looker.follow("Meenemen als bestand")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel (.xlsx)").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
