"""What tests of staff meetings share: an alderman with a weekly Tuesday, and people around."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.core.database import db
from app.days.models import StaffSeries
from app.days.staff_days import Occurrence
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from tests.factories import make_item, make_meeting, make_note, make_person

#: The first Tuesday after the Monday on which the clock of the tests stands.
TUESDAY = date(2026, 11, 24)
NEXT = date(2026, 12, 1)


@dataclass
class Stage:
    """The people, and the series."""

    alderman: Person
    officer: Person
    secretary: Person
    series: StaffSeries

    def address(self, day: date = TUESDAY, rest: str = "") -> str:
        """The page of one staff meeting, or one under it."""
        return f"/staff-meetings/{self.series.id}/{day.isoformat()}{rest}"

    def meeting(self, day: date = TUESDAY) -> Occurrence:
        """One staff meeting of the series."""
        return Occurrence(self.series, day, day, self.series.starts)

    def item(self, *, days: int = 14, state: str = "with_alderman", **fields: Any) -> AgendaItem:
        """An item of a coming meeting of this alderman, with a note in this state."""
        meeting = make_meeting(days=days, officer=self.officer, alderman=self.alderman)
        item = make_item(meeting, **fields)
        if state:
            make_note(item, state=state, author=self.officer)
        return item


def make_stage() -> Stage:
    """An alderman whose staff meeting is every Tuesday at 13.30."""
    stage = Stage(
        make_person("alderman"),
        make_person("officer"),
        make_person("secretary"),
        StaffSeries(weekday=1, starts=time(13, 30), minutes=60, place="Werkkamer"),
    )
    stage.series.person_id = stage.alderman.id
    db.session.add(stage.series)
    db.session.commit()
    return stage
