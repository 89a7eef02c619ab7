"""The staff meetings of the sample: each alderman's week, points by hand, and what was noted."""

from __future__ import annotations

from datetime import time, timedelta

from app.core import clock
from app.days import staff_actions
from app.days.models import StaffSeries
from app.days.queries import free_days
from app.days.staff_actions import SeriesDetails
from app.days.staff_days import Occurrence, occurrences
from app.people.models import Person
from app.staff_meetings import actions
from app.staff_meetings.actions import OutcomeDetails

SINCE = timedelta(weeks=26)
#: Whose, on which day of the week (0 is Monday), from when.
RULES = (
    ("mayor", 0, time(9, 0)),
    ("alderman-social", 1, time(13, 30)),
    ("alderman-space", 3, time(9, 30)),
)
#: Who brought it up, what it is about, and what came of it last time; "" is still to come.
POINTS = (
    ("mayor", "officer-safety", "Oefening crisisteam: wie doet er mee?", "discussed"),
    ("alderman-social", "officer-youth", "Gesprek met de schoolbesturen voorbereiden", "hold"),
    ("alderman-social", "officer-social", "Wachttijden: wat zeggen wij in de raad?", "agreed"),
    ("alderman-space", "secretary", "Werkbezoek bedrijventerrein: datum kiezen", ""),
)
WORDS = {
    "discussed": "De dienstdoende officieren doen mee; rooster volgt.",
    "hold": "Eerst de cijfers van dit schooljaar afwachten.",
    "agreed": "Wij noemen de cijfers zelf, met wat wij eraan doen.",
}


def load_staff_meetings(people: dict[str, Person]) -> None:
    """Begin the series, add points, and note what came of last week's."""
    today, secretary = clock.today(), people["secretary"]
    last: dict[str, Occurrence] = {}
    for key, weekday, starts in RULES:
        details = SeriesDetails(weekday, starts, 60, "Werkkamer", valid_from=today - SINCE)
        series = staff_actions.add_series(people[key], details, secretary)
        last[key] = _last_before_today(series)
    for key, by, title, outcome in POINTS:
        first_day = last[key].day if outcome else None
        point = actions.add_point(people[key], people[by], title=title, first_day=first_day)
        if outcome:
            noted = OutcomeDetails(outcome, WORDS[outcome])
            actions.note_outcome(last[key], point, noted, secretary, 0)


def _last_before_today(series: StaffSeries) -> Occurrence:
    first, last = clock.today() - timedelta(weeks=10), clock.today() - timedelta(days=1)
    return occurrences(series, first, last, free_days(first, last))[-1]
