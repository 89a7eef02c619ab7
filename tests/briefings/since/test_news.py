"""What changed since this person read the note or agreed to it: only what they may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.actions import save_note
from app.briefings.content import of_version
from app.briefings.models import Note
from app.briefings.queries import get_note
from app.briefings.since.queries import STAYS, News, news_for, news_of
from app.briefings.step_actions import take_step
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.people.models import Person
from tests.briefings.marks import marks
from tests.briefings.stage import Stage
from tests.client import Statements
from tests.factories import make_item, make_note, make_person, make_serving, make_substitution


def _news(note: Note, person: Person) -> News | None:
    db.session.expire_all()
    return news_of(get_note(note.id, person), person)


def _step(note: Note, name: str, person: Person, words: str = "") -> None:
    take_step(note, name, person, note.current_number, words)
    db.session.commit()


def _offered(stage: Stage, **fields: Any) -> Note:
    note = stage.note(**fields)
    _step(note, "offer", stage.officer)
    return note


def _save(note: Note, person: Person, reopen: bool = False, **values: Any) -> None:
    content = of_version(note.current).with_values(values)
    save_note(note, content, person, note.current_number, reopen=reopen)
    db.session.commit()


def _reads(stage: Stage, person: Person, note: Note) -> str:
    response = stage.client(person).get(f"/notes/{note.id}")
    response.close()  # readings are noted once the answer is out
    return response.text


@pytest.fixture
def stage(app: Flask) -> Stage:
    """An item with its people."""
    return Stage.set_up(app)


def test_only_what_changed_since_it_was_read(stage: Stage) -> None:
    note = _offered(stage, parts={"core": "Drie ton. Het past."})
    assert "Sinds u dit las" not in _reads(stage, stage.alderman, note)
    _step(note, "withdraw", stage.officer)
    _save(note, stage.officer, core="Vier ton. Het past.", stance="oppose")
    _step(note, "offer", stage.officer)
    news = _news(note, stage.alderman)
    assert news is not None
    assert (news.number, news.sentences, news.facts) == (1, 1, ["ons standpunt"])
    page = _reads(stage, stage.alderman, note)
    assert "Sinds u dit las (versie 1, ma 23 november)" in page
    assert "ons standpunt, 1 zin gewijzigd" in page
    assert "<ins>Vier</ins>" in marks(page)


def test_what_only_looks_otherwise_is_said_so(stage: Stage) -> None:
    note = _offered(stage, parts={"core": "Drie ton. Het past."})
    _reads(stage, stage.alderman, note)
    _step(note, "withdraw", stage.officer)
    _save(note, stage.officer, core="Drie **ton**. Het past.")
    _step(note, "offer", stage.officer)
    news = _news(note, stage.alderman)
    assert news is not None
    assert (news.sentences, news.facts) == (0, ["de opmaak"])
    page = _reads(stage, stage.alderman, note)
    assert "de opmaak gewijzigd" in page
    assert "Alleen opmaak gewijzigd." in page
    assert "**" not in page


def test_news_stays_for_the_day_on_which_it_is_first_seen(stage: Stage) -> None:
    note = _offered(stage)
    _reads(stage, stage.alderman, note)
    _step(note, "withdraw", stage.officer)
    _save(note, stage.officer, core="Anders.")
    _step(note, "offer", stage.officer)
    for _time in range(2):
        assert "Sinds u dit las" in _reads(stage, stage.alderman, note)
    with clock.at(clock.now() + STAYS + timedelta(minutes=1)):
        assert _news(note, stage.alderman) is None


def test_who_never_read_it_has_no_news_and_who_wrote_it_knows(stage: Stage) -> None:
    note = stage.note()
    _reads(stage, stage.officer, note)
    _save(note, stage.officer, core="Anders.")
    assert _news(note, stage.officer) is None
    _step(note, "offer", stage.officer)
    assert _news(note, stage.alderman) is None


def test_a_writer_sees_what_a_colleague_changed_since(stage: Stage) -> None:
    note = stage.note()
    stage.meeting.officer = stage.colleague
    db.session.commit()
    _save(note, stage.colleague, core="Van de collega.")
    news = _news(note, stage.officer)
    assert news is not None
    assert news.number == 1


def test_after_an_agreement_it_is_since_that_version(stage: Stage) -> None:
    note = _offered(stage)
    _step(note, "agree", stage.alderman)
    for text in ("Tweede tekst.", "Derde tekst."):
        _save(note, stage.officer, reopen=True, core=text)
        _step(note, "offer", stage.officer)
        _reads(stage, stage.alderman, note)
        _step(note, "withdraw", stage.officer)
    _step(note, "offer", stage.officer)
    with clock.at(clock.now() + timedelta(days=2)):
        news = _news(note, stage.alderman)
        assert news is not None
        assert (news.number, news.agreed) == (1, True)
        assert "Sinds uw akkoord (versie 1" in _reads(stage, stage.alderman, note)
        _step(note, "agree", stage.alderman)
        assert _news(note, stage.alderman) is None


def test_who_agreed_sees_what_may_be_shared_since(stage: Stage) -> None:
    note = _offered(stage, parts={"core": "Kern.", "law": "Wgr."}, shared=["core"])
    _step(note, "agree", stage.alderman)
    _save(note, stage.officer, shared=["core", "law"])
    assert note.state == "aligned"
    page = marks(_reads(stage, stage.alderman, note))
    assert "Sinds uw akkoord (versie 1" in page
    assert "wat mag worden gedeeld gewijzigd" in page
    assert "<ins>Recht</ins>" in page
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.action == "note.save")).one()
    assert (entry.fields, entry.actor_id) == (["shared"], stage.officer.id)


def test_an_agreement_somebody_else_recorded_counts_once_it_is_confirmed(stage: Stage) -> None:
    note = _offered(stage)
    secretary = make_person("secretary")
    make_serving(secretary, stage.alderman)
    take_step(note, "record-agreement", secretary, 1, "Goed zo.", on_behalf_of_id=stage.alderman.id)
    db.session.commit()
    _save(note, stage.officer, background="Nog een feit.")
    assert _news(note, stage.alderman) is None
    _step(note, "confirm", stage.alderman)
    news = _news(note, stage.alderman)
    assert news is not None
    assert news.agreed
    assert _news(note, secretary) is None


def test_what_a_person_may_not_read_is_no_news_to_them(stage: Stage) -> None:
    note = _offered(stage, parts={"undisclosed": "Oud geheim.", "views": "Oud oordeel."})
    secretary = make_person("secretary")
    for person in (secretary, stage.alderman):
        _reads(stage, person, note)
    _step(note, "withdraw", stage.officer)
    _save(note, stage.officer, undisclosed="Kanariegeheim.", views="Kanarieoordeel.")
    _step(note, "offer", stage.officer)
    assert _news(note, secretary) is None
    assert "Kanarie" not in _reads(stage, secretary, note)
    news = _news(note, stage.alderman)
    assert news is not None
    assert news.sentences == 2


def test_words_that_were_never_offered_are_never_compared(stage: Stage) -> None:
    """Who read a draft as its adviser, and reads it now by another tie, sees no struck words."""
    note = _offered(stage, parts={"core": "Aangeboden."})
    substitute = make_person("officer")
    substitution = make_substitution(stage.officer, substitute)
    _step(note, "withdraw", stage.officer)
    _save(note, stage.officer, core="Kanariezin die vervalt.")
    _reads(stage, substitute, note)
    db.session.delete(substitution)
    db.session.commit()
    _save(note, stage.officer, core="Definitief.")
    _step(note, "offer", stage.officer)
    substitute.roles[0].role = "coordinator"
    db.session.commit()
    assert "Kanarie" not in _reads(stage, substitute, note)


def test_many_notes_take_as_many_statements_as_one(stage: Stage, statements: Statements) -> None:
    notes = [_offered(stage)]
    notes += [make_note(make_item(stage.meeting), author=stage.officer) for _number in range(4)]
    for note in notes[1:]:
        _step(note, "offer", stage.officer)
    counts = []
    for note in notes:
        _reads(stage, stage.alderman, note)
        _step(note, "withdraw", stage.officer)
        _save(note, stage.officer, core="Anders.")
        _step(note, "offer", stage.officer)
    for some in (notes[:1], notes):
        found = [get_note(note.id, stage.alderman) for note in some]
        with statements.counted() as counter:
            assert len(news_for(found, stage.alderman)) == len(some)
        counts.append(counter.count)
    assert counts == [3, 3]
