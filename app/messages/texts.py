"""The texts around a mail: what an administrator may word otherwise, per subject and language.

The mail's own sentence and its link are always there; here are the subject, the lines before and
the lines after. They may hold placeholders, and nothing that a note says can be one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import journal
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.messages import kinds
from app.messages.models import MailText
from app.people.models import Person
from app.people.permissions import require_administrator

#: A mail about several things at once has texts of its own.
BUNDLE = "bundle"
#: What mails are about: the kinds of messages, and bundles of them.
KINDS: dict[str, Any] = {
    BUNDLE: _l("Gebundelde mails"),
    **{kind.key: kind.words for kind in kinds.KINDS},
}
#: What may stand between braces; the same words in either language.
PLACEHOLDERS: dict[str, Any] = {
    "bericht": _l("de zin waar het om gaat"),
    "naam": _l("de naam van de ontvanger"),
    "gemeente": _l("de naam van de gemeente"),
}
FIELDS = ("subject", "opening", "closing")
LONGEST_SUBJECT = 150


@dataclass(frozen=True)
class Texts:
    """The three texts around a mail, with their placeholders."""

    subject: str
    opening: str
    closing: str


def default_texts(language: str) -> Texts:
    """What holds where nobody worded it otherwise."""
    with force_locale(language):
        closing = _("Dit bericht is automatisch verstuurd. Antwoorden worden niet gelezen.")
    return Texts("{bericht}", "", closing)


def find_text(kind: str, language: str) -> MailText | None:
    """The own wording of a kind of mail, if there is one."""
    return db.session.get(MailText, (kind, language))


def own_texts() -> dict[tuple[str, str], MailText]:
    """Every own wording, by kind and language."""
    rows = db.session.scalars(select(MailText).where(MailText.subject.is_not(None)))
    return {(row.kind, row.language): row for row in rows}


def texts_for(kind: str, language: str) -> Texts:
    """The texts of a kind of mail in a language."""
    row = find_text(kind, language)
    if row is None or row.subject is None:
        return default_texts(language)
    return Texts(row.subject, row.opening, row.closing)


def example(language: str) -> str:
    """A sentence as mails have, to look at a wording with."""
    with force_locale(language):
        return _("Er ligt een annotatie voor u klaar")


def filled(texts: Texts, sentence: str, name: str) -> Texts:
    """The texts of one mail, with what the placeholders stand for."""
    values = {
        "bericht": sentence,
        "naam": " ".join(name.split()),
        "gemeente": current_app.config["MUNICIPALITY"],
    }
    subject = " ".join(_put_in(texts.subject, values).split())
    return Texts(
        subject[:LONGEST_SUBJECT],
        _put_in(texts.opening, values).strip(),
        _put_in(texts.closing, values).strip(),
    )


def objection(text: str) -> str | None:
    """Why a text cannot be used, or None: a placeholder that does not exist is named."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return _(
            "Er staat een losse accolade. Gebruik accolades alleen om een van deze woorden: "
            "%(known)s.",
            known=known,
        )
    for _literal, name, form, conversion in parts:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            return _("{%(name)s} bestaat niet. Gebruik alleen %(known)s.", name=name, known=known)
    return None


def word_otherwise(
    actor: Person, kind: str, language: str, texts: Texts, seen_version: int
) -> None:
    """Give a kind of mail another wording; the caller commits."""
    require_administrator(actor)
    for field in FIELDS:
        sentence = objection(getattr(texts, field))
        if sentence:
            raise RuleBroken(sentence, field)
    if not texts.subject.strip():
        raise RuleBroken(_("Vul een onderwerp in."), "subject")
    row = _row(kind, language, seen_version)
    changed = [field for field in FIELDS if getattr(row, field) != getattr(texts, field)]
    for field in changed:
        setattr(row, field, getattr(texts, field))
    if changed:
        journal.record(
            "mail-text.change",
            "mail-text",
            None,
            actor_id=actor.id,
            fields=[f"{kind}.{language}.{field}" for field in changed],
        )


def word_as_usual(actor: Person, kind: str, language: str) -> None:
    """Go back to the usual wording; the caller commits."""
    require_administrator(actor)
    row = find_text(kind, language)
    if row is None or row.subject is None:
        return
    row.subject = None
    row.opening = row.closing = ""
    journal.record(
        "mail-text.reset", "mail-text", None, actor_id=actor.id, fields=[f"{kind}.{language}"]
    )


def _row(kind: str, language: str, seen_version: int) -> MailText:
    """The row to change; a conflict when somebody else did so meanwhile."""
    row = find_text(kind, language)
    if (row.version if row else 0) != seen_version:
        raise Conflict(
            _(
                "Iemand anders heeft deze tekst intussen gewijzigd. Vergelijk hieronder, pas aan "
                "wat nodig is en sla opnieuw op."
            )
        )
    if row is None:
        row = MailText(kind=kind, language=language)
        db.session.add(row)
    return row


def _put_in(text: str, values: dict[str, str]) -> str:
    """Put the values in; a text that cannot be filled (it was checked) stays as it is."""
    try:
        return Formatter().vformat(text, (), values)
    except (ValueError, KeyError, IndexError, AttributeError):
        return text
