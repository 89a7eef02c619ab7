"""Papers that come together: each finds its item, the doubtful wait for a choice, none is lost."""

from __future__ import annotations

import html
import io
import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core.database import db
from app.core.errors import RuleBroken
from app.core.journal import JournalEntry
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting
from app.meetings.paper_actions import place_paper, replace_paper
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person
from tests.meetings.pdfs import good_pdf
from tests.meetings.test_papers import make_paper
from tests.meetings.test_uploading import upload


@pytest.fixture
def meeting(app: Flask, client: CheckingClient) -> Meeting:
    """A meeting with three items, and a secretary who works on it."""
    meeting = make_meeting()
    for number, title in (("1", "Opening"), ("2", "Ontwerpbegroting 2027"), ("3", "Regiovisie")):
        make_item(meeting, number=number, title=title, position=int(number))
    client.sign_in(make_person("secretary"))
    return meeting


def items(meeting: Meeting) -> dict[str, AgendaItem]:
    found = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id))
    return {item.number: item for item in found}


def papers() -> dict[str, Paper]:
    return {paper.file_name: paper for paper in db.session.scalars(select(Paper))}


def send(client: CheckingClient, meeting: Meeting, *names: str) -> str:
    answer = upload(client, meeting, *((good_pdf(text=name), name) for name in names))
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def place(client: CheckingClient, meeting: Meeting, **chosen: str) -> str:
    answer = client.post(f"/meetings/{meeting.id}/papers/place", data=chosen)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def test_each_finds_its_place(client: CheckingClient, meeting: Meeting) -> None:
    address = send(
        client, meeting, "2 Begroting.pdf", "Regiovisie.pdf", "Agenda.pdf", "02.1_toelichting.pdf"
    )
    assert address == f"/meetings/{meeting.id}#agenda"
    found, agenda = papers(), items(meeting)
    assert found["2 Begroting.pdf"].item_id == agenda["2"].id
    assert found["02.1_toelichting.pdf"].item_id == agenda["2"].id
    assert found["Regiovisie.pdf"].item_id == agenda["3"].id
    assert found["Agenda.pdf"].item_id is None
    assert not any(paper.unplaced for paper in found.values())


def test_the_doubtful_are_kept_and_asked(client: CheckingClient, meeting: Meeting) -> None:
    address = send(client, meeting, "2 Begroting.pdf", "Toelichting.pdf", "Nota.pdf")
    assert address == f"/meetings/{meeting.id}/papers/place"
    page = client.get(address).text
    assert "2 Begroting.pdf" not in page
    found = papers()
    assert found["Toelichting.pdf"].unplaced
    # whoever closes the page finds them again
    shown = client.get(f"/meetings/{meeting.id}").text
    assert "nog niet bij een punt staan" in shown
    assert "Toelichting.pdf" in shown
    number = items(meeting)["3"].id
    one, other = (f"paper_{found[name].id}" for name in ("Toelichting.pdf", "Nota.pdf"))
    assert place(client, meeting, **{one: f"item-{number}"}) == address
    assert found["Toelichting.pdf"].item_id == number
    assert place(client, meeting, **{other: "meeting"}) == f"/meetings/{meeting.id}"
    assert (found["Nota.pdf"].item_id, found["Nota.pdf"].unplaced) == (None, False)
    assert "Alle stukken hebben een plaats" in client.get(address).text


def test_nothing_chosen_changes_nothing(client: CheckingClient, meeting: Meeting) -> None:
    address = send(client, meeting, "Toelichting.pdf")
    assert place(client, meeting) == address
    assert papers()["Toelichting.pdf"].unplaced


def test_placed_twice_stays_where_it_is(client: CheckingClient, meeting: Meeting) -> None:
    send(client, meeting, "Toelichting.pdf", "Nota.pdf")
    paper, agenda = papers()["Toelichting.pdf"], items(meeting)
    place(client, meeting, **{f"paper_{paper.id}": f"item-{agenda['2'].id}"})
    place(client, meeting, **{f"paper_{paper.id}": f"item-{agenda['3'].id}"})
    assert paper.item_id == agenda["2"].id
    with pytest.raises(RuleBroken, match="al een plaats gekozen"):
        place_paper(paper, None, make_person("secretary"))


