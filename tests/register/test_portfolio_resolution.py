"""Who answers for a partnership on a day: named first, else most areas, else the first area."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select

from app.core.database import db
from app.people.models import Person
from app.register.models import Partnership, PolicyArea
from app.register.portfolio_models import (
    OfficerSubject,
    Portfolio,
    PortfolioHolder,
    PortfolioSubject,
)
from app.register.portfolio_queries import (
    carried_partnership_ids,
    portfolio_partnership_ids,
    responsible_for,
    responsible_for_many,
)
from tests.client import Statements
from tests.factories import make_area, make_partnership, make_person

DAY = date(2026, 11, 23)


def portfolio(name: str, *subjects: PolicyArea | Partnership, **validity: date) -> Person:
    """A portfolio with these subjects; gives its holder, who holds it for this time."""
    holder = make_person("alderman")
    db.session.add(
        Portfolio(
            name=name,
            holders=[PortfolioHolder(person=holder, **validity)],
            subjects=[
                PortfolioSubject(policy_area=subject)
                if isinstance(subject, PolicyArea)
                else PortfolioSubject(partnership=subject)
                for subject in subjects
            ],
        )
    )
    db.session.commit()
    return holder


def carries(officer: Person, subject: PolicyArea | Partnership, **validity: date) -> None:
    """The officer carries this."""
    row = OfficerSubject(person=officer, **validity)
    if isinstance(subject, PolicyArea):
        row.policy_area = subject
    else:
        row.partnership = subject
    db.session.add(row)
    db.session.commit()


def test_nobody_is_a_gap(app: Flask) -> None:
    partnership = make_partnership()
    found = responsible_for(partnership.id, DAY)
    assert found.officer is None
    assert found.alderman is None


def test_the_area_leads_to_portfolio_and_officer(app: Flask) -> None:
    area = make_area()
    partnership = make_partnership(areas=[area])
    holder, officer = portfolio("Sociaal domein", area), make_person()
    carries(officer, area)
    found = responsible_for(partnership.id, DAY)
    assert found.alderman == holder
    assert found.officer == officer


def test_a_partnership_named_goes_before_its_areas(app: Flask) -> None:
    areas = [make_area(), make_area()]
    partnership = make_partnership(areas=areas)
    portfolio("Openbare ruimte", *areas)
    mayor = portfolio("Veiligheid", partnership)
    by_area, by_name = make_person(), make_person()
    carries(by_area, areas[0])
    carries(by_area, areas[1])
    carries(by_name, partnership)
    found = responsible_for(partnership.id, DAY)
    assert found.alderman == mayor
    assert found.officer == by_name


def test_most_areas_wins_and_the_first_area_decides_between_equals(app: Flask) -> None:
    areas = [make_area(name=name) for name in ("economie", "mobiliteit", "natuur", "recreatie")]
    three = make_partnership(areas=areas[1:])
    two = make_partnership(areas=areas[:2])
    late = portfolio("A", areas[1])
    early = portfolio("B", areas[0], areas[2], areas[3])
    found = responsible_for_many([three.id, two.id], DAY)
    assert found[three.id].alderman == early
    assert found[two.id].alderman == early
    assert late not in {found[three.id].alderman, found[two.id].alderman}


def test_a_holder_answers_only_while_holding(app: Flask) -> None:
    area = make_area()
    partnership = make_partnership(areas=[area])
    first = portfolio("Jeugd", area, valid_to=date(2026, 6, 30))
    second = make_person("alderman")
    db.session.add(
        PortfolioHolder(
            portfolio=db.session.query(Portfolio).one(),
            person=second,
            valid_from=date(2026, 7, 15),
        )
    )
    db.session.commit()
    assert responsible_for(partnership.id, date(2026, 6, 30)).alderman == first
    assert responsible_for(partnership.id, date(2026, 7, 1)).alderman is None
    assert responsible_for(partnership.id, date(2026, 7, 15)).alderman == second


def test_officers_share_areas_until_one_is_named(app: Flask) -> None:
    areas = [make_area(name="jeugd"), make_area(name="onderwijs")]
    partnership = make_partnership(areas=areas)
    youth, school, named = make_person(), make_person(), make_person()
    carries(youth, areas[0])
    carries(school, areas[1])
    assert responsible_for(partnership.id, DAY).officer == youth
    assert ids(carried_partnership_ids(school, DAY)) == {partnership.id}
    carries(named, partnership, valid_from=DAY)
    assert ids(carried_partnership_ids(school, DAY)) == set()
    assert ids(carried_partnership_ids(named, DAY)) == {partnership.id}
    assert ids(carried_partnership_ids(school, date(2026, 11, 22))) == {partnership.id}


def test_constant_number_of_statements(app: Flask, statements: Statements) -> None:
    area = make_area()
    portfolio("Alles", area)
    found = []
    for count in (3, 12):
        partnerships = [make_partnership(areas=[area]).id for _ in range(count)]
        db.session.expire_all()
        with statements.counted() as counted:
            responsible_for_many(partnerships, DAY)
        found.append(counted.count)
    assert found[0] == found[1]


def ids(statement: Select[int]) -> set[int]:
    """The partnerships that a selection gives."""
    return set(db.session.scalars(statement))


_turns = itertools.count(1)
NAMES = ("bos", "jeugd", "milieu", "zorg")
CLAIM = st.tuples(st.integers(0, 2), st.sampled_from((*NAMES, "named")), st.booleans())


@pytest.mark.parametrize("kind", ["portfolio", "officer"])
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(areas=st.sets(st.sampled_from(NAMES)), claims=st.lists(CLAIM, max_size=8, unique=True))
def test_the_rule_as_told_in_words(
    app: Flask, kind: str, areas: set[str], claims: list[tuple[int, str, bool]]
) -> None:
    """The SQL agrees with the rule said plainly in Python, whatever the claims."""
    turn = next(_turns)
    known = {name: PolicyArea(name=f"{name} {turn}") for name in NAMES}
    partnership = Partnership(name=f"Verband {turn}", areas=[known[name] for name in areas])
    db.session.add_all([partnership, *known.values()])
    owners = [_owner(kind, f"{turn}-{number}") for number in range(3)]
    for number, name, holds in claims:
        subject = _claim(kind, owners[number], None if holds else date(2026, 1, 1))
        if name == "named":
            subject.partnership = partnership
        else:
            subject.policy_area = known[name]
        db.session.flush()
    best = _in_words(areas, [(number, name) for number, name, holds in claims if holds])
    found = responsible_for(partnership.id, DAY)
    who = found.alderman if kind == "portfolio" else found.officer
    expected = None if best is None else owners[best]
    if isinstance(expected, Portfolio):
        assert who == expected.holders[0].person
        assert ids(portfolio_partnership_ids(expected.id, DAY)) == {partnership.id}
    else:
        assert who == expected
        if expected is not None:
            assert ids(carried_partnership_ids(expected, DAY)) == {partnership.id}


def _owner(kind: str, name: str) -> Portfolio | Person:
    person = make_person()
    if kind == "officer":
        return person
    owner = Portfolio(name=f"P{name}", holders=[PortfolioHolder(person=person)])
    db.session.add(owner)
    db.session.flush()
    return owner


def _claim(
    kind: str, owner: Portfolio | Person, valid_to: date | None
) -> PortfolioSubject | OfficerSubject:
    claim: PortfolioSubject | OfficerSubject
    if isinstance(owner, Portfolio):
        claim = PortfolioSubject(portfolio=owner, valid_to=valid_to)
    else:
        claim = OfficerSubject(person=owner, valid_to=valid_to)
    db.session.add(claim)
    return claim


def _in_words(areas: set[str], claims: list[tuple[int, str]]) -> int | None:
    named = [number for number, name in claims if name == "named"]
    if named:
        return named[0]
    shares = {
        number: sorted(name for owner, name in claims if owner == number and name in areas)
        for number, _name in claims
    }
    ranked = sorted(
        (number for number, share in shares.items() if share),
        key=lambda number: (-len(shares[number]), shares[number][0]),
    )
    if not ranked:
        return None
    best = shares[ranked[0]]
    equals = [n for n in ranked if len(shares[n]) == len(best) and shares[n][0] == best[0]]
    order = [number for number, name in claims if name in areas and number in equals]
    return order[0]
