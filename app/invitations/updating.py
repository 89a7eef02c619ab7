"""What holds after all that an organiser said of a UID: a function of the set of messages.

In which order they came, and how often each, makes no difference (RFC 5546, 2.1.5). Pure.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.core import clock
from app.invitations.stating import Message, Statement

#: An occurrence that no version of the series names belongs to a version that did not come (yet):
#: it is the one that the newest version has in its place, no further away than this.
REPLACES_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """What holds for one occurrence."""

    #: All that it was ever called, its present name first; ("",) where nothing repeats.
    recurrence_ids: tuple[str, ...]
    #: How it is, or would have been; None where only a cancellation is known.
    statement: Statement | None
    cancelled: bool
    #: The message that decided, with what equals it.
    decided_by: frozenset[int]
    #: Messages of equal rank that say something else: a person must choose.
    undecided: frozenset[int] = frozenset()


@dataclass
class _Slot:
    """One occurrence, through all versions of its series."""

    names: list[str]
    statement: Statement | None
    #: Whether the newest version of the whole has it.
    present: bool = True
    #: Whether any version of the whole has it.
    whole: bool = False

    def restate(self, statement: Statement) -> None:
        """Take over what a newer version says."""
        if statement.recurrence_id in self.names:
            self.names.remove(statement.recurrence_id)
        self.names.insert(0, statement.recurrence_id)
        self.statement, self.present = statement, True


@dataclass(frozen=True)
class _Best:
    """The message of the highest rank, what equals it, and whether that says the same."""

    message: Message
    equal: frozenset[int]
    undecided: frozenset[int]


def standing_of(messages: Iterable[Message]) -> tuple[Standing, ...]:
    """What holds for each occurrence that these messages speak of, in order of time."""
    ordered = sorted(messages, key=lambda one: (one.rank, one.content, one.number))
    wholes = [one for one in ordered if not one.recurrence_id]
    requests = [one for one in wholes if not one.cancelled]
    own: dict[str, list[Message]] = {}
    for one in ordered:
        if one.recurrence_id:
            own.setdefault(one.recurrence_id, []).append(one)
    slots: list[_Slot] = []
    for older, message in zip([None, *requests], requests, strict=False):
        _align(slots, message, older)
    last, whole = _best(requests), _best(wholes)
    _add_own(slots, own, requests)
    found = [_standing(slot, own, last, whole) for slot in slots]
    if not found and whole is not None:
        found = [Standing(("",), None, True, whole.equal)]
    return tuple(sorted(found, key=_in_order))


def _in_order(one: Standing) -> tuple[str, str]:
    start = one.statement.starts_at.isoformat() if one.statement else ""
    return start, one.recurrence_ids[0]


def _best(messages: Sequence[Message]) -> _Best | None:
    if not messages:
        return None
    highest = max(one.rank for one in messages)
    top = [one for one in messages if one.rank == highest]
    numbers = frozenset(one.number for one in top)
    alike = len({one.content for one in top}) == 1
    return _Best(top[0], numbers, frozenset() if alike else numbers)


def _align(slots: list[_Slot], message: Message, older: Message | None) -> None:
    """Lay a newer version of the whole upon what is known of the older ones.

    The same name is the same occurrence. What is left on both sides belongs together by its place
    in the series: meetings of a series that moves stay the same, with all that hangs on them.
    Of what could not be read nothing is known: that one stays as it was.
    """
    stated = {one.recurrence_id: one for one in message.statements}
    spoken_of = {*stated, *message.excluded, *message.unread}
    by_name = {name: slot for slot in slots for name in slot.names}
    vacant = {
        slot.names[0]: slot
        for slot in slots
        if slot.present
        and _covers(message, slot)
        and not any(name in spoken_of for name in slot.names)
    }
    before = _in_place_of(message, older) if older is not None else {}
    for name, statement in stated.items():
        known = by_name.get(name)
        if known is not None and known.present and name in message.unread:
            continue
        slot = known or vacant.pop(before.get(name, name), None)
        if slot is None:
            slots.append(_Slot([name], statement, whole=True))
        else:
            slot.restate(statement)
    left_out = [by_name[name] for name in message.excluded if name in by_name]
    # Where it speaks of one that nobody knows, its silence on another tells nothing.
    unsure = any(name not in stated and name not in by_name for name in message.unread)
    for slot in (*(() if unsure else vacant.values()), *left_out):
        slot.present = False


def _in_place_of(message: Message, older: Message) -> dict[str, str]:
    """By the names of a newer version: which name has the same place in the older one.

    A series is read from some day on. Where two versions were read from different days, their
    first ones may be a place apart: then the nearest in time belong together.
    """
    first = max((one.first_day for one in (message, older) if one.first_day), default=None)
    new, old = _names(message, first), _names(older, first)
    shifts = (0,) if message.first_day == older.first_day else (0, 1, -1)
    pairs = {shift: list(_shifted(new, old, shift)) for shift in shifts}
    best = min(shifts, key=lambda shift: (_apart(pairs[shift]), abs(shift)))
    return dict(pairs[best])


def _names(message: Message, first: date | None) -> list[str]:
    """All places of a series in order, also those that it leaves out."""
    names = {*(one.recurrence_id for one in message.statements), *message.excluded}
    moments = {name: moment_of(name) for name in names}
    return sorted(
        name
        for name, moment in moments.items()
        if moment is None or first is None or moment.date() >= first
    )


def _shifted(new: Sequence[str], old: Sequence[str], shift: int) -> Iterator[tuple[str, str]]:
    for place, name in enumerate(new):
        if 0 <= place + shift < len(old):
            yield name, old[place + shift]


def _apart(pairs: Sequence[tuple[str, str]]) -> timedelta:
    """How far the names of pairs lie from each other, on average."""
    found = [
        abs(one - other)
        for one, other in ((moment_of(new), moment_of(old)) for new, old in pairs)
        if one is not None and other is not None
    ]
    return sum(found, timedelta()) / len(found) if found else timedelta.max


def _covers(message: Message, slot: _Slot) -> bool:
    """Whether this version says of an occurrence that it takes place, or by silence that not."""
    if message.first_day is None or message.last_day is None or slot.statement is None:
        return True
    day = clock.local(slot.statement.starts_at).date()
    return message.first_day <= day <= message.last_day


def _add_own(slots: list[_Slot], own: dict[str, list[Message]], wholes: list[Message]) -> None:
    """Give occurrences that no version of the whole names their place."""
    last = _best(wholes)
    named = {name for slot in slots for name in slot.names}
    for name in sorted(own.keys() - named):
        newest = own[name][-1]
        near = _nearest(slots, name, own) if _may_replace(name, newest, wholes) else None
        if near is not None:
            near.names.append(name)
            continue
        requests = [one for one in own[name] if not one.cancelled]
        statement = requests[-1].statements[0] if requests and requests[-1].statements else None
        slot = _Slot([name], statement)
        slot.present = not (_is_later(last, newest) and last and _covers(last.message, slot))
        slots.append(slot)


def _may_replace(name: str, message: Message, wholes: list[Message]) -> bool:
    """Whether this one can be of a version that did not come: an older one, or one still to come.

    Not where a version takes that very one out. A cancellation takes off what it names and nothing
    else: made after the newest version we have, it only leaves a trace for one still to come.
    """
    if not wholes or any(name in one.excluded for one in wholes):
        return False
    newest = wholes[-1]
    to_come = not message.cancelled and message.sequence > newest.sequence
    return to_come or message.dtstamp < newest.dtstamp


def _is_later(last: _Best | None, message: Message) -> bool:
    return last is not None and last.message.dtstamp > message.dtstamp


def _nearest(slots: Iterable[_Slot], name: str, own: Container[str]) -> _Slot | None:
    """The occurrence of the newest version that stands where this one stood."""
    moment = moment_of(name)
    if moment is None:
        return None
    found = [
        (abs(slot.statement.starts_at - moment), slot.names[0], slot)
        for slot in slots
        if slot.present and slot.whole and slot.statement
        if not any(other in own for other in slot.names)
    ]
    distance, _name, slot = min(found, default=(REPLACES_WITHIN, "", None), key=lambda one: one[:2])
    return slot if distance < REPLACES_WITHIN else None


def moment_of(name: str) -> datetime | None:
    """The moment by which an occurrence is called ("20260305T083000Z", "20260305")."""
    try:
        return datetime.fromisoformat(name).replace(tzinfo=UTC)
    except ValueError:
        return None


def _standing(
    slot: _Slot, own: dict[str, list[Message]], last: _Best | None, whole: _Best | None
) -> Standing:
    names = tuple(slot.names)
    valid = [
        one
        for name in names
        for one in own.get(name, ())
        if not _is_later(last, one) or (slot.present and name == names[0])
    ]
    best = _best(valid)
    requests = [one for one in valid if not one.cancelled and one.statements]
    statement = max(requests, key=lambda one: one.rank).statements[0] if requests else None
    statement = statement or slot.statement
    if whole is not None and whole.message.cancelled and not _outlives(best, whole.message):
        return Standing(names, statement, True, whole.equal)
    if best is not None:
        return Standing(names, statement, best.message.cancelled, best.equal, best.undecided)
    if last is not None:
        return Standing(names, statement, not slot.present, last.equal, last.undecided)
    return Standing(names, statement, True, frozenset())


def _outlives(best: _Best | None, cancel: Message) -> bool:
    """Whether an occurrence was invited for anew after the whole was cancelled."""
    if best is None:
        return False
    newer = best.message.dtstamp > cancel.dtstamp
    return newer and best.message.sequence > cancel.sequence
