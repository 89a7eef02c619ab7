"""Sending packs: each their own, once, by message and mail; the file only where chosen."""

from __future__ import annotations

import uuid
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from app.core import clock, jobs, settings
from app.core.database import db
from app.core.journal import JournalEntry
from app.core.settings import SettingValue
from app.meetings.models import Attendance, Meeting
from app.messages import folder
from app.messages.composing import compose
from app.messages.models import Mail, Message
from app.packs.actions import request_period
from app.packs.models import Pack, Variant
from app.packs.sharing.models import PackSending
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.messages.postbox import mail_server
from tests.packs.issued import issue_as_is, issued

SECRET = "kwikstaartvleugel"


class Office:
    """A secretary who had a pack made for the alderman of a meeting."""

    def __init__(self, app: Flask, *, restricted: bool = False) -> None:
        self.app = app
        people = [make_person(role) for role in ("secretary", "alderman", "officer")]
        self.secretary, self.alderman, self.officer = people
        circle = (self.secretary, self.alderman) if restricted else ()
        self.meeting: Meeting = make_meeting(
            alderman=self.alderman, officer=self.officer, circle=circle
        )
        item = make_item(self.meeting, title=f"Punt {SECRET}")
        make_note(item, state="aligned", author=self.officer, parts={"ask": SECRET})
        self.pack: Pack = issued(self.meeting, self.alderman, self.secretary)

    def client(self, person: Person | None = None) -> CheckingClient:
        """A browser of this person, the secretary when none is named."""
        client: Any = self.app.test_client()
        signed_in: CheckingClient = client.sign_in(person or self.secretary)
        return signed_in

    def send(self, *people: Person, key: str = "", **more: str) -> Any:
        """Send the pack to these people."""
        data: dict[str, Any] = {"key": key or str(uuid.uuid4()), **more}
        data["readers"] = [str(one.id) for one in people]
        return self.client().post(f"/packs/{self.pack.id}/send", data=data)

    def told(self, person: Person) -> list[str]:
        """The last messages to somebody."""
        found = db.session.query(Message).filter_by(person_id=person.id).order_by(Message.id)
        return [one.text for one in found]


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


def test_everybody_gets_their_own(office: Office) -> None:
    page = office.client().get(f"/packs/{office.pack.id}/send").text
    assert page.count("nog niet</span>") == 4
    assert page.count(" checked") == 2
    answer = office.send(office.alderman, office.officer)
    assert answer.location == f"/packs/{office.pack.id}#fates"
    sendings = db.session.query(PackSending).order_by(PackSending.id).all()
    readers = {one.pack.reader_id: one.pack for one in sendings}
    assert set(readers) == {office.alderman.id, office.officer.id}
    assert readers[office.alderman.id] == office.pack, "what is there is not made again"
    assert readers[office.officer.id].requested_by_id == office.secretary.id
    sent = db.session.query(JournalEntry).filter_by(action="pack.send").all()
    assert {one.object_id for one in sent} == {one.id for one in readers.values()}
    page = office.client().get(f"/packs/{office.pack.id}").text
    assert f"Verstuurd door {office.secretary.name}" in page
    assert "Nog niet geopend." in page


def test_it_says_what_was_sent_and_what_is_first_made(office: Office) -> None:
    client = office.client()
    readers = [str(office.alderman.id), str(office.officer.id)]
    data = {"key": str(uuid.uuid4()), "readers": readers}
    page = client.get(client.post(f"/packs/{office.pack.id}/send", data=data).location).text
    assert "Verstuurd: " in page
    assert f'/packs/{office.pack.id}">versie 1 voor {office.alderman.name}</a>.' in page
    waiting = db.session.query(Pack).filter_by(reader_id=office.officer.id).one()
    assert f'/packs/{waiting.id}">versie 1 voor {office.officer.name}</a>.' in page
    assert "Wordt eerst gemaakt: " in page


