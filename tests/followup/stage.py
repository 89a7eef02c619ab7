"""What tests of debriefs and actions share: a meeting that was held yesterday, and its people."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask
from sqlalchemy import select

from app.briefings.models import Note
from app.core.database import db
from app.followup.models import Action, ItemDebrief
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import carries, make_body, make_item, make_meeting, make_note, make_person


@dataclass
class Stage:
    """A past meeting with two items for discussion that have a note, and a consent item."""

    officer: Person
    alderman: Person
    secretary: Person
    meeting: Meeting
    items: list[AgendaItem]
    notes: list[Note]
    consent: AgendaItem

    @property
    def address(self) -> str:
        """The page of the debrief."""
        return f"/meetings/{self.meeting.id}/debrief"


def make_stage(*, state: str = "aligned", level: str = "official", **fields: Any) -> Stage:
    """The meeting, with notes in this state whose stance is "eens mits"."""
    officer, alderman = make_person("officer"), make_person("alderman")
    body = make_body(level=level)
    carries(officer, body.partnership)
    meeting = make_meeting(body=body, days=-1, officer=officer, alderman=alderman, **fields)
    items = [make_item(meeting), make_item(meeting)]
    notes = [make_note(item, state=state, author=officer, stance="agree_if") for item in items]
    consent = make_item(meeting, handling="consent")
    return Stage(officer, alderman, make_person("secretary"), meeting, items, notes, consent)


def filled(client: CheckingClient, address: str, **typed: Any) -> dict[str, Any]:
    """Everything that a browser would send back of a form as it was opened, and what was typed."""
    page = client.get(address)
    assert page.status_code == 200
    found = standing(page.get_data(as_text=True))
    return {**found, **typed}


def send(client: CheckingClient, address: str, data: dict[str, Any]) -> Any:
    """Send a form."""
    return client.post(address, data=data)


def standing(page: str) -> dict[str, Any]:
    """What stands in the fields of the form of a page."""
    form = page[page.index('<form class="form"') :]
    form = form[: form.index("</form>")]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = _of(tag, "name"), _of(tag, "type")
        value = _of(tag, "value")
        if kind in ("radio", "checkbox"):
            if " checked" in tag:
                found[name] = [*found.get(name, []), value] if kind == "checkbox" else value
        elif name:
            found[name] = value
    for name, words in re.findall(
        r'<textarea[^>]*\bname="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = html.unescape(words)
    for name, options in re.findall(
        r'<select[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r"<option[^>]*\bselected[^>]*>", options)
        first = re.search(r"<option[^>]*>", options)
        tag = chosen or first
        found[name] = _of(tag[0], "value") if tag else ""
    return found


def _of(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(match[1]) if match else ""


def all_actions() -> list[Action]:
    """Every action, in the order in which it was written down."""
    return list(db.session.scalars(db.select(Action).order_by(Action.id)))


def typed_on(item: AgendaItem, **typed: str) -> dict[str, str]:
    """What was typed on one item, by the names of the form."""
    return {f"{name}_{item.id}": value for name, value in typed.items()}


def said(item: AgendaItem) -> tuple[str | None, str] | None:
    """What is saved of what we said."""
    row = db.session.scalar(select(ItemDebrief).where(ItemDebrief.item_id == item.id))
    return (row.stance, row.deviation) if row else None


def signed_in(app: Flask, person: Person) -> CheckingClient:
    """A browser of one person."""
    return cast(CheckingClient, app.test_client()).sign_in(person)
