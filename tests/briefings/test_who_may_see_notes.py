"""Who may see a note: the exact table of state by tie, circles, parts and versions."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import Advice, Note, NoteState, NoteStep, NoteVersion, NoteWriter
from app.briefings.permissions import (
    may_talk,
    may_write,
    readable_sections,
    readable_versions,
    ties_of,
    visible_to,
)
from app.briefings.queries import get_note, notes_for_items, states_of
from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.people.models import Person
from tests.factories import (
    carries,
    make_item,
    make_meeting,
    make_note,
    make_person,
    make_substitution,
    make_team_lead,
)

STATES = tuple(NoteState)
OFFERED = {"with_alderman", "discuss", "aligned", "locked", "finished"}
ALIGNED = {"aligned", "locked", "finished"}
ALL = {state.value for state in STATES}

#: Whose eyes, and in which states the note opens to them. DOMAIN.md, "Who may see what".
TABLE: dict[str, set[str]] = {
    "item officer": ALL,
    "creator": ALL,
    "added writer": ALL,
    "adviser asked": ALL,
    "team leader": OFFERED | {"team_lead"},
    "portfolio holder": OFFERED,
    "substitute": OFFERED,
    "secretary": OFFERED,
    "coordinator": OFFERED,
    "other alderman": ALIGNED,
    "mayor as substitute of another": ALIGNED,
    "officer of the partnership": ALIGNED,
    "officer of the meeting": ALIGNED,
    "other officer": set(),
    "adviser not asked": set(),
    "clerk": set(),
    "administrator": set(),
    "clerk who was named everywhere": set(),
    "former substitute": ALIGNED,
}


@dataclass
class Stage:
    """A note with everybody around it."""

    note: Note
    people: dict[str, Person]


def _stage(state: str, circle: tuple[str, ...] = ()) -> Stage:
    people = {
        "item officer": make_person("officer"),
        "creator": make_person("coordinator"),
        "added writer": make_person("officer"),
        "adviser asked": make_person("adviser"),
        "team leader": make_person("officer"),
        "portfolio holder": make_person("alderman"),
        "substitute": make_person("alderman"),
        "secretary": make_person("secretary"),
        "coordinator": make_person("coordinator"),
        "other alderman": make_person("alderman"),
        "mayor as substitute of another": make_person("alderman"),
        "officer of the partnership": make_person("officer"),
        "officer of the meeting": make_person("officer"),
        "other officer": make_person("officer"),
        "adviser not asked": make_person("adviser"),
        "clerk": make_person("clerk"),
        "administrator": make_person("administrator"),
        "clerk who was named everywhere": make_person("clerk"),
        "former substitute": make_person("alderman"),
    }
    meeting = make_meeting(
        officer=people["officer of the meeting"], alderman=people["other alderman"]
    )
    item = make_item(meeting, officer=people["item officer"], alderman=people["portfolio holder"])
    note = make_note(
        item,
        state=state,
        author=people["creator"],
        circle=tuple(people[name] for name in circle),
    )
    for name in ("added writer", "clerk who was named everywhere"):
        db.session.add(NoteWriter(note_id=note.id, person_id=people[name].id))
    today = clock.today()
    for name in ("adviser asked", "clerk who was named everywhere"):
        db.session.add(
            Advice(
                note_id=note.id,
                adviser=people[name],
                asked_by_id=people["creator"].id,
                asked_at=clock.now(),
                due_on=today,
            )
        )
    make_team_lead(people["team leader"], people["item officer"])
    make_substitution(people["portfolio holder"], people["substitute"])
    make_substitution(people["other alderman"], people["mayor as substitute of another"])
    make_substitution(
        people["portfolio holder"],
        people["former substitute"],
        first_day=today.replace(month=1),
        last_day=today.replace(month=2),
    )
    carries(people["officer of the partnership"], meeting.body.partnership)
    db.session.commit()
    return Stage(note, people)


def _seen_by(stage: Stage) -> set[str]:
    found = set()
    for name, person in stage.people.items():
        listed = db.session.scalars(select(Note.id).where(visible_to(person))).all()
        try:
            get_note(stage.note.id, person)
            opened = True
        except NotFound:
            opened = False
        assert opened == (stage.note.id in listed)
        assert opened == bool(notes_for_items([stage.note.item_id], person))
        if opened:
            found.add(name)
    return found


@pytest.mark.parametrize("state", STATES)
def test_the_table_is_exact(app: Flask, state: NoteState) -> None:
    assert _seen_by(_stage(state)) == {name for name, open_in in TABLE.items() if state in open_in}


@pytest.mark.parametrize("state", STATES)
def test_a_circle_narrows_and_never_widens(app: Flask, state: NoteState) -> None:
    circle = ("item officer", "portfolio holder", "other officer", "clerk")
    expected = {name for name in circle if state in TABLE[name]}
    stage = _stage(state, circle)
    assert _seen_by(stage) == expected
    outside = stage.people["coordinator"]
    assert states_of([stage.note.item_id], outside) == {}


def test_a_restricted_meeting_hides_its_notes(app: Flask) -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    meeting = make_meeting(circle=(officer,), officer=officer, alderman=alderman)
    note = make_note(make_item(meeting), state="aligned", author=officer)
    assert get_note(note.id, officer)
    with pytest.raises(NotFound):
        get_note(note.id, alderman)


def test_a_substitute_reads_only_on_those_days(app: Flask) -> None:
    holder, substitute = make_person("alderman"), make_person("coordinator")
    stage_item = make_item(make_meeting(alderman=holder), officer=make_person())
    note = make_note(stage_item, state="with_alderman")
    today = clock.today()
    make_substitution(holder, substitute, first_day=today, last_day=today)
    assert "substitute" in ties_of([note.id], substitute, today)[note.id]
    later = clock.today().replace(year=today.year + 1)
    assert "substitute" not in ties_of([note.id], substitute, later)[note.id]


def test_the_state_is_known_to_who_works_with_notes_but_not_to_clerk(app: Flask) -> None:
    stage = _stage("concept")
    item_id = stage.note.item_id
    assert states_of([item_id], stage.people["coordinator"]) == {item_id: "concept"}
    assert states_of([item_id], stage.people["clerk"]) == {}
    assert states_of([item_id], stage.people["administrator"]) == {}


@pytest.mark.parametrize(
    ("name", "undisclosed", "talks"),
    [
        ("item officer", True, True),
        ("added writer", True, True),
        ("adviser asked", True, True),
        ("team leader", True, True),
        ("portfolio holder", True, True),
        ("substitute", True, True),
        ("secretary", False, True),
        ("coordinator", False, True),
        ("other alderman", False, False),
        ("officer of the partnership", False, False),
    ],
)
def test_undisclosed_background_and_remarks(
    app: Flask, name: str, undisclosed: bool, talks: bool
) -> None:
    stage = _stage("aligned")
    person = stage.people[name]
    note = get_note(stage.note.id, person)
    keys = {part.key for part in readable_sections(note, person)}
    assert ("undisclosed" in keys) is undisclosed
    assert "ask" in keys
    assert may_talk(person, note) is talks


@pytest.mark.parametrize("state", STATES)
def test_only_writers_write_and_not_while_it_is_with_the_alderman(
    app: Flask, state: NoteState
) -> None:
    stage = _stage(state)
    writers = {"item officer", "creator", "added writer"}
    for name, person in stage.people.items():
        note = db.session.get_one(Note, stage.note.id)
        expected = name in writers and state in ("concept", "advice", "aligned", "locked")
        assert may_write(person, note) is expected, name


def test_versions_that_were_never_offered_stay_with_the_writers(app: Flask) -> None:
    stage = _stage("aligned")
    people, note = stage.people, stage.note

    def step(number: int, to: str) -> NoteStep:
        return NoteStep(
            note_id=note.id,
            step="offer",
            from_state="concept",
            to_state=to,
            version_number=number,
            person_id=people["creator"].id,
            taken_at=clock.now(),
        )

    db.session.add_all([step(2, "with_alderman"), step(3, "concept"), step(5, "aligned")])
    for number in range(2, 6):
        author, now = people["creator"].id, clock.now()
        db.session.add(NoteVersion(note=note, number=number, author_id=author, saved_at=now))
    note.current_number = 5
    db.session.commit()

    def shown(name: str) -> set[int]:
        found = readable_versions(note, people[name])
        numbers = select(NoteVersion.number).where(NoteVersion.note_id == note.id, found)
        return set(db.session.scalars(numbers))

    assert shown("item officer") == {1, 2, 3, 4, 5}
    assert shown("adviser asked") == {1, 2, 3, 4, 5}
    assert shown("portfolio holder") == {2, 5}
    assert shown("secretary") == {2, 5}
    assert shown("other alderman") == {5}
