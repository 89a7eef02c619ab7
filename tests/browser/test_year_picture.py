"""The year to the eye: nothing cut or too small in its picture, and rows that stand in line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.looking import Looker

pytestmark = pytest.mark.browser

ALDERMAN = "Wethouder sociaal domein"
#: Seven points, in CSS pixels.
SMALLEST = 7 / 0.75
#: The letters of the picture as they are shown, and what stands beside each shape.
LETTERS = """() => [...document.querySelectorAll('.year-figure__picture text')].map(one => {
  const scale = one.ownerSVGElement.getScreenCTM().a;
  const box = one.getBoundingClientRect();
  const whole = one.ownerSVGElement.getBoundingClientRect();
  return {words: one.textContent, size: parseFloat(getComputedStyle(one).fontSize) * scale,
          label: one.classList.contains('label'), left: box.left - whole.left,
          right: whole.right - box.right};
})"""
#: Where the columns of the rows begin, each by itself.
COLUMNS = """() => ['what', 'labels', 'who'].map(name => [...new Set(
  [...document.querySelectorAll('.year-row__' + name)]
    .map(one => Math.round(one.getBoundingClientRect().left)))])"""


def year_of_portfolio(looker: Looker, width: int) -> None:
    looker.page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as(ALDERMAN)
    looker.open("/schedules/year/portfolio/2?period=coming&cancelled=y")


@pytest.mark.parametrize("width", [1440, 800, 390, 320])
def test_no_word_of_the_picture_is_cut_or_small(looker: Looker, width: int) -> None:
    year_of_portfolio(looker, width)
    letters: list[dict[str, Any]] = looker.page.evaluate(LETTERS)
    labels = [one for one in letters if one["label"]]
    assert len(labels) > 50
    assert all(one["words"] and "…" not in one["words"] for one in letters)
    assert min(one["size"] for one in letters) >= SMALLEST
    assert min(min(one["left"], one["right"]) for one in letters) >= -1
    explained = looker.page.locator(".year-names li").count()
    numbers = {int(one["words"]) for one in labels if one["words"].isdigit()}
    assert numbers == set(range(1, explained + 1))
    assert looker.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 1000])
def test_a_row_with_several_labels_stands_in_line_with_the_others(
    looker: Looker, width: int
) -> None:
    year_of_portfolio(looker, width)
    rows = looker.page.locator(".year-row__labels")
    assert rows.filter(has_text="geannuleerd").count()
    assert [len(places) for places in looker.page.evaluate(COLUMNS)] == [1, 1, 1]


def test_the_days_of_the_picture_are_told_in_words(looker: Looker) -> None:
    year_of_portfolio(looker, 390)
    looker.page.get_by_text("De dagen in het beeld, in woorden").click()
    told = looker.page.locator(".year-days").inner_text()
    for words in ("Feestdagen", "Nieuwjaarsdag", "Raadsvergaderingen", "Collegevergaderingen"):
        assert words in told
    looker.look()
