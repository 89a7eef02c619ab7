"""What came of the past meetings of the sample: what we said, what was agreed, what helped."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.administration.sample.calendar import NAMESPACE, Planned
from app.core import clock
from app.days.working_days import add_working_days
from app.followup.action_list import ActionDetails, add_action, finish_action
from app.followup.debriefing import record_debrief
from app.followup.page import debrief_page, shown_first
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person

SOURCE = Path(__file__).parent / "debriefs.toml"
#: An action that was due so long ago has been done, apart from one now and then.
DONE_AFTER = timedelta(days=3)


def load_debriefs(rounds: Iterable[Planned]) -> None:
    """Debrief the past meetings with an outcome; who was there says whether the note helped."""
    today = clock.today()
    told = {row["title"]: row for row in tomllib.loads(SOURCE.read_text())["item"]}
    for planned in rounds:
        officer = planned.official.officer
        recorded = [item for _topic, _source, item in planned.items if item.outcome is not None]
        if officer is None or not recorded:
            continue
        rows = [(item, told[item.title]) for item in recorded if item.title in told]
        with clock.at(planned.official.ends_at + timedelta(days=1, hours=1)):
            _tell(planned.official, rows, officer)
            for item, row in rows:
                _agree(planned.official, item, row, officer, today)
        if planned.official.alderman is not None:
            _judge(planned.official, rows, planned.official.alderman)


def _tell(meeting: Meeting, rows: list[tuple[AgendaItem, dict[str, Any]]], officer: Person) -> None:
    """Consent items went as proposed; of the others it is told why it went otherwise."""
    page = debrief_page(meeting.id, officer)
    values = dict(shown_first(page))
    for item, row in rows:
        values[f"deviation_{item.id}"] = row.get("deviation", "")
        values["contribution"] = row.get("contribution", values["contribution"])
    record_debrief(page, values, officer)


def _agree(
    meeting: Meeting, item: AgendaItem, row: dict[str, Any], officer: Person, today: date
) -> None:
    people = {"officer": officer, "alderman": meeting.alderman}
    day = clock.local(meeting.starts_at).date()
    for number, agreed in enumerate(row.get("agreed", ())):
        details = ActionDetails(
            words=agreed["words"],
            kind=agreed["kind"],
            owner_name=agreed["who"],
            due_on=add_working_days(day, 5 * agreed["weeks"]),
            item_id=item.id,
        )
        owner = people.get(agreed["who"])
        if owner is not None:
            details = replace(details, owner_id=owner.id, owner_name="")
        key = str(uuid.uuid5(NAMESPACE, f"action/{item.id}/{number}"))
        action = add_action(meeting, details, key, officer)
        due_on = details.due_on
        if due_on is not None and due_on < today - DONE_AFTER and action.id % 4:
            with clock.at(clock.now() + timedelta(days=1)):
                finish_action(action, officer, action.version)


def _judge(
    meeting: Meeting, rows: list[tuple[AgendaItem, dict[str, Any]]], alderman: Person
) -> None:
    with clock.at(meeting.ends_at + timedelta(days=2)):
        page = debrief_page(meeting.id, alderman)
        values = dict(shown_first(page))
        judged = {line.item.id for line in page.lines if line.may_judge}
        for item, row in rows:
            if item.id in judged and "useful" in row:
                values[f"useful_{item.id}"] = row["useful"]
                values[f"use_words_{item.id}"] = row.get("words", "")
        record_debrief(page, values, alderman)
