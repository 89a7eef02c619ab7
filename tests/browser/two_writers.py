"""Two people in two browsers write one note by turns, and lose their connection now and then.

Every word that either of them typed must be found again: in a version, in a draft, or, for as long
as its browser has no connection, in the copy that this browser keeps.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from app.briefings.drafts.models import NoteDraft
from app.briefings.models import Note, NoteVersion
from app.core.database import db, reading

FIELDS = ("core", "fallback", "if_raised", "speaking_points")
#: Adds a word to a field as a person types it, and tells whoever stands over that field.
ADD_WORD = """([name, word]) => {
  const field = document.getElementById(name);
  field.value = `${field.value} ${word}`.trim();
  field.dispatchEvent(new CustomEvent("text:set", { detail: { text: field.value } }));
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""
#: The note is on the page, or the text of somebody else that was not there yet.
ANSWERED = """() => !document.querySelector('.note-form')
  || document.querySelector('.clash:not([data-seen])') !== null"""
KEPT = "() => document.querySelector('.note-form').closest('form').dataset.draft === 'kept'"


@dataclass
class Writer:
    """One person with a browser of their own."""

    name: str
    context: BrowserContext
    page: Page
    address: str
    words: list[str] = field(default_factory=list)

    @classmethod
    def sign_in(cls, browser: Browser, url: str, role: str, name: str) -> Writer:
        """Open a browser and pick a role of the sample."""
        context = browser.new_context(base_url=url, locale="nl-NL")
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_role("button", name=re.compile(role)).first.click()
        page.wait_for_url("**/")
        return cls(name, context, page, "")

    def open(self, note_id: int) -> None:
        """Open the form of the note."""
        self.address = f"/notes/{note_id}/edit"
        self.page.goto(self.address)

    def type(self, word: str, name: str) -> None:
        """Type one word at the end of a field."""
        self.page.evaluate(ADD_WORD, [name, word])
        self.words.append(word)

    def save(self) -> None:
        """Save; where somebody else did so meanwhile, look and save again."""
        for _attempt in range(5):
            self.press_save()
            if self.is_saved():
                return
        raise AssertionError(f"{self.name} cannot save")

    def press_save(self) -> None:
        """Press the button, with what is on the page seen."""
        self.page.evaluate("document.querySelector('.clash')?.setAttribute('data-seen', 'yes')")
        self.page.locator(".form-actions button[type=submit]").click()

    def is_saved(self) -> bool:
        """Wait until the note is on the page, or what somebody else saved; whether it is saved."""
        self.page.wait_for_function(ANSWERED, timeout=40_000)
        self.page.wait_for_load_state()
        return self.page.locator(".note-form").count() == 0

    def close_and_open_again(self) -> None:
        """Close the laptop without a connection, and open the note again later."""
        self.context.set_offline(True)
        self.page.close()
        self.context.set_offline(False)
        self.page = self.context.new_page()
        self.page.goto(self.address)

    def go_on(self) -> bool:
        """Go on with the newest draft that is offered, where there is one."""
        offered = self.page.get_by_role("link", name="Verder schrijven")
        if offered.count() == 0:
            return False
        offered.first.click()
        self.page.wait_for_load_state()
        return True

    def kept_here(self) -> str:
        """What this browser keeps because the server has not confirmed it."""
        return str(self.page.evaluate("JSON.stringify(Object.values(localStorage))"))


def play(
    writers: tuple[Writer, Writer], app: Flask, note_id: int, edits: int, seed: int
) -> Counter[str]:
    """So many edits by turns; gives what happened how often. Raises where a word is lost."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    for writer in writers:
        writer.open(note_id)
    for number in range(edits):
        writer = writers[number % 2]
        counts[_edit(writer, chance, number)] += 1
        lost = missing(writers, app, note_id, also=True)
        assert not lost, f"after edit {number}: {lost}"
    for writer in writers:
        settle(writer)
    lost = missing(writers, app, note_id, also=False)
    assert not lost, f"at the end: {lost}"
    return counts


def _edit(writer: Writer, chance: random.Random, number: int) -> str:
    """One edit, of which the connection may be lost on the way."""
    if "/edit" not in writer.page.url:
        writer.page.goto(writer.address)
    word = f"{writer.name}{number}"
    deed = chance.choice(("save", "save", "type", "offline", "offline save", "close"))
    if deed in ("offline", "offline save", "close"):
        writer.context.set_offline(True)
    writer.type(word, chance.choice(FIELDS))
    if deed == "offline save":
        writer.press_save()
    if deed == "type":
        writer.page.wait_for_function(KEPT)
    elif deed == "offline save":
        expect(writer.page.locator("[data-draft-status]")).to_contain_text("Nog niet opgeslagen")
    elif deed != "save":
        writer.page.wait_for_timeout(500)  # the copy in the browser comes a moment after a key
    if deed == "close":
        writer.close_and_open_again()
        writer.page.wait_for_timeout(700)  # what this browser kept is sent, and offered
        writer.go_on()
    writer.context.set_offline(False)
    if deed == "save" or (deed == "offline save" and not writer.is_saved()):
        writer.save()
    return deed


def settle(writer: Writer) -> None:
    """Back online: whatever this browser still keeps goes to the server."""
    writer.context.set_offline(False)
    writer.page.goto(writer.address)
    expect(writer.page.locator(".note-form")).to_be_attached()
    writer.page.wait_for_function("() => Object.keys(localStorage).length === 0", timeout=30_000)


def missing(writers: tuple[Writer, Writer], app: Flask, note_id: int, *, also: bool) -> list[str]:
    """The words that are in no version and no draft; nor, where so asked, kept in a browser."""
    # first the browsers, then the database: text goes from here to there, never back
    kept = [writer.kept_here() for writer in writers] if also else []
    with app.app_context(), reading():
        versions = db.session.scalars(
            select(NoteVersion.parts).where(NoteVersion.note_id == note_id)
        ).all()
        drafts = db.session.scalars(
            select(NoteDraft.typed)
            .join(Note, Note.item_id == NoteDraft.item_id)
            .where(Note.id == note_id)
        ).all()
        db.session.rollback()
    texts = [json.dumps(one) for one in (*versions, *drafts)]
    found = set(re.findall(r"\w+", "\n".join((*texts, *kept))))
    return [word for writer in writers for word in writer.words if word not in found]


def shared_note(page: Page, colleague: str) -> int:
    """A concept of the person at this page, on which a colleague writes along from now on."""
    page.goto("/notes/")
    page.get_by_role("link", name=re.compile("Annotatie afmaken")).first.click()
    note = re.search(r"/notes/(\d+)", page.url)
    assert note is not None
    page.goto(f"/notes/{note[1]}/people")
    page.get_by_role("group", name="Wie schrijven mee?").get_by_label(colleague).check()
    page.get_by_role("button", name="Schrijvers en kring opslaan").click()
    page.wait_for_url(f"**/notes/{note[1]}")
    return int(note[1])