@pytest.mark.parametrize("choice", ["item-999999", "item-x", "replace", "drop", "x" * 5000])
def test_choices_that_are_not_offered(
    client: CheckingClient, meeting: Meeting, choice: str
) -> None:
    send(client, meeting, "Toelichting.pdf")
    paper = papers()["Toelichting.pdf"]
    data = {f"paper_{paper.id}": choice}
    answer = client.post(f"/meetings/{meeting.id}/papers/place", data=data)
    assert answer.status_code == 422
    assert "Kies een van de mogelijkheden" in answer.text
    assert paper.unplaced


def test_a_new_version_takes_the_place_of_the_old(client: CheckingClient, meeting: Meeting) -> None:
    old = make_paper(meeting, items(meeting)["2"], "Begroting.pdf")
    old.title, old.must_read = "Begroting van de regio", True
    db.session.commit()
    address = upload(client, meeting, (good_pdf(3, "nieuw"), "begroting.PDF")).location
    page = html.unescape(client.get(address).text)
    assert "Vervangt dit het stuk 'Begroting van de regio'? Dat werd ontvangen op" in page
    new = papers()["begroting.PDF"]
    assert (new.unplaced, old.withdrawn_at) == (True, None)
    place(client, meeting, **{f"paper_{new.id}": "replace"})
    assert (new.item_id, new.position, new.must_read) == (old.item_id, old.position, True)
    assert new.replaces_id == old.id
    assert old.withdrawn_at is not None
    shown = client.get(f"/meetings/{meeting.id}").text
    assert re.search(r"vervangt het stuk van.*20 november", shown, re.DOTALL)
    assert "Stuk vervangen door een nieuwe versie" in shown
    done = set(db.session.scalars(select(JournalEntry.action)))
    assert {"paper.add", "paper.replace", "paper.withdraw"} <= done
    client.post(f"/papers/{old.id}/restore")
    assert new.replaces_id is None


def test_the_same_file_again_is_said(client: CheckingClient, meeting: Meeting) -> None:
    content = good_pdf(2, "zelfde")
    upload(client, meeting, (content, "2 Begroting.pdf"))
    address = upload(client, meeting, (content, "Andere naam.pdf")).location
    page = html.unescape(client.get(address).text)
    assert "Hetzelfde bestand staat er al: '2 Begroting'" in page
    assert "Vervangt het stuk" not in page
    again = papers()["Andere naam.pdf"]
    place(client, meeting, **{f"paper_{again.id}": "drop"})
    assert again.withdrawn_at is not None
    assert "Andere naam" in client.get(f"/meetings/{meeting.id}").text  # it can be put back
    assert papers()["2 Begroting.pdf"].withdrawn_at is None


def test_the_same_file_again_at_a_chosen_item_asks_first(
    client: CheckingClient, meeting: Meeting
) -> None:
    item, content = items(meeting)["2"], good_pdf(2, "zelfde")
    upload(client, meeting, (content, "2 Begroting.pdf"), item_id=item.id)
    other = good_pdf(1, "nieuw")
    answer = upload(
        client, meeting, (content, "Begroting.pdf"), (other, "Toelichting.pdf"), item_id=item.id
    )
    assert answer.location.endswith("/papers/place")
    page = html.unescape(client.get(answer.location).text)
    assert "Hetzelfde bestand staat er al: '2 Begroting'" in page
    again = papers()["Begroting.pdf"]
    assert again.unplaced
    assert papers()["Toelichting.pdf"].item_id == item.id
    place(client, meeting, **{f"paper_{again.id}": f"item-{item.id}"})  # both, as chosen
    assert (again.item_id, again.unplaced) == (item.id, False)


def test_two_copies_of_one_file_in_one_upload_ask_first(
    client: CheckingClient, meeting: Meeting
) -> None:
    item, content = items(meeting)["2"], good_pdf(2, "zelfde")
    upload(client, meeting, (content, "Een.pdf"), (content, "Twee.pdf"), item_id=item.id)
    assert (papers()["Een.pdf"].item_id, papers()["Twee.pdf"].unplaced) == (item.id, True)


def test_who_edits_one_item_hears_that_a_file_stands_there_twice(
    client: CheckingClient, meeting: Meeting
) -> None:
    item, content = items(meeting)["2"], good_pdf(2, "zelfde")
    officer = make_person()
    item.officer_id = officer.id
    db.session.commit()
    client.sign_in(officer)
    upload(client, meeting, (content, "Een.pdf"), item_id=item.id)
    answer = upload(client, meeting, (content, "Twee.pdf"), item_id=item.id)
    page = html.unescape(client.get(answer.location).text)
    assert "“Twee.pdf” staat er nu twee keer. Trek er een in" in page
    assert [one.item_id for one in papers().values()] == [item.id, item.id]


