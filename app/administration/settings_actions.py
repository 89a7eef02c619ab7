"""What an administrator does with settings: choose numbers, or go back to the usual ones."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.core import journal
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.core.settings import SETTINGS, SettingValue, forget
from app.people.models import Person
from app.people.permissions import require_administrator


def settings_version() -> int:
    """Rises with every change of any setting: the form shows them all."""
    return db.session.scalar(select(func.coalesce(func.sum(SettingValue.version), 0))) or 0


def change_settings(actor: Person, values: Mapping[str, int | None], seen_version: int) -> None:
    """Choose these numbers (None: the usual one); the caller commits."""
    require_administrator(actor)
    for setting in SETTINGS:
        sentence = setting.objection(values.get(setting.key))
        if sentence:
            raise RuleBroken(sentence, setting.key)
    if settings_version() != seen_version:
        raise Conflict(
            _(
                "Iemand anders heeft de grenzen intussen gewijzigd. Vergelijk hieronder, pas aan "
                "wat nodig is en sla opnieuw op."
            )
        )
    rows = {row.key: row for row in db.session.scalars(select(SettingValue))}
    changed = []
    for setting in SETTINGS:
        value, row = values.get(setting.key), rows.get(setting.key)
        if value == (row.value if row else None):
            continue
        changed.append(setting.key)
        if row is None:
            db.session.add(SettingValue(key=setting.key, value=value))
        else:
            row.value = value
    if changed:
        journal.record("settings.change", "settings", None, actor_id=actor.id, fields=changed)
    forget()
