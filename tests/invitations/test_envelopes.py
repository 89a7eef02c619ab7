"""Encodings, mails, and what is no invitation: read, or refused in one plain sentence."""

from __future__ import annotations

import base64

import pytest
from flask_babel import gettext

from app.core.errors import RuleBroken
from app.invitations.reading import sentences
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.receiving import read_invitation
from tests.invitations.dialects import Message, in_mail, outlook, together
from tests.invitations.small import TODAY, event, file_of, read

WORDS = "Coöperatie ‘Groningën’ – €"
START = "DTSTART:20270115T083000Z"
PLAIN = file_of(event(START, f"SUMMARY:{WORDS}"))


def title(content: bytes) -> str:
    """The title of the only occurrence."""
    (one,) = read(content).occurrences
    return one.title


def reason(content: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(CannotRead) as refusal:
        read(content)
    return refusal.value.reason


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.decode().encode("utf-16"),
        PLAIN.decode().encode("utf-16-be"),
        PLAIN.decode().encode("cp1252", "replace"),
        PLAIN.replace(b"\r\n", b"\n"),
        PLAIN.replace(b"\r\n", b"\r"),
        PLAIN.replace(b"\r\n", b"\r\n\r\n"),
        b"\r\n\r\n" + PLAIN,
        PLAIN.replace("Groningën".encode(), b"Groning\xc3\r\n \xabn"),
        PLAIN.replace(b"ratie", b"ra\r\n\ttie").replace(b"BEGIN:VEVENT", b"begin:vevent"),
        PLAIN.replace(b"END:VCALENDAR\r\n", b""),
        PLAIN.replace(b"BEGIN:VEVENT", b"zomaar een regel\r\nBEGIN:VEVENT"),
        PLAIN[PLAIN.index(b"BEGIN:VEVENT") : PLAIN.index(b"END:VCALENDAR")],
        in_mail(PLAIN),
        in_mail(PLAIN).replace(b"\r\n", b"\n"),
        in_mail(base64.encodebytes(PLAIN)).replace(b": 8bit", b": base64"),
    ],
)
def test_encodings_line_ends_and_folds(content: bytes) -> None:
    assert title(content) == WORDS


def test_the_old_format_with_letters_as_numbers() -> None:
    old = file_of(
        event(
            START,
            "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Co=C3=B6peratie =E2=82=\n=AC 12=\n5",
            "LOCATION;QUOTED-PRINTABLE:Zaal =\nNoord",
        )
    ).replace(b"VERSION:2.0", b"VERSION:1.0")
    (one,) = read(old).occurrences
    assert (one.title, one.place) == ("Coöperatie € 125", "Zaal Noord")


def test_signs_and_commas_in_texts() -> None:
    assert title(file_of(event(START, r"SUMMARY:a\, b\; c\\n d"))) == r"a, b; c\n d"
    assert title(file_of(event(START, 'SUMMARY;X="a:b;c":d'))) == "d"


def test_several_events_in_one_file() -> None:
    saved = together(outlook(Message()), outlook(Message(uid="2", sequence=4)))
    assert len(read(saved).occurrences) == 2
    assert len(read(PLAIN + PLAIN.replace(b"1@regio", b"2@regio")).occurrences) == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7 ...", "kind"),
        (b"PK\x03\x04....", "kind"),
        (b"zomaar tekst", "kind"),
        (b"\x00\x01\x02\x03", "kind"),
        (b"<!DOCTYPE html><html>BEGIN:VCALENDAR</html>", "page"),
        (b"<?xml version='1.0'?><a/>", "page"),
        (b"\x78\x9f\x3e\x22\x01\x00", "winmail"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "outlook"),
        (in_mail(b"Tot dan"), "mail"),
        (
            in_mail(b"x").replace(b"text/calendar;", b'application/ms-tnef; name="winmail.dat";'),
            "winmail",
        ),
        (file_of(), "no_events"),
        (file_of("BEGIN:VTODO", "UID:1", "END:VTODO"), "tasks"),
        (file_of("BEGIN:VFREEBUSY", "UID:1", "END:VFREEBUSY"), "busy"),
        (file_of("BEGIN:VJOURNAL", "UID:1", "END:VJOURNAL"), "journal"),
        (file_of("METHOD:REPLY", event(START)), "method_reply"),
        (file_of("METHOD:COUNTER", event(START)), "method_counter"),
        (file_of("METHOD:DECLINECOUNTER", event(START)), "method_declinecounter"),
        (file_of("METHOD:refresh", event(START)), "method_refresh"),
    ],
)
def test_what_is_refused(content: bytes, expected: str) -> None:
    assert reason(content) == expected
    with pytest.raises(RuleBroken) as refusal:
        read_invitation(content, today=TODAY)
    assert refusal.value.message == sentences.why(expected)
    assert refusal.value.field == "file"


def test_methods_that_are_read() -> None:
    for method in ("REQUEST", "PUBLISH", "ADD", "CANCEL"):
        assert read(file_of(f"METHOD:{method}", event(START))).method == method
    assert read(PLAIN).method == "PUBLISH"
    assert read(file_of("METHOD:X-ANDERS", event(START))).method == "PUBLISH"


def test_every_sentence_is_plain() -> None:
    for key, sentence in sentences.SENTENCES.items():
        said = sentence()
        assert said == gettext(said), key
        assert said.endswith("."), key
        assert all(len(part.split()) <= 25 for part in said.split(". ")), key
