"""Invitations as calendar programs write them: made here, after what each is known to send.

`Message` says what is invited to; a dialect turns it into the bytes of that program. Chains are
made with `dataclasses.replace(message, sequence=1, method="CANCEL", …)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
#: What Teams puts below an invitation; the meeting number is nobody's.
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_0/0?context=%7b%7d"
MEET = "https://meet.google.com/abc-defg-hij"


@dataclass(frozen=True)
class Message:
    """What an organiser says; moments without a time zone are those of a Dutch clock."""

    uid: str = "overleg-1@regio.example"
    title: str = "Portefeuillehoudersoverleg Economie"
    start: datetime | date = datetime(2026, 12, 3, 9, 30)  # noqa: DTZ001
    minutes: int = 90
    method: str = "REQUEST"
    sequence: int = 0
    dtstamp: datetime = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    #: The rule itself: "FREQ=WEEKLY;COUNT=4".
    recurrence: str = ""
    #: The start of the one of a series that this is about.
    recurrence_id: datetime | date | None = None
    excluded: tuple[datetime | date, ...] = ()
    organiser: str = "secretariaat@regio.example"
    organiser_name: str = "Secretariaat regio"
    place: str = "Provinciehuis, Statenzaal"
    description: str = "Beste leden,\n\nDe agenda volgt; graag tijdig aanmelden."
    online: bool = False

    @property
    def cancelled(self) -> bool:
        """Whether it is off."""
        return self.method == "CANCEL"

    @property
    def end(self) -> datetime | date:
        """When it ends; a day ends on the next."""
        if isinstance(self.start, datetime):
            return self.start + timedelta(minutes=self.minutes)
        return self.start + timedelta(days=1)


def outlook(message: Message) -> bytes:
    """Outlook in Dutch: Windows names, a zone from 1601, "Geannuleerd:" for what is off."""
    zone = "W. Europe Standard Time"
    title = f"Geannuleerd: {message.title}" if message.cancelled else message.title
    place = "Microsoft Teams-vergadering" if message.online else message.place
    below = f"\\n\\n{'_' * 40}\\n{_text(TEAMS) * message.online}"
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
        "VERSION:2.0",
        f"METHOD:{message.method}",
        "X-MS-OLK-FORCEINSPECTOROPEN:TRUE",
        *_vtimezone(zone, 1601),
        "BEGIN:VEVENT",
        f'ORGANIZER;CN="{message.organiser_name}":mailto:{message.organiser}',
        "ATTENDEE;CN=deelnemer@gemeente.example;RSVP=TRUE:mailto:deelnemer@gemeente.example",
        "CLASS:PUBLIC",
        *_moments(message, f';TZID="{zone}"'),
        f"DESCRIPTION:{_text(message.description)}{below}",
        f"LOCATION:{_text(place)}",
        "PRIORITY:5",
        f"SEQUENCE:{message.sequence}",
        f"STATUS:{'CANCELLED' if message.cancelled else 'CONFIRMED'}",
        f"SUMMARY;LANGUAGE=nl:{_text(title)}",
        "TRANSP:OPAQUE",
        f"UID:{message.uid}",
        "X-ALT-DESC;FMTTYPE=text/html:<html><body><p>Beste leden\\,</p></body></html>",
        "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
        "X-MICROSOFT-CDO-IMPORTANCE:1",
        f"X-MICROSOFT-CDO-ALLDAYEVENT:{'FALSE' if isinstance(message.start, datetime) else 'TRUE'}",
    ]
    if message.online:
        lines.append(f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}")
    return _bytes([*lines, *_ALARM, "END:VEVENT", "END:VCALENDAR"])


def exchange(message: Message) -> bytes:
    """Exchange: whole days as midnights, a zone of its own making, links in the text."""
    zone = "Customized Time Zone"
    all_day = not isinstance(message.start, datetime)
    title = f"Canceled: {message.title}" if message.cancelled else message.title
    lines = [
        "BEGIN:VCALENDAR",
        f"METHOD:{message.method}",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        *_vtimezone(zone, 1601),
        "BEGIN:VEVENT",
        f"ORGANIZER;CN={message.organiser_name}:MAILTO:{message.organiser.upper()}",
        f"DESCRIPTION;LANGUAGE=nl-NL:{_text(message.description)}\\n{TEAMS * message.online}\\n",
        *_moments(_at_midnight(message) if all_day else message, f";TZID={zone}"),
        f"UID:{message.uid}",
        "CLASS:PUBLIC",
        "PRIORITY:5",
        f"SUMMARY;LANGUAGE=nl-NL:{_text(title)}",
        "TRANSP:OPAQUE",
        f"STATUS:{'CANCELLED' if message.cancelled else 'CONFIRMED'}",
        f"SEQUENCE:{message.sequence}",
        f"LOCATION;LANGUAGE=nl-NL:{_text(message.place)}",
        f"X-MICROSOFT-CDO-APPT-SEQUENCE:{message.sequence}",
        f"X-MICROSOFT-CDO-ALLDAYEVENT:{'TRUE' if all_day else 'FALSE'}",
        "X-MICROSOFT-CDO-INSTTYPE:0",
        "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
    ]
    return _bytes([*lines, *_ALARM, "END:VEVENT", "END:VCALENDAR"])


def google(message: Message) -> bytes:
    """Google: single meetings in UTC, series by their zone, HTML in the description."""
    repeats = bool(message.recurrence or message.recurrence_id)
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"METHOD:{message.method}",
        *(_vtimezone("Europe/Amsterdam", 1970) if repeats else []),
        "BEGIN:VEVENT",
        *_moments(message, ";TZID=Europe/Amsterdam" if repeats else None),
        f"ORGANIZER;CN={message.organiser_name}:mailto:{message.organiser}",
        f"UID:{message.uid}",
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=",
        " TRUE;CN=deelnemer@gemeente.example;X-NUM-GUESTS=0:mailto:deelnemer@gemeente.example",
        "CREATED:20261101T080000Z",
        f"DESCRIPTION:{_text(message.description).replace(chr(92) + 'n', '<br>')}",
        f"LAST-MODIFIED:{_utc(message.dtstamp)}",
        f"LOCATION:{_text(message.place)}",
        f"SEQUENCE:{message.sequence}",
        f"STATUS:{'CANCELLED' if message.cancelled else 'CONFIRMED'}",
        f"SUMMARY:{_text(message.title)}",
        "TRANSP:OPAQUE",
    ]
    if message.online:
        lines.append(f"X-GOOGLE-CONFERENCE:{MEET}")
    return _bytes([*lines, "END:VEVENT", "END:VCALENDAR"])


def apple(message: Message) -> bytes:
    """Apple: the zone with its history, and the organiser's address in a parameter."""
    lines = [
        "BEGIN:VCALENDAR",
        "CALSCALE:GREGORIAN",
        "PRODID:-//Apple Inc.//macOS 15.1//EN",
        "VERSION:2.0",
        f"METHOD:{message.method}",
        "X-APPLE-CALENDAR-COLOR:#1D9BF6",
        *_vtimezone("Europe/Amsterdam", 1981),
        "BEGIN:VEVENT",
        "CREATED:20261101T080000Z",
        *_moments(message, ";TZID=Europe/Amsterdam"),
        f"LAST-MODIFIED:{_utc(message.dtstamp)}",
        f"LOCATION:{_text(message.place)}",
        f'ORGANIZER;CN="{message.organiser_name}";EMAIL="{message.organiser}":/a1b2/principal/',
        f"SEQUENCE:{message.sequence}",
        *(["STATUS:CANCELLED"] if message.cancelled else []),
        f"SUMMARY:{_text(message.title)}",
        f"DESCRIPTION:{_text(message.description)}",
        "TRANSP:OPAQUE",
        f"UID:{message.uid}",
        *([f"URL;VALUE=URI:{TEAMS}"] if message.online else []),
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Statenzaal":geo:53.2,6.5',
    ]
    return _bytes([*lines, "END:VEVENT", "END:VCALENDAR"])


