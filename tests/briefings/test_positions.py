"""The field of forces of an item: recorded, corrected, taken over, called about."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.briefings.positions.actions import shown
from app.briefings.positions.models import Position
from app.briefings.positions.picture import of_total
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from app.register.models import GroupMembership, Organisation, OrganisationGroup, Participation
from tests.briefings.stage import Stage
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import (
    carries,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_substitution,
)


@pytest.fixture
def stage(app: Flask) -> Stage:
    """An item of a partnership with three participants beside us: of 5, 3 and 1 votes."""
    set_up = Stage.set_up(app)
    partnership = set_up.meeting.body.partnership
    partnership.participations = [
        Participation(organisation=make_organisation(name=name), votes=votes)
        for name, votes in (("Aduard", 5), ("Baflo", 3), ("Chaam", 1))
    ]
    db.session.commit()
    return set_up


def _id(name: str) -> int:
    return db.session.scalars(select(Organisation.id).where(Organisation.name == name)).one()


def _rows(*rows: dict[str, Any], **common: str) -> dict[str, str]:
    """What the table sends for these voters, each with what was shown and what was typed."""
    data = {"source": "", "heard_on": "", **common}
    for number, row in enumerate(rows):
        was = row.pop("was", ("", False, ""))
        typed = {"version": 0, "why": "", "stance": "", **row, "was": shown(*was)}
        data |= {f"rows-{number}-{key}": str(value) for key, value in typed.items()}
    return data


def _row(name: str, stance: str, **fields: Any) -> dict[str, Any]:
    return {"key": f"o{_id(name)}", "stance": stance, **fields}


def _of(name: str) -> Position:
    return db.session.scalars(
        select(Position).join(Position.organisation).where(Organisation.name == name)
    ).one()


def _url(item: AgendaItem) -> str:
    return f"/items/{item.id}/positions"


def test_the_table_of_everybody_is_saved_in_one_go(stage: Stage) -> None:
    stage.note(stance="agree")
    client = stage.client(stage.officer)
    page = client.get(_url(stage.item)).text
    for name in ("Aduard", "Baflo", "Chaam"):
        assert name in page
    sent = _rows(
        _row("Aduard", "agree", certain="y"),
        _row("Baflo", "oppose", why="Te duur"),
        _row("Chaam", ""),
        source="Ambtelijk overleg",
        heard_on="2026-11-20",
    )
    assert client.post(_url(stage.item), data=sent).status_code == 302
    aduard, baflo = _of("Aduard"), _of("Baflo")
    assert (aduard.stance, aduard.certain, aduard.heard_on) == ("agree", True, date(2026, 11, 20))
    assert (baflo.stance, baflo.certain, baflo.why) == ("oppose", False, "Te duur")
    assert baflo.source == "Ambtelijk overleg"
    assert db.session.scalar(select(func.count(Position.id))) == 2
    page = client.get(_url(stage.item)).text
    assert "Te duur</textarea>" in page
    assert "Haalt het</strong>: 5 van 9 stemmen zijn zeker voor; nog 1 onbekend." in page
    again = client.post(_url(stage.item), data=sent)
    assert again.status_code == 302
    assert (_of("Aduard").version, _of("Baflo").version) == (1, 1)


def test_what_somebody_else_recorded_meanwhile_is_compared(stage: Stage) -> None:
    stage.note()
    client = stage.client(stage.officer)
    first = _rows(_row("Aduard", "agree", certain="y"))
    assert client.post(_url(stage.item), data=first).status_code == 302
    late = _rows(_row("Aduard", "oppose", why="Toch niet"), _row("Baflo", "abstain"))
    answer = client.post(_url(stage.item), data=late)
    assert answer.status_code == 409
    assert "Toch niet</textarea>" in answer.text
    assert "Nu opgeslagen:" in answer.text
    assert db.session.scalar(select(func.count(Position.id))) == 1, "all of it, or nothing"
    fields = dict(re.findall(r'name="(rows-0-(?:version|was))"[^>]*value="([^"]*)"', answer.text))
    assert client.post(_url(stage.item), data={**late, **fields}).status_code == 302
    assert (_of("Aduard").stance, _of("Baflo").stance) == ("oppose", "abstain")


def test_a_row_left_as_it_was_shown_is_left_alone(stage: Stage) -> None:
    stage.note()
    client = stage.client(stage.officer)
    client.post(_url(stage.item), data=_rows(_row("Aduard", "agree")))
    stale = _rows(_row("Aduard", "", was=("", False, "")), _row("Baflo", "oppose"))
    assert client.post(_url(stage.item), data=stale).status_code == 302
    assert (_of("Aduard").stance, _of("Baflo").stance) == ("agree", "oppose")


def test_bad_input_comes_back_filled_in(stage: Stage) -> None:
    stage.note()
    client = stage.client(stage.officer)
    wrong = _rows(_row("Aduard", "maybe", why="Blijft staan"), heard_on="gisteren")
    answer = client.post(_url(stage.item), data=wrong)
    assert answer.status_code == 422
    assert "Blijft staan</textarea>" in answer.text
    assert "Vul een datum in" in answer.text
    foreign = _rows({"key": "o999999", "stance": "agree"})
    assert client.post(_url(stage.item), data=foreign).status_code == 422
    assert db.session.scalar(select(func.count(Position.id))) == 0


def test_one_position_is_corrected_in_full_and_removed(stage: Stage) -> None:
    stage.note()
    client = stage.client(stage.officer)
    client.post(_url(stage.item), data=_rows(_row("Aduard", "agree", why="Vanwege de kosten")))
    edit = f"{_url(stage.item)}/{_of('Aduard').id}/edit"
    assert "Vanwege de kosten" in client.get(edit).text
    typed = {"version": "1", "stance": "abstain", "why": "Om", "source": "", "votes": "8"}
    assert client.post(edit, data=typed).status_code == 302
    assert (_of("Aduard").votes, _of("Aduard").stance) == (8, "abstain")
    stale = client.post(edit, data={**typed, "why": "Toch niet"})
    assert stale.status_code == 409
    assert "Toch niet</textarea>" in stale.text
    assert "Nu opgeslagen" in stale.text
    remove = f"{_url(stage.item)}/{_of('Aduard').id}/remove"
    assert f'formaction="{remove}"' in stale.text
    # the row that was shown is not the row that would go: what it became comes first
    shown = {**typed, "stance": "agree", "why": "Vanwege de kosten"}
    refused = client.post(remove, data=shown)
    assert refused.status_code == 409
    assert "intussen gewijzigd" in refused.text
    assert "Nu opgeslagen" in refused.text
    assert db.session.scalar(select(func.count(Position.id))) == 1
    seen = {**typed, "version": str(_of("Aduard").version)}
    assert client.post(remove, data=seen).status_code == 302
    assert db.session.scalar(select(func.count(Position.id))) == 0


def test_a_group_shows_as_a_group_and_may_vote_as_one(stage: Stage) -> None:
    stage.note()
    partnership = stage.meeting.body.partnership
    members = [make_organisation(name=name) for name in ("Delden", "Ede")]
    group = OrganisationGroup(name="Beide dorpen")
    group.memberships = [GroupMembership(organisation=one) for one in members]
    partnership.participations.append(Participation(group=group))
    partnership.participations.append(
        Participation(group=OrganisationGroup(name="Schoolbesturen"), votes=2)
    )
    db.session.commit()
    client = stage.client(stage.officer)
    page = client.get(_url(stage.item)).text
    assert "Beide dorpen <span" in page
    assert "Delden" in page
    group_id = db.session.scalars(
        select(OrganisationGroup.id).where(OrganisationGroup.name == "Schoolbesturen")
    ).one()
    sent = _rows({"key": f"g{group_id}", "stance": "oppose", "certain": "y"})
    assert client.post(_url(stage.item), data=sent).status_code == 302
    assert db.session.scalars(select(Position)).one().group_id == group_id
    rows = _rows(_row("Aduard", ""), _row("Delden", ""), _row("Ede", "oppose"))
    whole = {"groups-0-key": f"g{group.id}", "groups-0-stance": "agree"}
    assert client.post(_url(stage.item), data={**rows, **whole}).status_code == 302
    assert (_of("Delden").stance, _of("Ede").stance) == ("agree", "oppose")
    assert not db.session.scalars(select(Position).where(Position.stance.is_(None))).all()
    assert "Hele groep, voor zover nog onbekend" in page


def _heard_by(stage: Stage) -> list[Person]:
    """A colleague who carries the partnership, and one who goes to the meeting."""
    carrier, goer = make_person("officer"), make_person("officer")
    carries(carrier, stage.meeting.body.partnership)
    return [carrier, goer]


def test_officers_of_the_partnership_keep_it_also_without_a_note(stage: Stage) -> None:
    carrier, stranger = _heard_by(stage)
    sent = _rows(_row("Aduard", "agree"))
    assert stage.client(carrier).post(_url(stage.item), data=sent).status_code == 302
    assert stage.client(stranger).get(_url(stage.item)).status_code == 404
    stage.note("concept", stance="oppose")
    page = stage.client(carrier).get(_url(stage.item)).text
    assert "nog geen standpunt" in page, "the stance of a concept is not theirs to read"
    assert "Naar de annotatie" not in page


def test_readers_of_the_note_see_it_and_keep_nothing(stage: Stage) -> None:
    stage.note("with_alderman")
    stage.client(stage.officer).post(_url(stage.item), data=_rows(_row("Aduard", "agree")))
    reader = stage.client(stage.alderman)
    page = reader.get(_url(stage.item)).text
    assert "Aduard" in page
    assert "Standpunten opslaan" not in page
    together = re.search(r"onbekend \(2\):</span>\s*(.*?)</li>", page, re.S)
    assert together is not None
    assert re.sub(r"<[^>]*>", "", together[1]).split() == [
        *("Baflo", "3", "stemmen,"),
        *("Chaam", "1", "stem"),
    ]
    sent = _rows(_row("Baflo", "agree"))
    assert reader.post(_url(stage.item), data=sent).status_code == 403
    assert reader.get(f"{_url(stage.item)}/{_of('Aduard').id}/edit").status_code == 404
    overseer = stage.client(make_person("coordinator"))
    page = overseer.get(_url(stage.item)).text
    assert "Gebeld" not in page
    call = {"voter": f"o{_id('Aduard')}", "version": "1", "result": "supports"}
    assert overseer.post(f"/items/{stage.item.id}/calls", data=call).status_code == 403
    assert overseer.post(f"/items/{stage.item.id}/calls/undo", data=call).status_code == 403


def test_who_decides_records_what_came_of_their_own_call(stage: Stage) -> None:
    stage.note("with_alderman", stance="oppose")
    substitute = make_person("alderman")
    make_substitution(stage.alderman, substitute)
    for person, name in ((stage.alderman, "Aduard"), (substitute, "Baflo")):
        assert _tap(stage, name, "supports", 0, person) == 302
        row = _of(name)
        assert (row.stance, row.certain, row.called_by_id) == ("oppose", True, person.id)
    assert _tap(stage, "Chaam", "supports", 0, make_person("alderman")) == 404
    undo = {"voter": f"o{_id('Aduard')}", "version": str(_of("Aduard").version)}
    phone = stage.client(stage.alderman)
    assert phone.post(f"/items/{stage.item.id}/calls/undo", data=undo).status_code == 302
    assert db.session.scalars(select(Position.organisation_id)).all() == [_id("Baflo")]


def test_a_portfolio_holder_outside_the_circle_records_no_call(stage: Stage) -> None:
    stage.note("with_alderman", circle=(stage.officer,))
    assert _tap(stage, "Aduard", "supports", 0, stage.alderman) == 404


def test_the_field_of_a_restricted_note_stays_within_its_circle(stage: Stage) -> None:
    carrier, _stranger = _heard_by(stage)
    stage.note("aligned", circle=(stage.officer, stage.alderman))
    assert stage.client(carrier).get(_url(stage.item)).status_code == 404
    assert stage.client(make_person("alderman")).get(_url(stage.item)).status_code == 404
    assert stage.client(stage.officer).get(_url(stage.item)).status_code == 200


def test_positions_of_the_administrative_meeting_are_taken_over(stage: Stage) -> None:
    before = make_meeting(
        days=7, level="administrative", officer=stage.officer, prepares_id=stage.meeting.id
    )
    before.body.partnership_id = stage.meeting.body.partnership_id
    source = make_item(before, title=stage.item.title)
    stage.item.carried_from_id = source.id
    db.session.commit()
    client = stage.client(stage.officer)
    heard = clock.today() - timedelta(days=90)
    known = _rows(_row("Aduard", "agree"), _row("Baflo", "oppose"), heard_on=heard.isoformat())
    assert client.post(_url(source), data=known).status_code == 302
    assert client.post(_url(stage.item), data=_rows(_row("Aduard", "abstain"))).status_code == 302
    page = client.get(_url(stage.item)).text
    assert "1 standpunt overnemen" in page
    for _time in range(2):
        answer = client.post(f"{_url(stage.item)}/take-over")
        assert answer.status_code == 302
    rows = db.session.scalars(select(Position).where(Position.item_id == stage.item.id)).all()
    assert {row.name: row.stance for row in rows} == {"Aduard": "abstain", "Baflo": "oppose"}
    taken = next(row for row in rows if row.name == "Baflo")
    assert (taken.heard_on, taken.source) == (heard, before.name)
    page = client.get(_url(stage.item)).text
    assert "verouderd" in page
    assert "standpunt overnemen" not in page


def test_last_time_stands_beside_it(stage: Stage) -> None:
    earlier = make_meeting(days=-60, body=stage.meeting.body, officer=stage.officer)
    item = make_item(earlier, title=stage.item.title, outcome="as_asked")
    db.session.add(Position(item=item, organisation_id=_id("Baflo"), stance="oppose"))
    db.session.commit()
    stage.note()
    page = stage.client(stage.officer).get(_url(stage.item)).text
    assert "Vorige keer: oneens" in page


def _tap(stage: Stage, name: str, result: str, version: int, person: Person | None = None) -> int:
    sent = {"voter": f"o{_id(name)}", "version": str(version), "result": result}
    client = stage.client(person or stage.officer)
    return client.post(f"/items/{stage.item.id}/calls", data=sent).status_code


def test_one_tap_records_a_call_and_a_double_tap_only_once(stage: Stage) -> None:
    stage.note(stance="oppose")
    for _time in range(2):
        assert _tap(stage, "Aduard", "supports", 0) == 302
    row = _of("Aduard")
    assert (row.stance, row.certain, row.source) == ("oppose", True, "Telefonisch")
    assert (row.called_by_id, row.called_at) == (stage.officer.id, clock.now())
    taps = select(func.count()).where(JournalEntry.action == "position.call")
    assert db.session.scalar(taps) == 1
    assert _tap(stage, "Aduard", "opposes", 0) == 409
    assert _of("Aduard").stance == "oppose"
    page = stage.client(stage.officer).get(_url(stage.item)).text
    assert "gebeld op" in page
    assert "Ongedaan maken" in page


def test_a_call_is_undone_as_long_as_nothing_else_was_recorded(stage: Stage) -> None:
    stage.note(stance="agree")
    client = stage.client(stage.officer)
    client.post(_url(stage.item), data=_rows(_row("Aduard", "oppose", why="Duur"), source="Mail"))
    assert _tap(stage, "Aduard", "supports", 1) == 302
    assert (_of("Aduard").stance, _of("Aduard").certain) == ("agree", True)
    undo = {"voter": f"o{_id('Aduard')}", "version": str(_of("Aduard").version)}
    for _time in range(2):
        assert client.post(f"/items/{stage.item.id}/calls/undo", data=undo).status_code == 302
    row = _of("Aduard")
    assert (row.stance, row.certain, row.source, row.called_at) == ("oppose", False, "Mail", None)
    assert _tap(stage, "Aduard", "supports", row.version) == 302
    row = _of("Aduard")
    changed = _row("Aduard", "abstain", version=row.version, was=("agree", True, "Duur"))
    assert client.post(_url(stage.item), data=_rows(changed)).status_code == 302
    undo["version"] = str(_of("Aduard").version)
    assert client.post(f"/items/{stage.item.id}/calls/undo", data=undo).status_code == 409
    assert _of("Aduard").stance == "abstain"


def test_undoing_the_first_thing_that_was_known_leaves_nothing(stage: Stage) -> None:
    stage.note(stance="agree")
    assert _tap(stage, "Chaam", "not_reached", 0) == 302
    assert (_of("Chaam").stance, _of("Chaam").call_result) == (None, "not_reached")
    undo = {"voter": f"o{_id('Chaam')}", "version": "1"}
    client = stage.client(stage.officer)
    assert client.post(f"/items/{stage.item.id}/calls/undo", data=undo).status_code == 302
    assert db.session.scalar(select(func.count(Position.id))) == 0


def test_who_can_change_the_result_is_proposed_and_who_is_marked_goes_first(stage: Stage) -> None:
    note = stage.note(stance="agree")
    client = stage.client(stage.officer)
    client.post(_url(stage.item), data=_rows(_row("Baflo", "agree", certain="y")))
    page = client.get(f"/notes/{note.id}").text
    panel = page[page.index('id="call-first"') :]
    assert "Voorstel: wie de uitslag" in panel
    assert panel.index("Aduard") < panel.index("Chaam")
    edit = f"{_url(stage.item)}/{_of('Baflo').id}/edit"
    client.post(edit, data={"version": "1", "stance": "agree", "call_first": "y"})
    page = client.get(f"/notes/{note.id}").text
    panel = page[page.index('id="call-first"') :]
    assert "Voorstel: wie de uitslag" not in panel
    assert "Gebeld, steunt ons" in panel


def test_nobody_is_proposed_where_calling_changes_nothing(stage: Stage) -> None:
    stage.note(stance="agree")
    client = stage.client(stage.officer)
    sure = [_row("Aduard", "oppose", certain="y"), _row("Baflo", "oppose", certain="y")]
    client.post(_url(stage.item), data=_rows(*sure))
    page = client.get(_url(stage.item)).text
    assert "Haalt het niet</strong>: 8 van 9 stemmen zijn zeker tegen" in page
    assert "Er is niemand die u eerst moet bellen." in page


def test_the_majority_of_the_body_counts_and_an_unrecorded_one_is_said(stage: Stage) -> None:
    stage.note(stance="agree")
    client = stage.client(stage.officer)
    client.post(_url(stage.item), data=_rows(_row("Aduard", "agree", certain="y")))
    page = client.get(_url(stage.item)).text
    assert "nodig: 5" in page
    assert "Voor dit overleg is geen andere meerderheid vastgelegd." in page
    stage.meeting.body.majority = "two_thirds"
    db.session.commit()
    page = client.get(_url(stage.item)).text
    assert "nodig: 6" in page
    assert "twee derde van de uitgebrachte stemmen" in page
    assert "geen andere meerderheid" not in page
    assert "Kan het halen</strong>: 5 van 9 stemmen zijn zeker voor en er zijn er 6 nodig" in page


@pytest.mark.parametrize(
    ("sure", "against", "by_votes", "words"),
    [
        (1, False, True, "1 van 3 stemmen is zeker voor"),
        (2, False, True, "2 van 3 stemmen zijn zeker voor"),
        (1, True, True, "1 van 3 stemmen is zeker tegen"),
        (1, False, False, "1 van 3 deelnemers is zeker voor"),
        (1, True, False, "1 van 3 deelnemers is zeker tegen"),
    ],
)
def test_one_is_said_as_one(
    app: Flask, sure: int, against: bool, by_votes: bool, words: str
) -> None:
    with app.test_request_context():
        assert of_total(sure, 3, against, by_votes) == words


def test_the_picture_says_in_words_what_it_shows(stage: Stage) -> None:
    stage.note(stance="agree")
    client = stage.client(stage.officer)
    known = [_row("Aduard", "oppose"), _row("Baflo", "agree_if"), _row("Chaam", "abstain")]
    client.post(_url(stage.item), data=_rows(*known))
    page = client.get(_url(stage.item)).text
    svg = page[
        page.index('<svg class="forces-bar"') : page.index("</svg>", page.index("forces-bar"))
    ]
    words = "voor mits 3, onthoudt zich vermoedelijk 1, vermoedelijk tegen 5."
    assert words in svg
    assert "style=" not in svg


def test_two_taps_at_the_very_same_moment_are_one_call(make_app: MakeApp) -> None:
    app = make_app()
    app.test_client_class = CheckingClient
    with app.app_context():
        stage = Stage.set_up(app)
        stage.note(stance="agree")
        participant = stage.meeting.body.partnership.participations[0].organisation
        assert participant is not None
        sent = {"voter": f"o{participant.id}", "version": "0", "result": "supports"}
        clients = [stage.client(stage.officer) for _tap in range(2)]
        url = f"/items/{stage.item.id}/calls"
        db.session.remove()
    barrier = Barrier(2)

    def tap(client: CheckingClient) -> int:
        with app.app_context():
            barrier.wait()
            status = client.post(url, data=sent).status_code
            db.session.remove()
        return status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(tap, clients)) == [302, 302]
    with app.app_context():
        assert db.session.scalar(select(func.count(Position.id))) == 1
        taps = select(func.count()).where(JournalEntry.action == "position.call")
        assert db.session.scalar(taps) == 1
        db.session.remove()
