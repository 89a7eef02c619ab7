"""Telling what a week holds, on the morning of the mail it is in.

By default that is the alderman's mail of Thursday. The numbers are counted anew when it goes
(`app.messages.counting`).
"""

from __future__ import annotations

from collections.abc import Sequence

from app.core import clock, jobs
from app.core.database import db, let_go, reading
from app.messages.actions import tell
from app.messages.counting import KIND, about, count_for
from app.messages.preferences import likings
from app.people.models import Person
from app.people.queries import people_with_role

JOB = "tell-week-ahead-of"


@jobs.schedule("40 6 * * 1-5", "tell-week-ahead")
def tell_week_ahead() -> None:
    """Ask for the lines of everybody whose mail goes this morning."""
    with reading():
        ids = [one.id for one in people_with_role(*sorted(KIND.roles))]
        mine = _this_morning(ids)
        let_go()
    for person_id in mine:
        jobs.enqueue(JOB, key=f"{JOB}-{person_id}", person_id=person_id)
    db.session.commit()


@jobs.job(JOB)
def tell_week_ahead_of(person_id: int) -> None:
    """Tell one person what there is; once a day, however often it is asked."""
    with reading():
        person = db.session.get(Person, person_id)
        if person is None or not _this_morning([person_id]):
            return
        lines = count_for(person)
        let_go()
    today = clock.today().isoformat()
    for name, line in lines.items():
        tell(
            [person_id],
            f"{about(name)}-{today}",
            line.text,
            line.url,
            kind=KIND.key,
            about=about(name),
            as_of=clock.start_of_today(),
        )
    db.session.commit()


def _this_morning(person_ids: Sequence[int]) -> list[int]:
    """Those of these people whose bundle with this in it goes today."""
    begin = clock.start_of_today()
    return [
        person_id
        for person_id, liking in likings(person_ids).items()
        for at in (liking.moment(liking.timing(KIND), begin),)
        if at is not None and clock.local(at).date() == clock.today()
    ]