def zimbra(message: Message) -> bytes:
    """Zimbra: display names of Windows for time zones, fractions of nothing, bare line feeds."""
    zone = "(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna"
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:Zimbra-Calendar-Provider",
        "VERSION:2.0",
        f"METHOD:{message.method}",
        *_vtimezone(zone, 1971),
        "BEGIN:VEVENT",
        f"UID:{message.uid}",
        f"SUMMARY:{_text(message.title)}",
        f"LOCATION:{_text(message.place)}",
        "ATTENDEE;CN=Deelnemer;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:deelnemer@gemeente.example",
        f'ORGANIZER;CN={message.organiser_name};SENT-BY="mailto:{message.organiser}":mailto:{message.organiser}',
        *_moments(message, f';TZID="{zone}"'),
        f"STATUS:{'CANCELLED' if message.cancelled else 'CONFIRMED'}",
        "CLASS:PUBLIC",
        f"LAST-MODIFIED:{_utc(message.dtstamp)}",
        f"SEQUENCE:{message.sequence}",
        f"DESCRIPTION:{_text(message.description)}{_text(chr(10) + TEAMS) * message.online}",
    ]
    return _bytes([*lines, "END:VEVENT", "END:VCALENDAR"]).replace(b"\r\n", b"\n")


DIALECTS: dict[str, Callable[[Message], bytes]] = {
    "outlook": outlook,
    "exchange": exchange,
    "google": google,
    "apple": apple,
    "zimbra": zimbra,
}
_ALARM = ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:REMINDER", "TRIGGER:-PT15M", "END:VALARM"]


