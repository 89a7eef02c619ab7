"""The text of a mail: one message or a bundle, with links only, in the language of the reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from itertools import groupby
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.core.web import public_root
from app.messages import texts
from app.messages.kinds import KINDS, Kind, kind
from app.messages.models import Mail, Message
from app.messages.unsubscribing import token_for

#: Addresses in headers and text stay whole (RFC 5322, 2.1.1: at most 998 in a line).
_POLICY = SMTP.clone(max_line_length=998)
_ORDER = {one.key: number for number, one in enumerate(KINDS)}


def compose(mail: Mail) -> EmailMessage:
    """The mail about what is not settled of its messages."""
    with force_locale(mail.person.language):
        return _compose(mail, [one for one in mail.messages if one.settled_at is None])


def _compose(mail: Mail, messages: Sequence[Message]) -> EmailMessage:
    person, made = mail.person, EmailMessage(policy=_POLICY)
    bundled = len(messages) > 1
    own = texts.texts_for(texts.BUNDLE if bundled else kind(messages[0].kind).key, person.language)
    sentence = called(messages)
    around = texts.filled(own, sentence, person.name)
    stoppable = stoppable_kinds(messages)
    made["Subject"] = around.subject
    made["From"] = formataddr((_("Vooroverleg"), sender()))
    made["To"] = formataddr((" ".join(person.name.split()), person.email))
    made["Date"] = format_datetime(mail.made_at)
    made["Message-ID"] = mail.message_id
    made["Auto-Submitted"] = "auto-generated"
    if stoppable:
        _add_unsubscribing(made, stop_url(person.id, stoppable))
    lines = _lines(messages) if bundled else _line(sentence, messages[0].url)
    made.set_content(body(lines, around, footer(person.id, stoppable)))
    made["Content-Language"] = person.language
    return made


def body(lines: str, around: texts.Texts, last: str = "") -> str:
    """The plain text of a mail: what it tells, between the texts around it."""
    found = (around.opening, lines, around.closing, last)
    return "\n\n".join(part for part in found if part) + "\n"


def _line(sentence: str, url: str) -> str:
    return f"{sentence}\n\n{public_root()}{url}"


def example(sentence: str, url: str, around: texts.Texts) -> str:
    """The text of a mail about one thing, to look at a wording with."""
    return body(_line(sentence, url), around)


def footer(person_id: int, stoppable: Sequence[Kind]) -> str:
    """Where the reader chooses what comes by mail, and how to stop these without signing in."""
    choose = _("Kiezen wat u per mail krijgt: %(url)s", url=f"{public_root()}/messages/preferences")
    if not stoppable:
        return choose
    url = stop_url(person_id, stoppable)
    if len(stoppable) > 1:
        return f"{choose}\n" + _("Geen mails meer over deze onderwerpen: %(url)s", url=url)
    stop = _("Geen mails meer over “%(kind)s”: %(url)s", kind=str(stoppable[0].words), url=url)
    return f"{choose}\n{stop}"


def stoppable_kinds(messages: Sequence[Message]) -> list[Kind]:
    """The kinds in a mail that a person can do without, in the order of the table."""
    found = {kind(one.kind).key for one in messages}
    return [one for one in KINDS if one.key in found and not one.fixed]


def stop_url(person_id: int, kinds: Sequence[Kind]) -> str:
    """The full address that stops mails of these kinds."""
    token = token_for(person_id, [one.key for one in kinds])
    return f"{public_root()}/messages/unsubscribe/{token}"


def _add_unsubscribing(made: EmailMessage, url: str) -> None:
    """RFC 2369, 3.2, and where the address is secret on its way, one click (RFC 8058, 3.1)."""
    made["List-Unsubscribe"] = f"<{url}>"
    if url.startswith("https://"):
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def called(messages: Sequence[Message]) -> str:
    """What a mail about these is called: its one message, what heads it, else how much it holds."""
    first = min(messages, key=_place, default=None)
    if first is not None and (len(messages) == 1 or kind(first.kind).heads):
        return first.text
    return ngettext("%(num)d bericht", "%(num)d berichten", len(messages))


def _lines(messages: Sequence[Message]) -> str:
    """The messages of a bundle under the names of their kinds, each with its link."""
    found = []
    for key, group in groupby(sorted(messages, key=_place), key=lambda one: kind(one.kind).key):
        told = "\n".join(f"- {one.text}\n  {public_root()}{one.url}" for one in group)
        found.append(f"{kind(key).words}\n{told}")
    return "\n\n".join(found)


def _place(message: Message) -> tuple[int, int]:
    return _ORDER[kind(message.kind).key], message.id


def message_id_of(key: str) -> str:
    """The Message-ID of the mail that begins with this message; another per installation."""
    digest = hashlib.sha256(f"{public_root()}|{key}".encode()).hexdigest()
    return f"<{digest[:32]}@{sender().rpartition('@')[2]}>"


def sender() -> str:
    """The address that mails come from: MAIL_FROM, or one of this installation's own name."""
    host = urlsplit(public_root()).hostname
    return current_app.config["MAIL_FROM"] or f"vooroverleg@{host}"
