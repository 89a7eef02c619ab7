"""Papers: receiving several at once, moving, withdrawing, saying what must be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import PurePath

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app.core import clock, files, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.meetings import workflow
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.circles import set_paper_circle
from app.meetings.models import Meeting
from app.meetings.permissions import may_edit_agenda
from app.meetings.queries import find_visible_item
from app.meetings.signals import item_changed, meeting_changed
from app.papers import preparing
from app.papers.checking import CheckedPaper
from app.people.models import Person


@dataclass(frozen=True)
class Reception:
    """What holds for all papers of one upload."""

    received_on: date
    must_read: bool = False
    restricted: bool = False
    circle_ids: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class PaperDetails:
    """What is said of one paper; without an item it belongs to the meeting as a whole."""

    title: str
    received_on: date
    item_id: int | None = None
    must_read: bool = False
    restricted: bool = False
    circle_ids: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Arrival:
    """A paper that came in, and where it belongs as far as that is known."""

    checked: CheckedPaper
    item: AgendaItem | None = None
    unplaced: bool = False
    #: The paper that seems to be the same; who may not see that may not see this one either.
    twin: Paper | None = None
    #: The same file stands in this place already, and is put there a second time.
    again: bool = False


COLUMNS = tuple(one.name for one in fields(PaperDetails) if one.name != "circle_ids")


def receive_papers(
    meeting: Meeting, arrivals: Sequence[Arrival], reception: Reception, actor: Person
) -> list[Paper]:
    """Put papers that were checked each where it belongs."""
    _check_day(reception.received_on)
    items = dict.fromkeys(one.item for one in arrivals)
    for item in items:
        require_editor(actor, meeting, item)
    first = _next_position(meeting.id)
    added = [
        _receive(meeting, arrival, _as_twin(reception, arrival.twin), actor, position)
        for position, arrival in enumerate(arrivals, start=first)
    ]
    preparing.ask_for(paper.file for paper in added)
    for item in items:
        _told(meeting, item, ["papers"])
    return added


def _receive(
    meeting: Meeting, arrival: Arrival, reception: Reception, actor: Person, position: int
) -> Paper:
    checked = arrival.checked
    paper = Paper(
        meeting_id=meeting.id,
        item_id=arrival.item.id if arrival.item else None,
        position=position,
        title=PurePath(checked.file_name).stem[:300],
        file_name=checked.file_name,
        file=files.keep_stored(checked.stored, checked.media_type),
        pages=checked.pages,
        received_on=reception.received_on,
        must_read=reception.must_read,
        restricted=reception.restricted,
        unplaced=arrival.unplaced,
        uploaded_by_id=actor.id,
        uploaded_at=clock.now(),
    )
    db.session.add(paper)
    db.session.flush()
    set_paper_circle(paper, reception.circle_ids, actor)
    _record(paper, "add", actor, ["file"])
    return paper


def _as_twin(reception: Reception, twin: Paper | None) -> Reception:
    """A new version of a restricted paper is restricted from its first moment."""
    if twin is None or not twin.restricted or reception.restricted:
        return reception
    circle = frozenset(row.person_id for row in twin.circle)
    return replace(reception, restricted=True, circle_ids=circle)


def place_paper(paper: Paper, item: AgendaItem | None, actor: Person) -> None:
    """Say to which item a paper belongs, or that it is of the meeting as a whole."""
    _require_unplaced(paper, actor)
    require_editor(actor, paper.meeting, item)
    paper.unplaced = False
    paper.item_id = item.id if item else None
    db.session.flush()
    db.session.expire(paper, ["item"])
    if item is not None and paper.restricted:
        set_paper_circle(paper, [row.person_id for row in paper.circle], actor)
    _record(paper, "place", actor, ["item_id"])
    _told(paper.meeting, item, ["papers"])


def replace_paper(old: Paper, paper: Paper, actor: Person) -> None:
    """Put a new version in the place of a paper, which is withdrawn; both stay, tied together."""
    _require_unplaced(paper, actor)
    _take_place(old, paper, actor)


def add_version(
    old: Paper, checked: CheckedPaper, received_on: date, key: str, actor: Person
) -> Paper:
    """Take in a new version of a paper: it gets the place and the title of the old one."""
    if checked.stored.sha256 == old.file.sha256:
        raise RuleBroken(_("Dit is hetzelfde bestand. Kies het bestand van de nieuwe versie."), key)
    arrival = Arrival(checked, old.item, twin=old)
    (paper,) = receive_papers(old.meeting, [arrival], Reception(received_on), actor)
    paper.title = old.title
    _take_place(old, paper, actor)
    return paper


def _take_place(old: Paper, paper: Paper, actor: Person) -> None:
    require_editor(actor, old.meeting, old.item)
    if old.meeting_id != paper.meeting_id or old.withdrawn_at is not None or old.id == paper.id:
        raise RuleBroken(_("Dit stuk staat niet meer op de agenda. Kies een andere plaats."))
    paper.replaces_id, paper.unplaced = old.id, False
    paper.item_id, paper.position = old.item_id, old.position
    paper.must_read = paper.must_read or old.must_read
    if paper.file_name == old.file_name:
        paper.title = old.title
    db.session.flush()
    db.session.expire(paper, ["item"])
    if old.restricted and not paper.restricted:
        paper.restricted = True
        set_paper_circle(paper, [row.person_id for row in old.circle], actor)
    _record(paper, "replace", actor, ["item_id", "replaces_id"])
    withdraw_paper(old, actor)


def _require_unplaced(paper: Paper, actor: Person) -> None:
    require_editor(actor, paper.meeting, paper.item)
    if not paper.unplaced or paper.withdrawn_at is not None:
        raise RuleBroken(_("Iemand anders heeft voor dit stuk al een plaats gekozen."))


def change_paper(paper: Paper, details: PaperDetails, actor: Person, seen_version: int) -> None:
    """Change what is said of a paper, or put it with another item of the same meeting."""
    require_editor(actor, paper.meeting, paper.item)
    if paper.version != seen_version:
        raise Conflict(_("Iemand anders heeft dit stuk intussen gewijzigd."))
    _check_day(details.received_on)
    before = paper.item
    target = _target(paper, details.item_id, actor)
    changed = [name for name in COLUMNS if getattr(paper, name) != getattr(details, name)]
    for name in changed:
        setattr(paper, name, getattr(details, name))
    paper.unplaced = paper.unplaced and paper.item_id is None
    db.session.flush()
    db.session.expire(paper, ["item"])
    circle_before = {row.person_id for row in paper.circle}
    set_paper_circle(paper, details.circle_ids, actor)
    if circle_before != {row.person_id for row in paper.circle}:
        changed.append("circle")
    if changed:
        _record(paper, "change", actor, changed)
        _told(paper.meeting, before, ["papers"])
        if target is not before:
            _told(paper.meeting, target, ["papers"])


def withdraw_paper(paper: Paper, actor: Person) -> None:
    """Take a paper away from the agenda; the file stays, and it can be put back."""
    require_editor(actor, paper.meeting, paper.item)
    if paper.withdrawn_at is None:
        paper.withdrawn_at = clock.now()
        _record(paper, "withdraw", actor, ["withdrawn_at"])
        _told(paper.meeting, paper.item, ["papers"])


def restore_paper(paper: Paper, actor: Person) -> None:
    """Put a withdrawn paper back."""
    require_editor(actor, paper.meeting, paper.item)
    if paper.withdrawn_at is not None:
        paper.withdrawn_at = None
        # whatever took its place stands beside it from now on
        taken = update(Paper).where(Paper.replaces_id == paper.id).values(replaces_id=None)
        db.session.execute(taken)
        _record(paper, "restore", actor, ["withdrawn_at"])
        _told(paper.meeting, paper.item, ["papers"])


def require_editor(actor: Person, meeting: Meeting, item: AgendaItem | None) -> None:
    """Refuse whoever may not edit papers here, and any change to a cancelled meeting."""
    if not may_edit_agenda(actor, meeting, item):
        raise NotAllowed
    if not workflow.may_change(meeting.status):
        raise RuleBroken(_("Deze vergadering is geannuleerd; de stukken staan vast."))
    if item is not None and item.meeting_id != meeting.id:
        raise RuleBroken(_("Kies een agendapunt van deze vergadering."), "item_id")


def _target(paper: Paper, item_id: int | None, actor: Person) -> AgendaItem | None:
    """The item that a paper goes to; moving asks the right to edit there too."""
    if item_id == paper.item_id:
        return paper.item
    target = find_visible_item(item_id, actor) if item_id is not None else None
    if item_id is not None and target is None:
        raise RuleBroken(_("Kies een agendapunt van deze vergadering."), "item_id")
    require_editor(actor, paper.meeting, target)
    return target


def _check_day(received_on: date) -> None:
    if received_on > clock.today():
        raise RuleBroken(_("Deze dag ligt in de toekomst. Vul in wanneer het stuk er was."), "day")


def _next_position(meeting_id: int) -> int:
    last = select(func.max(Paper.position)).where(Paper.meeting_id == meeting_id)
    return (db.session.scalar(last) or 0) + 1


def _told(meeting: Meeting, item: AgendaItem | None, changed: list[str]) -> None:
    if not changed:
        return
    if item is not None:
        item_changed.send(item, fields=changed)
    else:
        meeting_changed.send(meeting, fields=changed)


def _record(paper: Paper, action: str, actor: Person, changed: Iterable[str]) -> None:
    db.session.flush()
    journal.record(
        f"paper.{action}",
        "paper",
        paper.id,
        actor_id=actor.id,
        fields=changed,
        object_version=paper.version,
    )
