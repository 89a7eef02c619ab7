"""What changed in notes since a person last read them: three statements, however many notes.

Compared are only versions and parts that this person may read. Who agreed to an earlier version
sees what changed since that one, until they agree again; who read one sees what changed since
then, and for the rest of the day on which they first see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, false, func, or_, select, union_all

from app.briefings.comparing.comparison import Comparison
from app.briefings.comparing.differences import differing_in, lines_of
from app.briefings.content import Content, of_version
from app.briefings.models import How, Note, NoteState, NoteStep, NoteVersion
from app.briefings.parts import Part
from app.briefings.permissions import readable_sections, readable_versions
from app.briefings.since.sentences import changed_sentences
from app.briefings.ties import WITH_HOLDER
from app.briefings.wording import name_of
from app.core import clock
from app.core.database import db
from app.core.recorder import Reading
from app.people.models import Person

_MANDATE = ("mandate", "mandate_giver", "mandate_on", "mandate_stance")
#: The facts beside the parts, as a line sums up what changed.
BESIDE: dict[str, Any] = {
    "stance": _l("ons standpunt"),
    "depth": _l("hoe zeker het aan de orde komt"),
    **dict.fromkeys(_MANDATE, _l("het mandaat")),
    "marking": _l("de markering"),
    "shared": _l("wat mag worden gedeeld"),
}
#: How long what is new stays on the page, once its reader has seen it: for the rest of the day.
STAYS = timedelta(hours=12)


@dataclass(frozen=True)
class Change:
    """What changed in one part, or in one fact beside the parts."""

    label: str
    #: None where no word changed: only what they look like.
    sentences: tuple[Comparison, ...]
    #: What a line says of it ("ons standpunt", "opmaak"); empty where it counts sentences.
    beside: Any = ""


@dataclass(frozen=True)
class News:
    """What changed between the version a person knows and the one that counts now."""

    number: int
    at: datetime
    #: Whether that version is the one they agreed to, not just read.
    agreed: bool
    changes: tuple[Change, ...]

    @property
    def day(self) -> date:
        """The day on which they read that version, or agreed to it."""
        return clock.local(self.at).date()

    @property
    def sentences(self) -> int:
        """How many sentences of the text changed."""
        return sum(len(one.sentences) for one in self.changes if not one.beside)

    @property
    def facts(self) -> list[str]:
        """The facts beside the text that changed: our stance, the mandate; each once."""
        return list(dict.fromkeys(str(one.beside) for one in self.changes if one.beside))


class _Known(NamedTuple):
    """When a person first and last had a version before them."""

    first_at: datetime
    last_at: datetime
    agreed: bool = False


#: Per note the versions with which the present one can be compared.
_Candidates = dict[int, dict[int, _Known]]


def news_of(note: Note, person: Person) -> News | None:
    """What changed in one note; None where nothing did, or the person never read it."""
    return news_for([note], person).get(note.id)


def news_for(notes: Sequence[Note], person: Person) -> dict[int, News]:
    """Per note what changed since this person read it or agreed to it; others are absent."""
    # what they wrote themselves is no news to them
    changed = [
        note for note in notes if note.current_number > 1 and note.current.author_id != person.id
    ]
    candidates = _candidates(changed, person)
    versions = _last_readable(changed, candidates, person)
    found = {}
    for note in changed:
        if note.id not in versions:
            continue
        version = versions[note.id]
        parts = readable_sections(note, person)
        changes = changes_between(of_version(version), of_version(note.current), parts)
        if changes:
            known = candidates[note.id][version.number]
            found[note.id] = News(version.number, known.last_at, known.agreed, changes)
    return found


def changes_between(older: Content, newer: Content, parts: Iterable[Part]) -> tuple[Change, ...]:
    """What changed: facts beside the parts first, then part by part."""
    return tuple(_change(older, newer, name) for name in differing_in(older, newer, parts))


def _change(older: Content, newer: Content, name: str) -> Change:
    found = tuple(changed_sentences(lines_of(older, name), lines_of(newer, name)))
    beside = BESIDE.get(name, "") if found else _l("de opmaak")
    return Change(name_of(name), found, beside)


def _candidates(notes: Sequence[Note], person: Person) -> _Candidates:
    """The version they agreed to; else those they knew before they saw the present one."""
    ids = [note.id for note in notes]
    agreed, known = _agreements(ids, person), _known(ids, person)
    found: _Candidates = {}
    for note in notes:
        if note.id in agreed:
            number, at = agreed[note.id]
            found[note.id] = {number: _Known(at, at, agreed=True)}
            continue
        versions = known.get(note.id, {})
        seen = versions.get(note.current_number)
        if seen is None or clock.now() - seen.first_at <= STAYS:
            found[note.id] = versions
    return {
        note.id: {
            number: one
            for number, one in found.get(note.id, {}).items()
            if number < note.current_number
        }
        for note in notes
    }


def _agreements(ids: Sequence[int], person: Person) -> dict[int, tuple[int, datetime]]:
    """Per note the version that this person agreed to last: in person, by who stood in, or as
    they confirmed what somebody else recorded."""
    themselves = and_(
        NoteStep.on_behalf_of_id.is_(None),
        or_(NoteStep.person_id == person.id, NoteStep.in_place_of_id == person.id),
    )
    rows = db.session.execute(
        select(NoteStep.note_id, NoteStep.version_number, NoteStep.taken_at)
        .where(
            NoteStep.note_id.in_(ids),
            NoteStep.to_state == NoteState.ALIGNED,
            NoteStep.from_state.in_(sorted(WITH_HOLDER)),
            or_(NoteStep.how == How.OWN, NoteStep.confirmed_at.is_not(None)),
            or_(themselves, NoteStep.on_behalf_of_id == person.id),
        )
        .order_by(NoteStep.id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _known(ids: Sequence[int], person: Person) -> _Candidates:
    """Per note and version when this person read it, or wrote it."""
    read = select(
        Reading.object_id, Reading.object_version, Reading.first_at, Reading.last_at
    ).where(Reading.kind == "note", Reading.person_id == person.id, Reading.object_id.in_(ids))
    written = select(
        NoteVersion.note_id, NoteVersion.number, NoteVersion.saved_at, NoteVersion.saved_at
    ).where(NoteVersion.author_id == person.id, NoteVersion.note_id.in_(ids))
    found: _Candidates = {}
    for note_id, number, first_at, last_at in db.session.execute(union_all(read, written)):
        of_note = found.setdefault(note_id, {})
        before = of_note.get(number, _Known(first_at, last_at))
        of_note[number] = _Known(min(first_at, before.first_at), max(last_at, before.last_at))
    return found


def _last_readable(
    notes: Sequence[Note], candidates: _Candidates, person: Person
) -> dict[int, NoteVersion]:
    """Per note the last of its candidates that this person may read."""
    wanted = or_(
        false(),
        *(
            and_(
                NoteVersion.note_id == note.id,
                NoteVersion.number.in_(sorted(candidates[note.id])),
                readable_versions(note, person),
            )
            for note in notes
        ),
    )
    last = (
        select(NoteVersion.note_id, func.max(NoteVersion.number).label("number"))
        .where(wanted)
        .group_by(NoteVersion.note_id)
        .subquery()
    )
    chosen = and_(NoteVersion.note_id == last.c.note_id, NoteVersion.number == last.c.number)
    rows = db.session.scalars(select(NoteVersion).join(last, chosen))
    return {version.note_id: version for version in rows}
