"""The pages of mails: what landed in the folder, what is uncertain, and deciding on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock, jobs
from app.core.database import db
from app.core.journal import JournalEntry
from app.messages import folder
from app.messages.actions import tell
from app.messages.models import Mail, MailState
from app.people.models import Person
from tests.client import CheckingClient, Statements
from tests.factories import make_person

PAGE = "/administration/mail"


@pytest.fixture
def mails(app: Flask) -> Iterator[Path]:
    """The folder, empty before and after."""
    shutil.rmtree(folder.folder(), ignore_errors=True)
    yield folder.folder()
    shutil.rmtree(folder.folder(), ignore_errors=True)


def sent(person: Person, number: int = 1) -> Mail:
    """A mail that went."""
    tell([person.id], f"meeting-{number}", f"Overleg {number} is verplaatst.", "/meetings/1")
    jobs.run_pending()
    return db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(1)).one()


def in_state(person: Person, state: str) -> Mail:
    """A mail that stands so."""
    mail = sent(person)
    mail.state, mail.sent_at = state, None
    db.session.commit()
    return mail


def test_the_administrator_opens_what_landed_in_the_folder(
    client: CheckingClient, mails: Path
) -> None:
    person = make_person(name="Beleidsambtenaar Wonen")
    client.sign_in(make_person("administrator"))
    assert "Nog geen mails" in client.get(PAGE).text
    older, newer = sent(person), sent(person, 2)
    page = client.get(PAGE).text
    assert page.index("Overleg 2 is") < page.index("Overleg 1 is"), "the newest first"
    assert "DATA_DIR/mail" in page
    shown = client.get(f"{PAGE}/{older.id}").text
    assert "Overleg 1 is verplaatst." in shown
    assert older.message_id.strip("<>") in shown
    assert "/messages/unsubscribe/" in shown
    taken = client.get(f"{PAGE}/{newer.id}/download")
    assert taken.mimetype == "message/rfc822"
    assert taken.data == folder.path_of(newer.message_id).read_bytes()
    read = message_from_bytes(taken.data, policy=policy.default)
    assert read["Subject"] == "Overleg 2 is verplaatst."


def test_the_file_is_what_is_shown_and_the_rows_where_there_is_none(
    client: CheckingClient, mails: Path
) -> None:
    mail = sent(make_person())
    client.sign_in(make_person("administrator"))
    path = folder.path_of(mail.message_id)
    path.write_bytes(path.read_bytes().replace(b"Overleg 1", b"Overleg X"))
    assert "Overleg X is verplaatst." in client.get(f"{PAGE}/{mail.id}").text
    path.unlink()
    assert "Overleg 1 is verplaatst." in client.get(f"{PAGE}/{mail.id}").text


@pytest.mark.parametrize("state", ["uncertain", "refused"])
def test_what_is_not_known_to_have_arrived_is_sent_again_with_the_same_name(
    client: CheckingClient, mails: Path, state: str
) -> None:
    mail = in_state(make_person(), state)
    administrator = make_person("administrator")
    page = client.sign_in(administrator).get(f"{PAGE}?state={state}").text
    assert "Opnieuw versturen" in page
    folder.path_of(mail.message_id).unlink()
    assert client.post(f"{PAGE}/{mail.id}/send-again").status_code == 302
    jobs.run_pending()
    db.session.expire_all()
    assert mail.state == MailState.SENT
    assert [one.name for one in mails.iterdir()] == [folder.path_of(mail.message_id).name]
    again = client.post(f"{PAGE}/{mail.id}/send-again")
    assert again.status_code == 409
    assert "al beslist" in again.text
    entry = select(JournalEntry).where(JournalEntry.action == "mail.send-again")
    assert db.session.scalars(entry).one().actor_id == administrator.id


def test_what_arrived_after_all_counts_as_sent(client: CheckingClient, mails: Path) -> None:
    mail = in_state(make_person(), "uncertain")
    client.sign_in(make_person("administrator"))
    assert client.post(f"{PAGE}/{mail.id}/count-as-sent").status_code == 302
    db.session.expire_all()
    assert (mail.state, mail.sent_at) == (MailState.SENT, clock.now())
    assert client.post(f"{PAGE}/{mail.id}/count-as-sent").status_code == 409
    assert "Beschouw als verstuurd" not in client.get(PAGE).text


def test_of_a_mail_that_was_not_sent_it_says_why(client: CheckingClient, mails: Path) -> None:
    mail = in_state(make_person(), "settled")
    mail.messages[0].settled_at = clock.now()
    db.session.commit()
    folder.path_of(mail.message_id).unlink()
    client.sign_in(make_person("administrator"))
    assert "Daarom is hij niet verstuurd" in client.get(f"{PAGE}/{mail.id}").text
    assert client.get(f"{PAGE}/{mail.id}/download").status_code == 404


def test_a_long_list_has_pages_and_a_constant_number_of_statements(
    client: CheckingClient, mails: Path, statements: Statements
) -> None:
    person = make_person()
    client.sign_in(make_person("administrator"))
    sent(person)
    with statements.counted() as few:
        client.get(PAGE)
        first = few.count
    for number in range(60):
        mail = Mail(person_id=person.id, message_id=f"<m{number}@x>", made_at=clock.now())
        db.session.add(mail)
    db.session.commit()
    with statements.counted() as many:
        page = client.get(PAGE).text
        assert many.count == first
    assert "1–50 van 61" in page
    assert "51–61 van 61" in client.get(f"{PAGE}?page=99").text
    assert "1–50 van 60" in client.get(f"{PAGE}?state=waiting").text
    assert client.get(f"{PAGE}?state=such-a-state").status_code == 200
