"""The page of rules: seen by who plans, corrected by them, and learned from what they choose."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from app.core.database import db
from app.core.errors import NotAllowed
from app.core.journal import JournalEntry
from app.invitations.guessing import actions
from app.invitations.guessing.models import InvitationRule
from app.invitations.guessing.queries import guesser
from app.invitations.guessing.rules import Clue
from app.meetings.models import Body
from app.people.models import Person
from app.transfer.models import PartnershipSpelling
from tests.client import CheckingClient, Statements
from tests.factories import make_body, make_partnership, make_person

ADDRESS = "secretariaat@meerschap.example"


@pytest.fixture
def secretary(app: Flask, client: CheckingClient) -> Person:
    """Somebody who plans, signed in."""
    person = make_person("secretary")
    client.sign_in(person)
    return person


@pytest.fixture
def body(app: Flask) -> Body:
    """A body of a partnership with an abbreviation."""
    partnership = make_partnership(name="Meerschap Paterswolde", abbreviation="GRMP")
    return make_body(name="Dagelijks bestuur", kind="executive_board", partnership=partnership)


def filled_in(body: Body, **fields: str) -> dict[str, str]:
    """The form of a new rule."""
    return {"key": str(uuid.uuid4()), "sender": ADDRESS, "target": f"body-{body.id}", **fields}


def rules() -> list[InvitationRule]:
    """Every rule that is kept."""
    db.session.expire_all()
    return list(db.session.scalars(db.select(InvitationRule).order_by(InvitationRule.id)))


def test_an_empty_list_says_how_rules_come(client: CheckingClient, secretary: Person) -> None:
    page = client.get("/invitations/rules").text
    assert "Er is nog geen regel" in page
    assert "/invitations/rules/new" in page


def test_a_rule_is_added_once_and_decides(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    form = filled_in(body, sender=f"  <{ADDRESS.upper()}> ")
    for _twice in range(2):
        assert client.post("/invitations/rules/new", data=form).status_code == 302
    [rule] = rules()
    assert (rule.sender, rule.body_id, rule.learned) == (ADDRESS, body.id, False)
    assert guesser().guess(Clue(sender=ADDRESS)).body_id == body.id
    page = client.get("/invitations/rules").text
    assert ADDRESS in page
    assert "nog niet gebruikt" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"sender": "", "title": "de vergadering van"}, "ten minste één kenmerk"),
        ({"sender": "geen adres", "title": "heidag"}, "mailadres"),
        ({"target": "", "title": "heidag"}, "Kies waar"),
        ({"target": "body-999999", "title": "heidag"}, "Dit is nog niet opgeslagen"),
        ({"target": "body-x", "title": "heidag"}, "Dit is nog niet opgeslagen"),
    ],
)
def test_a_mistake_comes_back_filled_in(
    client: CheckingClient, secretary: Person, body: Body, fields: dict[str, str], sentence: str
) -> None:
    answer = client.post("/invitations/rules/new", data=filled_in(body) | fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{fields["title"]}"' in answer.text
    assert rules() == []


def test_two_rules_with_the_same_conditions_are_one_too_many(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    client.post("/invitations/rules/new", data=filled_in(body, title="DB"))
    other = filled_in(make_body(), title="Dagelijks Bestuur")
    answer = client.post("/invitations/rules/new", data=other)
    assert answer.status_code == 422
    assert "Er is al een regel met deze kenmerken" in answer.text


def test_a_rule_is_corrected_and_a_conflict_shows_both(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    client.post("/invitations/rules/new", data=filled_in(body))
    [rule] = rules()
    address = f"/invitations/rules/{rule.id}/edit"
    shown = {"version": str(rule.version), "sender": "", "title": "heidag"}
    shown["target"] = f"partnership-{body.partnership_id}"
    assert client.post(address, data=shown).status_code == 302
    [rule] = rules()
    assert (rule.title, rule.body_id, rule.partnership_id) == ("heidag", None, body.partnership_id)
    answer = client.post(address, data=shown | {"title": "strandweek"})
    assert answer.status_code == 409
    assert "heidag" in answer.text
    assert "strandweek" in answer.text


def test_a_rule_goes_and_is_in_the_journal(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    client.post("/invitations/rules/new", data=filled_in(body))
    address = f"/invitations/rules/{rules()[0].id}/delete"
    assert client.post(address).status_code == 302
    assert rules() == []
    assert client.post(address).status_code == 404
    entries = db.session.scalars(
        db.select(JournalEntry).where(JournalEntry.object_kind == "invitation_rule")
    )
    found = {entry.action: entry.fields for entry in entries}
    assert set(found) == {"invitation-rule.add", "invitation-rule.delete"}
    assert ADDRESS not in str(found)


def test_a_choice_makes_a_rule_that_says_what_it_did(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    clue = Clue(sender=ADDRESS, title="Heidag")
    made = actions.learn(clue, guesser().guess(clue), body, secretary)
    assert made is not None
    assert made.learned
    for _again in range(3):
        assert actions.learn(clue, guesser().guess(clue), body, secretary) is None
    other = make_body(partnership=body.partnership, name="Algemeen bestuur", kind="general_board")
    ab = Clue(sender=ADDRESS, title="AB over het geheim")
    narrower = actions.learn(ab, guesser().guess(ab), other, secretary)
    assert narrower is not None
    assert (narrower.sender, narrower.title) == (ADDRESS, "algemeen bestuur")
    first = db.session.get_one(InvitationRule, made.id, populate_existing=True)
    assert (first.followed, first.corrected, first.version) == (3, 1, 1)
    page = client.get("/invitations/rules").text
    assert "3 keer gevolgd, 1 keer koos iemand anders" in page
    assert "geheim" not in page


def test_of_a_secret_meeting_only_the_sender_is_kept(secretary: Person, body: Body) -> None:
    clue = Clue(sender=ADDRESS, sender_name="Directeur", title="DB", place="Geheim")
    made = actions.learn(clue, guesser().guess(clue), body, secretary, secret=True)
    assert made is not None
    assert (made.sender, made.sender_name, made.title, made.place) == (ADDRESS, "", "", "")
    nothing = Clue(title="DB")
    other = make_body()
    assert actions.learn(nothing, guesser().guess(nothing), other, secretary, secret=True) is None


def test_what_others_call_a_partnership_counts_as_its_name(secretary: Person, body: Body) -> None:
    db.session.add(
        PartnershipSpelling(
            partnership_id=body.partnership_id, spelling_key="x", spelling="Hoornse Meer"
        )
    )
    db.session.commit()
    assert guesser().guess(Clue(title="Vergadering Hoornse Meer")).body_id == body.id


def test_who_does_not_plan_keeps_no_rules(app: Flask, body: Body) -> None:
    clue = Clue(sender=ADDRESS)
    with pytest.raises(NotAllowed):
        actions.learn(clue, guesser().guess(clue), body, make_person("officer"))


def test_the_list_asks_as_much_of_many_rules_as_of_one(
    client: CheckingClient, secretary: Person, body: Body, statements: Statements
) -> None:
    counts = []
    for number in range(6):
        client.post("/invitations/rules/new", data=filled_in(body, sender=f"a{number}@x.example"))
        with statements.counted() as found:
            assert client.get("/invitations/rules").text.count('class="rule"') == number + 1
        counts.append(found.count)
    assert len(set(counts[1:])) == 1