def in_mail(invitation: bytes, method: str = "REQUEST") -> bytes:
    """The mail that carries an invitation."""
    head = (
        "Received: from mail.regio.example by mail.gemeente.example\r\n"
        "From: Secretariaat <secretariaat@regio.example>\r\n"
        "Subject: Uitnodiging\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="grens"\r\n\r\n'
        "--grens\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBeste leden,\r\n"
        f"--grens\r\nContent-Type: text/calendar; charset=utf-8; method={method}\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head.encode() + invitation + b"\r\n--grens--\r\n"


def together(*invitations: bytes) -> bytes:
    """Several invitations as one file, as a calendar that is saved holds them."""
    events = [one[one.index(b"BEGIN:VEVENT") : one.index(b"END:VCALENDAR")] for one in invitations]
    return (
        invitations[0][: invitations[0].index(b"BEGIN:VEVENT")]
        + b"".join(events)
        + b"END:VCALENDAR\r\n"
    )


def _at_midnight(message: Message) -> Message:
    """A whole day as Exchange writes it."""
    start = datetime(message.start.year, message.start.month, message.start.day)  # noqa: DTZ001
    return Message(**{**vars(message), "start": start, "minutes": 24 * 60})


def _moments(message: Message, zone: str | None) -> list[str]:
    found = [f"DTSTAMP:{_utc(message.dtstamp)}"]
    found.append(_moment("DTSTART", message.start, zone))
    found.append(_moment("DTEND", message.end, zone))
    if message.recurrence:
        found.append(f"RRULE:{message.recurrence}")
    found += [_moment("EXDATE", one, zone) for one in message.excluded]
    if message.recurrence_id is not None:
        found.append(_moment("RECURRENCE-ID", message.recurrence_id, zone))
    return found


def _moment(name: str, moment: datetime | date, zone: str | None) -> str:
    if not isinstance(moment, datetime):
        return f"{name};VALUE=DATE:{moment:%Y%m%d}"
    if zone is None:
        return f"{name}:{_utc(moment.replace(tzinfo=AMSTERDAM))}"
    return f"{name}{zone}:{moment:%Y%m%dT%H%M%S}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _vtimezone(name: str, year: int) -> list[str]:
    """The rules of the Netherlands since 1996, as programs begin them in a year of their own."""
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{name}",
        "BEGIN:STANDARD",
        f"DTSTART:{_last_sunday(year, 10):%Y%m%d}T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        f"DTSTART:{_last_sunday(year, 3):%Y%m%d}T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _text(text: str) -> str:
    """A text as RFC 5545 writes it."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _bytes(lines: list[str]) -> bytes:
    return b"".join(_folded(line.encode()) + b"\r\n" for line in lines)


def _folded(line: bytes) -> bytes:
    """A long line in pieces of at most 75 octets: also in the middle of a letter, as some do."""
    pieces = [line[:75], *(line[at : at + 74] for at in range(75, len(line), 74))]
    return b"\r\n ".join(piece for piece in pieces if piece)
