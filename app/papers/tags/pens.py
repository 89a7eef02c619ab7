"""The state that moves and hides what is painted, and where text comes (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.papers.tags.fonts import Font
from app.papers.tags.geometry import IDENTITY, Matrix, moved, six, times
from app.papers.tags.marks import Inside
from app.papers.tags.scanning import Step, numbers
from app.papers.tags.sheets import Event, Sheet
from app.papers.tags.strings import STRINGS, shown_string


@dataclass(slots=True)
class State:
    """The graphics state, as far as it moves or hides what is painted."""

    matrix: Matrix = IDENTITY
    font: Font | None = None
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    hidden: bool = False

    def copy(self) -> State:
        """The same state, to come back to."""
        return State(
            self.matrix, self.font, self.size, self.spacing, self.word_spacing, self.stretch,
            self.leading, self.rise, self.hidden,
        )  # fmt: skip


class Pen:
    """Keeps the state of one stream; `actions` are the instructions that only change it."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._stack: list[State] = []
        self._text: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self.actions: dict[bytes, Callable[[Step], None]] = {
            b"Td": self._move, b"TD": self._move_leading, b"Tm": self._set_text,
            b"T*": self.next_line, b"Tc": self._set_spacing, b"Tw": self._set_words,
            b"Tz": self._set_stretch, b"TL": self._set_leading, b"Ts": self._set_rise,
            b"Tr": self._set_mode, b"q": self._save, b"Q": self._restore, b"cm": self._concat,
        }  # fmt: skip

    def begin(self) -> None:
        """Text begins where the page does."""
        self._text = self._line = IDENTITY

    def next_line(self, _step: Step) -> None:
        """Text goes on one line lower."""
        self._shift(0.0, -self.state.leading)

    def spaced(self, step: Step) -> Step:
        """Take the spacing that comes with a text; gives the text without it."""
        found = STRINGS.findall(step.operands)
        given = [float(number) for _text, _hex, number in found if number]
        if len(given) < 2:
            return step
        self.state.word_spacing, self.state.spacing = given[0], given[1]
        return step._replace(operands=step.operands[step.operands.find(found[1][2]) :])

    def show(self, step: Step, sheet: Sheet) -> Event:
        """A text where it comes, after which text goes on behind it."""
        state = self.state
        font, size = state.font or Font(None), state.size
        shown, kerned = shown_string(step.operands, kerning=step.operator == b"TJ")
        count = len(shown) // 2 if font.wide else len(shown)
        advance = (font.width(shown) - kerned / 1000) * size + count * state.spacing
        if state.word_spacing and not font.wide:
            advance += shown.count(b" ") * state.word_spacing
        advance *= state.stretch
        a, b, c, d, e, f = self._text
        whole = times((a, b, c, d, e, f), state.matrix)
        event = _text_event(sheet, step, whole, advance, size, state.rise)
        event.shown, event.font, event.hidden = shown, font, state.hidden
        self._text = (a, b, c, d, a * advance + e, b * advance + f)
        return event

    def _save(self, _step: Step) -> None:
        if len(self._stack) < 1_000:
            self._stack.append(self.state.copy())

    def _restore(self, _step: Step) -> None:
        if self._stack:
            self.state = self._stack.pop()

    def _concat(self, step: Step) -> None:
        self.state.matrix = times(six(step.operands), self.state.matrix)

    def _set_spacing(self, step: Step) -> None:
        self.state.spacing = numbers(step.operands, 1)[0]

    def _set_words(self, step: Step) -> None:
        self.state.word_spacing = numbers(step.operands, 1)[0]

    def _set_stretch(self, step: Step) -> None:
        self.state.stretch = numbers(step.operands, 1)[0] / 100

    def _set_leading(self, step: Step) -> None:
        self.state.leading = numbers(step.operands, 1)[0]

    def _set_rise(self, step: Step) -> None:
        self.state.rise = numbers(step.operands, 1)[0]

    def _set_mode(self, step: Step) -> None:
        self.state.hidden = numbers(step.operands, 1)[0] in (3, 7)

    def _set_text(self, step: Step) -> None:
        self._text = self._line = six(step.operands)

    def _move(self, step: Step) -> None:
        self._shift(*numbers(step.operands, 2))

    def _move_leading(self, step: Step) -> None:
        x, y = numbers(step.operands, 2)
        self.state.leading = -y
        self._shift(x, y)

    def _shift(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self._line
        self._text = self._line = (a, b, c, d, a * x + c * y + e, b * x + d * y + f)


def _text_event(
    sheet: Sheet, step: Step, whole: Matrix, advance: float, size: float, rise: float
) -> Event:
    """Where a text comes: its box, how large it is and which way it runs, in quarter turns."""
    a, b, c, d, _e, _f = whole
    height = (c * c + d * d) ** 0.5 * abs(size)
    turn = 0
    if abs(b) > abs(a):
        turn = 1 if b > 0 else 3
    elif a < 0:
        turn = 2
    low, high = rise - 0.22 * size, rise + 0.75 * size
    box = moved((0.0, low, advance, high), whole)
    x, y = whole[2] * rise + whole[4], whole[3] * rise + whole[5]
    base = (y, -x, -y, x)[turn]
    return Event(
        "text", sheet, step.start, step.end, box, Inside.NOTHING, 0, -1, height, turn, base
    )
