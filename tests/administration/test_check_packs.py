"""`flask check` finds sendings and print batches that cannot be right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.packs.batch.models import BatchLine, PrintBatch
from app.packs.models import Pack, PackAsker, PackState
from app.packs.sharing.models import PackSending
from app.people.models import Person
from tests.administration.test_check import texts
from tests.factories import make_meeting, make_person
from tests.packs.meeting_files import make_pack


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person("secretary")


@pytest.fixture
def pack(secretary: Person) -> Pack:
    return make_pack(make_meeting(), make_person("alderman"), secretary)


def _batch(secretary: Person, pack: Pack | None, state: str) -> int:
    lines = [BatchLine(pack_id=pack.id, position=1, copies=1)] if pack else []
    batch = PrintBatch(
        first_day=clock.today(),
        requested_by_id=secretary.id,
        requested_at=clock.now(),
        state=state,
        lines=lines,
    )
    db.session.add(batch)
    db.session.commit()
    return batch.id


def test_a_sending_before_the_pack_was_asked_for_or_by_its_reader(
    pack: Pack, secretary: Person
) -> None:
    moments = {pack.reader_id: clock.now(), secretary.id: pack.requested_at - timedelta(hours=1)}
    wrong = [
        PackSending(pack_id=pack.id, sent_by_id=who, sent_at=when) for who, when in moments.items()
    ]
    right = PackSending(pack_id=pack.id, sent_by_id=secretary.id, sent_at=clock.now())
    db.session.add_all([*wrong, right])
    db.session.commit()
    sentence = "Verzending {} is van voor de vraag naar haar map, of door de lezer zelf."
    found = texts()
    assert [sentence.format(one.id) in found for one in (*wrong, right)] == [True, True, False]


def test_a_pack_given_to_who_asked_for_it_or_that_is_not_ready(pack: Pack) -> None:
    asker = PackAsker(pack_id=pack.id, person_id=pack.requested_by_id, asked_at=clock.now())
    sentence = f"Vergadermap {pack.id} is gegeven aan iemand die haar al heeft, of is niet klaar."
    db.session.commit()
    assert sentence not in texts()
    db.session.add(asker)
    db.session.commit()
    assert sentence in texts()


def test_a_print_batch_without_packs_or_of_one_that_was_never_finished(
    pack: Pack, secretary: Person
) -> None:
    empty = _batch(secretary, None, PackState.FAILED)
    unfinished = _batch(secretary, pack, PackState.FAILED)
    found = texts()
    assert f"Afdrukstapel {empty} is niet compleet." in found
    assert f"Afdrukstapel {unfinished} is niet compleet." not in found
    assert f"In afdrukstapel {unfinished} zit een map die niet klaar is." in found


def test_a_print_batch_that_waits_without_a_job(pack: Pack, secretary: Person) -> None:
    batch = _batch(secretary, pack, PackState.WAITING)
    assert f"Afdrukstapel {batch} wacht, maar geen taak maakt haar." in texts()
