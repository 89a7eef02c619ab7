"""The sheet on top of each copy: for whom it is, for which meetings, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.core.dates import full_moment, plain_days, short_moment
from app.meetings.models import Meeting
from app.packs.batch.models import BatchLine, PrintBatch
from app.packs.models import Pack
from app.packs.naming import kind_of, known_by
from app.people.models import Person


@dataclass(frozen=True)
class CoverLine:
    """One meeting on a cover sheet; of a restricted one only when it is."""

    when: str
    name: str
    partnership: str
    kind: str


@dataclass(frozen=True)
class CopyFor:
    """One reader with the lines of their packs, and how many copies they get."""

    reader: Person
    lines: tuple[BatchLine, ...]

    @property
    def copies(self) -> int:
        """How many copies."""
        return self.lines[0].copies


def copies_in(batch: PrintBatch) -> list[CopyFor]:
    """A batch reader by reader, in its order."""
    found = groupby(batch.lines, key=lambda line: line.pack.reader_id)
    return [CopyFor(lines[0].pack.reader, lines) for lines in (tuple(rows) for _id, rows in found)]


def cover_html(batch: PrintBatch, one: CopyFor, number: int) -> str:
    """The cover sheet of one copy (from 1), always in Dutch."""
    with force_locale("nl"):
        return current_app.jinja_env.get_template("print/batch-cover.html").render(
            reader=one.reader,
            lines=_lines(one.lines),
            week=week_in_print(batch.first_day),
            made=full_moment(batch.requested_at),
            number=number,
            copies=one.copies,
        )


def title_of(batch: PrintBatch) -> str:
    """What the file is called, always in Dutch."""
    with force_locale("nl"):
        return _("Afdrukstapel voor %(week)s", week=week_in_print(batch.first_day))


def name_on_a_desk(pack: Pack) -> str:
    """What a pack in it is called, always in Dutch; of a restricted meeting only that it is one."""
    with force_locale("nl"):
        if any(meeting.restricted for meeting in pack.meetings):
            return f"{kind_of(pack)}: {_('Beperkt overleg')}"
        return f"{kind_of(pack)}: {known_by(pack)}"


def week_in_print(monday: date) -> str:
    """The week as a heading has it: "week 49, 30 november – 6 december 2026"."""
    days = plain_days(monday, monday + timedelta(days=6))
    return _("week %(number)s, %(days)s", number=monday.isocalendar().week, days=days)


def week_code(monday: date) -> str:
    """The week as an address has it: "2026-W49"."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02}"


def _lines(lines: Sequence[BatchLine]) -> list[CoverLine]:
    return [_line(meeting, kind_of(line.pack)) for line in lines for meeting in line.pack.meetings]


def _line(meeting: Meeting, kind: str) -> CoverLine:
    when = short_moment(meeting.starts_at, meeting.ends_at)
    if meeting.restricted:  # the sheet lies on a desk
        return CoverLine(when, _("Beperkt overleg"), "", kind)
    return CoverLine(when, meeting.name, meeting.body.partnership.name, kind)
