"""Reading an invitation that somebody sends, in a process of its own."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.core import clock, confined
from app.core.errors import RuleBroken
from app.invitations.reading.facts import Occurrence, Reading, Refusal, Series
from app.invitations.reading.limits import FILE_BYTES, WALL_SECONDS
from app.invitations.reading.sentences import SENTENCES, why

#: The facts that travel as text.
_MOMENTS = {"dtstamp", "starts_at", "ends_at", "disputed_start"}
_DAYS = {"original_day", "first", "last"}


def read_invitation(
    content: bytes, zones: Mapping[str, str] | None = None, today: date | None = None
) -> Reading:
    """What an .ics or .eml file says; raises RuleBroken where it is refused as a whole.

    `zones` answers the names in `Reading.unknown_zones` with IANA names. Of a series is read what
    lies around `today`. Takes up to two seconds, and must run outside any transaction.
    """
    answer = _answer(content, zones or {}, today or clock.today())
    if "refused" in answer:
        reason = answer["refused"]
        raise RuleBroken(why(reason if reason in SENTENCES else "damaged"), "file")
    return Reading(
        occurrences=tuple(Occurrence(**_unpacked(one)) for one in answer["occurrences"]),
        refusals=tuple(Refusal(**one) for one in answer["refusals"]),
        unknown_zones=tuple(answer["unknown_zones"]),
        method=answer["method"],
        digest=hashlib.sha256(content).hexdigest(),
        series=tuple(Series(**_unpacked(one)) for one in answer["series"]),
    )


def _answer(content: bytes, zones: Mapping[str, str], today: date) -> dict[str, Any]:
    """What the child process says of the file; one that had to be ended was too heavy."""
    if not content.strip():
        return {"refused": "empty"}
    if len(content) > FILE_BYTES:
        return {"refused": "size"}
    with tempfile.TemporaryDirectory(prefix="vooroverleg-invitation-") as folder:
        order, answer = Path(folder, "invitation"), Path(folder, "answer")
        order.write_bytes(content)
        with answer.open("w+b") as told:
            ended = confined.run(
                "app.invitations.reading.child",
                str(order),
                json.dumps({"zones": dict(zones), "today": today.isoformat()}),
                seconds=WALL_SECONDS,
                stdout=told,
            )
            told.seek(0)
            found: dict[str, Any] = json.load(told) if ended == 0 else {"refused": "heavy"}
    return found


def _unpacked(fact: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in fact.items()}


def _value(name: str, value: Any) -> Any:
    if value is not None and name in _MOMENTS:
        return datetime.fromisoformat(value)
    if value is not None and name in _DAYS:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