def test_what_is_out_of_date_is_not_sent_before_somebody_chose(office: Office) -> None:
    """It names what is otherwise, and what is sent is what lay there, or nothing yet."""
    make_item(office.meeting, title="Ingelast punt", number="9")
    page = office.client().get(f"/packs/{office.pack.id}/send").text
    assert "verouderd" in page
    assert "Ingelast punt" in page
    answer = office.send(office.alderman)
    assert answer.status_code == 422
    assert "Kies of u stuurt wat er is" in answer.text
    assert f'value="{office.alderman.id}" checked' in answer.text, "what was chosen stays"
    assert db.session.query(Pack).count() == 1
    assert db.session.query(PackSending).count() == 0
    office.send(office.alderman, outdated="send")
    assert db.session.query(PackSending).one().pack_id == office.pack.id
    assert db.session.query(Pack).count() == 1


def test_the_next_version_is_made_and_looked_at_before_it_is_sent(office: Office) -> None:
    make_item(office.meeting, title="Ingelast punt", number="9")
    client = office.client()
    readers = [str(office.alderman.id)]
    data = {"key": str(uuid.uuid4()), "readers": readers, "outdated": "renew"}
    address = f"/packs/{office.pack.id}/send"
    db.session.commit()
    location = client.post(address, data=data).location
    second = db.session.query(Pack).filter_by(number=2).one()
    assert location == f"/packs/{second.id}"
    assert "Er is nog niets verstuurd." in client.get(location).text
    assert db.session.query(PackSending).count() == 0
    issue_as_is(second.id)
    page = client.get(f"/packs/{second.id}/send").text
    assert f'/packs/{second.id}">versie 2</a>' in page
    assert 'name="outdated"' not in page
    assert office.send(office.alderman, outdated="renew").status_code == 422
    assert office.send(office.alderman).location == f"/packs/{second.id}#fates"
    assert db.session.query(PackSending).one().pack_id == second.id


def test_what_was_sent_before_it_was_there_is_told_when_it_is(office: Office) -> None:
    """And only then: who reads hears nothing of what others have made."""
    assert office.told(office.alderman) == []
    db.session.commit()
    office.send(office.officer)
    assert office.told(office.officer) == []
    waiting = db.session.query(Pack).filter_by(reader_id=office.officer.id).one()
    db.session.commit()
    issue_as_is(waiting.id)
    (text,) = office.told(office.officer)
    assert text.startswith(f"Vergadermap van {office.secretary.name}: {office.meeting.name}, ")
    partnership = office.meeting.body.partnership
    assert (partnership.abbreviation or partnership.name) in text


def test_a_double_click_sends_once(office: Office) -> None:
    key = str(uuid.uuid4())
    first, second = (office.send(office.alderman, key=key) for _click in range(2))
    assert first.location == second.location
    assert db.session.query(PackSending).count() == 1


def test_the_message_leads_to_the_pack_and_holds_nothing_of_a_note(office: Office) -> None:
    office.send(office.alderman)
    message = (
        db.session.query(Message)
        .filter(Message.key.contains("-sent-"), Message.person_id == office.alderman.id)
        .one()
    )
    assert message.url == f"/packs/{office.pack.id}/read"
    assert message.text.startswith(f"Vergadermap van {office.secretary.name}: ")
    assert SECRET not in message.text
    assert office.client(office.alderman).get(message.url).status_code == 200


def test_who_opened_which_version_is_for_who_made_it(office: Office) -> None:
    office.client(office.alderman).get(f"/packs/{office.pack.id}/read").close()
    page = office.client().get(f"/packs/{office.pack.id}").text
    assert f"Geopend door {office.alderman.name}" in page
    page = office.client(office.alderman).get(f"/packs/{office.pack.id}").text
    assert "Verstuurd en geopend" not in page
    page = office.client().get(f"/packs/{office.pack.id}/send").text
    assert "versie 1</a>, " in page


def test_who_holds_an_item_only_is_sent_one_too(office: Office) -> None:
    holder, colleague = make_person("alderman"), make_person("officer")
    make_item(office.meeting, alderman=holder, officer=colleague)
    page = office.client().get(f"/packs/{office.pack.id}/send").text
    assert holder.name in page
    assert colleague.name in page
    assert office.send(holder).status_code == 302
    assert db.session.query(PackSending).one().pack.reader_id == holder.id


