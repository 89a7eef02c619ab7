"""Titles, places and links as people write them, made plain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, urlsplit

LONGEST_TITLE = LONGEST_PLACE = 200
LONGEST_NAME = 200
LONGEST_LINK = 500

_DASH = r"\s*(?::|\s[-–—]\s|\s[-–—]$)\s*"
_CANCELLED = re.compile(
    r"[\[(]?\s*(?:geannuleerd|afgelast|vervallen|cancell?ed|abgesagt|annul[ée]e?|annulation|"
    rf"cancelado|annullato)\s*(?:[\])]\s*(?:{_DASH})?|{_DASH})",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"(?:fwd?|doorgestuurd|doorst|re|antw|updated|bijgewerkt|gewijzigd)\s*:\s*", re.IGNORECASE
)
#: Line and paragraph ends of Unicode, signs that turn the direction of what follows, and controls.
_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_LINK = re.compile(r"https://[^\s<>\"'\\^`{|}]{4,1000}", re.IGNORECASE)
_ANY_LINK = re.compile(r"\b(?:https?://|conf:sip:|sip:|tel:)\S+", re.IGNORECASE)
_HOSTS = re.compile(
    r"(?:.+\.)?(?:teams\.(?:microsoft\.com|live\.com|microsoft\.us)|zoom\.us|zoomgov\.com|"
    r"webex\.com|meet\.google\.com|whereby\.com|jit\.si|gotomeet\.me|gotomeeting\.com|"
    r"join\.skype\.com|lync\.com|bluejeans\.com|starleaf\.com|bigbluebutton\.org)"
)
_SAFE_LINK = re.compile(r"(?:.+\.)?safelinks\.protection\.outlook\.com")
#: What programs put where a place should be.
_NO_PLACE = re.compile(
    r"(?:microsoft[- ]teams|ms[- ]teams|teams|skype(?: voor bedrijven| for business)?|zoom|"
    r"(?:cisco )?webex|google meet)"
    r"(?:[- ](?:vergadering|overleg|meeting|besprechung|video ?call|sitzung))?"
    r"|(?:réunion|reunión de) (?:microsoft )?teams|skype[- ]vergadering|online[- ]vergadering",
    re.IGNORECASE,
)
_NO_ADDRESS = {"nomail", "invalid:nomail", "noreply"}


def plain(text: str) -> str:
    """Text without signs that nobody sees, with ordinary line ends."""
    return _UNSEEN.sub("", _ENDS.sub("\n", text)).strip()


def one_line(text: str, longest: int) -> str:
    """Text on one line, no longer than that."""
    return " ".join(plain(text).split())[:longest].strip()


def title_of(text: str) -> tuple[str, bool]:
    """The title without what programs put before it, and whether that says it is cancelled."""
    title, cancelled = one_line(text, 2 * LONGEST_TITLE), False
    while found := _CANCELLED.match(title) or _FORWARDED.match(title):
        cancelled = cancelled or found.re is _CANCELLED
        title = title[found.end() :]
    return title[:LONGEST_TITLE].strip(), cancelled


def place_of(text: str) -> str:
    """Where it is, without links and without names of programs."""
    bare = _ANY_LINK.sub(" ", plain(text).replace("\n", "; "))
    parts = (part.strip(" ,.-–/|<>()") for part in bare.split(";"))
    pieces = [_without_programs(" ".join(part.split())) for part in parts]
    return "; ".join(dict.fromkeys(piece for piece in pieces if piece))[:LONGEST_PLACE].strip()


def _without_programs(part: str) -> str:
    pieces = re.split(r" ?[/|,+] | en | and ", part)
    if all(_NO_PLACE.fullmatch(piece.strip()) for piece in pieces):
        return ""
    kept = [piece.strip() for piece in re.split(r" [/|+] ", part)]
    return " / ".join(piece for piece in kept if not _NO_PLACE.fullmatch(piece))


def link_of(meant: Iterable[str], place: str, others: Iterable[str]) -> str:
    """Where to meet online: what is meant for that, else what stands at the place or elsewhere."""
    for text in meant:
        for link in _links(text):
            return link
    of_programs = [link for text in (place, *others) for link in _links(text) if _for_meeting(link)]
    return next(iter([*of_programs, *_links(place)]), "")


def _links(text: str) -> Iterator[str]:
    for found in _LINK.findall(text):
        link = _unwrapped(found.rstrip(".,;:!?)]*_"))
        if len(link) <= LONGEST_LINK and _host(link):
            yield link


def _unwrapped(link: str) -> str:
    """The link itself, where Outlook leads past a guard of its own."""
    if _SAFE_LINK.fullmatch(_host(link)):
        inner = parse_qs(urlsplit(link).query).get("url", [""])[0]
        return inner if inner.startswith("https://") and _host(inner) else link
    return link


def _host(link: str) -> str:
    """Where a link leads; empty where it hides that, or is none."""
    try:
        parts = urlsplit(link)
        return "" if "@" in parts.netloc else (parts.hostname or "")
    except ValueError:
        return ""


def _for_meeting(link: str) -> bool:
    return _HOSTS.fullmatch(_host(link)) is not None


def address_of(text: str) -> str:
    """An e-mail address in small letters; empty where it is none."""
    address = (
        re.sub(r"^\s*mailto:\s*", "", text.strip(), flags=re.IGNORECASE).strip(" <>\"'").lower()
    )
    sound = re.fullmatch(r"[^\s@<>:/]+@[^\s@<>:/]+", address)
    return address[:255] if sound and address not in _NO_ADDRESS else ""
