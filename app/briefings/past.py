"""What lies behind a note: its versions, the steps taken on it, who read it. Pages show the newest
few, so that a note of two hundred versions costs what a new one costs; the rest has its own page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload

from app.briefings.models import Note, NoteStep, NoteVersion
from app.briefings.permissions import readable_versions
from app.core.database import db
from app.core.recorder import Reading
from app.people.models import Person

#: So many of each stand on the page of a note.
NEWEST = 5
#: So many versions stand on one page of the list.
PAGE = 50


@dataclass(frozen=True)
class VersionLine:
    """One version in a list: without its words."""

    number: int
    author: str
    saved_at: datetime


@dataclass(frozen=True)
class Past:
    """What the page of a note shows of it; one more of each where there are more."""

    steps: Sequence[NoteStep]
    versions: Sequence[VersionLine]
    readers: Sequence[tuple[Reading, Person]]


def past_of(note: Note, person: Person, *, talks: bool) -> Past:
    """Read it; steps and readers are for who takes part in the talk about the note."""
    return Past(
        steps=newest_steps(note, NEWEST + 1) if talks else [],
        versions=newest_versions(note, person, NEWEST + 1),
        readers=readers_of(note) if talks else [],
    )


def newest_versions(note: Note, person: Person, most: int | None = None) -> list[VersionLine]:
    """The versions that this person may read, the newest first (all of them, or so many)."""
    return _lines(_versions(note, person).order_by(NoteVersion.number.desc()).limit(most))


def versions_from(note: Note, person: Person, first: int) -> tuple[list[VersionLine], int]:
    """One page of them, and how many there are in all."""
    found = _versions(note, person)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = found.order_by(NoteVersion.number.desc()).offset(first).limit(PAGE)
    return _lines(page), total


def _versions(note: Note, person: Person) -> Select[int, str, datetime]:
    return (
        select(NoteVersion.number, Person.name, NoteVersion.saved_at)
        .join(Person, Person.id == NoteVersion.author_id)
        .where(NoteVersion.note_id == note.id, readable_versions(note, person))
    )


def _lines(found: Select[int, str, datetime]) -> list[VersionLine]:
    return [VersionLine(row[0], row[1], row[2]) for row in db.session.execute(found)]


def find_version(note: Note, person: Person, number: int) -> NoteVersion | None:
    """One version with its words, where this person may read it."""
    found = select(NoteVersion).where(
        NoteVersion.note_id == note.id,
        NoteVersion.number == number,
        readable_versions(note, person),
    )
    return db.session.scalar(found.options(joinedload(NoteVersion.author)))


def newest_steps(note: Note, most: int) -> list[NoteStep]:
    """The last steps taken on a note, in order, with who took them."""
    found = db.session.scalars(_steps(note).order_by(NoteStep.id.desc()).limit(most))
    return sorted(found, key=lambda step: step.id)


def steps_on(note: Note, numbers: Collection[int]) -> dict[int, list[NoteStep]]:
    """Per version the steps that were taken on it, in order."""
    steps = _steps(note).where(NoteStep.version_number.in_(numbers)).order_by(NoteStep.id)
    found: dict[int, list[NoteStep]] = {}
    for step in db.session.scalars(steps):
        found.setdefault(step.version_number, []).append(step)
    return found


def _steps(note: Note) -> Select[NoteStep]:
    people = (NoteStep.person, NoteStep.in_place_of, NoteStep.on_behalf_of)
    return (
        select(NoteStep)
        .where(NoteStep.note_id == note.id)
        .options(*(joinedload(one) for one in people))
    )


def readers_of(note: Note) -> Sequence[tuple[Reading, Person]]:
    """Who read a note, each with the version that they read last; the last reader first."""
    place = func.row_number().over(
        partition_by=Reading.person_id, order_by=(Reading.last_at.desc(), Reading.id.desc())
    )
    ranked = (
        select(Reading, place.label("place"))
        .where(Reading.kind == "note", Reading.object_id == note.id)
        .subquery()
    )
    last = aliased(Reading, ranked)
    rows = db.session.execute(
        select(last, Person)
        .join(Person, Person.id == last.person_id)
        .where(ranked.c.place == 1)
        .order_by(last.last_at.desc(), last.id)
    )
    return [(row[0], row[1]) for row in rows]
