"""The alderman's cards: of each note what can be taken in at a glance. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.briefings import reading_time
from app.briefings.advice.queries import AdviceLine
from app.briefings.content import points
from app.briefings.models import Note
from app.briefings.queries import Due
from app.briefings.since.queries import News
from app.briefings.workflow import Step
from app.core.markdown import to_plain
from app.meetings.agenda_models import AgendaItem, Handling

POINTS_SHOWN = 3
#: The steps with a button of their own on a card, which need no words.
BUTTONS = ("agree", "discuss")
#: Longer asks are cut at a word: the card is a glance, the note is one tap away.
ASK_LENGTH = 220


@dataclass(frozen=True)
class Card:
    """One item that waits for the portfolio holder's word."""

    due: Due
    note: Note
    ask: str
    points: tuple[str, ...]
    words: int
    #: The steps with a button on the card, as far as this person may take them.
    steps: tuple[Step, ...]
    #: What changed since the person last read it, where the page looked.
    news: News | None = None
    #: Negative advice on it, where the page looked.
    against: Sequence[AdviceLine] = ()
    #: Why nobody can agree yet, where the page looked.
    problem: str = ""

    @property
    def item(self) -> AgendaItem:
        """The item it is about."""
        return self.due.item

    @property
    def consent(self) -> bool:
        """Whether it is a consent item: one line, agreed together with the others."""
        return self.item.handling == Handling.CONSENT

    @property
    def minutes(self) -> int:
        """How long reading this one takes."""
        return reading_time.minutes(self.words)


def card_of(due: Due, note: Note, readable: Collection[str], steps: Iterable[Step]) -> Card:
    """A card from the parts of a note that the person may read (their keys)."""
    parts = {key: text for key, text in note.current.parts.items() if key in readable}
    return Card(
        due=due,
        note=note,
        ask=shortened(to_plain(parts.get("ask"))) or due.item.title,
        points=tuple(
            to_plain(point) for point in points(parts.get("speaking_points", ""))[:POINTS_SHOWN]
        ),
        words=reading_time.words_in(parts),
        steps=tuple(step for name in BUTTONS for step in steps if step.name == name),
    )


def shortened(text: str) -> str:
    """The beginning of a text, cut at a word."""
    if len(text) <= ASK_LENGTH:
        return text
    return text[:ASK_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def minutes(cards: Iterable[Card]) -> int:
    """How long reading everything takes; at least a minute."""
    return reading_time.minutes(sum(card.words for card in cards))
