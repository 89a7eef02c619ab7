"""A pack from request to file: made once, stored for good, stopped, failed, made anew."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from app.core import clock, files, jobs
from app.core.database import db
from app.core.dates import short_day
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.core.journal import JournalEntry
from app.meetings.models import Meeting
from app.messages.models import Message
from app.packs.actions import stop_pack
from app.packs.issuing.building import build_pack, key_of
from app.packs.issuing.keeping import kept_document
from app.packs.issuing.outdated import has_changed
from app.packs.models import Pack, PackState
from app.packs.queries import versions_seen
from app.papers import preparing
from app.people.models import Person
from tests.client import Statements
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs import pdf_files
from tests.packs.issued import issued
from tests.packs.meeting_files import add_paper, asked, content_of, made, pages_of, text_of


@pytest.fixture
def alderman(app: object) -> Person:
    return make_person("alderman", title="Wethouder sociaal domein")


@pytest.fixture
def meeting(alderman: Person) -> Meeting:
    """A meeting with an aligned note, a paper behind it, and one on the meeting as a whole."""
    meeting = make_meeting(alderman=alderman, officer=make_person("officer"))
    item = make_item(meeting, number="3", title="Ontwerpbegroting 2027")
    make_note(
        item,
        state="aligned",
        parts={"speaking_points": "- Wij stemmen in.\n- Toon de indexering apart."},
    )
    add_paper(item, content=pdf_files.paper(2), title="Begroting in cijfers")
    add_paper(meeting, title="Agenda")
    return meeting


def test_a_pack_holds_everything_in_order(meeting: Meeting, alderman: Person) -> None:
    pages = pages_of(made(meeting, alderman))
    order = [
        "Wethouder sociaal domein",
        "Gevraagde besluiten",
        "Inhoud",
        "Wie er aan tafel zit Nog",
        "Stuk blad 1",
        "Wij stemmen in.",
        "Stuk blad 2",
        "Beleidsterreinen",
    ]
    found = [next(n for n, text in enumerate(pages) if words in text) for words in order]
    assert found[:4] == [0, 1, 2, 3]
    assert found[4:] == [4, 5, 7, 8]
    assert [f"{number} / 10" in text for number, text in enumerate(pages, 1)] == [True] * 10


def test_a_ready_pack_says_when_how_long_and_by_whom(meeting: Meeting, alderman: Person) -> None:
    pack = made(meeting, alderman)
    assert pack.state == PackState.READY
    assert (pack.number, pack.pages, pack.progress) == (1, 10, 100)
    assert pack.issued_at is not None
    entries = db.session.query(JournalEntry).filter_by(object_kind="pack", object_id=pack.id)
    assert [entry.action for entry in entries] == ["pack.request", "pack.issue"]


def test_who_asked_is_told_once_that_it_is_ready_and_for_whom(
    meeting: Meeting, alderman: Person
) -> None:
    secretary = make_person("secretary")
    pack = made(meeting, alderman, secretary)
    told = db.session.query(Message).filter_by(url=f"/packs/{pack.id}").all()
    assert [message.person_id for message in told] == [secretary.id], "it was not sent yet"
    day = short_day(clock.local(meeting.starts_at).date())
    name = meeting.body.partnership.abbreviation or meeting.body.partnership.name
    assert {message.text for message in told} == {
        f"Vergadermap voor {alderman.name} klaar: {meeting.name}, {name}, {day}, versie 1."
    }


def test_a_pack_of_a_paper_that_just_came_says_how_long_it_is(
    meeting: Meeting, alderman: Person
) -> None:
    paper = add_paper(meeting, title="Nagekomen", content=pdf_files.paper(3), pages=0)
    preparing.ask_for([paper.file])
    pack = made(meeting, alderman)
    document = kept_document(pack)
    assert document is not None
    (printed,) = [one for one in document.papers() if one.title == "Nagekomen"]
    assert printed.remark == "3 bladzijden"
    assert made(meeting, alderman).id == pack.id, "nothing changed since"


def test_a_pack_asked_for_twice_is_made_once(meeting: Meeting, alderman: Person) -> None:
    jobs.run_pending()  # the text of its papers is read for the search
    first, second = asked(meeting, alderman), asked(meeting, alderman)
    assert first.id == second.id
    assert jobs.run_pending() == 3, "made once; both who hear of it get one mail: gathered, sent"
    third = asked(meeting, alderman)
    assert third.id == first.id
    assert jobs.run_pending() == 0


def test_the_same_content_gives_the_same_file(
    app: Flask, meeting: Meeting, alderman: Person
) -> None:
    pack = made(meeting, alderman)
    file_id = pack.file_id
    pack.state, pack.file_id, pack.parts = PackState.BUILDING, None, []
    db.session.commit()
    shutil.rmtree(Path(app.config["DATA_DIR"]) / "press")  # or it takes the finished one from there
    build_pack(pack.id)
    db.session.expire_all()
    assert pack.file_id == file_id


def test_a_change_makes_a_new_version_and_leaves_the_old_one(
    meeting: Meeting, alderman: Person
) -> None:
    old = made(meeting, alderman)
    assert old.file is not None
    before = files.read(old.file)
    assert not has_changed(old)
    make_item(meeting, number="4", title="Ingelast punt")
    assert has_changed(old)
    new = made(meeting, alderman)
    assert (new.number, "Ingelast punt" in text_of(new)) == (2, True)
    assert versions_seen(old, alderman) == [new, old]
    assert old.file is not None
    assert files.read(old.file) == before


def test_a_replaced_paper_counts_as_a_change(meeting: Meeting, alderman: Person) -> None:
    pack = made(meeting, alderman)
    add_paper(meeting, title="Nagekomen stuk", position=2)
    assert has_changed(pack)


def test_a_pack_can_be_stopped_while_it_waits(meeting: Meeting, alderman: Person) -> None:
    pack = asked(meeting, alderman)
    stop_pack(pack, alderman)
    db.session.commit()
    jobs.run_pending(key_of(pack))
    db.session.expire_all()
    assert pack.state == PackState.CANCELLED
    with pytest.raises(RuleBroken):
        stop_pack(pack, alderman)


def test_only_who_it_concerns_stops_a_pack(meeting: Meeting, alderman: Person) -> None:
    with pytest.raises(NotAllowed):
        stop_pack(asked(meeting, alderman), make_person("secretary"))


def test_a_reader_who_lost_the_meeting_meanwhile_gets_no_pack(
    meeting: Meeting, alderman: Person
) -> None:
    pack = asked(meeting, alderman)
    meeting.restricted = True
    db.session.commit()
    jobs.run_pending(key_of(pack))
    db.session.expire_all()
    assert (pack.state, pack.file_id) == (PackState.FAILED, None)
    assert pack.failure == (
        "De vergadering is er niet meer voor de lezer of voor wie de map vroeg, of een van "
        "beiden werkt niet meer met vergadermappen."
    )


def test_an_unusable_paper_gets_a_page_that_says_so(meeting: Meeting, alderman: Person) -> None:
    item = make_item(meeting, number="5")
    add_paper(item, content=pdf_files.encrypted_paper(), title="Vertrouwelijke bijlage")
    text = text_of(made(meeting, alderman))
    assert "Dit stuk zit niet in de map" in text
    assert "Vraag de afzender om een versie zonder beveiliging" in text


def test_a_paper_whose_bytes_are_lost_gets_that_page_too(
    meeting: Meeting, alderman: Person
) -> None:
    item = make_item(meeting, number="5")
    paper = add_paper(item, content=pdf_files.paper(1, text="Weg"))
    paper.file.sha256 = "0" * 64
    db.session.commit()
    assert "Dit stuk zit niet in de map" in text_of(made(meeting, alderman))


def test_an_empty_agenda_gives_a_pack_too(alderman: Person) -> None:
    pack = made(make_meeting(alderman=alderman), alderman, variant="full")
    assert "De agenda heeft nog geen punten." in text_of(pack)


def test_a_note_that_is_not_aligned_carries_a_banner(alderman: Person) -> None:
    meeting = make_meeting(alderman=alderman)
    make_note(make_item(meeting, number="1"), state="with_alderman")
    text = text_of(made(meeting, alderman))
    assert "Nog niet afgestemd" in text
    assert "bij wethouder" in text


def test_the_card_shows_at_most_three_points(alderman: Person) -> None:
    meeting = make_meeting(alderman=alderman)
    points = "\n".join(f"Punt nummer {number}." for number in range(1, 6))
    make_note(make_item(meeting), state="aligned", parts={"speaking_points": points})
    pack = made(meeting, alderman, variant="card")
    text = text_of(pack)
    assert "Punt nummer 3." in text
    assert "Punt nummer 4." not in text
    assert pack.file is not None
    with pikepdf.open(io.BytesIO(files.read(pack.file))) as pdf:
        # a sheet of A4 that is folded once
        assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [842, 595]


def test_papers_only_holds_nothing_that_we_wrote(meeting: Meeting, alderman: Person) -> None:
    text = content_of(meeting, alderman, variant="papers")
    assert "Begroting in cijfers" in text
    for ours in ("Wij stemmen in.", "Instemmen met de begroting", "annotatie", "Eens"):
        assert ours not in text
    assert "Begroting in cijfers" in text_of(made(meeting, alderman, variant="papers"))


def test_who_has_nothing_to_do_with_packs_cannot_ask(meeting: Meeting) -> None:
    for role in ("clerk", "administrator", "adviser"):
        with pytest.raises(NotAllowed):
            asked(meeting, make_person(role))


def test_an_alderman_does_not_have_packs_made_for_others(
    meeting: Meeting, alderman: Person
) -> None:
    with pytest.raises(NotAllowed):
        asked(meeting, alderman, make_person("alderman"))


def test_a_reader_for_whom_the_meeting_does_not_exist_gets_no_pack(alderman: Person) -> None:
    secretary = make_person("secretary")
    meeting = make_meeting(alderman=alderman, circle=(secretary,))
    with pytest.raises(NotFound):
        asked(meeting, alderman, secretary)


def test_reading_what_goes_in_takes_a_constant_number_of_statements(
    alderman: Person, statements: Statements
) -> None:
    counts = []
    for items in (2, 30):
        meeting = make_meeting(alderman=alderman)
        for number in range(items):
            item = make_item(meeting, number=str(number))
            make_note(item, state="aligned")
            add_paper(item)
        pack = issued(meeting, alderman)
        db.session.expire_all()
        fresh = db.session.get_one(Pack, pack.id)
        with statements.counted() as found:
            assert not has_changed(fresh)
        counts.append(found.count)
    assert counts[0] == counts[1]
