"""What a steer says so that it stays one page: the least important words go first (pure).

The sizes are those of static/print/pack.css.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from app.briefings.steers.drawing import Contact
from app.packs.content.measuring import BOLD, MM, clipped, lines
from app.packs.content.meeting_parts import Decision, Steer

#: Of the page between its margins, with something to spare.
ROOM = 255 * MM - 10
_WIDE = 168 * MM
_LIST, _TOPIC, _RISK = _WIDE - 7 * MM, 74 * MM, _WIDE - 9 * MM
_STATE = 24 * MM
_HEADING, _TABLE_HEAD = 30, 21


@dataclass(frozen=True)
class Measure:
    """How many lines each kind of text may take, and what is left out altogether."""

    why: int = 4
    aim: int = 2
    contact: int = 2
    risk: int = 3
    topic: int = 3
    ask: int = 2
    actions: int = 3
    contacts: int = 4
    folds_consent: bool = False
    depth: bool = True


#: From everything to the least: of what fits, the first is taken.
_MEASURES = (
    Measure(),
    Measure(actions=0),
    Measure(actions=0, ask=1),
    Measure(actions=0, folds_consent=True),
    Measure(actions=0, folds_consent=True, ask=1),
    Measure(actions=0, folds_consent=True, ask=0),
    Measure(3, 1, 1, 2, topic=1, ask=0, actions=0, folds_consent=True),
    Measure(2, 1, 1, 2, 1, 0, actions=0, contacts=2, folds_consent=True, depth=False),
)


def on_one_page(steer: Steer, title: str) -> Steer:
    """The steer with as much of its words as one page holds; the rest is said to be elsewhere."""
    found = steer
    for found in _ever_shorter(steer):
        if height(found, title) <= ROOM:
            break
    return found


def _ever_shorter(steer: Steer) -> Iterator[Steer]:
    yield from (_shaped(steer, measure) for measure in _MEASURES)
    least = _shaped(steer, _MEASURES[-1])
    for shown in range(len(least.decisions) - 1, -1, -1):
        left = len(least.decisions) - shown
        yield replace(least, decisions=least.decisions[:shown], left=left)


def _shaped(steer: Steer, measure: Measure) -> Steer:
    rows = [row for row in steer.decisions if not (measure.folds_consent and row.is_consent)]
    contacts = steer.speak_to[: measure.contacts]
    return replace(
        steer,
        why=clipped(steer.why, measure.why, _WIDE, 12),
        achieve=tuple(clipped(aim, measure.aim, _LIST, 12) for aim in steer.achieve),
        decisions=tuple(_row(row, measure) for row in rows),
        consent=_consent(steer.decisions) if measure.folds_consent else "",
        speak_to=tuple(_contact(one, measure.contact) for one in contacts),
        actions=tuple(clipped(one, 1, _LIST, 10.5) for one in steer.actions[: measure.actions]),
        top_risk=clipped(steer.top_risk, measure.risk, _RISK, 10.5),
    )


def _row(row: Decision, measure: Measure) -> Decision:
    return replace(
        row,
        topic=clipped(row.topic, measure.topic, _TOPIC, 10.5 * BOLD),
        ask=clipped(row.ask, measure.ask, _TOPIC, 10.5) if measure.ask else "",
        depth=row.depth if measure.depth else "",
    )


def _contact(contact: Contact, most: int) -> Contact:
    who = clipped(contact.who, 1, _LIST * 0.6, 10.5 * BOLD)
    said = clipped(f"{who}: {contact.about}", most, _LIST, 10.5 * BOLD)
    return Contact(who, said.removeprefix(f"{who}:").strip())


def _consent(rows: Sequence[Decision]) -> str:
    """The consent items in one line, where the table has no room for them."""
    numbers = ", ".join(row.number for row in rows if row.is_consent)
    return (
        clipped(_("Hamerstukken: %(numbers)s.", numbers=numbers), 2, _WIDE, 10.5) if numbers else ""
    )


def height(steer: Steer, title: str) -> float:
    """How high the steer becomes, in points."""
    total = 15.0 + 27 * lines(title, _WIDE, 22 * BOLD) + 9
    if steer.why:
        total += _HEADING + 17 * lines(steer.why, _WIDE, 12)
    if steer.achieve:
        total += _HEADING + sum(17 * lines(aim, _LIST, 12) + 2 for aim in steer.achieve)
    total += _HEADING + _TABLE_HEAD + sum(map(_row_height, steer.decisions))
    total += 25 if steer.left else 0
    total += 4 + 15 * lines(steer.consent, _WIDE, 10.5) + 6 if steer.consent else 0
    for points in ([f"{one.who}: {one.about}" for one in steer.speak_to], steer.actions):
        if points:
            total += _HEADING + sum(15 * lines(one, _LIST, 10.5 * BOLD) + 2 for one in points)
    if steer.top_risk:
        total += 12 + 32 + 15 * lines(steer.top_risk, _RISK, 10.5)
    return total


def _row_height(row: Decision) -> float:
    said = " · ".join(word for word in (_("Hamerstuk") if row.is_consent else "", row.ask) if word)
    topic = lines(row.topic, _TOPIC, 10.5 * BOLD) + lines(said, _TOPIC, 10.5)
    beside = 2 if row.depth else 1
    return 7 + 13.5 * max(topic, beside, lines(row.no_note, _STATE, 10.5))
