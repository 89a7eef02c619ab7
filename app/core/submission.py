"""How forms are saved here: one commit, mistakes in the form, both texts in a conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from wtforms import Field, SelectField, SelectMultipleField

from app.core.database import db
from app.core.dates import plain_day
from app.core.errors import Conflict, RuleBroken
from app.core.forms import CreatingForm, EditingForm, Form, create_once


@dataclass(frozen=True)
class Difference:
    """One field of which somebody else saved another text meanwhile."""

    label: str
    saved: str
    typed: str


@dataclass(frozen=True)
class Outcome:
    """What became of a form: where to go, or with which status it comes back."""

    url: str = ""
    status: int = 200
    differences: list[Difference] = field(default_factory=list)


def submit(form: Form, act: Callable[[], Any], url: str) -> Outcome:
    """Do what a valid form asks and commit, or give the form back with what is wrong."""
    return _submit(form, lambda: _done(act, url), None)


def submit_new(form: CreatingForm, person_id: int, create: Callable[[], str]) -> Outcome:
    """Make what a valid form asks, once for each form that was opened."""
    return _submit(form, lambda: create_once(form, person_id, create), None)


def submit_edit(
    form: EditingForm,
    act: Callable[[], Any],
    url: str,
    current: Callable[[], tuple[Mapping[str, Any], int]],
) -> Outcome:
    """The same for a change; in a conflict `current` gives what is saved now, and its version."""
    return _submit(form, lambda: _done(act, url), current)


def _done(act: Callable[[], Any], url: str) -> str:
    act()
    db.session.commit()
    return url


def _submit(
    form: Form,
    act: Callable[[], str],
    current: Callable[[], tuple[Mapping[str, Any], int]] | None,
) -> Outcome:
    if not form.validate_on_submit():
        return Outcome(status=422 if form.is_submitted() else 200)
    try:
        return Outcome(url=act())
    except (Conflict, StaleDataError) as error:
        db.session.rollback()
        if current is None or not isinstance(form, EditingForm):
            raise
        facts, version = current()
        form.version.data = str(version)
        if isinstance(error, Conflict):
            form.show(error)
        return Outcome(status=409, differences=differences(form, facts))
    except RuleBroken as error:
        db.session.rollback()
        form.show(error)
    except IntegrityError:
        db.session.rollback()
        form.form_errors.append(
            _("Iemand anders legde op hetzelfde moment hetzelfde vast. Bekijk de lijst eerst.")
        )
    return Outcome(status=422)


def differences(form: Form, saved: Mapping[str, Any]) -> list[Difference]:
    """The fields whose typed text differs from what is saved now."""
    return [
        Difference(str(form[name].label.text), shown(form[name], value), shown(form[name]))
        for name, value in saved.items()
        if name in form and _same(form[name].data) != _same(value)
    ]


def _same(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value or None


def shown(field: Field, *values: Any) -> str:
    """The words for a value of a field (by default the one that was typed)."""
    value = values[0] if values else field.data
    if isinstance(field, SelectField | SelectMultipleField):
        words = {key: str(label) for key, label, *_rest in field.choices or ()}
        keys = value if isinstance(value, list) else [value]
        return ", ".join(words[key] for key in keys if key in words and key not in (None, ""))
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, date):
        return plain_day(value)
    return "" if value is None else str(value)
