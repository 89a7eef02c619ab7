"""What has been read so far: the items, which one and which heading is open, and what was left."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.meetings.agenda_paste.cleaning import Line
from app.meetings.agenda_paste.drafts import Draft, Group, LeftOut, Part, Why
from app.meetings.agenda_paste.marks import Marks, mark_of
from app.meetings.agenda_paste.numbers import Kind, Number
from app.meetings.agenda_paste.standing import standing_type
from app.meetings.agenda_paste.tables import paper_names

#: How a decision that is asked begins, unlike a title: "In te stemmen met", "kennis te nemen".
_TO_DO = re.compile(r"(?:\w+\s){0,3}te\s+\w+en\b|(?:akkoord|met|het|de|een)\b|[a-zéëï]")


class Outline:
    """The agenda under construction; its reader tells it what each line is."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.texts = {line.number: line.text[:200] for line in lines}
        self.items: list[Draft] = []
        self.left: list[LeftOut] = []
        self.group: Group | None = None
        #: A numbered heading is an item itself ("4. Hamerstukken") until one comes below it.
        self.heading: Draft | None = None
        #: What the lines below an item go on saying.
        self.part: Part | None = None
        self.counted_asks = 0

    def leave(self, line: int, why: Why) -> None:
        """A line that is no part of the agenda."""
        self.left.append(LeftOut(line, self.texts[line], why))

    def open(self, line: Line, number: Number | None, title: str, marks: Marks) -> Draft:
        """Begin an item."""
        group = self._group_of(number, line)
        if group is not None and self.heading is not None:
            self.items = [one for one in self.items if one is not self.heading]
            for one in self.heading.lines:
                self.leave(one, Why.HEADING)
        self.heading = None
        draft = Draft(number, self._written(number), title, marks, [line.number])
        draft.group, draft.indent, draft.raw = group, line.indent, line.text
        self.items.append(draft)
        self.part, self.counted_asks = None, 0
        return draft

    def opens_heading(self, line: Line, number: Number | None, words: str) -> bool:
        """A line that is nothing but a type or a handling holds for the items below it."""
        bare = words.strip(" :.*_#-–—\t")
        mark = mark_of(bare, letters=False)
        if mark is None or not (mark.type or mark.handling) or mark.starts is not None:
            return False
        if number is None and self.part == Part.ASK and not line.after_blank:
            return False
        self.group, self.part, self.heading = Group(mark, number), None, None
        if number is None:
            self.leave(line.number, Why.HEADING)
            return True
        draft = Draft(number, self._written(number), bare, mark, [line.number])
        draft.indent, draft.raw, self.heading = line.indent, line.text, draft
        self.items.append(draft)
        return True

    def _group_of(self, number: Number | None, line: Line) -> Group | None:
        """The heading that an item stands under; one that does not hold it has ended."""
        if self.group is None:
            return None
        if number is not None:
            ended = not self.group.holds(number)
        else:
            ended = self.group.number is not None and standing_type(line.text) is not None
        if ended:
            self.group = None
        return self.group

    def _written(self, number: Number | None) -> str:
        """As written; a small letter gets the number of the item that it stands under."""
        if number is None or number.kind == Kind.BULLET:
            return ""
        heading = self.group.number if self.group else None
        if number.kind == Kind.LETTER and number.text.islower():
            tops = (one.number for one in reversed(self.items) if one.number)
            parent = next((one for one in tops if one.kind == Kind.DIGITS and not one.letter), None)
            if heading is not None and heading.kind == Kind.DIGITS:
                parent = heading
            return f"{parent.text}{number.text}" if parent else number.text
        used = {one.written for one in self.items}
        if number.text in used and heading is not None and heading.kind != Kind.DIGITS:
            return f"{heading.text}.{number.text}"
        return number.text

    def last_top(self) -> int:
        """The number of the last item with digits: 3 after "3.1"."""
        numbers = [one.number for one in self.items if one.number]
        numbers += [self.group.number] if self.group and self.group.number else []
        return max((one.top for one in numbers if one.kind == Kind.DIGITS), default=0)

    def fits(self, number: Number, words: str, timed: bool) -> bool:
        """Whether a number is one: a weak one ("4 Begroting") must follow on the one before."""
        if number.strong or number.kind in (Kind.BULLET, Kind.LETTER):
            return True
        if number.kind == Kind.ROMAN:
            before = [one.number for one in self.items if one.number]
            before += [self.group.number] if self.group and self.group.number else []
            romans = [one.top for one in before if one.kind == Kind.ROMAN]
            return number.top == max(romans, default=0) + 1
        top = self.last_top()
        if number.letter and number.top in (top, top + 1):
            return True
        near = top < number.top <= top + 3
        return near and (number.top == top + 1 or words[:1].isupper() or timed)

    def say(self, line: Line, part: Part, texts: Iterable[str]) -> None:
        """A line that says something of the item above it."""
        self.items[-1].parts += [(part, text) for text in texts]
        self.items[-1].lines.append(line.number)

    def says_label(self, line: Line, part: Part, rest: str, whole: str) -> None:
        """A line with a label ("Gevraagd besluit: …"): what follows may go on with it."""
        draft = self.items[-1]
        draft.raw = whole
        self.part, self.counted_asks = part, 0
        mark = mark_of(rest) if part == Part.SAID and rest else None
        if mark is not None:
            draft.marks = draft.marks.with_(mark)
            self.say(line, part, ())
        elif part == Part.PAPER:
            self.say(line, part, paper_names(rest))
        else:
            self.say(line, part, [whole if part == Part.SAID else rest])

    def is_ask(self, number: Number, words: str, line: Line) -> bool:
        """Whether a counted line below "Gevraagd besluit:" is part of that, and no item."""
        if self.part != Part.ASK or not self.items:
            return False
        if number.kind != Kind.DIGITS:
            return number.kind in (Kind.LETTER, Kind.BULLET) and self.heading is None
        if number.deep or number.top != self.counted_asks + 1:
            return False
        inside = line.indent > self.items[-1].indent or _TO_DO.match(words) is not None
        if number.top == self.last_top() + 1 and not inside:
            return False
        self.counted_asks += 1
        return True