def test_a_pack_of_a_period_goes_to_its_reader(office: Office) -> None:
    """Also where the reader holds no more than an item of one of its meetings."""
    other: Meeting = make_meeting(officer=office.officer)
    make_item(other, alderman=office.alderman)
    day = clock.local(other.starts_at).date()
    pack = request_period(day, day, office.alderman, Variant.FULL, office.secretary)
    assert [one.id for one in pack.meetings] == [office.meeting.id, other.id]
    db.session.commit()
    pack = office.pack = issue_as_is(pack.id)
    assert office.alderman.name in office.client().get(f"/packs/{pack.id}/send").text
    assert office.send(office.officer).status_code == 422
    assert office.send(office.alderman).status_code == 302
    assert db.session.query(PackSending).one().pack_id == pack.id


def test_nobody_who_cannot_have_a_pack_is_offered_or_taken(office: Office) -> None:
    clerk, stranger = make_person("clerk"), make_person("officer")
    office.meeting.attendances.append(Attendance(person=clerk, going=True))
    db.session.commit()
    assert clerk.name not in office.client().get(f"/packs/{office.pack.id}/send").text
    for person in (clerk, stranger, office.secretary):
        assert office.send(person).status_code == 422
    assert office.send().status_code == 422
    assert db.session.query(PackSending).count() == 0


def test_an_alderman_sends_to_nobody(office: Office) -> None:
    client = office.client(office.alderman)
    assert "niemand aan wie" in client.get(f"/packs/{office.pack.id}/send").text
    data = {"key": str(uuid.uuid4()), "readers": [str(office.officer.id)]}
    assert client.post(f"/packs/{office.pack.id}/send", data=data).status_code == 422


def test_of_a_restricted_meeting_only_its_circle_is_told_and_no_name_or_day(app: Flask) -> None:
    office = Office(app, restricted=True)
    page = office.client().get(f"/packs/{office.pack.id}/send").text
    assert office.alderman.name in page
    assert office.officer.name not in page
    assert office.send(office.officer).status_code == 422
    office.send(office.alderman)
    told = office.told(office.alderman)[-1]
    assert told == f"{office.secretary.name} stuurt u een vergadermap, versie 1."


def _mailed(app: Flask, office: Office) -> EmailMessage:
    """The mail about the sending, as it came to the server of the alderman."""
    with mail_server(app) as box:
        office.send(office.alderman)
        jobs.run_pending()
        mails = [one for one in box.taken if office.alderman.email in str(one["To"])]
    assert mails
    return mails[-1]


def _files_in(mail: EmailMessage) -> list[str]:
    return [str(part.get_filename()) for part in mail.iter_attachments()]


def _choose_files() -> None:
    db.session.add(SettingValue(key=settings.PACKS_BY_MAIL.key, value=1))
    db.session.commit()


def test_a_mail_holds_the_link_alone(app: Flask, office: Office) -> None:
    mail = _mailed(app, office)
    assert f"/packs/{office.pack.id}/read" in mail.get_content()
    assert _files_in(mail) == []


def test_where_an_administrator_chose_so_the_file_goes_along(app: Flask, office: Office) -> None:
    _choose_files()
    mail = _mailed(app, office)
    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content().startswith(b"%PDF")
    body = mail.get_body()
    assert body is not None
    assert f"/packs/{office.pack.id}/read" in body.get_content()
    for made in db.session.query(Mail):
        assert not list(compose(made).iter_attachments()), "an administrator sees links alone"


def test_of_a_restricted_meeting_no_file_ever_goes_along(app: Flask) -> None:
    office = Office(app, restricted=True)
    _choose_files()
    assert _files_in(_mailed(app, office)) == []


def test_without_a_mail_server_no_file_is_written(office: Office) -> None:
    _choose_files()
    office.send(office.alderman)
    jobs.run_pending()
    found = [path.read_bytes() for path in folder.folder().glob("*.eml")]
    assert found
    assert not any(b"application/pdf" in content for content in found)
