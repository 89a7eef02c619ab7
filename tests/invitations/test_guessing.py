"""Which body an invitation belongs to: kept rules first, then the names of the register."""

from __future__ import annotations

import pytest

from app.invitations.guessing.guess import Guess, Guesser, Sure
from app.invitations.guessing.learning import lesson
from app.invitations.guessing.names import Because, Known
from app.invitations.guessing.rules import Clue, Conditions, Rule, decisive
from app.invitations.guessing.texts import initials, words

HEALTH = ("GR Publieke Gezondheid en Zorg (PG&Z)", "PG&Z")
SAFETY = ("Veiligheidsregio Groningen (VRG)", "VRG")
HOUSE = ("Veiligheidshuis Groningen",)
LAKE = ("GR Meerschap Paterswolde", "Meerschap Paterswolde")
WASTE = ("GR Afvalverwijdering Regio Centraal Groningen",)
REGION = ("Regio Groningen-Assen (RGA)", "RGA")
SCHOOL = ("Leerlingenvervoer",)

BODIES = [
    Known(1, 1, "Algemeen bestuur PG&Z", "general_board", "official", "GGD Groningen", HEALTH),
    Known(2, 1, "Dagelijks bestuur", "executive_board", "official", "", HEALTH),
    Known(3, 1, "Regio-overleg ambtenaren", "administrative_meeting", "administrative", "", HEALTH),
    Known(4, 2, "Algemeen bestuur", "general_board", "official", "Sontweg 10, Groningen", SAFETY),
    Known(5, 2, "Ambtelijk veiligheidsoverleg", "other", "administrative", "Digitaal", SAFETY),
    Known(6, 3, "Ambtelijk overleg", "administrative_meeting", "administrative", "", HOUSE),
    Known(7, 3, "Bestuurlijk overleg", "portfolio_meeting", "official", "", HOUSE),
    Known(8, 4, "Bestuur Meerschap", "general_board", "official", "Paviljoen aan het meer", LAKE),
    Known(9, 5, "Ambtelijk overleg", "administrative_meeting", "administrative", "", WASTE),
    Known(10, 5, "Algemeen bestuur ARCG", "general_board", "official", "Digitaal", WASTE),
    Known(11, 6, "Stuurgroep", "portfolio_meeting", "official", "", REGION),
    Known(
        12, 6, "Ambtelijk coördinatieteam", "administrative_meeting", "administrative", "", REGION
    ),
    Known(13, 7, "Ambtelijk overleg", "administrative_meeting", "administrative", "", SCHOOL),
    Known(14, 7, "Bestuurlijk overleg", "portfolio_meeting", "official", "", SCHOOL),
]
BY_ID = {one.id: one for one in BODIES}


def guess(rules: list[Rule] | None = None, **clue: str) -> Guess:
    """What is guessed of an invitation with these texts."""
    return Guesser(BODIES, rules or []).guess(Clue(**clue))


@pytest.mark.parametrize(
    ("title", "body_id"),
    [
        ("AB PG&Z 3 december", 1),
        ("Algemeen bestuur PG en Z (PG&Z)", 1),
        ("DB PG&Z", 2),
        ("Dagelijks Bestuur Publieke Gezondheid & Zorg", 2),
        ("Ambtenarenoverleg PG&Z", 3),
        ("Vergadering AB VRG", 4),
        ("Ambtelijk vooroverleg AB VRG", 5),
        ("Bestuurlijk overleg Veiligheidshuis Groningen", 7),
        ("BO veiligheidshuis Groningen", 7),
        ("Ambtelijk overleg Veiligheidshuis Groningen", 6),
        ("AO Veiligheidshuis Groningen", 6),
        ("PHO Meerschap Paterswolde", 8),
        ("AB Meerschap Paterswolde, 12 november", 8),
        ("AB ARCG", 10),
        ("RGA stuurgroep december", 11),
        ("pho Regio Groningen-Assen", 11),
        ("PFO Leerlingenvervoer", 14),
        ("Ambtelijk overleg leerlingenvervoer", 13),
    ],
)
def test_titles_of_secretariats_are_understood(title: str, body_id: int) -> None:
    found = guess(title=title)
    assert (found.body_id, found.sure, found.asks) == (body_id, Sure.LIKELY, False)


