"""Forms of invitations: files that are sent, and what somebody answers about one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from app.core.forms import CreatingForm, EditingForm
from app.invitations.outcomes import LEAVE, TAKE, Answer
from app.invitations.reading.facts import PROPOSED_ZONE
from app.invitations.seen import Shown
from app.invitations.words import CHOICES, FOR_ALL

#: How the fields of an answer are called: what it is, of which series, and of which occurrence.
MARK = "|"
BODY, MEETING, CHOICE, SHOWN, TICK = "body", "meeting", "choice", "shown", "tick"


class SendForm(CreatingForm):
    """Files with invitations, several at once."""

    files = MultipleFileField(_l("Uitnodigingen"))


class TakeForm(EditingForm):
    """What somebody was shown of a file; the answers are read by `answers_in` and `zones_in`."""

    seen = HiddenField()

    @property
    def shown(self) -> Shown:
        """By what `seen_of` gave."""
        return Shown(frozenset(str(self.seen.data or "").split()))


def zone_choices() -> list[str]:
    """The names of time zones: what is proposed first, then ours, then the rest of the world."""
    names = sorted(one for one in available_timezones() if "/" in one or one == "UTC")
    names = [one for one in names if not one.startswith(("Etc/", "posix/", "right/", "SystemV/"))]
    return sorted(names, key=lambda one: (one != PROPOSED_ZONE, not one.startswith("Europe/"), one))


def zones_in(sent: MultiDict[str, str], unknown: Iterable[str]) -> dict[str, str]:
    """What somebody answered about the unknown zones of a file; other names are no answer."""
    known = set(zone_choices())
    found = {name: sent.get(f"zone-{at}", "") for at, name in enumerate(unknown)}
    return {name: zone for name, zone in found.items() if zone in known}


def answers_a_message(sent: Iterable[str]) -> bool:
    """Whether a question about a message as a whole is answered here; a kept answer is older."""
    fields = [name.split(MARK) for name in sent]
    return any(
        what == CHOICE and series and key.startswith("message-")
        for what, series, key in (one for one in fields if len(one) == 3)
    )


def answers_in(sent: MultiDict[str, str], bodies: Iterable[int]) -> dict[str, Answer]:
    """The answers of a form, by occurrence and by series; what makes no sense counts as absent."""
    known = set(bodies)
    found: dict[str, Answer] = {}
    for name, value in sent.items():
        what, _mark, rest = name.partition(MARK)
        series, _mark, key = rest.partition(MARK)
        number = int(value) if value.isdecimal() and len(value) < 10 else None
        answer = found.get(key, Answer())
        if what == BODY and number in known:
            found[series] = replace(found.get(series, Answer()), body_id=number)
        elif what == MEETING and key and number is not None:
            found[key] = replace(answer, meeting_id=number)
        elif what == CHOICE and key and value in {*CHOICES, *dict(FOR_ALL)}:
            found[key] = replace(answer, choice=value)
        elif what == SHOWN and key:
            ticked = f"{TICK}{MARK}{rest}" in sent
            found[key] = replace(answer, choice=TAKE if ticked else LEAVE)
    return _with_bodies(sent, found)


def _with_bodies(sent: Mapping[str, str], found: dict[str, Answer]) -> dict[str, Answer]:
    """An answer about an occurrence also says what was answered about its series."""
    for name in sent:
        _what, _mark, rest = name.partition(MARK)
        series, _mark, key = rest.partition(MARK)
        if key in found and series in found and found[key].body_id is None:
            found[key] = replace(found[key], body_id=found[series].body_id)
    return found
