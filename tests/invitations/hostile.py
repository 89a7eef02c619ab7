"""Files that are made to hang or to fill the memory of who reads them, each of at most 1 MB."""

from __future__ import annotations

from tests.invitations.small import OWN_ZONE, event, file_of

START = "DTSTART;TZID=Europe/Amsterdam:20270107T093000"
MOST = 1_000_000


def _filled(unit: str, most: int = MOST - 500) -> str:
    return unit * (most // (len(unit.encode()) + unit.count("\n")))


def _many(unit: str, most: int = MOST - 2_000) -> str:
    """Events or other parts, each with a number of its own."""
    found: list[str] = []
    size = 0
    while size < most:
        found.append(unit.replace("#", str(len(found))))
        size += len(found[-1].encode()) + 2 + unit.count("\n")
    return "\n".join(found)


def _series(rule: str) -> bytes:
    return file_of(_many(event(START, f"RRULE:{rule}", uid="#")))


FILES: dict[str, bytes] = {
    "one line": file_of(event(START, "SUMMARY:" + _filled("a"))),
    "one line, folded after each letter": file_of(event(START, "SUMMARY:" + _filled("a\n "))),
    "line ends": file_of(event(START), _filled("\n")),
    "carriage returns": b"BEGIN:VCALENDAR" + b"\r" * MOST,
    "folds of nothing": file_of(event(START, "SUMMARY:a" + _filled("\n "))),
    "spaces before the colon": file_of(event(START, "SUMMARY" + _filled(" ") + ":a")),
    "spaces in parameters": file_of(event(START, "SUMMARY;" + _filled("a = b ; ", 90_000) + ":a")),
    "parameters": file_of(event(START, "SUMMARY;" + _filled("A=b;", 90_000) + ":a")),
    "quotes": file_of(event(START, "SUMMARY;A=" + _filled('"', 99_000))),
    "backslashes": file_of(event(START, "SUMMARY:" + _filled("\\", 99_000))),
    "soft line ends": file_of(event(START, "SUMMARY;QUOTED-PRINTABLE:" + _filled("=\n"))),
    "words of the old format": file_of(event(START, _filled("quoted-printable"))),
    "old lines without an end": file_of(_filled("X;quoted-printable=\n")),
    "begins": file_of(_filled("BEGIN:X\n")),
    "begins and ends": file_of(_filled("BEGIN:X\nEND:X\n")),
    "ends": file_of(event(START), _filled("END:X\n")),
    "attendees": file_of(event(START, _filled("ATTENDEE:mailto:a@b.example\n"))),
    "properties": file_of(event(START, _filled("COMMENT:a\n"))),
    "events": file_of(_many(event(START, uid="#"))),
    "events of one uid": file_of(_many(event(START, "SEQUENCE:#"))),
    "changes to one series": file_of(
        event(START, "RRULE:FREQ=DAILY"),
        _many(event(START, "RECURRENCE-ID;TZID=Europe/Amsterdam:20270108T#", START)),
    ),
    "changes from one day on": file_of(
        event(START, "RRULE:FREQ=DAILY"),
        _many(event(START, "RECURRENCE-ID;RANGE=THISANDFUTURE:20270#T083000Z", START), 200_000),
    ),
    "dates": file_of(event(START, "RDATE:" + _filled("20270203T093000Z,", 99_000))),
    "dates taken out": file_of(event(START, _filled("EXDATE:20270203T093000Z\n"))),
    "daily": _series("FREQ=DAILY"),
    "daily since 1900": file_of(
        _many(event("DTSTART:19000101T000000Z", "RRULE:FREQ=DAILY", uid="#"))
    ),
    "never": _series("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
    "never since 1900": file_of(
        _many(
            event("DTSTART:19000101T000000Z", "RRULE:FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2", uid="#")
        )
    ),
    "every day by number": _series(
        "FREQ=YEARLY;BYYEARDAY=" + ",".join(str(day) for day in range(1, 367))
    ),
    "every weekday of every month": _series(
        "FREQ=MONTHLY;BYDAY=" + ",".join(f"{n}{day}" for n in range(1, 6) for day in ("MO", "TU"))
    ),
    "rules of one event": file_of(event(START, _filled("RRULE:FREQ=DAILY\n"))),
    "times of a day": _series("FREQ=DAILY;BYHOUR=0,4,8,12;BYMINUTE=0,15,30,45"),
    "positions": _series(
        "FREQ=YEARLY;BYDAY=MO,TU,WE;BYHOUR=1,2,3;BYSETPOS=" + ",".join(["-1"] * 300)
    ),
    "numbers": file_of(
        event(START, "SEQUENCE:" + "9" * 90_000, "RRULE:FREQ=DAILY;COUNT=" + "9" * 90_000)
    ),
    "time zones": file_of(
        _many(OWN_ZONE.format(name="z#")), event("DTSTART;TZID=z1:20270107T093000")
    ),
    "time zones that are used": file_of(
        _many(OWN_ZONE.format(name="z#") + "\n" + event("DTSTART;TZID=z#:20270107T093000", uid="#"))
    ),
    "unknown time zones": file_of(
        _many(event("DTSTART;TZID=(UTC+01:00) #:20270107T093000", uid="#"))
    ),
    "a daily time zone": file_of(
        OWN_ZONE.format(name="z").replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=DAILY"),
        event("DTSTART;TZID=z:21990107T093000"),
    ),
    "html": file_of(event(START, "X-ALT-DESC:" + _filled("<p ", 99_000))),
    "html that never ends": file_of(event(START, "DESCRIPTION:<br>" + _filled("<!--", 99_000))),
    "links": file_of(event(START, "DESCRIPTION:" + _filled("https://zoom.us/", 99_000))),
    "prefixes": file_of(event(START, "SUMMARY:" + _filled("FW: ", 99_000))),
    "places": file_of(event(START, "LOCATION:" + _filled("teams / ", 99_000))),
    "places of spaces": file_of(event(START, "LOCATION:" + _filled(" ", 99_000) + "x")),
    "long descriptions": file_of(
        _many(
            event(START, "RRULE:FREQ=DAILY", "DESCRIPTION:" + "<b>a</b>" * 12_000, uid="#"), 700_000
        )
    ),
    "mail in mail": b"Subject: a\nMIME-Version: 1.0\n"
    + b"Content-Type: message/rfc822\n\n" * 30_000,
    "parts of a mail": b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="a"\n\n'
    + b"--a\n\nx\n" * 120_000,
    "headers": b"Subject: a\n" * 90_000,
    "noise": bytes(range(256)) * 3_900,
    "noise in an event": file_of(event(START, "SUMMARY:#")).replace(
        b"#", bytes(range(14, 256)) * 300
    ),
    "zeros": b"BEGIN:VCALENDAR\r\n" + b"\0" * 900_000,
}
