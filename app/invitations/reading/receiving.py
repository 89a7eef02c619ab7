"""Reading an invitation that somebody sends, in a process of its own."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from app.core import clock, confined
from app.core.errors import RuleBroken
from app.invitations.reading.facts import Occurrence, Reading, Refusal, Series
from app.invitations.reading.limits import ANSWER, FILE_BYTES, ORDER, SOURCE, WALL_SECONDS
from app.invitations.reading.sentences import SENTENCES, why

Fact = TypeVar("Fact", Occurrence, Refusal, Series)


def read_invitation(
    content: bytes, zones: Mapping[str, str] | None = None, today: date | None = None
) -> Reading:
    """What an .ics or .eml file says; raises RuleBroken where it is refused as a whole.

    `zones` answers the names in `Reading.unknown_zones` with IANA names. Of a series is read what
    lies around `today`. Takes up to two seconds, and must run outside any transaction.
    """
    answer = _answer(content, zones or {}, today or clock.today())
    if "refused" in answer:
        raise _refused(answer["refused"])
    try:
        return unpacked(answer, content)
    except (TypeError, KeyError, ValueError):
        raise _refused("damaged") from None


def _refused(reason: str) -> RuleBroken:
    return RuleBroken(why(reason if reason in SENTENCES else "damaged"), "file")


def unpacked(answer: dict[str, Any], content: bytes) -> Reading:
    """The facts of an answer; raises TypeError or ValueError where it has another shape."""
    return Reading(
        occurrences=_facts(Occurrence, answer["occurrences"]),
        refusals=_facts(Refusal, answer["refusals"]),
        unknown_zones=tuple(_as("str", one) for one in answer["unknown_zones"]),
        method=_as("str", answer["method"]),
        digest=hashlib.sha256(content).hexdigest(),
        series=_facts(Series, answer["series"]),
        sender=_as("str", answer["sender"]),
    )


def _answer(content: bytes, zones: Mapping[str, str], today: date) -> dict[str, Any]:
    """What the child process says of the file; one that had to be ended was too heavy."""
    if len(content) > FILE_BYTES:
        return {"refused": "size"}
    if not content.strip():
        return {"refused": "empty"}
    with tempfile.TemporaryDirectory(prefix="vooroverleg-invitation-") as folder:
        Path(folder, SOURCE).write_bytes(content)
        order = {"zones": dict(zones), "today": today.isoformat()}
        Path(folder, ORDER).write_text(json.dumps(order), encoding="utf-8")
        ended = confined.run("app.invitations.reading.child", folder, seconds=WALL_SECONDS)
        if ended != 0:
            return {"refused": "heavy"}
        try:
            found: dict[str, Any] = json.loads(Path(folder, ANSWER).read_bytes())
        except (OSError, ValueError):
            return {"refused": "damaged"}
    return found


def _facts(kind: type[Fact], told: list[dict[str, Any]]) -> tuple[Fact, ...]:
    """Facts of one kind, each with exactly the parts that such a fact has."""
    kinds = {field.name: str(field.type) for field in fields(kind)}
    if any(set(one) != set(kinds) for one in told):
        raise ValueError("another shape")
    return tuple(
        kind(**{name: _as(kinds[name], value) for name, value in one.items()}) for one in told
    )


def _as(kind: str, value: Any) -> Any:
    """A value as what it should be."""
    if value is None and kind.endswith(" | None"):
        return None
    found = _SHAPES[kind.removesuffix(" | None")](value)
    if found != value and isinstance(found, str | int):
        raise ValueError("another shape")
    return found


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() != timedelta(0):
        raise ValueError("another shape")
    return moment


_SHAPES: dict[str, Callable[[Any], Any]] = {
    "str": str,
    "int": int,
    "bool": bool,
    "datetime": _moment,
    "date": date.fromisoformat,
    "tuple[str, ...]": lambda told: tuple(_as("str", one) for one in told),
}
