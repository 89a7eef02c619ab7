"""Writing down actions and commitments, changing them, and doing them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from flask_babel import gettext as _

from app.briefings.facts import in_circles
from app.briefings.queries import notes_for_items
from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.followup.models import Action, ActionKind
from app.followup.permissions import may_add_action, may_change_action
from app.followup.queries import find_action_by_key
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.queries import find_visible_item, items_of
from app.people.models import Person


@dataclass(frozen=True)
class ActionDetails:
    """What is said of an action: who does what by when. Who is one of ours, or another's name."""

    words: str
    kind: str = ActionKind.ACTION
    owner_id: int | None = None
    owner_name: str | None = ""
    due_on: date | None = None
    item_id: int | None = None

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of what is said."""
        return tuple(one.name for one in fields(cls))

    @property
    def is_written(self) -> bool:
        """Whether anything was filled in of who does what by when."""
        return bool(self.words or self.owner_id or self.owner_name or self.due_on)

    def values(self) -> dict[str, object]:
        """The same as columns."""
        found = {name: getattr(self, name) for name in self.names()}
        return {**found, "words": self.words.strip(), "owner_name": (self.owner_name or "").strip()}


def add_action(meeting: Meeting, details: ActionDetails, key: str, actor: Person) -> Action:
    """Write down an action of a meeting; the same row of a form sent again changes that action.

    Not once it was changed since: that change may be somebody else's. `key` names the row.
    """
    item = _item_of(meeting, details.item_id, actor)
    _require_may_add(meeting, item, actor)
    _check(details)
    _check_owner(meeting, item, details, actor)
    known = find_action_by_key(key)
    if known is not None:
        if known.added_by_id != actor.id or known.meeting_id != meeting.id:
            raise RuleBroken(
                _("Dit formulier is al gebruikt. Open het opnieuw en verstuur het nog eens.")
            )
        if known.version > 1 and _differing(known, details):
            raise RuleBroken(
                _(
                    "Deze actie is al opgeslagen en daarna gewijzigd. Maak deze regel leeg en "
                    "wijzig de actie zelf."
                ),
                "words",
            )
        _change(known, details, actor)
        return known
    action = Action(
        key=key,
        meeting_id=meeting.id,
        added_by_id=actor.id,
        added_at=clock.now(),
        **details.values(),
    )
    db.session.add(action)
    _record(action, "add", actor, details.names())
    return action


def change_action(action: Action, details: ActionDetails, actor: Person, seen_version: int) -> None:
    """Change what is said of an action; refused when somebody else changed it meanwhile."""
    _require(action, actor, seen_version)
    item = _item_of(action.meeting, details.item_id, actor)
    _check(details)
    if (details.owner_id, details.item_id) != (action.owner_id, action.item_id):
        _check_owner(action.meeting, item, details, actor)
    _change(action, details, actor)


def finish_action(action: Action, actor: Person, seen_version: int) -> None:
    """Say that it has been done; who says so again changes nothing."""
    if not may_change_action(actor, action):
        raise NotAllowed
    if action.done_at is not None:
        return
    _require(action, actor, seen_version)
    action.done_at, action.done_by_id = clock.now(), actor.id
    _record(action, "finish", actor, ["done_at"])


def reopen_action(action: Action, actor: Person, seen_version: int) -> None:
    """Say that it is not done after all."""
    if not may_change_action(actor, action):
        raise NotAllowed
    if action.done_at is None:
        return
    _require(action, actor, seen_version)
    action.done_at = action.done_by_id = None
    _record(action, "reopen", actor, ["done_at"])


def _require_may_add(meeting: Meeting, item: AgendaItem | None, actor: Person) -> None:
    """Who carries only an item of the meeting says that it is about that item."""
    if may_add_action(actor, meeting, item):
        return
    items = items_of([meeting.id], actor)[meeting.id]
    if item is None and any(may_add_action(actor, meeting, one) for one in items):
        raise RuleBroken(_("Kies het agendapunt waar dit bij hoort."), "item_id")
    raise NotAllowed


def _require(action: Action, actor: Person, seen_version: int) -> None:
    if not may_change_action(actor, action):
        raise NotAllowed
    if action.version != seen_version:
        raise Conflict(_("Iemand anders heeft deze actie intussen gewijzigd."))


def _change(action: Action, details: ActionDetails, actor: Person) -> None:
    values, changed = details.values(), _differing(action, details)
    for name in changed:
        setattr(action, name, values[name])
    if changed:
        db.session.flush()
        db.session.expire(action, ["owner", "item"])
        _record(action, "change", actor, changed)


def _differing(action: Action, details: ActionDetails) -> list[str]:
    return [name for name, value in details.values().items() if getattr(action, name) != value]


def _item_of(meeting: Meeting, item_id: int | None, actor: Person) -> AgendaItem | None:
    if item_id is None:
        return None
    item = find_visible_item(item_id, actor)
    if item is None or item.meeting_id != meeting.id:
        raise RuleBroken(_("Kies een agendapunt van deze vergadering."), "item_id")
    return item


def _check(details: ActionDetails) -> None:
    """Something must be said, and one does it."""
    if not details.words.strip():
        raise RuleBroken(_("Schrijf op wat er is afgesproken."), "words")
    named = bool((details.owner_name or "").strip())
    if (details.owner_id is None) != named:
        raise RuleBroken(
            _("Kies iemand van ons, of schrijf de naam van een ander: één van beide."),
            "owner_id",
        )


def _check_owner(
    meeting: Meeting, item: AgendaItem | None, details: ActionDetails, actor: Person
) -> None:
    """Who of ours does it may know of it."""
    owner = db.session.get(Person, details.owner_id) if details.owner_id is not None else None
    if owner is not None and not may_know(owner, meeting, item, actor):
        raise RuleBroken(
            _("%(name)s zit niet in de kring. Kies iemand anders.", name=owner.name), "owner_id"
        )


def may_know(owner: Person, meeting: Meeting, item: AgendaItem | None, actor: Person) -> bool:
    """Whether who does it sees the meeting, and the note of the item that the actor reads."""
    if meeting.restricted and owner.id not in {row.person_id for row in meeting.circle}:
        return False
    note = notes_for_items([item.id], actor).get(item.id) if item is not None else None
    return note is None or in_circles(note, owner.id)


def _record(action: Action, verb: str, actor: Person, changed: Iterable[str]) -> None:
    db.session.flush()
    journal.record(
        f"action.{verb}",
        "action",
        action.id,
        actor_id=actor.id,
        fields=changed,
        object_version=action.version,
    )
