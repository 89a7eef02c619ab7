"""The chain of a partnership: its own leads beside the defaults, in order, with a look before."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.people.models import Person
from app.register import actions
from app.register.chain import (
    DEFAULTS,
    LONGEST,
    ORDER,
    ChainStep,
    defaults_around,
    leads_of,
    objection,
    own_of,
    with_own,
)
from app.register.forms import facts_of
from app.register.models import Partnership
from tests.client import CheckingClient
from tests.factories import make_body, make_meeting, make_partnership, make_person, moment


@pytest.fixture
def secretary(client: CheckingClient) -> Person:
    """Signed in as secretary."""
    person = make_person("secretary")
    client.sign_in(person)
    return person


def typed(partnership: Partnership, **days: str) -> dict[str, str]:
    """The form as a browser sends it, with these fields changed."""
    shown = {step: str(number) for step, number in partnership.chain.items()}
    lead = str(partnership.note_lead_days)
    return {"alderman": lead, **shown, "version": str(partnership.version), **days}


def send(client: CheckingClient, partnership: Partnership, **days: str) -> Any:
    """Send the form."""
    address = f"/partnerships/{partnership.id}/chain"
    return client.post(address, data=typed(partnership, **days))


@given(st.integers(0, LONGEST))
def test_the_defaults_are_in_order_whenever_notes_are_due(lead: int) -> None:
    leads = defaults_around(lead)
    assert objection(leads) is None
    assert leads[ChainStep.ALDERMAN] == lead
    assert own_of(leads) == {}


def test_what_comes_before_the_notes_moves_along_with_them() -> None:
    leads = defaults_around(10)
    assert (leads[ChainStep.ADVICE], leads[ChainStep.TEAM_LEAD]) == (12, 11)
    assert leads[ChainStep.STAFF_MEETING] == DEFAULTS[ChainStep.STAFF_MEETING]
    assert defaults_around(1)[ChainStep.PACK] == 1, "no step is due after the one it waits for"


leads_in_form = st.fixed_dictionaries({step: st.integers(-2, LONGEST + 2) for step in ChainStep})


@given(leads_in_form)
def test_what_is_kept_gives_the_same_leads_back(leads: dict[ChainStep, int]) -> None:
    assert with_own(leads[ChainStep.ALDERMAN], own_of(leads)) == leads


@given(leads_in_form)
def test_a_chain_is_refused_where_a_step_is_due_after_the_one_that_follows(
    leads: dict[ChainStep, int],
) -> None:
    within = all(0 <= days <= LONGEST for days in leads.values())
    in_order = all(
        leads[first] >= leads[second] for line in ORDER for first, second in pairwise(line)
    )
    assert (objection(leads) is None) == (within and in_order)


def test_own_leads_are_saved_and_shown(client: CheckingClient, secretary: Person) -> None:
    partnership = make_partnership()
    assert "Termijnen wijzigen" in client.get(f"/partnerships/{partnership.id}").text
    answer = send(client, partnership, advice="12", papers="15")
    assert answer.status_code == 302
    db.session.refresh(partnership)
    assert partnership.chain == {"advice": 12, "papers": 15}
    page = client.get(f"/partnerships/{partnership.id}").text
    assert "Advies gegeven: 12 werkdagen ervoor" in page
    assert "(gewoonlijk 8)" in page
    assert "Termijnen gewijzigd" in page
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.fields) == ("partnership.set-chain", ["chain"])


def test_an_empty_field_is_the_default(client: CheckingClient, secretary: Person) -> None:
    partnership = make_partnership(chain={"advice": 12, "papers": 15})
    assert send(client, partnership, advice="", papers="", alderman="7").status_code == 302
    db.session.refresh(partnership)
    assert (partnership.note_lead_days, partnership.chain) == (7, {})
    assert leads_of(partnership)[ChainStep.ADVICE] == 9


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (
            {"advice": "5"},
            "“Advies gegeven” komt vóór “Teamleider akkoord”. Vul 7 of meer in, of wijzig die",
        ),
        ({"pack": "5"}, "komt vóór “Vergadermap klaar”. Vul 5 of meer in"),
        ({"executive": "1"}, "“Besluit van het college” komt vóór “Vergadermap klaar”."),
        ({"council_letter": "1"}, "“Raadsinformatiebrief” komt na “Terugkoppeling”. Vul 2"),
        ({"papers": "61"}, "Vul een getal van 0 tot en met 60 in."),
        ({"papers": "-1"}, "Vul een getal van 0 tot en met 60 in."),
        ({"papers": "9999999999999999999"}, "Vul een getal van 0 tot en met 60 in."),
        ({"papers": "tien"}, "Vul een heel getal in, zonder punten of letters."),
        ({"alderman": ""}, "Vul het aantal werkdagen in."),
    ],
)
@pytest.mark.parametrize("look", [True, False])
def test_what_cannot_be_comes_back_with_what_was_typed(
    client: CheckingClient, secretary: Person, days: dict[str, str], sentence: str, look: bool
) -> None:
    partnership = make_partnership()
    answer = send(client, partnership, **days, **({"preview": "yes"} if look else {}))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{next(iter(days.values()))}"' in answer.text
    db.session.refresh(partnership)
    assert partnership.chain == {}


def test_a_look_shows_the_days_and_saves_nothing(client: CheckingClient, secretary: Person) -> None:
    partnership = make_partnership()
    make_meeting(
        body=make_body(partnership=partnership), starts_at=moment("2026-12-17T09:30"), title="DB"
    )
    page = client.get(f"/partnerships/{partnership.id}/chain").text
    assert "Zo is het nu" in page
    assert "ma 7 december" in page, "advice eight working days before"
    answer = send(client, partnership, advice="9", preview="yes")
    assert answer.status_code == 200
    assert "Dit is nog niet opgeslagen." in answer.text
    assert "vr 4 december" in answer.text
    assert 'value="9"' in answer.text
    db.session.refresh(partnership)
    assert partnership.chain == {}


def test_a_meeting_that_one_may_not_see_is_no_example(
    client: CheckingClient, secretary: Person
) -> None:
    partnership = make_partnership()
    body = make_body(partnership=partnership)
    make_meeting(body=body, title="Geheim overleg", circle=(make_person(),))
    page = client.get(f"/partnerships/{partnership.id}/chain").text
    assert "Geheim overleg" not in page
    assert "Er is nog geen volgende vergadering gepland." in page


def test_who_had_an_older_page_sees_both(client: CheckingClient, secretary: Person) -> None:
    partnership = make_partnership()
    old = typed(partnership, advice="10")
    assert send(client, partnership, advice="9").status_code == 302
    answer = client.post(f"/partnerships/{partnership.id}/chain", data=old)
    assert answer.status_code == 409
    assert "Nu opgeslagen" in answer.text
    db.session.refresh(partnership)
    assert partnership.chain == {"advice": 9}


def test_the_lead_of_notes_may_not_break_the_rest(app: Flask) -> None:
    secretary = make_person("secretary")
    partnership = make_partnership(chain={"team_lead": 7})
    facts = {**facts_of(partnership), "note_lead_days": 8, "nature": None, "obligation": None}
    with pytest.raises(RuleBroken, match="op de pagina Termijnen") as found:
        actions.change_partnership(partnership, facts, partnership.version, secretary)
    assert found.value.field == "note_lead_days"


def test_the_action_checks_who_and_what_and_which_version(app: Flask) -> None:
    partnership, secretary = make_partnership(), make_person("secretary")
    with pytest.raises(NotAllowed):
        actions.change_chain(partnership, DEFAULTS, partnership.version, make_person())
    wrong = {**DEFAULTS, ChainStep.ADVICE: 1}
    with pytest.raises(RuleBroken):
        actions.change_chain(partnership, wrong, partnership.version, secretary)
    with pytest.raises(Conflict):
        actions.change_chain(partnership, DEFAULTS, partnership.version + 1, secretary)
    before = partnership.version
    actions.change_chain(partnership, DEFAULTS, before, secretary)
    assert partnership.version == before, "nothing changed"
