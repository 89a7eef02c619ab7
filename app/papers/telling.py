"""What to say of a reading copy: how it reads, why not better, and what to ask of the sender."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import format_decimal
from flask_babel import gettext as _

from app.papers import words
from app.papers.grades import CopyState, Grade
from app.papers.models import ReadingCopy

#: No fault of the sender.
_OURS = frozenset({"no_office", "missing", "fault"})
#: Pages that are a picture, whatever the rest of the paper is.
_PICTURED = frozenset({"pages_scanned", "pages_as_picture"})


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
    #: Which standards the copy holds, and what that is worth.
    standards: str = ""


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
        standards=_standards(copy),
    )


def _to_sender(copy: ReadingCopy) -> str:
    """The question to the sender; a fault of ours is nothing to them."""
    if copy.failure:
        return "" if copy.failure in _OURS else words.question(copy.failure)
    if "fault" in copy.reasons:
        return ""
    if copy.grade in (Grade.SCAN, Grade.NONE) or not copy.accessible:
        return words.question(Grade.SCAN if copy.grade == Grade.SCAN else Grade.NONE)
    return "" if copy.archivable else words.question(words.FOR_ARCHIVE)


def _standards(copy: ReadingCopy) -> str:
    """What the copy holds; that a standard is content with a picture makes nobody hear it."""
    if not copy.accessible:
        return _(
            "De leesversie voldoet niet aan PDF/UA-1 (toegankelijk); een vergadermap met dit stuk "
            "kan dat ook niet zeggen."
        )
    if copy.grade == Grade.SCAN or _PICTURED.intersection(copy.reasons):
        held = _("PDF/UA-1 en PDF/A-2a") if copy.archivable else "PDF/UA-1"
        return _(
            "De leesversie voldoet aan de regels van %(standards)s. Die regels vragen niet wat er "
            "op een plaatje staat: een bladzijde die een plaatje is, blijft onleesbaar voor wie "
            "haar laat voorlezen.",
            standards=held,
        )
    if copy.archivable:
        return _(
            "De leesversie voldoet aan PDF/UA-1 (toegankelijk) en PDF/A-2a (geschikt voor het "
            "archief)."
        )
    return _(
        "De leesversie voldoet aan PDF/UA-1 (toegankelijk), niet aan PDF/A-2a (geschikt voor het "
        "archief)."
    )


def shown_size(number: int) -> str:
    """A number of bytes as a person reads it: "340 kB", "1,2 MB"."""
    if number < 1_000_000:
        return f"{format_decimal(max(1, round(number / 1000)))} kB"
    return f"{format_decimal(round(number / 1_000_000, 1))} MB"
