"""The sheets of a year on paper: the picture on the first, then the table and the days in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from flask import current_app
from flask_babel import gettext as _

from app.core import clock
from app.core.dates import full_moment, month_name
from app.meetings.words import LEVELS
from app.packs.content.legible import legible, spoken
from app.packs.content.measuring import BOLD, clipped, lines, width
from app.packs.press.printjob import Limits, PrintJob, Section
from app.schedules.year import words
from app.schedules.year.days_in_words import DayList, days_in_words
from app.schedules.year.drawing import Drawing, draw
from app.schedules.year.entries import Entry
from app.schedules.year.names import Numbered
from app.schedules.year.printing import SECONDS
from app.schedules.year.queries import Year
from app.schedules.year.scales import LONGEST_MONTH, PAPER
from app.schedules.year.subjects import Kind

LIMITS = Limits(
    memory_bytes=1024**3, cpu_seconds=30, file_bytes=64 * 1024**2, total_seconds=SECONDS
)
#: Sizes of the first sheet, in points, as templates/print/year-style.html has them: what is free of
#: it, what stands above and below the days, and how large the name of the subject is.
_HIGH, _HEAD = 521.0, 67.0
_NAME_ROOM, _NAME_SIZE, _LONG_NAME_SIZE, _NAME_LINE = 500.0, 12.0, 10.0, 15.0
_NOTE_SIZE, _NOTE_LINE, _NOTE_GAP = 8.0, 10.5, 2.0
#: In days that are lower than this, two meetings run into each other.
_LEAST_ROW = 11.8
#: How wide the running head of the other sheets may be.
_RUNNING_ROOM = 600.0
#: A list of so many meetings is one part of the file; a longer one has parts of about so many.
_UNDIVIDED, _PORTION = 100, 60

Month = tuple[date, list[Entry]]


def file_name(year: Year) -> str:
    """What the file is called: "Vergaderschema 2027 GGD.pdf"."""
    return f"{words.heading(year.asked.span)} {year.subject.short}.pdf"


def year_job(year: Year) -> PrintJob:
    """The job for the press, in the language in which the year was read."""
    title = legible(f"{words.heading(year.asked.span)}: {year.subject.name}")
    municipality = current_app.config["MUNICIPALITY"]
    made = clock.now().replace(second=0, microsecond=0)
    return PrintJob(
        title=title,
        author=municipality,
        created=clock.local(made).isoformat(timespec="seconds"),
        foot=_("Gemeente %(name)s", name=municipality),
        parts=tuple(_parts(year, title)),
        reasons={},
        limits=LIMITS,
    )


def _parts(year: Year, title: str) -> Iterator[Section]:
    """The picture, then the list in portions: the numbers at the first of these that has room.

    The days in words close the list; of a year without meetings they are all of it.
    """
    front = _Front(year)
    yield Section("picture", _("Het jaar in beeld"), _front_html(front, title))
    portions = list(_portions(year.months))
    days = days_in_words(year.days, year.asked.span)
    for number, months in enumerate(portions):
        is_first, is_last = number == 0, number == len(portions) - 1
        names = front.names if front.names_follow and is_first else ()
        html = _list_html(year, title, months, names, days if is_last else [], is_first=is_first)
        yield Section(f"list-{number}", _months_named(months), html, unfolds=True)
    if days and not portions:
        html = _list_html(year, title, [], (), days, is_first=False)
        yield Section("days", _("De dagen in het beeld"), html)


@dataclass(frozen=True)
class _Front:
    """The first sheet: how high a day is depends on what stands around the picture."""

    year: Year

    @cached_property
    def whose(self) -> str:
        """Of whom it is, with the title of a person."""
        subject = self.year.subject
        if subject.person and subject.about:
            return f"{subject.name}, {subject.about}"
        return subject.name

    @property
    def long_name(self) -> bool:
        """Whether that is set in smaller letters."""
        return width(self.whose, _NAME_SIZE * BOLD) > _NAME_ROOM

    @cached_property
    def notes(self) -> list[str]:
        """What is not certain of its days."""
        return words.uncertain(self.year)

    @cached_property
    def names(self) -> tuple[Numbered, ...]:
        """What the numbers in the picture stand for: the same however high a day is."""
        return self._drawn(PAPER.row).names

    @property
    def names_follow(self) -> bool:
        """Whether there are any that have no room here: they stand on the next sheet."""
        return bool(self.names) and self._row(self._high_names) < _LEAST_ROW

    @cached_property
    def drawing(self) -> Drawing:
        """The picture, as high as the sheet allows."""
        return self._drawn(self._row(_NOTE_LINE if self.names_follow else self._high_names))

    def _drawn(self, row: float) -> Drawing:
        year = self.year
        return draw(year.asked.span, year.entries, year.days, year.name_of, replace(PAPER, row=row))

    def _row(self, high_names: float) -> float:
        size = _LONG_NAME_SIZE if self.long_name else _NAME_SIZE
        taken = _HEAD + _NAME_LINE * lines(self.whose, _NAME_ROOM, size * BOLD)
        taken += sum(_high(one) for one in self.notes) + high_names
        return (_HIGH - taken - PAPER.head) / LONGEST_MONTH

    @cached_property
    def _high_names(self) -> float:
        told = " ".join(f"{one.number} {one.words} ·" for one in self.names)
        return _high(told) + _NOTE_GAP if self.names else 0


def _high(note: str) -> float:
    """How high a note is below the picture."""
    return _NOTE_LINE * lines(note, PAPER.width, _NOTE_SIZE * BOLD)


def _front_html(front: _Front, title: str) -> str:
    year = front.year
    return _html(
        "print/year-front.html",
        title=title,
        heading=words.heading(year.asked.span),
        whose=front.whose,
        long_name=front.long_name,
        counts=words.counts(year),
        municipality=_("Gemeente %(name)s", name=current_app.config["MUNICIPALITY"]),
        printed=full_moment(clock.now()),
        drawing=front.drawing,
        alt=_alt(year),
        notes=front.notes,
        names=() if front.names_follow else front.names,
        names_follow=front.names_follow,
    )


def _alt(year: Year) -> str:
    """The picture for who does not see it; of a year without a table, its days too."""
    told = _("Het jaar in beeld: een kolom per maand, een rij per dag, een vorm per vergadering.")
    if year.entries:
        rest = _("De tabel op de volgende bladzijden zegt hetzelfde in woorden.")
        return f"{told} {rest}"
    days = days_in_words(year.days, year.asked.span)
    return " ".join([told, *(f"{one.title}: {one.words}." for one in days)])


def _list_html(
    year: Year,
    title: str,
    months: Sequence[Month],
    names: Sequence[Numbered],
    days: Sequence[DayList],
    *,
    is_first: bool,
) -> str:
    return _html(
        "print/year-list.html",
        title=title,
        whose=clipped(title, 1, _RUNNING_ROOM, _NOTE_SIZE),
        is_first=is_first,
        months=months,
        names=names,
        days=days,
        show_partnership=year.subject.kind != Kind.PARTNERSHIP,
        levels=LEVELS,
    )


def _portions(months: Sequence[Month]) -> Iterator[list[Month]]:
    """The months as parts of the file: a long list is set by several presses at once."""
    if sum(len(entries) for _first, entries in months) <= _UNDIVIDED:
        yield from [list(months)] if months else []
        return
    portion: list[Month] = []
    for month in months:
        portion.append(month)
        if sum(len(entries) for _first, entries in portion) >= _PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _months_named(months: Sequence[Month]) -> str:
    """ "Januari 2027 – maart 2027"."""
    first, last = month_name(months[0][0]).capitalize(), month_name(months[-1][0])
    return first if len(months) == 1 else f"{first} – {last}"


def _html(template: str, **values: object) -> str:
    html = current_app.jinja_env.get_template(template).render(**values)
    return spoken(legible(html))
