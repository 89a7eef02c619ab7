"""Somebody who asks for what was made already for that reader is given it, and no newer version."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.core.database import db
from app.core.journal import JournalEntry
from app.core.recorder import Reading
from app.meetings.models import Meeting
from app.messages.models import Message
from app.packs.issuing.outdated import news_since
from app.packs.issuing.telling import openers_of_older
from app.packs.models import Pack
from app.packs.queries import packs_of
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note
from tests.packs.issued import issued
from tests.packs.meeting_files import add_paper, asked, make_pack


@pytest.fixture
def meeting(alderman: Person, officer: Person) -> Meeting:
    meeting = make_meeting(alderman=alderman, officer=officer, days=2)
    make_note(make_item(meeting, number="3", title="Herijking"), state="aligned", author=officer)
    return meeting


def test_the_same_for_another_asker_is_the_same_pack(
    meeting: Meeting, alderman: Person, officer: Person, secretary: Person
) -> None:
    first = issued(meeting, alderman, officer)
    messages = db.session.query(Message).count()
    assert packs_of(meeting.id, secretary) == []
    assert asked(meeting, alderman, secretary).id == first.id
    assert asked(meeting, alderman, secretary).id == first.id
    assert [one.id for one in packs_of(meeting.id, secretary)] == [first.id]
    assert db.session.query(Pack).count() == 1
    assert db.session.query(Message).count() == messages
    entries = db.session.query(JournalEntry).filter_by(action="pack.request").all()
    assert [one.actor_id for one in entries] == [officer.id, secretary.id]


def test_what_says_more_to_another_asker_is_another_version(
    meeting: Meeting, alderman: Person, officer: Person, secretary: Person
) -> None:
    paper = add_paper(meeting, title="Kringstuk", circle=(alderman, officer))
    first = issued(meeting, alderman, officer)
    second = asked(meeting, alderman, secretary)
    assert second.number == 2
    assert packs_of(meeting.id, secretary) == [second]
    assert paper.restricted
    assert first.id != second.id


def test_a_pack_that_was_given_is_gone_with_what_became_restricted(
    meeting: Meeting, alderman: Person, officer: Person, secretary: Person
) -> None:
    paper = add_paper(meeting)
    issued(meeting, alderman, officer)
    asked(meeting, alderman, secretary)
    assert packs_of(meeting.id, secretary)
    paper.restricted = True
    db.session.commit()
    assert packs_of(meeting.id, secretary) == []


def test_who_was_given_it_hears_only_of_changes_that_they_may_know(
    meeting: Meeting, alderman: Person, officer: Person, secretary: Person
) -> None:
    pack = issued(meeting, alderman, officer)
    asked(meeting, alderman, secretary)
    add_paper(meeting, title="Kringstuk", circle=(alderman, officer))
    assert news_since(pack, secretary) is None
    for person in (officer, alderman):
        news = news_since(pack, person)
        assert news is not None
        assert news.names == "A Kringstuk"


def test_a_version_that_says_the_same_is_not_announced_to_who_read_it(
    meeting: Meeting, alderman: Person, officer: Person
) -> None:
    first = issued(meeting, alderman, officer)
    again = make_pack(meeting, alderman, officer, number=2, content_hash=first.content_hash)
    db.session.add(
        Reading(
            kind="pack",
            object_id=first.id,
            person_id=alderman.id,
            object_version=1,
            first_at=first.requested_at,
            last_at=first.requested_at,
        )
    )
    db.session.commit()
    assert openers_of_older(again, {alderman.id}) == {}
    again.content_hash = "other"
    assert openers_of_older(again, {alderman.id}) == {alderman.id: 1}


def test_the_pages_name_what_changed_and_have_the_button_there(
    app: Flask, meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman)
    for number in range(4, 10):
        make_note(make_item(meeting, number=str(number), title=f"Punt {number}"), state="aligned")
    client: Any = app.test_client()
    signed_in: CheckingClient = client.sign_in(alderman)
    for address in (f"/packs/{pack.id}", f"/meetings/{meeting.id}"):
        text = " ".join(signed_in.get(address).text.split())
        assert "gewijzigd: Oplegger, 4 Punt 4, 5 Punt 5 en nog 4." in text
        assert text.count("Nieuwe versie maken") == 1
        assert f'action="/packs/{pack.id}/again"' in text
