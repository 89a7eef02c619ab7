"""Reads a pasted agenda: every line becomes an item, a part of one, or is named as left out."""

from __future__ import annotations

import re

from app.meetings.agenda_paste import furniture
from app.meetings.agenda_paste.cleaning import LONGEST_LINE, Line, joined, lines_of, whole_cells
from app.meetings.agenda_paste.drafts import Draft, Part, Pasted, Why, finished, with_ends
from app.meetings.agenda_paste.marks import NOTHING, Marks, leading_time, mark_of, take_marks
from app.meetings.agenda_paste.numbers import Kind, Number, split_run, take_number
from app.meetings.agenda_paste.outline import Outline
from app.meetings.agenda_paste.standing import standing_type
from app.meetings.agenda_paste.tables import Row, columns_of, paper_names, read_row

#: A line this long was probably broken off by the mail program or the page.
WRAPPED = 45
#: A line without a number that is longer is no title.
LONGEST_BARE = 200

_PAPER = re.compile(
    r"(?:bijlagen?(?:\(n\))?|bijlage\(n\)|stuk(?:ken|\(ken\))?|documenten|document|bijgevoegd|nazending|"
    r"vergaderstukken|bijbehorende stukken|presentatie|notitie|oplegger)"
    r"(?:\s*(?:nr\.?\s*)?(?:\d{1,2}[a-z]?|[A-Z]))?\s*(?::|\s[-–—]|\t)\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_PAPER_LINE = re.compile(
    r"(?:zie\s+)?bijlagen?\s+\d.{0,60}|.{1,200}\.(?:pdf|docx?|xlsx?|pptx?)", re.I
)
_ASK = re.compile(
    r"(?:gevraagd(?:e)?(?: (?:besluit|beslissing|actie|advies))?|voorgesteld besluit|"
    r"besluit|voorstel|"
    r"advies|conceptbesluit|ontwerpbesluit|beslispunt(?:en)?|besluitpunt(?:en)?|verzoek|"
    r"wij stellen voor|aan (?:u|het bestuur|de vergadering) wordt gevraagd|gevraagd wordt)"
    r"\s*(?::|\t)\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:toelichting|portefeuillehouder|indiener|inleider|spreker|door|achtergrond|aanleiding|steller|"
    r"trekker|wie|contactpersoon|opmerking|status|type|soort|doel|behandeling|aard|tijd|duur|"
    r"tijdsduur|voorzitter|woordvoerder|eigenaar|bron|kernboodschap|samenvatting|proces)"
    r"\s*(?::|\t)\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_LABELS = ((Part.PAPER, _PAPER), (Part.ASK, _ASK), (Part.SAID, _SAID))
_LONELY = re.compile(r"\d{1,2}(?:\.\d{1,2})*[a-z]?[.)]?")


def read_agenda(text: str) -> Pasted:
    """Read a pasted agenda; raises TooMuch for more than 400 lines or 200 kB."""
    return _Reader(lines_of(text)).read()


class _Reader:
    """Goes through the lines once, and tells the outline what each of them is."""

    def __init__(self, lines: list[Line]) -> None:
        self.rows = whole_cells(lines)
        self.columns: list[str] | None = None
        #: A number on a line of its own, as some PDFs give it: its title comes next.
        self.waiting: tuple[Number, Line] | None = None
        self.signed = False
        texts = [joined(row) for row in self.rows]
        numbers = [found[0] for text in texts if (found := take_number(_timeless(text)))]
        counted = [one for one in numbers if one.kind != Kind.BULLET]
        numbered = any(one.strong for one in counted) or len(counted) >= 2
        self.bulleted = len(numbers) - len(counted) >= 2 and not numbered
        self.timed = sum(leading_time(text)[0] != NOTHING for text in texts) >= 2
        lonely = [text.strip(" .)") for text in texts if _LONELY.fullmatch(text.strip())]
        self.lonely = len(lonely) >= 3 and "1" in lonely
        self.typed_below = _typed_below(texts)
        self.plain = not (numbered or self.bulleted or self.timed or self.lonely)
        self.outline = Outline(lines)

    def read(self) -> Pasted:
        """Every line, in order."""
        for row in self.rows:
            self._row(row)
        self._drop_waiting()
        outline = self.outline
        drafts = with_ends(outline.items)
        for draft in drafts:
            for number in draft.lines if not draft.title else ():
                outline.leave(number, Why.PROSE)
        left = tuple(sorted(outline.left, key=lambda one: one.line))
        return Pasted(tuple(finished(one) for one in drafts if one.title), left)

    def _row(self, row: list[Line]) -> None:
        """One row: a line, or the lines of a cell of a spreadsheet together."""
        line = row[0]._replace(text=joined(row))
        left = len(self.outline.left)
        if len(line.text) > LONGEST_LINE:
            self.outline.leave(line.number, Why.LONG)
        elif not line.text.strip():  # nothing but the bars of a table
            self.outline.leave(line.number, Why.AROUND)
        elif not self._table(line):
            for piece in split_run(line.text):
                self._line(line._replace(text=piece))
        for further in row[1:]:
            # the further lines go where the first one went
            if len(self.outline.left) > left or not self.outline.items:
                self.outline.leave(further.number, self.outline.left[-1].why)
            else:
                self.outline.items[-1].lines.append(further.number)

    def _table(self, line: Line) -> bool:
        """A row of a table with a head; True where it was one."""
        columns = columns_of(line.text)
        if columns:
            self.columns = columns
            self.outline.leave(line.number, Why.TABLE_HEAD)
            return True
        if self.columns is None or "\t" not in line.text or furniture.is_rule(line.text):
            return False
        filled = [cell.strip() for cell in line.text.split("\t") if cell.strip()]
        if len(filled) == 1 and self.outline.opens_heading(line, None, filled[0]):
            return True
        row = read_row(line.text, self.columns)
        if row.title:
            self._open_row(line, row)
        elif self.outline.items:
            self._say_row(line, row)
        else:
            self.outline.leave(line.number, Why.BEFORE)
        return True

    def _open_row(self, line: Line, row: Row) -> None:
        title, marks = take_marks(row.title)
        found = take_number(f"{row.number}. {title}") if row.number else take_number(title)
        if found and not row.number and found[0].strong and found[0].kind != Kind.BULLET:
            title = found[1]  # the number stands in the column of the title
        elif not row.number:
            found = None
        if self.outline.opens_heading(line, found[0] if found else None, title):
            return
        self.outline.open(line, found[0] if found else None, title, row.marks.with_(marks))
        self._say_row(line, row)

    def _say_row(self, line: Line, row: Row) -> None:
        for part, texts in (
            (Part.PAPER, row.papers),
            (Part.ASK, row.asks),
            (Part.SAID, row.said),
        ):
            self.outline.say(line, part, texts)

    def _line(self, line: Line) -> None:
        text = line.text.strip()
        before_first = not self.outline.items
        if self.signed and not self._begins_again(text):
            self.outline.leave(line.number, Why.SIGNATURE)
        elif self.lonely and _LONELY.fullmatch(text) and self._waits(line, text):
            return
        elif furniture.is_signing(text):
            self.signed, self.outline.part = True, None
            self.outline.leave(line.number, Why.SIGNATURE)
        elif furniture.is_furniture(text, before_first) and not self._has_time(text):
            self.outline.leave(line.number, Why.AROUND)
        elif not (self._label(line, text) or self._counted(line, text)):
            self._bare(line, text)

    def _begins_again(self, text: str) -> bool:
        """Whether an agenda follows below a signature, as in a mail that was sent on."""
        found = take_number(text)
        if found is None or found[0].kind != Kind.DIGITS or not found[0].strong:
            return False
        fits = found[0].top in (1, self.outline.last_top() + 1)
        self.signed = not fits
        return fits

    def _has_time(self, text: str) -> bool:
        """Whether what looks like a date is a row of a programme."""
        mark, rest, _doubtful = leading_time(text)
        return self.timed and mark != NOTHING and bool(rest)

    def _waits(self, line: Line, text: str) -> bool:
        found = take_number(f"{text} titel")
        if found is None or found[0].top not in (
            self.outline.last_top(),
            self.outline.last_top() + 1,
        ):
            return False
        self._drop_waiting()
        self.waiting = (found[0], line)
        return True

    def _drop_waiting(self) -> None:
        """A number on a line of its own that no title followed."""
        if self.waiting is not None:
            self.outline.leave(self.waiting[1].number, Why.AROUND)
            self.waiting = None

    def _label(self, line: Line, text: str) -> bool:
        """A line that says something of the item above: "Bijlage: …", "Gevraagd besluit: …"."""
        if not self.outline.items:
            return False
        found = take_number(text)
        bulleted = found is not None and found[0].kind == Kind.BULLET
        bare = found[1] if found and bulleted else text
        for part, pattern in _LABELS:
            if match := pattern.fullmatch(bare):
                self.outline.says_label(line, part, match["rest"], bare)
                return True
        if _PAPER_LINE.fullmatch(bare) and (found is None or bulleted):
            self.outline.says_label(line, Part.PAPER, bare, bare)
            return True
        return False

    def _counted(self, line: Line, text: str) -> bool:
        """A line with a number, a letter, a bullet or a time in front."""
        mark, rest = self._time_in_front(text)
        found = take_number(rest)
        if found is not None and self.outline.fits(found[0], found[1], mark != NOTHING):
            number, words = found
            return bool(words.strip()) and self._numbered(line, number, words, mark)
        if mark == NOTHING or not rest:
            return False
        if not self.outline.opens_heading(line, None, rest):
            title, more = take_marks(rest)
            self._open(line, None, title, mark.with_(more))
        return True

    def _numbered(self, line: Line, number: Number, words: str, mark: Marks) -> bool:
        if self.outline.is_ask(number, words, line):
            self.outline.say(line, Part.ASK, [words])
            return True
        if self._is_said_in_bullet(number):
            paper = self.outline.part == Part.PAPER
            texts = paper_names(words) if paper else [words]
            self.outline.say(line, Part.PAPER if paper else Part.SAID, texts)
            return True
        self._drop_waiting()
        if self.outline.opens_heading(line, number, words):
            return True
        behind, rest, doubtful = leading_time(words)
        if mark == NOTHING and behind != NOTHING and rest and not doubtful:
            mark, words = behind, rest
        cells, beside = _cells(words)
        title, more = take_marks(cells)
        draft = self._open(line, number, title, mark.with_(more))
        draft.parts += [
            (Part.PAPER if _PAPER_LINE.fullmatch(one) else Part.SAID, one) for one in beside
        ]
        return True

    def _open(self, line: Line, number: Number | None, title: str, marks: Marks) -> Draft:
        self._drop_waiting()
        return self.outline.open(line, number, title, marks)

    def _time_in_front(self, text: str) -> tuple[Marks, str]:
        """A time and the rest; "9.30 Begroting" only where the text has more times than numbers."""
        mark, rest, doubtful = leading_time(text)
        if mark == NOTHING or not rest:
            return NOTHING, text
        if doubtful:
            hour, minutes = divmod(mark.starts or 0, 60)
            near = [one.number.top for one in self.outline.items[-3:] if one.number]
            if hour in near or minutes % 5 or hour < 7 or not self.timed:
                return NOTHING, text
        return mark, rest

    def _is_said_in_bullet(self, number: Number) -> bool:
        """A bullet below a numbered item says something of it, unless it stands under a heading."""
        outline = self.outline
        if number.kind != Kind.BULLET or self.bulleted or not outline.items:
            return False
        return outline.group is None or outline.part is not None

    def _bare(self, line: Line, text: str) -> None:
        """A line without anything in front."""
        outline = self.outline
        if self.waiting is not None:
            number, first = self.waiting
            self.waiting = None
            if not outline.opens_heading(first, number, text):
                outline.open(first, number, *take_marks(text))
            outline.items[-1].lines.append(line.number)
        elif self._marks(line, text):
            return
        elif self._continues(line, text):
            self._continue(line, text)
        elif outline.opens_heading(line, None, text):
            return
        elif self._is_item(line, text):
            self._open(line, None, *take_marks(text))
        elif outline.items and not self._is_prose(text) and not self._is_after_all(line):
            outline.say(line, outline.part or Part.SAID, [text])
            outline.items[-1].raw = text
        else:
            outline.leave(line.number, Why.PROSE if outline.items else Why.BEFORE)

    def _marks(self, line: Line, text: str) -> bool:
        """A time, minutes or a type on a line of its own, below its item."""
        if not self.outline.items:
            return False
        mark = mark_of(text, letters=False)
        if mark is None or ((mark.type or mark.handling) and not self.typed_below):
            return False
        self.outline.items[-1].marks = self.outline.items[-1].marks.with_(mark)
        self.outline.say(line, Part.SAID, ())
        return True

    def _is_item(self, line: Line, text: str) -> bool:
        """Whether a line without a number is an item: where nothing is numbered, or by its name."""
        title, _marks = take_marks(text)
        if standing_type(title) is not None:
            return True
        if not title or len(text) > LONGEST_BARE or text.endswith((".", ":")):
            return False
        grouped = self.outline.group is not None and self.outline.part is None
        if grouped and (line.after_blank or text[:1].isupper()):
            return True
        return self.plain and not self._is_prose(text)

    def _is_after_all(self, line: Line) -> bool:
        """Whether a line stands apart behind an item of which nothing more is to be said."""
        return line.after_blank and standing_type(self.outline.items[-1].title) is not None

    def _is_prose(self, text: str) -> bool:
        """Whether a line is a sentence, in a text that is nothing but lines."""
        sentence = text.endswith((".", "?", "!")) and len(text) > 50
        return self.plain and (sentence or len(text) > LONGEST_BARE)

    def _continues(self, line: Line, text: str) -> bool:
        """Whether a title or a part that was broken off goes on here."""
        if not self.outline.items or line.after_blank:
            return False
        above = self.outline.items[-1]
        title = take_marks(text)[0]
        if standing_type(title) is not None or mark_of(text, letters=False):
            return False
        if text[0].islower() or text[0] in "(&,":
            return True
        if self.plain or above.group is not None:
            return above.raw.endswith((",", "-", " en", " van", " de", " het", " voor", " of"))
        return len(above.raw) >= WRAPPED and not above.raw.endswith((".", ":", ";", "?"))

    def _continue(self, line: Line, text: str) -> None:
        above = self.outline.items[-1]
        broken = above.raw.endswith("-")
        above.lines.append(line.number)
        above.raw = text
        if above.parts:
            kind, last = above.parts[-1]
            above.parts[-1] = (kind, _glued(last, text).strip())
        else:
            hyphen = "-" if broken else ""
            above.title, marks = take_marks(_glued(above.title + hyphen, text))
            above.marks = above.marks.with_(marks)


def _cells(words: str) -> tuple[str, list[str]]:
    """A row without a head: its first cell is the title, marks are known by sight; and the rest."""
    cells = [cell.strip() for cell in words.split("\t") if cell.strip()]
    marks = [cell for cell in cells[1:] if mark_of(cell) is not None]
    return "\t".join([*cells[:1], *marks]), [cell for cell in cells[1:] if cell not in marks]


def _typed_below(texts: list[str]) -> bool:
    """Whether the type of each item stands on a line below it, and is no heading.

    Then the first item of substance comes before the first type, and most of them have one.
    """
    kinds = [_kind_line(text) for text in texts]
    found = [take_number(_timeless(text)) for text in texts]
    own = [
        place
        for place, one in enumerate(found)
        if one and one[0].kind != Kind.BULLET and not standing_type(take_marks(one[1])[0])
    ]
    return any(kinds) and bool(own) and own[0] < kinds.index(True) and 2 * sum(kinds) >= len(own)


def _kind_line(text: str) -> bool:
    """Whether a line is nothing but a type or a handling."""
    mark = mark_of(text.strip(" :"), letters=False)
    return mark is not None and bool(mark.type or mark.handling)


def _timeless(text: str) -> str:
    """A line without the time in front."""
    mark, rest, doubtful = leading_time(text)
    return rest if mark != NOTHING and not doubtful else text


def _glued(first: str, second: str) -> str:
    """Two halves of a title; a word that was broken off at a hyphen becomes whole."""
    if first.endswith("-") and second[0].islower() and not second.startswith(("en ", "of ")):
        return first[:-1] + second
    return f"{first} {second}"
