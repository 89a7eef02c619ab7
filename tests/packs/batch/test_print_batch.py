"""A week's packs in one file: who may, once, safe to print on both sides, stopped, refused."""

from __future__ import annotations

import errno
import io
import uuid
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from flask import Flask
from pypdf import PdfReader

from app.core import clock, files, jobs, journal
from app.core.database import db
from app.core.journal import JournalEntry
from app.meetings.models import Attendance, Meeting
from app.messages.models import Message
from app.packs.batch.building import build_batch, key_of
from app.packs.batch.models import PrintBatch
from app.packs.issuing.issue import issue
from app.packs.models import Pack
from app.packs.press.presses import PressFailed
from app.people.models import Person
from tests.client import CheckingClient, Statements
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs.issued import issued, made_of


class Desk:
    """A secretary with packs of one week for an alderman and an officer."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        people = [make_person(role) for role in ("secretary", "alderman", "officer")]
        self.secretary, self.alderman, self.officer = people
        self.packs: list[Pack] = []
        self.meetings = [self.add_meeting(), self.add_meeting()]
        monday = clock.local(self.meetings[0].starts_at).date()
        year, week, _day = monday.isocalendar()
        self.code = f"{year}-W{week:02}"

    def add_meeting(self, **fields: Any) -> Meeting:
        """A meeting in that week, with a pack for the alderman."""
        meeting: Meeting = make_meeting(alderman=self.alderman, officer=self.officer, **fields)
        make_note(make_item(meeting), state="aligned", author=self.officer)
        self.packs.append(issued(meeting, self.alderman, self.secretary))
        return meeting

    def client(self, person: Person | None = None) -> CheckingClient:
        """A browser of this person, the secretary when none is named."""
        client: Any = self.app.test_client()
        signed_in: CheckingClient = client.sign_in(person or self.secretary)
        return signed_in

    def ask(self, copies: str = "2", packs: list[Pack] | None = None, key: str = "") -> Any:
        """Ask for a batch of these packs, all when none are named."""
        chosen = [str(one.id) for one in (self.packs if packs is None else packs)]
        data = {
            "key": key or str(uuid.uuid4()),
            "week": self.code,
            "packs": chosen,
            f"copies-{self.alderman.id}": copies,
            f"copies-{self.officer.id}": "1",
        }
        return self.client().post("/packs/print", data=data)

    def made(self, **asked: Any) -> PrintBatch:
        """A batch asked for and made by the worker."""
        self.ask(**asked)
        batch = db.session.query(PrintBatch).order_by(PrintBatch.id.desc()).first()
        assert batch is not None
        jobs.run_pending(key_of(batch.id))
        db.session.expire_all()
        return batch

    def waiting(self) -> PrintBatch:
        """A batch of all packs that was asked for."""
        self.ask(copies="3")
        batch = db.session.query(PrintBatch).order_by(PrintBatch.id.desc()).first()
        assert batch is not None
        return batch

    def told(self, batch: PrintBatch) -> Message:
        """What the secretary was told of a batch."""
        key = f"print-batch-{batch.id}-"
        return db.session.query(Message).filter(Message.key.startswith(key)).one()


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def test_each_copy_has_a_cover_and_begins_on_a_right_hand_page(desk: Desk) -> None:
    desk.packs.append(issued(desk.meetings[0], desk.officer, desk.secretary))
    batch = desk.made(copies="2")
    assert batch.state == "ready", batch.failure
    assert batch.file is not None
    reader = PdfReader(io.BytesIO(files.read(batch.file)))
    # each pack of these tests is one page: cover, blank, pack, blank, pack, blank
    assert batch.pages == len(reader.pages) == 2 * 6 + 4
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    covers = [number for number, text in enumerate(texts) if "Exemplaar" in text]
    assert covers == [0, 6, 12]
    assert desk.alderman.name in texts[0]
    assert "Exemplaar 2 van 2" in texts[6]
    assert desk.officer.name in texts[12]
    assert desk.meetings[0].body.partnership.name in texts[0]
    assert [text for text in texts[1::2] if text] == []
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("Afdrukstapel voor week ")
    assert reader.root_object.get("/Lang") == "nl-NL"
    below: list[Any] = [one for one in reader.outline if isinstance(one, list)]
    assert [len(one) for one in below] == [2, 2, 1]
    partnership = desk.meetings[0].body.partnership
    assert (partnership.abbreviation or partnership.name) in below[0][0].title
    assert [reader.get_destination_page_number(one) for one in below[0]] == [2, 4]
    assert [one.title for one in reader.outline if not isinstance(one, list)] == [
        f"{desk.alderman.name} 1",
        f"{desk.alderman.name} 2",
        f"{desk.officer.name} 1",
    ]


def test_copies_share_their_pages(desk: Desk) -> None:
    sizes = []
    for copies in ("1", "20"):
        batch = desk.made(copies=copies)
        assert batch.file is not None
        sizes.append(batch.file.size)
    assert sizes[1] < sizes[0] * 20 * 0.9


def test_the_page_follows_it_and_says_when_it_is_ready(desk: Desk) -> None:
    client = desk.client()
    address = desk.ask().location
    assert "wordt gemaakt" in client.get(address).text
    assert client.get(f"{address}/file").status_code == 404
    assert client.get(f"{address}/progress").get_json()["done"] is False
    batch = db.session.query(PrintBatch).one()
    jobs.run_pending(key_of(batch.id))
    assert "Druk dubbelzijdig af" in client.get(address).text
    assert client.get(f"{address}/file").mimetype == "application/pdf"
    told = db.session.query(Message).filter(Message.key.startswith("print-batch-")).one()
    assert (told.person_id, told.url) == (desk.secretary.id, address)


def test_asked_for_twice_it_is_made_once(desk: Desk) -> None:
    key = str(uuid.uuid4())
    addresses = {desk.ask(key=key).location, desk.ask(key=key).location, desk.ask().location}
    assert len(addresses) == 1
    batch = db.session.query(PrintBatch).one()
    assert jobs.run_pending(key_of(batch.id)) == 1
    db.session.expire_all()
    file_id = batch.file_id
    build_batch(batch.id)
    db.session.expire_all()
    assert batch.file_id == file_id


def test_a_stopped_batch_stays_stopped(desk: Desk) -> None:
    address = desk.ask().location
    client = desk.client()
    assert client.post(f"{address}/stop").status_code == 302
    batch = db.session.query(PrintBatch).one()
    jobs.run_pending(key_of(batch.id))
    db.session.expire_all()
    assert (batch.state, batch.file_id) == ("cancelled", None)
    assert client.post(f"{address}/stop").status_code == 409


@pytest.mark.parametrize("copies", ["", "x", "-1", "21", "1e3", "²"])
def test_a_number_that_cannot_be_comes_back(desk: Desk, copies: str) -> None:
    answer = desk.ask(copies=copies)
    assert answer.status_code == 422
    assert "Kies een getal van 0 tot en met 20." in answer.text
    assert f'value="{copies}"' in answer.text
    assert db.session.query(PrintBatch).count() == 0


def test_nothing_chosen_is_said(desk: Desk) -> None:
    for answer in (desk.ask(packs=[]), desk.ask(copies="0")):
        assert answer.status_code == 422
        assert "ten minste één" in answer.text


def test_only_the_newest_version_and_only_what_one_may_see(desk: Desk) -> None:
    old = desk.packs[0]
    make_item(desk.meetings[0], title="Ingelast punt")
    newer = issued(desk.meetings[0], desk.alderman, desk.secretary)
    make_item(desk.meetings[1], title="Ingelast punt")
    own = issued(desk.meetings[1], desk.alderman)
    page = desk.client().get(f"/packs/print?week={desk.code}").text
    assert f'value="{newer.id}"' in page
    assert f'id="pack-{old.id}"' not in page
    assert f'id="pack-{own.id}"' not in page
    assert desk.ask(packs=[old]).status_code == 422
    assert desk.ask(packs=[own]).status_code == 422


def test_what_the_week_lacks_is_made_in_one_deed(desk: Desk) -> None:
    """Also for who holds an item only; never for who could not open it."""
    holder, colleague, clerk = (make_person(one) for one in ("alderman", "officer", "clerk"))
    make_item(desk.meetings[0], alderman=holder, officer=colleague)
    hidden = desk.add_meeting(circle=(desk.secretary, desk.alderman))
    hidden.attendances.append(Attendance(person=clerk, going=True))
    desk.meetings[1].attendances.append(Attendance(person=clerk, going=True))
    db.session.commit()
    client = desk.client()
    assert "De 4 ontbrekende mappen maken" in client.get(f"/packs/print?week={desk.code}").text
    for _click in range(2):
        client.post("/packs/print/missing", data={"week": desk.code})
    made = db.session.query(Pack).filter_by(state="waiting").all()
    assert sorted((one.meeting_id, one.reader_id) for one in made) == sorted(
        [
            (desk.meetings[0].id, desk.officer.id),
            (desk.meetings[0].id, holder.id),
            (desk.meetings[0].id, colleague.id),
            (desk.meetings[1].id, desk.officer.id),
        ]
    )
    page = client.get(f"/packs/print?week={desk.code}").text
    assert "Worden nog gemaakt" in page
    assert "nog geen map laten maken" not in page
    assert "Er ontbreekt geen vergadermap meer." in page


def test_what_is_out_of_date_is_said_and_renewed_in_one_deed(desk: Desk) -> None:
    """Also on a pile that lies ready; the secretary hears once, of all that is made."""
    for pack in desk.packs:
        pack.requested_at = clock.now() + timedelta(minutes=1)
    db.session.commit()
    clock.stop_at(clock.now() + timedelta(minutes=2))
    batch = desk.made()
    client, address = desk.client(), f"/packs/print?week={desk.code}"
    assert "Misschien verouderd:" not in client.get(address).text
    assert "verouderd" not in client.get(f"/packs/print/{batch.id}").text
    for meeting in desk.meetings:
        item = make_item(meeting, title="Ingelast punt", number="9")
        journal.record("item.add", "item", item.id, actor_id=desk.officer.id)
    db.session.commit()
    page = client.get(address).text
    assert page.count("Misschien verouderd:") == 2
    assert "Deze 2 mappen vernieuwen" in page
    assert "zijn 2 mappen misschien verouderd" in client.get(f"/packs/print/{batch.id}").text
    before = _heard(desk)
    for _click in range(2):
        client.post("/packs/print/outdated", data={"week": desk.code})
    made = db.session.query(Pack).filter_by(state="waiting", number=2).order_by(Pack.id).all()
    assert {one.meeting_id for one in made} == {one.id for one in desk.meetings}
    assert len(made) == len(desk.meetings)
    db.session.commit()
    monday = date.fromisocalendar(int(desk.code[:4]), int(desk.code[-2:]), 1)
    for pack in made:
        assert _heard(desk) == before
        issue(pack.id, made_of(pack.id), pile=monday)
    db.session.expire_all()
    (heard,) = _heard(desk)[len(before) :]
    assert heard.startswith("De mappen voor week ")


def _heard(desk: Desk) -> list[str]:
    found = db.session.query(Message).filter_by(person_id=desk.secretary.id).order_by(Message.id)
    return [one.text for one in found]


def test_of_a_week_nothing_is_said_that_one_may_not_see(desk: Desk) -> None:
    client, address = desk.client(), f"/packs/print?week={desk.code}"
    before = client.get(address).text
    make_meeting(alderman=desk.alderman, circle=(desk.alderman,), title="Kwikstaartvleugel")
    assert client.get(address).text.count("<li") == before.count("<li")


def test_a_later_version_by_somebody_else_is_said(desk: Desk) -> None:
    make_item(desk.meetings[0], title="Ingelast punt")
    issued(desk.meetings[0], desk.alderman, desk.officer)
    page = desk.client().get(f"/packs/print?week={desk.code}").text
    assert page.count("Iemand anders liet daarna versie 2 maken.") == 1
    assert f'id="pack-{desk.packs[0].id}"' in page


def test_a_restricted_meeting_has_no_name_on_a_desk(desk: Desk) -> None:
    circle = (desk.secretary, desk.alderman)
    desk.add_meeting(circle=circle, title="Kwikstaartvleugel")
    batch = desk.made()
    assert batch.file is not None
    cover = PdfReader(io.BytesIO(files.read(batch.file))).pages[0].extract_text()
    assert "Beperkt overleg" in cover
    assert "Kwikstaart" not in cover
    outline = str(PdfReader(io.BytesIO(files.read(batch.file))).outline)
    assert "Beperkt overleg" in outline
    assert "Kwikstaart" not in outline


def test_what_is_no_longer_to_be_seen_is_not_printed_nor_opened(desk: Desk) -> None:
    batch = desk.made()
    waiting = desk.waiting()
    desk.meetings[0].restricted = True
    db.session.commit()
    assert desk.client().get(f"/packs/print/{batch.id}/file").status_code == 404
    build_batch(waiting.id)
    db.session.expire_all()
    assert (waiting.state, waiting.file_id) == ("failed", None)
    assert waiting.failure.startswith("Een van de mappen is er niet meer voor u.")
    message = desk.told(waiting)
    assert waiting.failure in message.text
    assert desk.client().get(message.url).status_code == 200


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "De schijf van de server is vol."),
        (OSError(errno.EIO, "Input/output error"), "Het maken is niet gelukt."),
        (PressFailed("stuk"), "Het maken is niet gelukt."),
        (ValueError("een fout van ons"), "Het maken is niet gelukt."),
    ],
)
def test_whatever_goes_wrong_is_said_and_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: Exception, sentence: str
) -> None:
    waiting = desk.waiting()

    def broken(_file: object) -> None:
        raise fault

    monkeypatch.setattr(files, "store", broken)
    with nullcontext() if isinstance(fault, OSError | PressFailed) else pytest.raises(ValueError):
        build_batch(waiting.id)
    db.session.expire_all()
    assert (waiting.state, waiting.file_id) == ("failed", None)
    assert waiting.failure.startswith(sentence)
    assert sentence in desk.told(waiting).text
    assert sentence in desk.client().get(f"/packs/print/{waiting.id}").text


def test_it_works_where_packs_do_and_leaves_nothing_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what a killed worker leaves is found by whoever makes the next."""
    store, shelf = files.store, Path(desk.app.config["DATA_DIR"]) / "press" / "work"
    seen: list[Path] = []

    def watched(file: BinaryIO) -> files.Stored:
        seen.extend(Path(file.name).parents)
        return store(file)

    monkeypatch.setattr(files, "store", watched)
    assert desk.made().state == "ready"
    assert shelf in seen
    assert not [one for one in shelf.iterdir() if one.is_dir()]


