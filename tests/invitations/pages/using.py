"""How the pages of invitations are used: sending, filling in, taking over."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import html5lib
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core.database import db
from app.invitations.models import ReceivedInvitation
from app.meetings.models import Meeting
from tests.client import CheckingClient

LIST = "/invitations/"
ELSEWHERE = "planning@bureau.example"
XHTML = "{http://www.w3.org/1999/xhtml}"


def sent(client: CheckingClient, *contents: bytes, names: tuple[str, ...] = ()) -> TestResponse:
    """Send these files at once."""
    names = names or tuple(f"uitnodiging-{number}.ics" for number in range(len(contents)))
    files = [(io.BytesIO(content), name) for content, name in zip(contents, names, strict=True)]
    return client.post(LIST, data={"key": str(uuid.uuid4()), "files": files})


def both(first: bytes, second: bytes) -> bytes:
    """Two files as one, with the events of both."""
    event = second[second.index(b"BEGIN:VEVENT") : second.index(b"END:VCALENDAR")]
    return first.replace(b"END:VCALENDAR", event + b"END:VCALENDAR")


def form_of(page: str) -> dict[str, Any]:
    """Everything that the form of a preview would send, unchanged."""
    tree = html5lib.parse(page, treebuilder="etree")
    form = next(one for one in tree.iter(f"{XHTML}form") if "take-over" in one.get("class", ""))
    found: dict[str, Any] = {}
    for field in form.iter(f"{XHTML}input"):
        unticked = field.get("type") in ("checkbox", "radio") and field.get("checked") is None
        name = field.get("name")
        if name and not unticked:
            found[name] = field.get("value", "")
    for field in form.iter(f"{XHTML}select"):
        options = list(field.iter(f"{XHTML}option"))
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        found[field.get("name", "")] = chosen[0].get("value", "")
    return found


def named(form: dict[str, Any], start: str) -> str:
    """The name of the first field that begins so."""
    return next(name for name in form if name.startswith(f"{start}|"))


def radio(page: str, start: str) -> str:
    """The name of the first radio button whose name begins so."""
    found = re.search(rf'name="({re.escape(start)}\|[^"]+)"', page)
    assert found is not None
    return found[1]


def taken(client: CheckingClient, address: str, **changes: str) -> TestResponse:
    """Take a file over as its page stands."""
    form = form_of(client.get(address).text)
    return client.post(address, data={**form, "take-over": "1", **changes})


def after(client: CheckingClient, where: str, data: dict[str, Any]) -> str:
    """Send a form, and read the page that it leads to."""
    answer = client.post(where, data=data)
    assert answer.status_code == 302, answer.text
    return client.get(answer.location).text


def last() -> ReceivedInvitation:
    """The file that came last."""
    db.session.expire_all()
    found = db.session.scalars(
        select(ReceivedInvitation).order_by(ReceivedInvitation.id.desc())
    ).first()
    assert found is not None
    return found


def address() -> str:
    """The page of the file that came last."""
    return f"/invitations/{last().id}"


def meetings() -> list[Meeting]:
    """All meetings, as the database has them now."""
    db.session.expire_all()
    return list(db.session.scalars(select(Meeting).order_by(Meeting.starts_at, Meeting.id)))
