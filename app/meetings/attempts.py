"""Doing what a form asks and committing it, or saying with which status the form comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.core.forms import CreatingForm, Form, create_once

DONE, INVALID, CONFLICT = 0, 422, 409


class Difference(NamedTuple):
    """A field that somebody else saved otherwise than what was typed here."""

    label: str
    saved: str
    typed: str


def attempt(form: Form, deed: Callable[[], Any]) -> int:
    """Do the deed and commit; else show in the form what is wrong. Gives 0, 422 or 409."""
    try:
        deed()
        db.session.commit()
    except (Conflict, StaleDataError):
        db.session.rollback()
        return CONFLICT
    except RuleBroken as error:
        db.session.rollback()
        form.show(error)
        return INVALID
    return DONE


def attempt_once(form: CreatingForm, person_id: int, create: Callable[[], str]) -> str | None:
    """Create once per form key and commit; gives where to go, or None with the form filled."""
    try:
        return create_once(form, person_id, create)
    except RuleBroken as error:
        db.session.rollback()
        form.show(error)
        return None


def differences(
    labels: Mapping[str, Any],
    saved: Any,
    typed: Any,
    shown: Mapping[str, Callable[[Any], str]] | None = None,
) -> list[Difference]:
    """The fields in which what is saved differs from what was typed, as text for the page."""
    found = []
    for name, label in labels.items():
        one, other = getattr(saved, name), getattr(typed, name)
        if one != other:
            show = (shown or {}).get(name, in_text)
            found.append(Difference(str(label), show(one), show(other)))
    return found


def chosen_text(field: Any) -> Callable[[Any], str]:
    """Shows a value as the choice of this field that it is."""
    texts = {value or None: str(text) for value, text, *_rest in field.choices}
    return lambda value: texts.get(value, _("leeg"))


def in_text(value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return _("leeg") if value in (None, "") else str(value)
