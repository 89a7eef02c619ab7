"""How a test reads the preview of a schedule, and sends it back as a browser would."""

from __future__ import annotations

from typing import Any

import html5lib
from werkzeug.test import TestResponse

XHTML = "{http://www.w3.org/1999/xhtml}"


def fields_of(response: TestResponse) -> dict[str, Any]:
    """Everything that the form of a page would send, unchanged."""
    tree = html5lib.parse(response.data, treebuilder="etree")
    form = next(one for one in tree.iter(f"{XHTML}form") if "schedule" in one.get("class", ""))
    found: dict[str, Any] = {}
    for field in form.iter(f"{XHTML}input"):
        name = field.get("name")
        if field.get("type") == "checkbox" and field.get("checked") is None:
            continue
        if name:
            found[name] = field.get("value", "y")
    for field in form.iter(f"{XHTML}select"):
        chosen = [one for one in field.iter(f"{XHTML}option") if one.get("selected") is not None]
        found[field.get("name", "")] = chosen[0].get("value", "") if chosen else ""
    return found


def row_of(fields: dict[str, Any], day: str) -> str:
    """The prefix of the first row of a day ("rows-3-")."""
    names = [name for name, value in fields.items() if name.endswith("-day") and value == day]
    return names[0].removesuffix("day")


def ticked(fields: dict[str, Any]) -> list[str]:
    """The days of the rows that are ticked, in the order of the page."""
    return [fields[name.removesuffix("take") + "day"] for name in fields if name.endswith("-take")]
