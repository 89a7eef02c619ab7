"""What to say of a reading copy: how it reads, why not better, and what to ask of the sender."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import format_decimal

from app.papers import words
from app.papers.grades import CopyState, Grade
from app.papers.models import ReadingCopy


@dataclass(frozen=True)
class Told:
    """How a paper reads, for people."""

    #: The word of the grade; empty where there is no copy.
    grade: str
    sentence: str
    #: Why it is not better, each with what helps.
    reasons: tuple[str, ...] = ()
    #: What to write to the sender; empty where nothing has to be asked.
    to_sender: str = ""


def told_of(copy: ReadingCopy | None) -> Told:
    """What to say of this copy, or of a paper that has none yet."""
    if copy is None or copy.state == CopyState.WAITING:
        return Told("", str(words.WAITING))
    if copy.state == CopyState.REFUSED:
        return Told("", words.failure(copy.failure), to_sender=_to_sender(copy))
    sentence = words.SENTENCES[copy.grade or Grade.NONE]
    reasons = dict.fromkeys(words.reason(code) for code in copy.reasons)
    return Told(
        grade=str(words.GRADES[copy.grade or Grade.NONE]),
        sentence=str(sentence),
        reasons=tuple(one for one in reasons if one),
        to_sender=_to_sender(copy),
    )


def _to_sender(copy: ReadingCopy) -> str:
    if copy.failure in ("no_office", "missing", "fault"):
        return ""
    if copy.state == CopyState.READY:
        reads_well = copy.accessible and copy.grade in (Grade.OWN, Grade.BASIC)
        if reads_well or "fault" in copy.reasons:  # a fault of ours is nothing to its sender
            return ""
    asked = words.TO_SENDER.get(copy.failure or copy.grade or Grade.NONE, "")
    return str(asked)


def shown_size(number: int) -> str:
    """A number of bytes as a person reads it: "340 kB", "1,2 MB"."""
    if number < 1_000_000:
        return f"{format_decimal(max(1, round(number / 1000)))} kB"
    return f"{format_decimal(round(number / 1_000_000, 1))} MB"