def test_an_upload_says_that_checking_goes_on(client: CheckingClient, meeting: Meeting) -> None:
    item = items(meeting)["2"]
    answer = upload(client, meeting, (good_pdf(), "Stuk.pdf"), item_id=item.id)
    assert "niet te gebruiken, dan hoort u dat" in client.get(answer.location).text
    some = upload(client, meeting, (good_pdf(2), "A.pdf"), (b"tekst", "B.pdf"), item_id=item.id)
    assert "niet te gebruiken, dan hoort u dat" in some.text


def test_a_new_version_of_a_restricted_paper_is_restricted_at_once(
    client: CheckingClient, app: Flask
) -> None:
    insider, secretary, outsider = make_person(), make_person("secretary"), make_person()
    meeting = make_meeting()
    old = make_paper(meeting, None, "Geheim.pdf", (insider, secretary), secretary)
    client.sign_in(secretary)
    upload(client, meeting, (good_pdf(text="nieuw"), "geheim.pdf"))
    new = papers()["geheim.pdf"]
    assert new.restricted
    assert {row.person_id for row in new.circle} == {insider.id, secretary.id}
    client.sign_in(outsider)
    assert "geheim.pdf" not in client.get(f"/meetings/{meeting.id}").text
    replace_paper(old, new, secretary)
    db.session.commit()
    assert client.get(f"/papers/{new.id}/file").status_code == 404


def test_what_one_may_not_see_is_not_told(client: CheckingClient, meeting: Meeting) -> None:
    make_paper(meeting, None, "Geheim.pdf", (make_person(),), make_person("coordinator"))
    address = send(client, meeting, "geheim.pdf")
    assert "staat er al" not in client.get(address).text.lower().replace("het staat er al", "")


def test_readers_see_them_without_a_choice(client: CheckingClient, meeting: Meeting) -> None:
    send(client, meeting, "Toelichting.pdf")
    client.sign_in(make_person())
    page = client.get(f"/meetings/{meeting.id}").text
    assert "Toelichting" in page
    assert "Later kiezen" not in page
    assert client.get(f"/meetings/{meeting.id}/papers/place").status_code == 403
    assert client.post(f"/meetings/{meeting.id}/papers/place").status_code == 403


def test_one_place_for_all_is_still_possible(client: CheckingClient, meeting: Meeting) -> None:
    number = items(meeting)["3"].id
    upload(client, meeting, (good_pdf(), "2 Begroting.pdf"), item_id=number)
    upload(client, meeting, (good_pdf(text="b"), "3 Regiovisie.pdf"), item_id="0")
    found = papers()
    assert found["2 Begroting.pdf"].item_id == number
    assert (found["3 Regiovisie.pdf"].item_id, found["3 Regiovisie.pdf"].unplaced) == (None, False)


def test_changing_a_paper_can_place_it(client: CheckingClient, meeting: Meeting) -> None:
    send(client, meeting, "Toelichting.pdf")
    paper = papers()["Toelichting.pdf"]
    data = {"version": "1", "title": "Toelichting", "received_on": "2026-11-20"}
    client.post(f"/papers/{paper.id}/edit", data=data)
    assert paper.unplaced
    number = items(meeting)["2"].id
    data |= {"version": str(paper.version), "item_id": str(number)}
    assert client.post(f"/papers/{paper.id}/edit", data=data).status_code == 302
    assert (paper.unplaced, paper.item_id) == (False, number)


def test_twenty_large_papers_fit_in_one_upload(app: Flask) -> None:
    megabyte = 1024 * 1024
    assert app.config["MAX_CONTENT_LENGTH"] == (2 * 20 + 1) * megabyte


@pytest.mark.parametrize("name", ["2 " + "x" * 300 + ".pdf", "\u202e2 fdp.pdf", "2\u00a0nota.pdf"])
def test_odd_names(client: CheckingClient, meeting: Meeting, name: str) -> None:
    send(client, meeting, name)
    paper = next(iter(papers().values()))
    assert paper.item_id == items(meeting)["2"].id
    assert len(paper.file_name) <= 150


