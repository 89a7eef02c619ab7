"""Plain invitations for tests of what becomes of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.invitations.arriving import Arrived, read_file

SENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def invitation(
    *,
    uid: str = "1@ggd.example",
    method: str = "REQUEST",
    sequence: int = 0,
    sent: int = 0,
    day: str = "20261210",
    hour: int = 9,
    minutes: int = 60,
    title: str = "Overleg over de begroting",
    place: str = "Raadhuis",
    organiser: str = "secretariaat@ggd.example",
    extra: str = "",
) -> bytes:
    """One event as a file; `sent` hours after the first mail, in UTC."""
    start = datetime.fromisoformat(f"{day}T{hour:02}0000Z")
    stamp = SENT + timedelta(hours=sent or sequence)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Secretariaat//NL",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{sequence}",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{start + timedelta(minutes=minutes):%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{title}",
        f"LOCATION:{place}",
        f"ORGANIZER;CN=Secretariaat:mailto:{organiser}" if organiser else "",
        extra,
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(line for line in lines if line).encode() + b"\r\n"


def in_mail_of(content: bytes, sender: str) -> bytes:
    """A mail of somebody that is an invitation."""
    head = (
        f"From: {sender}\r\nSubject: Uitnodiging\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/calendar; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head.encode() + content


def arrived(content: bytes, name: str = "uitnodiging.ics") -> Arrived:
    """A file that was read and stored, as the page and the command do it."""
    return read_file(content, name)