@pytest.mark.parametrize(
    ("sender", "title", "body_id"),
    [
        ("secretariaat@vrg.example", "AB 12 februari", 4),
        ("bestuur@meerschap-paterswolde.example", "Vergadering", 8),
        ("secretariaat@rga.provincie.example", "Stuurgroep", 11),
    ],
)
def test_an_address_can_name_the_partnership(sender: str, title: str, body_id: int) -> None:
    found = guess(sender=sender, title=title)
    assert (found.body_id, found.sure) == (body_id, Sure.LIKELY)
    assert found.reasons[0].because == Because.IN_ADDRESS


def test_the_name_of_a_sender_can_name_it_too() -> None:
    found = guess(sender_name="Secretariaat Veiligheidsregio Groningen", title="DB en AB")
    assert found.body_id == 4
    assert [one.because for one in found.reasons] == [Because.IN_SENDER_NAME, Because.BODY_NAMED]


def test_a_word_alone_is_only_perhaps() -> None:
    found = guess(title="Overleg veiligheidshuis, ambtelijk")
    assert (found.body_id, found.sure, found.asks) == (6, Sure.POSSIBLE, True)
    assert found.reasons[0].because == Because.WORD_IN_TITLE


def test_a_slip_of_the_keyboard_in_a_long_word_does_not_matter() -> None:
    assert guess(title="Bestuur Meerschap Paterwolde").body_id == 8


def test_two_named_partnerships_are_no_certainty() -> None:
    found = guess(title="Gezamenlijk overleg VRG en PG&Z")
    assert found.body_id is None
    assert {4, 1} <= set(found.candidates)
    assert guess(title="DB PG&Z en VRG").body_id == 2
    assert guess(title="DB PG&Z en VRG").asks


def test_the_usual_place_is_a_reason_of_last_resort() -> None:
    found = guess(title="Vergadering", place="Sontweg 10 te Groningen, zaal 3")
    assert (found.body_id, found.sure) == (4, Sure.POSSIBLE)
    assert found.reasons[0].because == Because.PLACE


def test_a_partnership_without_a_telling_word_is_asked() -> None:
    found = guess(title="Overleg PG&Z")
    assert found.body_id is None
    assert found.partnership_id == 1
    assert found.candidates == (1, 2, 3)


@pytest.mark.parametrize("title", ["", "Lunch", "Overleg", "AB", "Groningen", "ab vanavond", "👍"])
def test_nothing_is_made_up(title: str) -> None:
    assert guess(title=title, sender="iemand@mail.example").body_id is None


def test_two_small_letters_are_no_body() -> None:
    assert words("ab en db") == ("ab", "db")
    assert words("AB en DB") == ("algemeen", "bestuur", "dagelijks", "bestuur")
    assert words("pho") == ("portefeuillehoudersoverleg",)


def test_initials_are_those_of_the_words_that_tell() -> None:
    assert initials("GR Afvalverwijdering Regio Centraal Groningen") == "arcg"
    assert initials("Leerlingenvervoer") == ""


def rule(number: int, body_id: int | None, partnership_id: int = 0, **when: str) -> Rule:
    """A kept rule."""
    return Rule(
        number,
        Conditions(**when),
        partnership_id or BY_ID[body_id or 0].partnership_id,
        body_id,
    )


def test_a_rule_goes_before_names() -> None:
    found = guess(
        [rule(1, 8, sender="info@mail.example")], sender="info@mail.example", title="AB VRG"
    )
    assert (found.body_id, found.sure, found.rule_ids) == (8, Sure.CERTAIN, (1,))


def test_a_domain_holds_for_all_below_it_and_an_address_for_one() -> None:
    rules = [rule(1, 8, sender="mail.example")]
    assert guess(rules, sender="a@sub.mail.example").body_id == 8
    assert guess(rules, sender="a@notmail.example").body_id is None
    assert guess([rule(1, 8, sender="a@mail.example")], sender="b@mail.example").body_id is None


def test_the_narrower_rule_wins() -> None:
    rules = [
        rule(1, 1, sender="mail.example"),
        rule(2, 4, sender="a@mail.example"),
        rule(3, 2, sender="a@mail.example", title="dagelijks bestuur"),
    ]
    assert guess(rules, sender="b@mail.example", title="DB").body_id == 1
    assert guess(rules, sender="a@mail.example", title="AB").body_id == 4
    assert guess(rules, sender="a@mail.example", title="DB 3 mei").body_id == 2


