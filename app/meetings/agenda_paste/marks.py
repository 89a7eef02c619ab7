"""What an agenda says of an item beside its title: type, handling, minutes, times, papers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.meetings.agenda_models import Handling, ItemType

INFORM, OPINION, DECIDE = ItemType.INFORM, ItemType.OPINION, ItemType.DECIDE
#: From weak to strong: "ter bespreking en besluitvorming" is to decide.
STRENGTH = (INFORM, OPINION, DECIDE)

_WORDS: dict[ItemType, str] = {
    INFORM: (
        "informatie informerend informatief informeren info kennisname kennisneming kennisgeving "
        "kennis beeldvormend beeldvorming tkn t.k.n kennisnemen mededeling informatieverstrekking"
    ),
    OPINION: (
        "bespreking bespreken meningsvormend meningsvorming oordeelsvormend oordeelsvorming "
        "opiniërend opinierend opinievormend opinievorming discussie consulterend consultatie "
        "advies advisering adviserend richtinggevend gedachtewisseling consulteren behandeling"
    ),
    DECIDE: (
        "besluitvorming besluitvormend besluit besluiten vaststellen vaststelling instemming "
        "instemmen akkoord goedkeuring goedkeuren beslissen beslispunt beslissing accordering "
        "besluitpunt"
    ),
}
TYPES = {word: kind for kind, words in _WORDS.items() for word in words.split()}
#: How columns and brackets shorten it.
LETTERS = {
    "B": (DECIDE, None),
    "I": (INFORM, None),
    "D": (OPINION, None),
    "O": (OPINION, None),
    "M": (OPINION, None),
    "K": (INFORM, None),
    "H": (DECIDE, Handling.CONSENT),
}
HANDLINGS = {
    **dict.fromkeys(
        ("hamerstuk", "hamerstukken", "hamerpunt", "hamerpunten", "conformstuk", "a-stuk"),
        Handling.CONSENT,
    ),
    **dict.fromkeys(
        ("bespreekstuk", "bespreekstukken", "bespreekpunt", "bespreekpunten", "b-stuk"),
        Handling.DISCUSSION,
    ),
}
_TIME = r"(?:[01]?\d|2[0-4])\s?[.:u]\s?[0-5]\d"
_HOUR = r"(?:\s?(?:uur|u|h)\b\.?)"
_RANGE = re.compile(
    rf"({_TIME}){_HOUR}?\s*(?:-|–|—|tot|t/m)\s*({_TIME}){_HOUR}?(?!\d)", re.IGNORECASE
)
_MOMENT = re.compile(rf"({_TIME}){_HOUR}?(?![\d.])", re.IGNORECASE)
_FULL_HOUR = re.compile(r"(\d{1,2})\s?(?:uur|u|h)\b\.?", re.IGNORECASE)
_MINUTES = re.compile(
    r"(?:ca?\.?\s*|±\s*|\+/-\s*|circa\s+|max\.?\s+)?(\d{1,3})\s?(?:min(?:\.|uten|uut)?|m|['’′])",
    re.IGNORECASE,
)
_HOURS = re.compile(r"(\d{1,2}(?:[.,]\d)?)\s?(?:uur|u)", re.IGNORECASE)
_SAID_MINUTES = {"kwartier": 15, "een kwartier": 15, "half uur": 30, "halfuur": 30}
_PAPER = re.compile(
    r"(?:zie\s+)?(?:bijlagen?|stuk(?:ken)?|nazending)"
    r"(?:\s*(?:nr\.?|\(n\))?\s*[\d, en&/a-c.-]{0,30})?"
    r"|(?:stuk|bijlage|notitie|presentatie) volgt|(?:stuk|bijlage)n? (?:wordt|worden) nagezonden",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\s+(?:punten|stukken|onderwerpen|deel|gedeelte|agendapunten)$")
_BEGINNING = re.compile(
    r"^(?:(?:agenda)?punten|stukken|onderwerpen|voorstellen|agendapunt|punt|onderdeel)\s+"
    r"|^(?:ter|tot|voor|om te|is|status:?|doel:?|type:?)\s+"
)


@dataclass(frozen=True)
class Marks:
    """What was said; None where nothing was. Times are minutes since midnight."""

    type: ItemType | None = None
    handling: Handling | None = None
    minutes: int | None = None
    starts: int | None = None
    ends: int | None = None
    papers: tuple[str, ...] = ()

    def with_(self, other: Marks) -> Marks:
        """Both; what was said first stays."""
        return Marks(
            self.type or other.type,
            self.handling or other.handling,
            self.minutes or other.minutes,
            other.starts if self.starts is None else self.starts,
            other.ends if self.ends is None else self.ends,
            self.papers + other.papers,
        )

    @property
    def lasts(self) -> int | None:
        """Minutes, as said or as the times tell; None where that makes no sense."""
        if self.minutes is not None:
            return self.minutes if 1 <= self.minutes <= 600 else None
        if self.starts is None or self.ends is None or not 1 <= self.ends - self.starts <= 600:
            return None
        return self.ends - self.starts


NOTHING = Marks()


def mark_of(piece: str, letters: bool = True) -> Marks | None:
    """What a piece between brackets or in a column says; None where it says something else."""
    text = piece.strip().strip("*_.;,").strip()
    if not text or len(text) > 80:
        return None
    if letters and text in LETTERS:
        kind, handling = LETTERS[text]
        return Marks(type=kind, handling=handling)
    return _words_mark(text.casefold()) or time_mark(text) or _paper_mark(text)


def _words_mark(text: str) -> Marks | None:
    """Type or handling in words: "ter bespreking en besluitvorming", "hamerstuk"."""
    if text in HANDLINGS:
        handling = HANDLINGS[text]
        return Marks(type=DECIDE if handling == Handling.CONSENT else None, handling=handling)
    kinds = []
    for part in re.split(r"\s*(?:/|\ben\b|\bof\b|&|\+)\s*", text):
        word = _plain(part)
        if word in TYPES:
            kinds.append(TYPES[word])
        elif word.upper() in LETTERS and len(text) <= 5 and "/" in text:
            kinds.append(LETTERS[word.upper()][0])
        else:
            return None
    return Marks(type=max(kinds, key=STRENGTH.index))


def _plain(part: str) -> str:
    """The bare word of a type: "ter besluitvorming" is "besluitvorming"."""
    word = part.strip(" .:")
    for _turn in range(2):
        word = _BEGINNING.sub("", word)
    return _ENDING.sub("", word).strip(" .:")


def time_mark(text: str) -> Marks | None:
    """Minutes, a span of time or a moment."""
    if found := _RANGE.fullmatch(text):
        return Marks(starts=minutes_of(found[1]), ends=minutes_of(found[2]))
    if found := _MINUTES.fullmatch(text):
        return Marks(minutes=int(found[1]))
    if text.casefold() in _SAID_MINUTES:
        return Marks(minutes=_SAID_MINUTES[text.casefold()])
    if found := _MOMENT.fullmatch(text):
        return Marks(starts=minutes_of(found[1]))
    found = _HOURS.fullmatch(text)
    hours = float(found[1].replace(",", ".")) if found else 0
    return Marks(minutes=round(hours * 60)) if 0 < hours <= 6 else None


def _paper_mark(text: str) -> Marks | None:
    return Marks(papers=(text,)) if _PAPER.fullmatch(text) else None


def minutes_of(time: str) -> int:
    """Minutes since midnight: "9.30" is 570."""
    hours, minutes = re.findall(r"\d+", time)[:2]
    return int(hours) * 60 + int(minutes)


def leading_time(text: str) -> tuple[Marks, str, bool]:
    """A time in front, the rest, and whether it can also be a number ("9.30 Begroting")."""
    if found := _RANGE.match(text):
        return (
            Marks(starts=minutes_of(found[1]), ends=minutes_of(found[2])),
            _rest(text, found),
            False,
        )
    if found := _MOMENT.match(text):
        said = found[0]
        doubtful = "." in said and not re.search(r"[uh]", said, re.IGNORECASE)
        return Marks(starts=minutes_of(found[1])), _rest(text, found), doubtful
    if (found := _FULL_HOUR.match(text)) and int(found[1]) <= 24:
        return Marks(starts=int(found[1]) * 60), _rest(text, found), False
    return NOTHING, text, False


def _rest(text: str, found: re.Match[str]) -> str:
    return text[found.end() :].lstrip(" \t:-–—|,;.")


_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]")
#: Tried where a run of signs begins only, so that a line full of dots costs no more than others.
_LEADERS = re.compile(r"(?<!\s)\s*(?:(?<!\.)\.{3,}|(?<!…)…+|(?<!_)_{3,})\s*\d{0,4}$")
_PARTS = re.compile(r"\s+[-–—/]\s+|\s*[|\t]\s*|\s*[;:,]\s+|\s{2,}")
_END_MINUTES = re.compile(
    r"[\s,;–-]+(?:ca?\.?\s?|circa\s)?(\d{1,3})\s?(?:min(?:\.|uten|uut)?|['’′])$", re.IGNORECASE
)


def take_marks(title: str) -> tuple[str, Marks]:
    """The bare title, and what was said beside it between brackets, in front or at the end."""
    text = _LEADERS.sub("", title).strip()
    text, marks = _take_brackets(text)
    text, more = _take_end(text)
    marks = marks.with_(more)
    text, more = _take_front(text)
    return _tidy(text), marks.with_(more)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" \t-–—:;,|*_")


def _take_brackets(text: str) -> tuple[str, Marks]:
    marks = NOTHING

    def judge(found: re.Match[str]) -> str:
        nonlocal marks
        whole = mark_of(found[1])
        if whole is not None:
            marks = marks.with_(whole)
            return " "
        kept = []
        for piece in re.split(r"\s*[,;/|]\s*|\s+[-–—]\s+", found[1]):
            mark = mark_of(piece)
            if mark is None:
                kept.append(piece)
            else:
                marks = marks.with_(mark)
        opening, closing = found[0][0], found[0][-1]
        pieces = found[1].count(",") + found[1].count(";") + 1
        if len(kept) == pieces:
            return found[0]
        return f"{opening}{', '.join(kept)}{closing}" if kept else " "

    return _BRACKETS.sub(judge, text), marks


def _take_end(text: str) -> tuple[str, Marks]:
    """Marks behind a dash, a comma, a tab or two spaces; the first piece is always the title."""
    marks = NOTHING
    for _turn in range(6):
        found = _END_MINUTES.search(text[-40:])
        if found and len(text) > len(found[0]):
            text, marks = text[: -len(found[0])], marks.with_(Marks(minutes=int(found[1])))
            continue
        breaks = list(_PARTS.finditer(text))
        if not breaks:
            break
        wide = breaks[-1][0].strip() not in (",", ";", ":", "/")
        mark = mark_of(text[breaks[-1].end() :], letters=wide)
        if mark is None or not text[: breaks[-1].start()].strip():
            break
        text, marks = text[: breaks[-1].start()].strip(), marks.with_(mark)
    return text, marks


def _take_front(text: str) -> tuple[str, Marks]:
    """A mark in front: "Ter informatie: jaarverslag", "Hamerstuk – verordening"."""
    found = re.match(r"([^:–—-]{3,40}?)\s*(?::|\s[–—-])\s+(?=\S)", text)
    mark = mark_of(found[1], letters=False) if found else None
    if found and mark is not None and (mark.type or mark.handling):
        return text[found.end() :], mark
    return text, NOTHING