def test_the_journal_says_whose_packs_were_opened_with_it(desk: Desk) -> None:
    batch = desk.made()
    client = desk.client()
    for _time in range(2):
        client.get(f"/packs/print/{batch.id}/file").close()
    opened = db.session.query(JournalEntry).filter_by(action="pack.open").all()
    assert {(one.object_id, one.actor_id) for one in opened} == {
        (pack.id, desk.secretary.id) for pack in desk.packs
    }
    assert len(opened) == len(desk.packs)


@pytest.mark.parametrize("role", ["alderman", "officer", "coordinator", "clerk", "secretary"])
def test_it_is_for_the_secretary_who_asked(desk: Desk, role: str) -> None:
    batch = desk.made()
    other = desk.client(make_person(role))
    status = 404 if role == "secretary" else 403
    for address in ("", "/progress", "/file"):
        assert other.get(f"/packs/print/{batch.id}{address}").status_code == status
    assert other.post(f"/packs/print/{batch.id}/stop").status_code == status


def test_a_week_that_does_not_exist_is_this_week(desk: Desk) -> None:
    for week in ("2026-W99", "nonsense", "", "2026-W53"):
        assert desk.client().get(f"/packs/print?week={week}").status_code == 200


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_full_week_asks_as_much_as_a_quiet_one(desk: Desk) -> None:
    client, counted = desk.client(), []
    for more in (0, 8):
        for _number in range(more):
            desk.add_meeting()
            desk.add_meeting(circle=(desk.secretary, desk.alderman))
        with Statements.of(db.engines[None]) as statements:
            client.get(f"/packs/print?week={desk.code}")
        counted.append(statements.count)
    assert counted[0] == counted[1]