def test_rules_that_contradict_each_other_ask() -> None:
    rules = [rule(1, 1, sender="mail.example"), rule(2, 4, title="algemeen bestuur")]
    found = guess(rules, sender="a@mail.example", title="AB")
    assert found.body_id is None
    assert found.contradicts
    assert found.asks
    assert set(found.candidates) == {1, 4}
    assert found.rule_ids == (1, 2)


def test_a_rule_for_a_partnership_leaves_the_body_to_the_title() -> None:
    rules = [rule(1, None, partnership_id=1, sender="a@mail.example")]
    assert guess(rules, sender="a@mail.example", title="DB").body_id == 2
    assert guess(rules, sender="a@mail.example", title="DB").sure == Sure.LIKELY
    assert guess(rules, sender="a@mail.example", title="Overleg").candidates == (1, 2, 3)
    alone = [rule(1, None, partnership_id=4, sender="a@mail.example")]
    assert guess(alone, sender="a@mail.example", title="Overleg").sure == Sure.CERTAIN


def test_a_rule_to_a_body_that_ended_is_no_rule() -> None:
    gone = Rule(1, Conditions(sender="a@mail.example"), 1, 99)
    assert guess([gone], sender="a@mail.example", title="AB VRG").body_id == 4


def learn(rules: list[Rule], body_id: int, **clue: str) -> list[Rule]:
    """The rules after somebody chose a body for an invitation."""
    told = Clue(**clue)
    found = lesson(told, Guesser(BODIES, rules).guess(told), BY_ID[body_id], rules)
    kept = [one for one in rules if one.id != found.mend_id]
    if found.when is not None:
        kept.append(Rule(len(rules) + 1, found.when, BY_ID[body_id].partnership_id, body_id))
    return kept


def test_a_choice_is_kept_for_the_sender() -> None:
    rules = learn([], 1, sender="a@mail.example", title="Heidag")
    assert [one.when for one in rules] == [Conditions(sender="a@mail.example")]
    assert guess(rules, sender="a@mail.example", title="Iets anders").body_id == 1


def test_another_choice_for_the_same_sender_takes_words_of_the_title() -> None:
    rules = learn([], 1, sender="a@mail.example", title="AB over het ontslag")
    rules = learn(rules, 2, sender="a@mail.example", title="DB over het ontslag")
    assert rules[1].when == Conditions(sender="a@mail.example", title="dagelijks bestuur")
    assert guess(rules, sender="a@mail.example", title="DB mei").body_id == 2
    assert guess(rules, sender="a@mail.example", title="AB mei").body_id == 1


def test_no_word_is_kept_that_only_the_meeting_has() -> None:
    rules = learn([], 1, title="Ontslag van de directeur, AB PG&Z", sender="")
    kept = " ".join(f"{one.when.title} {one.when.sender_name}" for one in rules)
    assert "ontslag" not in kept
    assert "directeur" not in kept


def test_the_last_choice_mends_a_rule_that_says_otherwise() -> None:
    rules = learn([], 1, sender="a@mail.example", title="Overleg")
    again = learn(rules, 2, sender="a@mail.example", title="Overleg")
    assert len(again) == 1
    assert guess(again, sender="a@mail.example", title="Overleg").body_id == 2


def test_what_was_right_already_teaches_nothing() -> None:
    clue = Clue(title="AB VRG", sender="a@mail.example")
    found = lesson(clue, Guesser(BODIES, []).guess(clue), BY_ID[4], [])
    assert found.when is None


def test_a_guess_that_a_person_confirmed_is_kept() -> None:
    clue = Clue(title="Overleg veiligheidshuis, ambtelijk", sender="a@mail.example")
    found = lesson(clue, Guesser(BODIES, []).guess(clue), BY_ID[6], [])
    assert found.when == Conditions(sender="a@mail.example")


def test_which_rules_were_followed_and_which_corrected_is_known() -> None:
    rules = [rule(1, 1, sender="mail.example"), rule(2, 4, title="algemeen bestuur")]
    clue = Clue(sender="a@mail.example", title="AB")
    found = lesson(clue, Guesser(BODIES, rules).guess(clue), BY_ID[4], rules)
    assert (found.followed, found.corrected) == ((2,), (1,))
    assert found.when is not None
    kept = [*rules, Rule(3, found.when, 2, 4)]
    assert guess(kept, sender="a@mail.example", title="AB").body_id == 4


def test_decisive_rules_are_those_that_no_other_overrules() -> None:
    same = [rule(1, 1, sender="mail.example"), rule(2, 1, sender="mail.example")]
    assert decisive(same, Clue(sender="x@mail.example")) == same
