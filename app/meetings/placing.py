"""Papers that look for their item: where each one goes by its name, and what must be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.meetings import words
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.paper_actions import Arrival
from app.meetings.paper_placing import Place, Topic, is_alike, place_of
from app.papers.checking import CheckedPaper


@dataclass(frozen=True)
class Question:
    """A paper of which somebody must say where it belongs."""

    paper: Paper
    #: A paper on the agenda with the same bytes, the same file name, or a title that says the same.
    twin: Paper | None
    #: The items that its name comes nearest to.
    near: list[AgendaItem]

    @property
    def same_bytes(self) -> bool:
        """Whether it is the very same file."""
        return self.twin is not None and self.twin.file_id == self.paper.file_id


def arrivals(
    checked: Iterable[CheckedPaper], agenda: Sequence[AgendaItem], present: Sequence[Paper]
) -> list[Arrival]:
    """Where each new paper goes; one that is or seems to be there already asks first."""
    topics = _topics(agenda)
    items = {item.id: item for item in agenda}
    found = []
    for one in checked:
        twin = _twin(one.file_name, one.stored.sha256, present)
        place = Place() if twin else place_of(one.file_name, topics)
        item = items[place.item_id] if place.item_id is not None else None
        found.append(Arrival(one, item, unplaced=not place.sure, twin=twin))
    return found


def arrivals_at(
    checked: Iterable[CheckedPaper],
    item: AgendaItem | None,
    present: Sequence[Paper],
    *,
    ask: bool,
) -> list[Arrival]:
    """New papers for one place; of what is or seems to be there is asked whether it is meant."""
    place = item.id if item else None
    there = [one for one in present if (one.item_id, one.unplaced) == (place, False)]
    found, met = [], {one.file.sha256 for one in there}
    for one in checked:
        again = one.stored.sha256 in met
        met.add(one.stored.sha256)
        twin = _twin(one.file_name, one.stored.sha256, there)
        if ask and (again or twin):
            found.append(Arrival(one, unplaced=True, twin=twin))
        else:
            found.append(Arrival(one, item, twin=twin, again=again))
    return found


def doubt_of(arrival: Arrival) -> str:
    """What to say of a paper that was put beside one that seems to be the same; mostly nothing."""
    name, twin = arrival.checked.file_name, arrival.twin
    if arrival.again:
        return str(words.STANDS_TWICE % {"name": name})
    if twin is not None and not arrival.unplaced:
        return str(words.LOOKS_LIKE % {"name": name, "title": twin.title})
    return ""


def questions(papers: Iterable[Paper], agenda: Sequence[AgendaItem]) -> list[Question]:
    """What to ask of the papers that have no place yet, among all papers of a meeting."""
    standing = [one for one in papers if one.withdrawn_at is None]
    present = [one for one in standing if not one.unplaced]
    topics = _topics(agenda)
    items = {item.id: item for item in agenda}
    found = []
    for paper in (one for one in standing if one.unplaced):
        place = place_of(paper.file_name, topics)
        near = [items[number] for number in ([place.item_id] if place.item_id else place.near)]
        twin = _twin(paper.file_name, paper.file.sha256, present)
        if twin is not None and twin.item_id in items:
            near.insert(0, items[twin.item_id])
        found.append(Question(paper, twin, near))
    return found


def _topics(agenda: Sequence[AgendaItem]) -> list[Topic]:
    return [Topic(item.id, item.number, item.title) for item in agenda]


def _twin(file_name: str, sha256: str, present: Sequence[Paper]) -> Paper | None:
    """The paper that is the same file, or else has the same name, or a title that says the same."""
    same = [one for one in present if one.file.sha256 == sha256]
    named = [one for one in present if one.file_name.casefold() == file_name.casefold()]
    alike = [
        one
        for one in present
        if is_alike(file_name, one.file_name) or is_alike(file_name, one.title)
    ]
    return next(iter([*same, *named, *alike]), None)
