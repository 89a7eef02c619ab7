"""The page of a partnership: its story, its blanks, and how it was on another day."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.core.database import db
from app.people.models import TeamLead
from app.register.models import (
    AlignmentMember,
    GroupMembership,
    Organisation,
    OrganisationGroup,
    OwnParticipation,
    Participation,
    Partnership,
    PartnershipReason,
    PartnershipStatus,
)
from app.register.portfolio_models import OfficerSubject
from app.register.queries import participants_on
from tests.client import CheckingClient, Statements
from tests.factories import make_area, make_organisation, make_partnership, make_person
from tests.register.test_portfolio_resolution import portfolio


@pytest.fixture
def reader(client: CheckingClient) -> CheckingClient:
    """Somebody who only reads."""
    return client.sign_in(make_person("alderman"))


def test_the_whole_story(reader: CheckingClient, app: Flask) -> None:
    area = make_area(name="jeugd")
    parent = make_partnership(name="Moederverband")
    partnership = make_partnership(
        name="Inkooporganisatie",
        purpose="Samen inkopen.",
        goal="Korte **wachttijden**.",
        nature="public",
        obligation="mandatory",
        unconfirmed=["obligation"],
        to_confirm="staat niet in de tabel\nnog een twijfel",
        parent_id=parent.id,
        areas=[area],
    )
    partnership.reasons = [PartnershipReason(reason="too_heavy", explanation="Vraagt kennis.")]
    mayor, officer, leader = portfolio("Jeugd", area), make_person(), make_person()
    db.session.add_all(
        [
            OfficerSubject(person=officer, partnership=partnership),
            TeamLead(leader=leader, officer=officer),
        ]
    )
    db.session.commit()
    page = reader.get(f"/partnerships/{partnership.id}").text
    for words in (
        "Alleen is het te zwaar of te specialistisch",
        "Vraagt kennis.",
        "Samen inkopen.",
        "<strong>wachttijden</strong>",
        "publiekrechtelijk",
        'verplicht <span class="to-confirm">te bevestigen</span>',
        "nog een twijfel",
        "Moederverband",
        mayor.name,
        officer.name,
        leader.name,
        "Portefeuille Jeugd",
        "9 van 14 gegevens",
    ):
        assert words in page, words
    assert "Inkooporganisatie" in reader.get(f"/partnerships/{parent.id}").text


def test_typed_html_is_only_text(reader: CheckingClient, app: Flask) -> None:
    partnership = make_partnership(
        name="<b>Naam</b>", goal="<script>alert(1)</script>", remarks="<i>x</i>"
    )
    page = reader.get(f"/partnerships/{partnership.id}").text
    assert "<script>alert" not in page
    assert "<b>Naam" not in page


def test_groups_unfold_and_incomplete_ones_say_so(reader: CheckingClient, app: Flask) -> None:
    partnership = make_partnership()
    member = make_organisation(name="Ten Boer")
    partnership.participations += [
        Participation(
            group=OrganisationGroup(
                name="Vijf gemeenten", memberships=[GroupMembership(organisation=member)]
            )
        ),
        Participation(group=OrganisationGroup(name="Schoolbesturen", complete=False)),
    ]
    db.session.commit()
    page = reader.get(f"/partnerships/{partnership.id}").text
    assert "<details" in page
    assert "Ten Boer" in page
    assert "leden niet bekend" in page
    assert "2 deelnemers bij naam bekend, en meer." in page


def test_own_part_is_a_fact_of_its_own(reader: CheckingClient, app: Flask) -> None:
    ours = make_organisation(name="Haren", ours=True)
    partnership = make_partnership()
    url = f"/partnerships/{partnership.id}"
    assert "Haren neemt deel" in reader.get(url).text
    assert "We staan niet in de lijst van deelnemers." in reader.get(url).text
    partnership.participations.append(Participation(organisation=ours))
    db.session.commit()
    assert "We staan niet in de lijst" not in reader.get(url).text
    partnership.own_participations = [OwnParticipation(valid_to=date(2020, 1, 1))]
    db.session.commit()
    assert "We nemen niet deel op deze dag." in reader.get(url).text


def test_as_on_another_day(reader: CheckingClient, app: Flask) -> None:
    partnership = make_partnership()
    early, late = make_organisation(name="Vlagtwedde"), make_organisation(name="Westerwolde")
    partnership.participations = [
        Participation(organisation=early, valid_to=date(2017, 12, 31)),
        Participation(organisation=late, valid_from=date(2018, 1, 1), votes=3),
    ]
    partnership.statuses = [
        PartnershipStatus(status="preparing", valid_to=date(2016, 6, 30)),
        PartnershipStatus(status="active", valid_from=date(2016, 7, 1)),
    ]
    partnership.alignment = [AlignmentMember(organisation=early, valid_to=date(2017, 12, 31))]
    first = portfolio("P", partnership, valid_to=date(2018, 5, 1))
    db.session.commit()
    url = f"/partnerships/{partnership.id}"
    now = reader.get(url).text
    assert "U ziet het register" not in now
    assert first.name not in now
    then = reader.get(f"{url}?on=2016-06-30").text
    assert "U ziet het register zoals het was op donderdag 30 juni 2016." in then
    assert first.name in then
    assert "in voorbereiding" in then
    chips = then.split('class="takers-chips"')[1].split("<details")[0]
    assert "Vlagtwedde" in chips
    assert "Westerwolde" not in chips
    assert [row.name for row in participants_on(partnership.id, date(2017, 12, 31))] == [early.name]
    assert [row.name for row in participants_on(partnership.id, date(2018, 1, 1))] == [late.name]
    later = reader.get(f"{url}?on=2030-01-01").text
    assert "zoals het zal zijn op" in later
    assert reader.get(f"{url}?on=gisteren").status_code == 200


def test_editing_is_for_today_only(client: CheckingClient, app: Flask) -> None:
    partnership = make_partnership()
    client.sign_in(make_person("secretary"))
    page = client.get(f"/partnerships/{partnership.id}?on=2020-01-01").text
    assert "Aanvullen" not in page
    assert "Terug naar vandaag" in page


def test_constant_number_of_statements(client: CheckingClient, statements: Statements) -> None:
    client.sign_in(make_person("coordinator"))
    partnership = make_partnership(areas=[make_area()])
    portfolio("P", partnership)
    db.session.add(OfficerSubject(person=make_person(), partnership=partnership))
    found = []
    for count in (4, 40):
        for number in range(count):
            name = f"{count}-{number}"
            one = Organisation(name=f"Lid {name}", kind="municipality")
            partnership.participations.append(Participation(organisation=one))
            partnership.participations.append(
                Participation(
                    group=OrganisationGroup(
                        name=f"Groep {name}", memberships=[GroupMembership(organisation=one)]
                    )
                )
            )
            partnership.alignment.append(AlignmentMember(organisation=one))
            db.session.add(Partnership(name=f"Kind {name}", parent=partnership))
        db.session.commit()
        with statements.counted() as counted:
            assert client.get(f"/partnerships/{partnership.id}").status_code == 200
        found.append(counted.count)
    assert found[0] == found[1]
    assert found[0] < 30
