"""From what was sent to the bytes of a calendar: encodings, mails, and what is no calendar."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr

from app.invitations.reading import wording
from app.invitations.reading.problems import CannotRead

_CALENDAR = re.compile(rb"\A\s*begin[ \t]*:[ \t]*v(?:calendar|event)\b", re.IGNORECASE)
_HEADER = re.compile(rb"\A(?:>?from |[a-z][a-z0-9-]{1,60}[ \t]*:)", re.IGNORECASE)
_OF_MAIL = re.compile(
    rb"^(?:received|mime-version|content-type|message-id|return-path|from|subject)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
#: What Outlook sends to those who do not use it, what it saves by itself, and pages.
_WINMAIL, _OUTLOOK = b"\x78\x9f\x3e\x22", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"\A\s*<(?:!doctype|html|\?xml|head|body|script)", re.IGNORECASE)
_CALENDAR_TYPES = {"text/calendar", "application/ics", "text/x-vcalendar", "text/vcalendar"}
#: A mail has a few parts; one of a thousand is made to be heavy.
MOST_PARTS = 100
#: Of who sent it so much is read: a name with an address.
LONGEST_FROM = 1_000


@dataclass(frozen=True)
class Envelope:
    """The calendar in a file, and who sent it."""

    calendar: bytes
    #: An address in small letters; empty where the file is no mail, or names nobody.
    sender: str = ""


def opened(content: bytes) -> Envelope:
    """The calendar in a file; raises CannotRead where there is none."""
    for start, reason in ((_WINMAIL, "winmail"), (_OUTLOOK, "outlook")):
        if content.startswith(start):
            raise CannotRead(reason)
    content = _in_utf8(content)
    if _PAGE.match(content):
        raise CannotRead("page")
    if _CALENDAR.match(content):
        return Envelope(content)
    if _HEADER.match(content) and _OF_MAIL.search(content[:20_000]):
        return _in_mail(content)
    raise CannotRead("kind")


def _in_utf8(content: bytes) -> bytes:
    """The same text without a mark, where it stands in two bytes a letter."""
    for mark, encoding in ((BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        if content.startswith(mark):
            return content[2:].decode(encoding, errors="replace").encode()
    for encoding in ("utf-16-le", "utf-16-be"):
        if content[:30].upper().startswith("BEGIN:V".encode(encoding)):
            return content.decode(encoding, errors="replace").encode()
    return content.removeprefix(BOM_UTF8).lstrip(b"\0")


def _in_mail(content: bytes) -> Envelope:
    """The invitation that a mail carries; of several the first, as they say the same.

    Who forwards a mail within another one is its sender: that is whose mail came here.
    """
    if content.count(b"\n--") > 2 * MOST_PARTS:
        raise CannotRead("heavy")
    parts = []
    mail = message_from_bytes(content)
    for number, part in enumerate(mail.walk()):
        if number > MOST_PARTS:
            raise CannotRead("heavy")
        parts.append(part)
    for part in sorted(parts, key=lambda one: one.get_content_type() not in _CALENDAR_TYPES):
        body = _body(part)
        if body is not None and _CALENDAR.match(body):
            return Envelope(body, _sender_of(mail))
    names = {(part.get_filename() or "").lower() for part in parts}
    raise CannotRead("winmail" if "winmail.dat" in names else "mail")


def _sender_of(mail: Message) -> str:
    """Whose mail it is, by what it says itself."""
    _name, address = parseaddr(str(mail["From"] or "")[:LONGEST_FROM])
    return wording.address_of(address)


def _body(part: Message) -> bytes | None:
    if part.is_multipart():
        return None
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return None
    charset = (part.get_content_charset() or "utf-8").lower()
    if charset not in ("utf-8", "us-ascii"):
        with suppress(LookupError, UnicodeDecodeError):
            body = body.decode(charset).encode()
    return _in_utf8(body)
