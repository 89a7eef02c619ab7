"""How a person looks at pages: each one visited is checked for barriers and script errors."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page

AXE = Axe()
#: The screen of an ordinary phone, in CSS pixels.
PHONE_WIDTH, PHONE_HEIGHT = 390, 780
EXPECTED = re.compile(r"status of 4(09|22)")
#: No form is on its way any more, also one that a script sends.
ANSWERED = "() => !document.querySelector('button[type=submit][aria-disabled=true]')"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Looker:
    """A page of the browser with the few things that people do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.visited: list[str] = []
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        """Remember an error in the console; the answer to a form with mistakes (4xx) is none."""
        if message.type == "error" and not EXPECTED.search(message.text):
            self.faults.append(message.text)

    def open(self, address: str) -> None:
        """Go to an address of the application and look."""
        self.page.goto(address)
        self.look()

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Click a link by its words and look."""
        (within or self.page).get_by_role("link", name=name).first.click()
        self.look()

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press a button by its words and look."""
        (within or self.page).get_by_role("button", name=name).first.click()
        self.look()

    def fill(self, label: str | re.Pattern[str], text: str) -> None:
        """Type in the field with this label."""
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label: str | re.Pattern[str], option: str) -> None:
        """Choose an option whose words begin like this."""
        field = self.page.get_by_label(label).first
        words = field.locator("option").all_text_contents()
        field.select_option(
            label=next(one.strip() for one in words if one.strip().startswith(option))
        )

    def unfold(self, words: str) -> None:
        """Open what is folded under these words."""
        self.page.locator("summary", has_text=words).first.click()

    def chosen(self, label: str | re.Pattern[str]) -> str:
        """The words of what is chosen in the list with this label."""
        field = self.page.get_by_label(label).first
        return str(field.evaluate("list => list.selectedOptions[0].textContent")).strip()

    def look(self) -> None:
        """Check what is on the screen: no barrier (WCAG 2.2 AA), no error of a script."""
        self.page.wait_for_function(ANSWERED)
        self.page.wait_for_load_state("load")
        found = AXE.run(self.page, options=RULES)
        told = [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]
        assert not told, f"{self.page.url}\n" + "\n".join(told)
        assert not self.faults, f"{self.page.url}: {self.faults}"
        self.visited.append(self.page.url)

    def sign_in_as(self, role: str) -> None:
        """Pick a role on the sign-in page of the sample."""
        self.open("/sign-in")
        self.press(re.compile(role))

    def sign_out(self) -> None:
        """Leave."""
        self.press("Afmelden")

    @property
    def text(self) -> str:
        """All words on the page."""
        return self.page.locator("body").inner_text()


def go_to(looker: Looker, words: str, most_tabs: int) -> None:
    """Go with Tab to what carries these words, as who has no mouse."""
    for _tab in range(most_tabs):
        looker.page.keyboard.press("Tab")
        found = looker.page.evaluate("(document.activeElement.innerText || '').trim()")
        if words in str(found):
            return
    raise AssertionError(f"{words!r} cannot be reached by keyboard")


def enter(looker: Looker) -> None:
    """Press Enter on what has the focus, and look at the page that comes."""
    with looker.page.expect_navigation():
        looker.page.keyboard.press("Enter")
    looker.look()


def drop_files(form: Locator, files: list[Path]) -> None:
    """Let go of files above the area, as a mouse does."""
    carried = [
        {"name": one.name, "data": base64.b64encode(one.read_bytes()).decode()} for one in files
    ]
    form.evaluate(
        """(form, carried) => {
            const transfer = new DataTransfer();
            for (const one of carried) {
                const bytes = Uint8Array.from(atob(one.data), (letter) => letter.charCodeAt(0));
                transfer.items.add(new File([bytes], one.name));
            }
            for (const name of ["dragenter", "dragover", "drop"]) {
                const options = {bubbles: true, cancelable: true, dataTransfer: transfer};
                form.dispatchEvent(new DragEvent(name, options));
            }
        }""",
        carried,
    )
