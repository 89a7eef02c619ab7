"""The texts around mails: worded by an administrator, checked, and never more than that."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import jobs
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.messages import actions, composing, texts
from app.messages.models import Message
from app.messages.texts import Texts
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_person

OWN = Texts("Vooroverleg: {bericht}", "Beste {naam},", "Groet,\nde griffie van {gemeente}")


@pytest.fixture
def administrator(app: Flask) -> Person:
    """Who may word mails."""
    return make_person("administrator", name="Beheer {gemeente}")


def told(key: str = "note-12-offer-1", **fields: str) -> Message:
    """A message to somebody."""
    actions.tell([make_person(**fields).id], key, "Er ligt een annotatie klaar.", "/notes/12")
    db.session.commit()
    return db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()


def mail_of(message: Message) -> EmailMessage:
    """The mail about a message."""
    jobs.run_pending()
    db.session.expire_all()
    assert message.mail is not None
    return composing.compose(message.mail)


def word(actor: Person, kind: str = "note", wanted: Texts = OWN, seen: int = 0) -> None:
    """Word a kind of mail otherwise."""
    texts.word_otherwise(actor, kind, "nl", wanted, seen)
    db.session.commit()


def test_an_own_wording_stands_around_the_sentence(administrator: Person) -> None:
    word(administrator)
    made = mail_of(told(name="Anna {bericht} 100%"))
    assert made["Subject"] == "Vooroverleg: Er ligt een annotatie klaar."
    assert made.get_content().splitlines()[:8] == [
        "Beste Anna {bericht} 100%,",
        "",
        "Er ligt een annotatie klaar.",
        "",
        "http://127.0.0.1:5000/notes/12",
        "",
        "Groet,",
        "de griffie van Haren",
    ]


def test_it_holds_for_its_kind_and_language_only(administrator: Person) -> None:
    word(administrator)
    assert mail_of(told("pack-1-ready"))["Subject"] == "Er ligt een annotatie klaar."
    english = mail_of(told("note-13-offer-1", language="en"))
    assert english["Subject"] == "Er ligt een annotatie klaar."
    assert "This message was sent automatically." in english.get_content()


def test_going_back_to_the_usual_text(administrator: Person) -> None:
    word(administrator)
    texts.word_as_usual(administrator, "note", "nl")
    db.session.commit()
    assert mail_of(told())["Subject"] == "Er ligt een annotatie klaar."
    assert texts.own_texts() == {}
    actions_done = db.session.scalars(
        select(JournalEntry.action).where(JournalEntry.object_kind == "mail-text")
    ).all()
    assert sorted(actions_done) == ["mail-text.change", "mail-text.reset"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{notitie}", "{notitie} bestaat niet."),
        ("{bericht.person.email}", "{bericht.person.email} bestaat niet."),
        ("{bericht!r}", "{bericht} bestaat niet."),
        ("{naam:>99999999}", "{naam} bestaat niet."),
        ("{}", "{} bestaat niet."),
        ("{0}", "{0} bestaat niet."),
        ("losse { accolade", "losse accolade"),
        ("losse } accolade", "losse accolade"),
    ],
)
def test_a_placeholder_that_does_not_exist_is_refused_by_name(
    administrator: Person, text: str, sentence: str
) -> None:
    for field in texts.FIELDS:
        wanted = Texts(**{"subject": "x", "opening": "", "closing": "", field: text})
        with pytest.raises(RuleBroken) as found:
            word(administrator, wanted=wanted)
        assert sentence in found.value.message
        assert found.value.field == field
        db.session.rollback()


def test_a_subject_is_one_line_of_bounded_length(administrator: Person) -> None:
    word(administrator, wanted=Texts("{naam} {naam}", "", ""))
    made = mail_of(told(name="A" * 120))
    assert len(made["Subject"]) == texts.LONGEST_SUBJECT
    injected = mail_of(told("note-14-x", name="Anna\r\nBcc: iedereen@haren.example"))
    assert injected["Bcc"] is None


def test_two_administrators_at_once(administrator: Person) -> None:
    word(administrator)
    with pytest.raises(Conflict):
        word(administrator, wanted=Texts("anders", "", ""))


def test_only_administrators_word_mails(app: Flask) -> None:
    with pytest.raises(NotAllowed):
        word(make_person("secretary"))


def test_the_pages(client: CheckingClient, administrator: Person) -> None:
    client.sign_in(administrator)
    address = "/administration/mail-texts/edit?kind=note&language=nl"
    assert client.get(address).status_code == 200
    typed = {"version": "0", "subject": "Let op: {bericht}", "opening": "Dag {naam}", "closing": ""}
    preview = client.post(address, data={**typed, "preview": "1"})
    assert preview.status_code == 200
    assert "Let op: Er ligt een annotatie voor u klaar" in preview.text
    assert "Dag Beheer {gemeente}" in preview.text
    assert texts.own_texts() == {}
    wrong = client.post(address, data={**typed, "closing": "{telefoon}"})
    assert wrong.status_code == 422
    assert "{telefoon} bestaat niet." in wrong.text
    assert client.post(address, data=typed).status_code == 302
    assert "eigen tekst" in client.get("/administration/mail-texts").text
    assert client.post(address, data=typed).status_code == 409
    reset = "/administration/mail-texts/reset?kind=note&language=nl"
    assert client.post(reset).status_code == 302
    assert texts.own_texts() == {}
    assert client.get("/administration/mail-texts/edit?kind=x&language=nl").status_code == 404
