"""Papers of other kinds: sent, refused with what to do, and read on a page of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Looker
from tests.papers.files import fax

OLD_LETTER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_scan_comes_in_and_its_page_says_how_it_reads(
    looker: Looker, tmp_path: Path, width: int
) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as("Bestuurssecretariaat")
    looker.open("/meetings/")
    page.locator("main a[href^='/meetings/']").filter(
        has_text=re.compile("verleg|estuur")
    ).first.click()
    looker.look()
    meeting = page.url
    name = f"Getekende brief {width}"
    good, bad = tmp_path / f"{name}.tif", tmp_path / "Oude brief.doc"
    # not the bytes of the other width: the same twice is asked about
    good.write_bytes(fax(2 if width > 1000 else 3))
    bad.write_bytes(OLD_LETTER)
    page.goto(f"{meeting}/papers/new")
    page.get_by_label("Bestanden").set_input_files([good, bad])
    looker.choose("Hoort bij", "De vergadering als geheel")
    looker.press("Stukken toevoegen")
    expect(page.get_by_role("alert")).to_contain_text("oude versie van Word")
    expect(page.get_by_role("status").first).to_contain_text(good.name)
    looker.look()
    page.goto(meeting)
    grade = page.get_by_role("link", name=re.compile(f"{name}, leesbaarheid"))
    expect(grade).to_be_visible()
    grade.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    looker.look()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("link", name="Origineel", exact=True)).to_be_visible()
