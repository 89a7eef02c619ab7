"""Asking for a pack: chosen items in an own order, of a period, again, twice, and refused."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from app.core import clock, files
from app.core.database import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.packs.actions import request, request_pack, request_period
from app.packs.content.layout import PackDocument
from app.packs.issuing.assembling import compose_pack, gather_pack
from app.packs.models import Pack, PackState, Variant
from app.packs.options import Options
from app.packs.queries import get_pack, packs_of
from app.packs.wanting import want_again
from app.people.models import Person
from tests.client import CheckingClient, Statements
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def meeting(alderman: Person) -> Meeting:
    return make_meeting(alderman=alderman, level="official", days=3)


@pytest.fixture
def items(meeting: Meeting) -> list[AgendaItem]:
    return [make_item(meeting, number=str(number), position=number) for number in (1, 2, 3)]


def document_of(pack: Pack) -> PackDocument:
    """What would be printed."""
    return compose_pack(pack, gather_pack(pack, [place.meeting_id for place in pack.places]))


def numbers(pack: Pack) -> list[str]:
    return [item.number for item in document_of(pack).items]


def chosen(meeting: Meeting, reader: Person, *items: AgendaItem) -> Pack:
    """Asked for with these items ticked; with none of them as it is."""
    options = Options(chosen=tuple(item.id for item in items), only=bool(items))
    return request_pack(meeting, reader, Variant.FULL, reader, options=options)


def week(day: date | None = None) -> tuple[date, date]:
    return clock.today(), (day or clock.today()) + timedelta(days=6)


def period(reader: Person, asker: Person | None = None, options: Options | None = None) -> Pack:
    return request_period(*week(), reader, Variant.FULL, asker or reader, options=options)


def test_chosen_items_come_in_their_own_order(
    meeting: Meeting, items: list[AgendaItem], alderman: Person
) -> None:
    pack = chosen(meeting, alderman, items[2], items[0])
    assert numbers(pack) == ["3", "1"]
    assert document_of(pack).meetings[0].is_selection


def test_packs_of_other_items_are_not_versions_of_each_other(
    meeting: Meeting, items: list[AgendaItem], alderman: Person
) -> None:
    whole = chosen(meeting, alderman)
    part = chosen(meeting, alderman, items[0])
    other = chosen(meeting, alderman, items[1], items[0])
    turned = chosen(meeting, alderman, items[0], items[1])
    assert [one.number for one in (whole, part, other, turned)] == [1, 1, 1, 2]
    assert other.choice == turned.choice != part.choice != whole.choice == ""


def test_the_agenda_as_it_is_is_no_choice_and_another_order_is_a_version(
    meeting: Meeting, items: list[AgendaItem], alderman: Person
) -> None:
    whole = chosen(meeting, alderman)
    assert chosen(meeting, alderman, *items).id == whole.id
    turned = chosen(meeting, alderman, *reversed(items))
    assert (turned.choice, turned.number, numbers(turned)) == ("", 2, ["3", "2", "1"])


def test_again_takes_along_what_came_later_unless_items_were_chosen(
    meeting: Meeting, items: list[AgendaItem], alderman: Person
) -> None:
    turned, part = chosen(meeting, alderman, *reversed(items)), chosen(meeting, alderman, items[0])
    for pack in (turned, part):
        pack.state = PackState.CANCELLED
    make_item(meeting, number="4", position=4)
    assert numbers(request(want_again(turned, alderman))) == ["3", "2", "1", "4"]
    again = request(want_again(part, alderman))
    # a stopped attempt leaves its number to the next one
    assert (numbers(again), again.number) == (["1"], 1)


def test_nothing_chosen_is_refused(
    meeting: Meeting, items: list[AgendaItem], alderman: Person
) -> None:
    with pytest.raises(RuleBroken, match="ten minste één"):
        chosen(meeting, alderman, make_item(make_meeting()))


def test_a_watermark_makes_a_pack_of_its_own_version(
    meeting: Meeting, items: list[AgendaItem], alderman: Person
) -> None:
    plain = chosen(meeting, alderman)
    options = Options(watermark=True, right_hand=True)
    marked = request_pack(meeting, alderman, Variant.FULL, alderman, options=options)
    assert (plain.number, marked.number) == (1, 2)
    document = document_of(marked)
    assert alderman.name in document.watermark
    assert document.right_hand


def test_a_period_holds_the_meetings_of_its_reader_over_partnerships(
    meeting: Meeting, items: list[AgendaItem], alderman: Person, secretary: Person
) -> None:
    later = make_meeting(alderman=alderman, level="official", days=5)
    make_meeting(alderman=make_person("alderman"), level="official", days=4)
    make_meeting(alderman=alderman, level="official", days=20)
    cancelled = make_meeting(alderman=alderman, level="official", days=4)
    cancelled.status = "cancelled"
    pack = period(alderman, secretary)
    assert [one.id for one in pack.meetings] == [meeting.id, later.id]
    assert packs_of(later.id, secretary) == [pack]
    document = document_of(pack)
    assert document.is_period
    assert [one.id for one in document.meetings] == [meeting.id, later.id]


def test_a_restricted_meeting_is_in_it_only_where_both_may_see_it(
    meeting: Meeting, alderman: Person, secretary: Person
) -> None:
    secret = make_meeting(alderman=alderman, level="official", days=4, circle=(alderman,))
    through, own = period(alderman, secretary), period(alderman)
    assert secret.id not in [one.id for one in through.meetings]
    assert secret.id in [one.id for one in own.meetings]


def test_a_period_with_a_meeting_that_became_restricted_is_gone_for_outsiders(
    meeting: Meeting, alderman: Person, secretary: Person
) -> None:
    other = make_meeting(alderman=alderman, level="official", days=4)
    pack = period(alderman, secretary)
    assert get_pack(pack.id, secretary) == pack
    other.restricted = True
    db.session.flush()
    for person in (alderman, secretary):
        assert packs_of(meeting.id, person) == []
        with pytest.raises(NotFound):
            get_pack(pack.id, person)


def test_chosen_items_leave_out_the_meetings_of_which_none_was_chosen(
    meeting: Meeting, items: list[AgendaItem], alderman: Person
) -> None:
    make_item(make_meeting(alderman=alderman, level="official", days=4))
    pack = period(alderman, options=Options(chosen=(items[1].id,), only=True))
    assert [one.id for one in pack.meetings] == [meeting.id]
    assert numbers(pack) == ["2"]


def test_a_pack_of_a_period_asked_for_twice_is_made_once(
    meeting: Meeting, alderman: Person, secretary: Person
) -> None:
    assert period(alderman, secretary).id == period(alderman, secretary).id
    assert period(alderman).number == 2, "what another asked for is another version"


def test_who_may_not_ask_for_a_period(meeting: Meeting, alderman: Person) -> None:
    for asker in (make_person("clerk"), make_person("alderman"), make_person("adviser")):
        with pytest.raises(NotAllowed):
            period(alderman, asker)
    with pytest.raises(NotAllowed):
        period(make_person("officer"), make_person("secretary"))


def test_a_period_that_is_too_long_or_holds_nothing_is_refused(
    meeting: Meeting, alderman: Person
) -> None:
    today = clock.today()
    for last in (today - timedelta(days=1), today + timedelta(days=93)):
        with pytest.raises(RuleBroken, match="drie maanden"):
            request_period(today, last, alderman, Variant.FULL, alderman)
    with pytest.raises(RuleBroken, match="geen vergadering"):
        request_period(today, today, alderman, Variant.FULL, alderman)


def form_data(meeting: Meeting, reader: Person, items: list[AgendaItem]) -> dict[str, object]:
    ids = [str(item.id) for item in items]
    return {
        "key": str(uuid.uuid4()),
        "variant": "full",
        "reader_id": str(reader.id),
        "order": ids,
        "chosen": ids,
    }


def test_a_row_is_moved_without_script_and_nothing_is_made(
    client: CheckingClient, meeting: Meeting, items: list[AgendaItem], alderman: Person
) -> None:
    client.sign_in(alderman)
    address = f"/meetings/{meeting.id}/packs"
    data = form_data(meeting, alderman, items) | {"chosen": [str(items[0].id)]}
    page = client.post(address, data=data | {"move": f"up-{items[2].id}"})
    assert page.status_code == 200
    assert db.session.query(Pack).count() == 0
    places = [page.text.index(f'id="row-{items[number].id}"') for number in (0, 2, 1)]
    assert places == sorted(places)
    assert page.text.count("checked") == 2, "one item is still ticked, and the kind of pack"
    for wrong in ("up-0", "down-", "sideways-1", f"up-{items[0].id}", f"down-{items[2].id}"):
        assert client.post(address, data=data | {"move": wrong}).status_code == 200


def test_the_form_asks_for_chosen_items_and_comes_back_where_none_is(
    client: CheckingClient, meeting: Meeting, items: list[AgendaItem], alderman: Person
) -> None:
    client.sign_in(alderman)
    address = f"/meetings/{meeting.id}/packs"
    data = form_data(meeting, alderman, items)
    answer = client.post(address, data=data | {"chosen": []})
    assert answer.status_code == 422
    assert "Kies ten minste één agendapunt." in answer.text
    answer = client.post(
        address, data=data | {"chosen": [str(items[1].id), "9999", "x"], "watermark": "y"}
    )
    assert answer.status_code == 302
    pack = db.session.query(Pack).one()
    assert (pack.chosen, pack.watermark, pack.right_hand) == ([items[1].id], True, False)
    page = client.get(f"/packs/{pack.id}").text
    assert "1 gekozen punt, watermerk" in page


def test_the_page_of_a_period_shows_what_goes_in_and_asks_for_it(
    client: CheckingClient,
    meeting: Meeting,
    items: list[AgendaItem],
    alderman: Person,
    secretary: Person,
) -> None:
    client.sign_in(secretary)
    first, last = week()
    address = f"/packs/new?reader_id={alderman.id}&first={first}&last={last}"
    page = client.get(address).text
    assert meeting.name in page
    assert "Vergadermap maken" in page
    data = {"key": str(uuid.uuid4()), "variant": "full", "reader_id": str(alderman.id)}
    days = {"first": str(first), "last": str(last)}
    answer = client.post("/packs/new", data=data | days)
    assert answer.status_code == 302, answer.text
    page = client.get(answer.location).text
    assert "1 vergadering" in page
    assert client.post(f"{answer.location}/stop").location.endswith(
        f"/packs/new?reader_id={alderman.id}&first={first}&last={last}"
    )
    assert "gestopt" in client.get(address).text
    again = client.post(f"{answer.location}/again", data={"key": str(uuid.uuid4())})
    assert again.status_code == 302
    assert again.location != answer.location


def test_the_file_of_a_period_opens_under_its_own_name_or_says_that_it_is_lost(
    app: Flask, client: CheckingClient, meeting: Meeting, items: list[AgendaItem], alderman: Person
) -> None:
    pack = period(alderman)
    pack.file = files.keep(BytesIO(pdf_files.paper(1)), "application/pdf")
    pack.state = PackState.READY
    db.session.commit()
    answer = client.sign_in(alderman).get(f"/packs/{pack.id}/file")
    assert answer.status_code == 200
    assert "filename*=UTF-8''Vergadermap%20" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    Path(app.config["DATA_DIR"], "files", files.path_of(pack.file.sha256)).unlink()
    answer = client.get(f"/packs/{pack.id}/file")
    assert answer.status_code == 503
    assert "Dit bestand staat niet meer in de opslag." in answer.text


@pytest.mark.parametrize(
    "query", ["first=x&last=2026-13-01", "reader_id=999999", "first=2026-11-30"]
)
def test_what_makes_no_sense_counts_as_not_asked(
    client: CheckingClient, alderman: Person, query: str
) -> None:
    assert client.sign_in(alderman).get(f"/packs/new?{query}").status_code == 200


def test_a_period_that_cannot_be_comes_back_with_a_sentence(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    client.sign_in(alderman)
    page = client.get("/packs/new?first=2026-01-01&last=2027-01-01").text
    assert "hoogstens drie maanden" in page
    data = {"key": str(uuid.uuid4()), "variant": "full", "reader_id": str(alderman.id)}
    answer = client.post("/packs/new", data=data | {"first": "2026-01-01", "last": "2027-01-01"})
    assert answer.status_code == 422
    assert "hoogstens drie maanden" in answer.text


def test_the_page_of_a_meeting_has_one_button_for_the_usual(
    client: CheckingClient, meeting: Meeting, alderman: Person, secretary: Person
) -> None:
    page = client.sign_in(secretary).get(f"/meetings/{meeting.id}").text
    assert f"Vergadermap voor {alderman.name} maken" in page


def test_the_pages_take_a_constant_number_of_statements(
    client: CheckingClient, alderman: Person, statements: Statements
) -> None:
    counts = []
    client.sign_in(alderman)
    for many in (1, 6):
        meeting = make_meeting(alderman=alderman, level="official", days=2)
        for number in range(many):
            make_note(make_item(meeting, number=str(number)), state="aligned")
            request_pack(
                meeting,
                alderman,
                Variant.FULL,
                alderman,
                options=Options(watermark=bool(number % 2), right_hand=bool(number % 3)),
            )
        add_paper(meeting)
        db.session.commit()
        db.session.expire_all()
        found = []
        for address in (f"/meetings/{meeting.id}/packs", f"/packs/new?reader_id={alderman.id}"):
            with statements.counted() as counted:
                assert client.get(address).status_code == 200
            found.append(counted.count)
        counts.append(found)
    assert counts[0] == counts[1]