@pytest.mark.parametrize("name", ["3. Liquidatieplan.pdf", "LIQUIDATIEPLAN_v2.pdf"])
@pytest.mark.parametrize("at_item", [True, False])
def test_a_file_that_says_the_same_asks_whether_it_replaces(
    client: CheckingClient, meeting: Meeting, name: str, at_item: bool
) -> None:
    item = items(meeting)["3"]
    upload(client, meeting, (good_pdf(1, "oud"), "Liquidatieplan.pdf"), item_id=item.id)
    where = {"item_id": item.id} if at_item else {}
    answer = upload(client, meeting, (good_pdf(1, "nieuw"), name), **where)
    assert answer.location.endswith("/papers/place")
    asked = html.unescape(client.get(answer.location).text)
    assert "Vervangt dit het stuk 'Liquidatieplan'?" in asked
    new = papers()[name]
    place(client, meeting, **{f"paper_{new.id}": "replace"})
    assert (new.item_id, new.replaces_id) == (item.id, papers()["Liquidatieplan.pdf"].id)


@pytest.mark.parametrize("name", ["4.1 Bijlage.pdf", "Bijlage 2.pdf", "Begroting 2028.pdf"])
def test_other_numbers_and_years_are_other_papers(
    client: CheckingClient, meeting: Meeting, name: str
) -> None:
    item = items(meeting)["3"]
    for old in ("3.1 Bijlage.pdf", "Bijlage 1.pdf", "Begroting 2027.pdf"):
        upload(client, meeting, (good_pdf(1, old), old), item_id=item.id)
    upload(client, meeting, (good_pdf(1, name), name), item_id=item.id)
    assert papers()[name].item_id == item.id


def test_who_edits_one_item_hears_that_a_file_looks_like_another(
    client: CheckingClient, meeting: Meeting
) -> None:
    item, officer = items(meeting)["2"], make_person()
    item.officer_id = officer.id
    db.session.commit()
    client.sign_in(officer)
    upload(client, meeting, (good_pdf(1, "oud"), "Begroting.pdf"), item_id=item.id)
    answer = upload(client, meeting, (good_pdf(1, "nieuw"), "2 Begroting.pdf"), item_id=item.id)
    page = html.unescape(client.get(answer.location).text)
    assert "“2 Begroting.pdf” lijkt op “Begroting”, dat er al stond." in page


def send_version(client: CheckingClient, paper: Paper, content: bytes, name: str) -> TestResponse:
    page = client.get(f"/papers/{paper.id}/version").text
    key = re.findall(r'name="key" type="hidden" value="([^"]+)"', page)[0]
    data = {"key": key, "received_on": "2026-11-01", "paper": (io.BytesIO(content), name)}
    return client.post(f"/papers/{paper.id}/version", data=data, content_type="multipart/form-data")


def test_a_new_version_takes_the_place_also_by_who_edits_one_item(
    client: CheckingClient, meeting: Meeting
) -> None:
    item, officer = items(meeting)["2"], make_person()
    item.officer_id = officer.id
    old = make_paper(meeting, item, "Begroting.pdf", circle=(officer,))
    old.title, old.must_read = "De begroting", True
    db.session.commit()
    client.sign_in(officer)
    assert "Nieuwe versie van dit stuk" in client.get(f"/papers/{old.id}").text
    answer = send_version(client, old, good_pdf(3, "nieuw"), "heel-anders.pdf")
    assert answer.status_code == 302
    new = papers()["heel-anders.pdf"]
    assert (new.item_id, new.position, new.replaces_id) == (item.id, old.position, old.id)
    assert (new.title, new.must_read, new.restricted) == ("De begroting", True, True)
    assert {row.person_id for row in new.circle} == {row.person_id for row in old.circle}
    assert old.withdrawn_at is not None
    assert client.get(f"/papers/{old.id}/version").status_code == 409


def test_a_version_that_is_none_comes_back_in_the_form(
    client: CheckingClient, meeting: Meeting
) -> None:
    content = good_pdf(2, "zelfde")
    upload(client, meeting, (content, "Begroting.pdf"), item_id=items(meeting)["2"].id)
    old = papers()["Begroting.pdf"]
    for sent, said in ((content, "Dit is hetzelfde bestand."), (b"tekst", "Stuk.pdf: ")):
        answer = send_version(client, old, sent, "Stuk.pdf")
        assert answer.status_code == 422
        assert said in html.unescape(answer.text)
        assert 'value="2026-11-01"' in answer.text
    assert old.withdrawn_at is None
