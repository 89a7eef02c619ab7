"""What an import would do: every entry of a file beside what the register has. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from app.register.models import (
    Participation,
    Partnership,
)
from app.register.spelling import key
from app.transfer.differing import new_facts, new_status
from app.transfer.entries import Contents, Entry, Refusal
from app.transfer.likeness import Named, candidates
from app.transfer.present import Register, who_is

#: The answer to a question: it is none of those we have.
NEW = "new"


class Result(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    QUESTION = "question"
    REFUSED = "refused"


@dataclass(frozen=True)
class Changes:
    """What a row adds to or changes of a partnership that we have."""

    participants: tuple[str, ...] = ()
    own: bool = False
    #: Status in code, and the day from which it holds.
    status: tuple[str, date] | None = None
    #: Facts by the name of their field, with the new value.
    facts: Mapping[str, Any] = field(default_factory=dict)
    #: The spelling is new to us, and was recognised by an answer.
    spelling: bool = False
    #: Participants that end, because the file no longer names them and somebody asked for it.
    ends: tuple[Participation, ...] = ()

    def __bool__(self) -> bool:
        whole = (self.participants, self.own, self.status, self.facts, self.spelling, self.ends)
        return any(map(bool, whole))


@dataclass(frozen=True)
class Row:
    """What becomes of one entry."""

    entry: Entry
    result: Result
    partnership: Partnership | None = None
    changes: Changes = Changes()
    candidates: tuple[Named, ...] = ()
    #: Participants that we have and the file does not name.
    missing: tuple[Participation, ...] = ()
    #: Participants whom the file names, and whose taking part has ended here.
    ended: tuple[str, ...] = ()


@dataclass
class Comparison:
    """What becomes of the whole file."""

    rows: list[Row]
    refused: list[Refusal]
    mended: list[int]

    def count(self, result: Result) -> int:
        """How many rows have this result."""
        if result is Result.REFUSED:
            return len(self.refused)
        return sum(row.result is result for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each result."""
        return {result.value: self.count(result) for result in Result}


@dataclass(frozen=True)
class Wishes:
    """What a person says about a file: answers to questions, and what else is to be done."""

    #: NEW or the id of a partnership, by key of the name.
    answers: Mapping[str, str] = field(default_factory=dict)
    #: End the taking part of whom the file no longer names.
    end_missing: bool = False


def compare(contents: Contents, register: Register, wishes: Wishes) -> Comparison:
    """What becomes of every entry.

    A name is one that we have when it is the same for certain; one that is alike is a question.
    """
    names = {key(entry.name) for entry in contents.entries} | register.by_key.keys()
    parents = _parents(contents, register)
    refused = list(contents.refused)
    rows = []
    for entry in contents.entries:
        reason = _objection(entry, register, wishes, names) or _circle(entry, parents)
        if reason:
            refused.append(Refusal(entry.line, entry.spelling, reason))
        else:
            rows.append(_row(entry, register, wishes))
    return Comparison(rows, refused, contents.mended)


def _objection(entry: Entry, register: Register, wishes: Wishes, names: set[str]) -> str:
    """Why this entry cannot be taken over into this register; "" where it can."""
    parent = entry.row.get("parent")
    if parent and key(parent) not in names:
        return _("“%(name)s”, waar dit onder valt, staat nergens. Voeg dat eerst toe.", name=parent)
    known, answer = register.find(entry), _answer(entry, register, wishes)
    if len(known) == 1 and answer not in (None, NEW, known[0]):
        return _(
            "deze naam is al bekend als “%(name)s”, en kan geen ander worden.", name=known[0].name
        )
    return ""


def _parents(contents: Contents, register: Register) -> dict[str, str]:
    """By key of a name that of what it would fall under."""
    present = {key(row.name): key(row.parent.name) for row in register.partnerships if row.parent}
    told = ((entry.name, entry.row.get("parent")) for entry in contents.entries)
    return present | {key(name): key(parent) for name, parent in told if parent}


def _circle(entry: Entry, parents: Mapping[str, str]) -> str:
    """Why an entry that would fall under itself, perhaps by others, is refused."""
    own = key(entry.name)
    above, seen = parents.get(own), set[str]()
    while above is not None and above != own and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return _("een samenwerkingsverband kan niet onder zichzelf vallen.") if above == own else ""


def _answer(entry: Entry, register: Register, wishes: Wishes) -> Partnership | str | None:
    """NEW or the partnership that was chosen; None where nobody answered, or with what is none."""
    names = (key(entry.spelling), key(entry.name))
    found = next((wishes.answers[name] for name in names if name in wishes.answers), "")
    return NEW if found == NEW else register.by_id.get(int(found) if found.isdecimal() else 0)


def _row(entry: Entry, register: Register, wishes: Wishes) -> Row:
    known = register.find(entry)
    if len(known) == 1:
        return _beside(entry, known[0], register, wishes, spelling=False)
    found = [one for one in register.named if one.id in {row.id for row in known}]
    if not found:
        present = {who for kind, who in map(register.identity, entry.participants)}
        found = candidates(entry.name, present, register.named)
    answer = _answer(entry, register, wishes)
    if isinstance(answer, Partnership):
        row = _beside(entry, answer, register, wishes, spelling=True)
        return replace(row, candidates=tuple(found))
    if found and (answer is None or known):
        return Row(entry, Result.QUESTION, candidates=tuple(found))
    return Row(entry, Result.NEW, candidates=tuple(found))


def _beside(
    entry: Entry, partnership: Partnership, register: Register, wishes: Wishes, spelling: bool
) -> Row:
    present = register.taking_part(partnership)
    earlier = {who_is(row) for row in partnership.participations} - present
    wanted = {register.identity(text): text for text in entry.participants}
    new = [text for who, text in wanted.items() if who not in present | earlier]
    missing = _missing(partnership, wanted.keys(), register) if wanted else []
    changes = Changes(
        participants=tuple(new),
        own=_is_ours(entry, wanted, register) and not partnership.own_participations,
        status=new_status(entry, partnership, register.day),
        facts=new_facts(entry, partnership),
        spelling=spelling,
        ends=tuple(row for row in missing if wishes.end_missing and _can_end(row, register.day)),
    )
    return Row(
        entry,
        Result.CHANGED if changes else Result.UNCHANGED,
        partnership,
        changes,
        missing=tuple(missing),
        ended=tuple(text for who, text in wanted.items() if who in earlier),
    )


def _can_end(row: Participation, day: date) -> bool:
    """Whether the taking part of an organisation can end before this day."""
    return row.organisation is not None and (row.valid_from is None or row.valid_from < day)


def _is_ours(entry: Entry, wanted: Mapping[tuple[str, str], str], register: Register) -> bool:
    """Whether the file says that our own municipality takes part."""
    if entry.implied:
        return ("organisation", key(register.ours)) in wanted
    return bool(entry.row.get("own_participation", True))


def _missing(partnership: Partnership, wanted: Any, register: Register) -> list[Participation]:
    """Who takes part here and is not named; a group counts as named when all its members are."""
    return [
        row
        for row in partnership.participations
        if row.holds_on(register.day)
        and who_is(row) not in wanted
        and not (register.members(row) and register.members(row) <= set(wanted))
    ]
