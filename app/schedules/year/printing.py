"""A year as one PDF: the picture on the first sheet, then the table, set by the presses of packs.

It is made while its reader waits, as it takes about a second and is of no use to anybody else; why
so, and what bounds it, is in docs/adr. The same content gives the same bytes.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from app.core import clock, files
from app.core.dates import full_moment, month_name
from app.core.errors import NotReady
from app.meetings.words import LEVELS
from app.packs.content.legible import legible, spoken
from app.packs.content.measuring import BOLD, lines, width
from app.packs.making import no_room, try_again
from app.packs.press.pressroom import PressFailed, PressStopped, print_pack
from app.packs.press.printjob import Limits, PrintJob, Section
from app.schedules.year import words
from app.schedules.year.drawing import LONGEST_MONTH, PAPER, draw, shortened
from app.schedules.year.entries import Entry
from app.schedules.year.queries import Year
from app.schedules.year.subjects import Kind

log = logging.getLogger(__name__)

#: One is made, one may wait for it: what comes more is asked to come back, so that pages go on.
_room = threading.BoundedSemaphore(2)
_turn = threading.Lock()
#: So long somebody waits at most, for their turn and for the presses together.
SECONDS = 45.0
LIMITS = Limits(
    memory_bytes=1024**3, cpu_seconds=30, file_bytes=64 * 1024**2, total_seconds=SECONDS
)
#: Sizes of the first sheet, in points, as templates/print/year-style.html has them: what is free of
#: it, what stands above and below the days, and how large the name of the subject is.
_HIGH, _HEAD = 521.0, 66.0
_NAME_ROOM, _NAME_SIZE, _LONG_NAME_SIZE, _NAME_LINE = 500.0, 12.0, 10.0, 15.0
_NOTE_SIZE, _NOTE_LINE = 8.0, 10.5
#: How wide the running head of the other sheets may be.
_RUNNING_ROOM = 600.0
#: A list of so many meetings is one part of the file; a longer one has parts of about so many.
_UNDIVIDED, _PORTION = 100, 60

Month = tuple[date, list[Entry]]


def print_year(job: PrintJob) -> bytes:
    """Have it set; raises NotReady where that does not work out now."""
    until = time.monotonic() + SECONDS
    folder = Path(current_app.config["DATA_DIR"]) / "press"
    with _in_turn(until):
        try:
            return print_pack(
                job, (), lambda _done, _total: time.monotonic() < until, folder
            ).content
        except (PressFailed, PressStopped, OSError) as problem:
            log.error("a year could not be printed: %s", problem)
            raise NotReady(no_room() if files.is_full(problem) else try_again()) from problem


@contextmanager
def _in_turn(until: float) -> Iterator[None]:
    """One at a time: the presses use every core already."""
    if not _room.acquire(blocking=False):
        raise NotReady(_busy())
    try:
        if not _turn.acquire(timeout=max(until - time.monotonic(), 0)):
            raise NotReady(_busy())
        try:
            yield
        finally:
            _turn.release()
    finally:
        _room.release()


def _busy() -> str:
    return _("Er worden al schema’s gemaakt. Probeer het over een halve minuut opnieuw.")


def file_name(year: Year) -> str:
    """What the file is called: "Vergaderschema 2027 GGD.pdf"."""
    return f"{words.heading(year.asked.span)} {year.subject.short}.pdf"


def year_job(year: Year) -> PrintJob:
    """The job for the press, in the language in which the year was read."""
    title = legible(f"{words.heading(year.asked.span)}: {year.subject.name}")
    municipality = current_app.config["MUNICIPALITY"]
    made = clock.now().replace(second=0, microsecond=0)
    parts = [Section("picture", _("Het jaar in beeld"), _front(year, title))]
    for number, months in enumerate(_portions(year.months)):
        html = _list(year, title, months, is_first=number == 0)
        parts.append(Section(f"list-{number}", _months_named(months), html, unfolds=True))
    return PrintJob(
        title=title,
        author=municipality,
        created=clock.local(made).isoformat(timespec="seconds"),
        foot=_("Gemeente %(name)s", name=municipality),
        parts=tuple(parts),
        reasons={},
        limits=LIMITS,
    )


def _front(year: Year, title: str) -> str:
    whose, notes = _whose(year), words.uncertain(year)
    is_long = width(whose, _NAME_SIZE * BOLD) > _NAME_ROOM
    size = _LONG_NAME_SIZE if is_long else _NAME_SIZE
    taken = _HEAD + _NAME_LINE * lines(whose, _NAME_ROOM, size * BOLD)
    taken += sum(_NOTE_LINE * lines(one, PAPER.width, _NOTE_SIZE) for one in notes)
    scale = replace(PAPER, row=(_HIGH - taken - PAPER.head) / LONGEST_MONTH)
    return _html(
        "print/year-front.html",
        title=title,
        heading=words.heading(year.asked.span),
        whose=whose,
        long_name=is_long,
        counts=words.counts(year),
        municipality=_("Gemeente %(name)s", name=current_app.config["MUNICIPALITY"]),
        printed=full_moment(clock.now()),
        drawing=draw(year.asked.span, year.entries, year.days, year.label, scale),
        alt=_(
            "Het jaar in beeld: een kolom per maand, een rij per dag, een vorm per vergadering. "
            "De tabel op de volgende bladzijden zegt hetzelfde in woorden."
        ),
        notes=notes,
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


def _list(year: Year, title: str, months: Sequence[Month], *, is_first: bool) -> str:
    return _html(
        "print/year-list.html",
        title=title,
        whose=shortened(title, _RUNNING_ROOM, _NOTE_SIZE),
        is_first=is_first,
        months=months,
        show_partnership=year.subject.kind != Kind.PARTNERSHIP,
        levels=LEVELS,
    )


def _whose(year: Year) -> str:
    subject = year.subject
    return f"{subject.name}, {subject.about}" if subject.person and subject.about else subject.name


def _html(template: str, **values: object) -> str:
    html = current_app.jinja_env.get_template(template).render(**values)
    return spoken(legible(html))
