"""From text as typed (Markdown) to what is printed: answers, safe prose."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date
from markupsafe import Markup

from app.briefings.steers.sentences import BULLET
from app.briefings.wording import STANCE_WORDS
from app.core.markdown import to_html, to_plain
from app.packs.content.legible import runs_from_the_right
from app.packs.content.list_items import flattened
from app.packs.content.note_parts import Answer

_QUESTION = re.compile(r"^\s*(?:vraag|v|q)\s*[:.]\s*", re.IGNORECASE)
_ANSWER = re.compile(r"^\s*(?:antwoord|a)\s*[:.]\s*", re.IGNORECASE)
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])([^>]*)>(.*?)</t[hd]>", re.DOTALL)
#: An amount or a number, with what may stand before and behind it.
_FIGURE = re.compile(r"(?:[≥≤<>±~]\s?)?(?:€\s?)?[-−–+]?\d[\d.,\s]*(?:%|mln|miljoen)?")
#: A block, and its words up to the next tag.
_BLOCK = re.compile(r"<(p|li|h[345]|td|th)\b([^>]*)>([^<]+)")
RIGHT_TO_LEFT = Markup(' dir="rtl"')
#: The heading of a part on the sheet.
_PART_LEVEL = 2


def day_in_print(day: date) -> str:
    """A date that is still right next year: "12 november 2026"."""
    return format_date(day, "d MMMM y", locale="nl")


def stance_word(stance: str | None) -> str:
    """A stance as it stands by itself: "Eens mits"; nothing where there is none yet."""
    return str(STANCE_WORDS[stance]).capitalize() if stance else ""


def prose(text: str) -> Markup:
    """Safe HTML for print: no blocks inside list items, and every column head says its scope.

    Both are needed for the tags that a screen reader follows (PDF/UA).
    """
    html = flattened(str(to_html(text)))
    html = html.replace("<th>", '<th scope="col">')
    return Markup(_directed(_aligned(_stepwise(html))))


def _aligned(html: str) -> str:
    """Tables with their columns of figures set to the right, under heads that are too."""

    def of_table(match: re.Match[str]) -> str:
        rows = [_CELL.findall(row) for row in _ROW.findall(match[0])]
        body = [[Markup(words).striptags() for _kind, _facts, words in row] for row in rows[1:]]
        figures = [
            bool(body) and all(map(_FIGURE.fullmatch, column))
            for column in zip(*body, strict=False)
        ]
        return _ROW.sub(lambda row: _of_row(row[0], figures), match[0])

    return _TABLE.sub(of_table, html)


def _of_row(row: str, figures: list[bool]) -> str:
    places = iter(figures)
    return _CELL.sub(
        lambda cell: (
            cell[0].replace(f"<{cell[1]}", f'<{cell[1]} class="figure"', 1)
            if next(places, False)
            else cell[0]
        ),
        row,
    )


def _directed(html: str) -> str:
    """Blocks that begin in a script from right to left say so."""
    return _BLOCK.sub(
        lambda match: (
            f"<{match[1]}{RIGHT_TO_LEFT}{match[2]}>{match[3]}"
            if runs_from_the_right(match[3])
            else match[0]
        ),
        html,
    )


def _stepwise(html: str) -> str:
    """Headings one step at a time below the heading of the part, whatever was typed."""
    last = _PART_LEVEL

    def step(match: re.Match[str]) -> str:
        nonlocal last
        last = max(_PART_LEVEL + 1, min(int(match[1]), last + 1))
        return f"<h{last}>{match[2]}</h{last}>"

    return _HEADING.sub(step, html)


def answers(text: str) -> tuple[Answer, ...]:
    """Question and answer, where every answer has a question above it; else nothing."""
    pairs: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        said = BULLET.sub("", line).strip()
        plain = to_plain(said)
        if not plain:
            continue
        if _QUESTION.match(plain) or plain.endswith("?"):
            pairs.append((_QUESTION.sub("", plain), []))
        elif pairs:
            pairs[-1][1].append(_ANSWER.sub("", plain))
        else:
            return ()
    if not all(said for _question, said in pairs):
        return ()
    return tuple(Answer(question, " ".join(said)) for question, said in pairs)


def called(name: str, title: str) -> str:
    """Somebody by name and title, where the title says more than the name does."""
    return name if not title or title.casefold() in name.casefold() else f"{name}, {title}"
