"""A draft as a form and back: what was sent is cleaned, and fills the form as it was typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.briefings.content import NAMES, Content
from app.briefings.forms import NoteForm
from app.briefings.wording import DEPTH_WORDS, GIVER_WORDS, STANCE_WORDS
from app.core.forms import typed_text

#: The largest number that a browser counts exactly.
HIGHEST = 2**53 - 1

#: The fields in which one chooses, with what they offer.
CHOICES: dict[str, Mapping[str, Any]] = {
    "stance": STANCE_WORDS,
    "depth": DEPTH_WORDS,
    "mandate_giver": GIVER_WORDS,
    "mandate_stance": STANCE_WORDS,
}

Typed = Mapping[str, list[str]]


@dataclass(frozen=True)
class Sent:
    """One save of a window, as its browser sends it."""

    window_key: str
    base_number: int
    sequence: int
    typed: dict[str, list[str]]
    #: The draft with which this window went on, and how far it was then ("12:1764000000000").
    continues: tuple[int, int] | None


def read(body: Any) -> Sent | None:
    """What a browser sent; None where it makes no sense."""
    if not isinstance(body, dict):
        return None
    key, values = _key(body.get("window")), body.get("values")
    base, sequence = _number(body.get("base")), _number(body.get("sequence"))
    if key is None or base is None or not sequence or not isinstance(values, dict):
        return None
    return Sent(key, min(base, 2**31 - 1), sequence, _typed(values), continued(body.get("draft")))


def _key(value: Any) -> str | None:
    try:
        return str(uuid.UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def _number(value: Any) -> int | None:
    """A whole number from JSON, or from the text of a hidden field."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 17:
        value = int(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= HIGHEST else None


def continued(text: Any) -> tuple[int, int] | None:
    """Which draft a window went on with, and which save of it."""
    parts = text.split(":") if isinstance(text, str) else []
    numbers = [_number(part) for part in parts]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None or numbers[0] >= 2**31:
        return None
    return numbers[0], numbers[1]


def _typed(values: Mapping[Any, Any]) -> dict[str, list[str]]:
    return {
        name: [typed_text(text) for text in sent if isinstance(text, str) and _fits(name, text)]
        for name, sent in values.items()
        if name in NAMES and isinstance(sent, list)
    }


def _fits(name: str, text: str) -> bool:
    """Whether a field of a choice offers this; in any other one can type what one likes."""
    return name not in CHOICES or text in ("", *CHOICES[name])


def form_of(typed: Typed) -> NoteForm:
    """The form with what was typed, also what no field can read (a date half typed)."""
    return NoteForm(formdata=_sent(typed))


def content_of(typed: Typed) -> Content:
    """What would be saved of it."""
    return NoteForm(formdata=_sent(typed), meta={"csrf": False}).content


def _sent(typed: Typed) -> MultiDict[str, str]:
    return MultiDict([(name, one) for name in typed for one in typed[name]])
