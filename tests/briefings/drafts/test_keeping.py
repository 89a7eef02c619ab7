"""Keeping what is typed: a draft per window, the latest one, of its own person only."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.briefings.drafts.actions import Stale, keep
from app.briefings.drafts.models import NoteDraft
from app.briefings.drafts.typed import Sent, continued, read
from app.briefings.models import Note, NoteWriter
from app.core.database import db
from app.core.journal import JournalEntry
from app.core.search.models import SearchEntry
from app.meetings.agenda_models import AgendaItem
from app.messages.models import Message
from app.people.models import Person
from tests.briefings.marks import marks
from tests.briefings.stage import Stage, words
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_item, make_meeting, make_person

WINDOW = str(uuid.uuid4())


def sent(window: str = WINDOW, sequence: int = 1, base: int = 1, **typed: str) -> dict[str, Any]:
    """What a browser sends."""
    values = {name: [text] for name, text in typed.items()}
    return {"window": window, "sequence": sequence, "base": base, "values": values}


def post(client: CheckingClient, item: AgendaItem, **body: Any) -> TestResponse:
    """Send it."""
    return client.post(f"/items/{item.id}/draft", json=sent(**body))


def drafts() -> list[NoteDraft]:
    """Every draft there is."""
    return list(db.session.scalars(select(NoteDraft).order_by(NoteDraft.id)))


def test_a_window_keeps_one_draft_with_what_was_typed_last(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note()
    client = stage.client(stage.officer)
    first = post(client, stage.item, core="Eerste", sequence=1)
    assert first.status_code == 200
    assert first.json is not None
    assert (first.json["clock"], first.json["notice"]) == ("09.00", "")
    assert post(client, stage.item, core="Tweede", mandate_on="half januari", sequence=2).json
    (draft,) = drafts()
    assert draft.typed == {"core": ["Tweede"], "mandate_on": ["half januari"]}
    assert (draft.person_id, draft.base_number, draft.sequence) == (stage.officer.id, 1, 2)


def test_what_comes_late_never_takes_the_place_of_what_came_after_it(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note()
    client = stage.client(stage.officer)
    post(client, stage.item, core="Nieuw", sequence=5)
    for sequence in (4, 5):
        late = post(client, stage.item, core="Oud", sequence=sequence)
        assert late.status_code == 409
        assert late.json is not None
        assert (late.json["error"], late.json["sequence"]) == (409, 5)
    assert drafts()[0].typed == {"core": ["Nieuw"]}


def test_two_windows_keep_two_drafts_and_both_are_offered(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    post(client, stage.item, core="In het ene venster")
    post(client, stage.item, fallback="In het andere", window=str(uuid.uuid4()))
    page = client.get(f"/notes/{note.id}/edit").text
    assert page.count("tekst getypt die nog niet is opgeslagen") == 2
    assert "Terugvaloptie" in page
    reading = client.get(f"/notes/{note.id}").text
    assert "Uw tekst die nog niet is opgeslagen" in reading
    assert "In het ene venster" not in reading


def test_going_on_fills_the_form_and_takes_the_draft_over(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    post(client, stage.item, core="Half getypt", mandate_on="half januari", sequence=7)
    (draft,) = drafts()
    page = client.get(f"/notes/{note.id}/edit?draft={draft.id}").text
    assert "Half getypt</textarea>" in page
    assert 'value="half januari"' in page
    assert f'name="draft" value="{draft.id}:7"' in page.replace('type="hidden" ', "")
    later = {**sent(window=str(uuid.uuid4()), core="Verder"), "draft": f"{draft.id}:7"}
    assert client.post(f"/items/{stage.item.id}/draft", json=later).status_code == 200
    assert [one.typed["core"] for one in drafts()] == [["Verder"]]


def test_a_window_that_typed_on_keeps_its_draft_beside_the_one_that_went_on(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note()
    client = stage.client(stage.officer)
    post(client, stage.item, core="Half", sequence=7)
    continuing = f"{drafts()[0].id}:7"
    post(client, stage.item, core="Half en meer", sequence=8)
    later = {**sent(window=str(uuid.uuid4()), core="Anders"), "draft": continuing}
    client.post(f"/items/{stage.item.id}/draft", json=later)
    assert [one.typed["core"][0] for one in drafts()] == ["Half en meer", "Anders"]


def test_a_draft_of_an_older_version_is_laid_together_with_what_came_since(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    db.session.add(NoteWriter(note_id=note.id, person_id=stage.colleague.id))
    db.session.commit()
    mine, theirs = stage.client(stage.officer), stage.client(stage.colleague)
    ask = {"ask": "Instemmen met de begroting.", "stance": "agree"}
    post(mine, stage.item, **ask, core="Van mij", sequence=1)
    saved = words(1, **ask, core="Van de ander", fallback="Uitstel.")
    assert theirs.post(f"/notes/{note.id}/edit", data=saved).status_code == 302
    page = mine.get(f"/notes/{note.id}/edit?draft={drafts()[0].id}")
    assert page.status_code == 200
    assert "<ins>mij" in marks(page.text)
    assert "Van mij</textarea>" in page.text
    assert "Uitstel.</textarea>" in page.text
    assert "nu geldt versie 2" in mine.get(f"/notes/{note.id}/edit").text


def test_a_saved_version_removes_the_draft_of_its_window_and_no_other(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    other = str(uuid.uuid4())
    post(client, stage.item, core="Klaar")
    post(client, stage.item, core="Nog bezig", window=other)
    saved = client.post(f"/notes/{note.id}/edit", data={**words(1, core="Klaar"), "key": WINDOW})
    assert saved.status_code == 302
    assert [draft.window_key for draft in drafts()] == [other]


def test_saving_after_going_on_removes_the_draft_that_was_gone_on_with(app: Flask) -> None:
    stage = Stage.set_up(app)
    client = stage.client(stage.officer)
    post(client, stage.item, core="Nog geen annotatie", base=0, sequence=3)
    (draft,) = drafts()
    assert "Nog geen annotatie" not in client.get(f"/items/{stage.item.id}/note").text
    page = client.get(f"/items/{stage.item.id}/note?draft={draft.id}").text
    assert "Nog geen annotatie</textarea>" in page
    key = str(uuid.uuid4())
    typed = words(0, key=key, core="Nog geen annotatie", draft=f"{draft.id}:3")
    assert client.post(f"/items/{stage.item.id}/note", data=typed).status_code == 302
    assert drafts() == []


def test_a_refused_save_keeps_the_draft(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    post(client, stage.item, core="Blijft")
    typed = {**words(1, core="Blijft", mandate_on="morgen"), "key": WINDOW}
    assert client.post(f"/notes/{note.id}/edit", data=typed).status_code == 422
    assert len(drafts()) == 1


def test_what_says_the_same_as_the_note_needs_no_draft(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note()
    client = stage.client(stage.officer)
    same = {"ask": "Instemmen met de begroting.", "core": "De begroting stijgt met 3%."}
    post(client, stage.item, core="Anders", sequence=1)
    assert post(client, stage.item, **same, stance="agree", sequence=2).status_code == 200
    assert drafts() == []


def test_the_last_words_of_a_window_may_come_after_its_save(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    for version, text in ((1, "Versie twee"), (2, "Versie drie")):
        client.post(f"/notes/{note.id}/edit", data=words(version, core=text))
    post(client, stage.item, core="Versie twee", base=1)
    assert "tekst getypt" not in client.get(f"/notes/{note.id}/edit").text


def test_a_draft_can_be_compared_and_thrown_away(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    post(client, stage.item, core="De begroting daalt met 3%.", stance="oppose")
    url = f"/drafts/{drafts()[0].id}"
    page = client.get(url).text
    assert "<ins>daalt" in marks(page)
    assert "oneens" in page
    gone = client.post(f"{url}/discard")
    assert gone.location == f"/items/{stage.item.id}/note"
    assert client.get(gone.location).location == f"/notes/{note.id}/edit"
    assert drafts() == []
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("state", ["with_alderman", "finished"])
def test_what_can_not_be_saved_now_is_kept_to_be_copied(app: Flask, state: str) -> None:
    stage = Stage.set_up(app)
    note = stage.note(state)
    client = stage.client(stage.officer)
    answer = post(client, stage.item, ask="Instemmen met de begroting.", core="Te laat getypt")
    assert answer.json is not None
    assert "kan nu niet worden gewijzigd" in answer.json["notice"]
    draft = drafts()[0]
    page = client.get(f"/drafts/{draft.id}").text
    assert "Te laat getypt</textarea>" in page
    assert "Instemmen met de begroting.</textarea>" not in page
    assert "Verder schrijven" not in page
    assert client.get(f"/notes/{note.id}/edit?draft={draft.id}").status_code == 302


def test_who_may_not_write_any_more_still_has_their_own_text(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    db.session.add(NoteWriter(note_id=note.id, person_id=stage.colleague.id))
    db.session.commit()
    client = stage.client(stage.colleague)
    typed = {"ask": "Instemmen met de begroting.", "core": "Mijn eigen zin"}
    assert post(client, stage.item, **typed).status_code == 200
    note.writers = []
    db.session.commit()
    assert post(client, stage.item, **typed, sequence=2).status_code == 403
    page = client.get(f"/drafts/{drafts()[0].id}").text
    assert "Mijn eigen zin</textarea>" in page
    assert "Instemmen met de begroting." not in page
    listed = client.get("/notes/").text
    assert f"/drafts/{drafts()[0].id}" in listed


def test_the_title_of_a_meeting_that_was_restricted_since_is_not_told(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    db.session.add(NoteWriter(note_id=note.id, person_id=stage.colleague.id))
    db.session.commit()
    client = stage.client(stage.colleague)
    post(client, stage.item, core="Mijn eigen zin")
    stage.meeting.restricted = True
    db.session.commit()
    url = f"/drafts/{drafts()[0].id}"
    for page in (client.get(url).text, client.get("/notes/").text):
        assert "Begroting 2027" not in page
    assert "Mijn eigen zin</textarea>" in client.get(url).text
    assert client.post(f"{url}/discard").location == "/notes/"


def test_nobody_else_sees_or_touches_a_draft(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    post(stage.client(stage.officer), stage.item, core="Kwartelnest")
    draft = drafts()[0]
    others = [stage.colleague, stage.alderman]
    roles = ("secretary", "coordinator", "adviser", "clerk", "administrator")
    others += [make_person(role) for role in roles]
    db.session.add(NoteWriter(note_id=note.id, person_id=stage.colleague.id))
    db.session.commit()
    for person in others:
        client = stage.client(person)
        assert client.get(f"/drafts/{draft.id}").status_code == 404
        assert client.post(f"/drafts/{draft.id}/discard").status_code == 404
        assert client.get(f"/notes/{note.id}/edit?draft={draft.id}").status_code in (404, 302)
        for page in ("/notes/", f"/notes/{note.id}", f"/notes/{note.id}/edit", "/"):
            assert "Kwartelnest" not in client.get(page).text
    assert len(drafts()) == 1


def test_a_draft_leaves_no_trace_elsewhere(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note()
    before = [_count(table) for table in (JournalEntry, Message, SearchEntry)]
    post(stage.client(stage.officer), stage.item, core="Kwartelnest")
    assert [_count(table) for table in (JournalEntry, Message, SearchEntry)] == before


def _count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_who_may_not_write_is_refused_in_plain_json(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note()
    restricted = make_item(make_meeting(circle=(make_person(),)))
    cases = (
        (stage.colleague, stage.item, 403),
        (stage.alderman, stage.item, 403),
        (stage.officer, restricted, 404),
    )
    for person, item, status in cases:
        answer = post(stage.client(person), item, core="Tekst")
        assert (answer.status_code, answer.is_json) == (status, True)
    nobody = app.test_client().post(f"/items/{stage.item.id}/draft", json=sent(core="Tekst"))
    assert (nobody.status_code, nobody.is_json) == (401, True)
    assert drafts() == []


def test_a_browser_in_which_somebody_else_signed_in_keeps_nothing(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    db.session.add(NoteWriter(note_id=note.id, person_id=stage.colleague.id))
    db.session.commit()
    client = stage.client(stage.colleague)
    body = {**sent(core="Van de ander"), "person": stage.officer.id}
    assert client.post(f"/items/{stage.item.id}/draft", json=body).status_code == 403
    session = client.get("/drafts/session").json
    assert session is not None
    assert session["person"] == stage.colleague.id
    assert drafts() == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: "text",
        lambda body: [body],
        lambda body: {**body, "window": "x"},
        lambda body: {**body, "window": 12},
        lambda body: {**body, "sequence": 0},
        lambda body: {**body, "sequence": -1},
        lambda body: {**body, "sequence": 2**60},
        lambda body: {**body, "sequence": True},
        lambda body: {**body, "base": "x"},
        lambda body: {**body, "values": ["core"]},
    ],
)
def test_what_makes_no_sense_is_refused(app: Flask, spoil: Callable[[Any], Any]) -> None:
    stage = Stage.set_up(app)
    stage.note()
    client = stage.client(stage.officer)
    answer = client.post(f"/items/{stage.item.id}/draft", json=spoil(sent(core="Tekst")))
    assert (answer.status_code, answer.is_json) == (400, True)
    assert drafts() == []


@pytest.mark.parametrize("text", ["{", "[" * 200_000, "\xff", ""])
def test_what_is_no_json_is_refused(app: Flask, text: str) -> None:
    stage = Stage.set_up(app)
    stage.note()
    answer = stage.client(stage.officer).post(
        f"/items/{stage.item.id}/draft",
        data=text.encode("latin-1"),
        content_type="application/json",
    )
    assert (answer.status_code, answer.is_json) == (400, True)


def test_odd_words_are_kept_as_far_as_a_database_can(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    body = sent(core="een\x00 halve \ud800 zin", depth="nowhere", base=10**12)
    body["values"] |= {"key": ["x"], "csrf_token": ["x"], "unknown": ["x"], "ask": [7, "ja"]}
    assert client.post(f"/items/{stage.item.id}/draft", json=body).status_code == 200
    (draft,) = drafts()
    assert draft.typed == {"core": ["een halve  zin"], "depth": [], "ask": ["ja"]}
    assert client.get(f"/drafts/{draft.id}").status_code == 200
    assert draft.base_number == note.current_number
    assert "een halve  zin</textarea>" in client.get(f"/notes/{note.id}/edit?draft={draft.id}").text


def test_what_is_far_too_large_is_refused_before_it_is_read(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note()
    answer = post(stage.client(stage.officer), stage.item, core="x" * 6_000_000)
    assert (answer.status_code, answer.is_json) == (413, True)


def test_the_draft_that_a_window_goes_on_with_is_named_by_two_numbers() -> None:
    assert continued("12:1764000000000") == (12, 1764000000000)
    for text in ("", "12", "12:x", "x:1", "1:2:3", "²:1", None, 7, f"{2**31}:1"):
        assert continued(text) is None
    found = read({**sent(core="x"), "draft": "3:4"})
    assert found is not None
    assert found.continues == (3, 4)


def test_of_many_saves_at_once_the_latest_stays(make_app: MakeApp) -> None:
    app = make_app()
    with app.app_context():
        officer = make_person("officer")
        item = make_item(make_meeting(officer=officer))
        item_id, person_id = item.id, officer.id
    barrier = Barrier(8)

    def save(sequence: int) -> bool:
        with app.app_context():
            item = db.session.get_one(AgendaItem, item_id)
            person = db.session.get_one(Person, person_id)
            typed = Sent(WINDOW, 0, sequence, {"core": [f"tekst {sequence}"]}, None)
            db.session.rollback()
            barrier.wait()
            try:
                keep(item, None, person, typed)
                db.session.commit()
            except Stale:
                db.session.rollback()
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(save, range(1, 9)))
    assert done[-1]
    with app.app_context():
        (draft,) = db.session.scalars(select(NoteDraft)).all()
        assert (draft.sequence, draft.typed) == (8, {"core": ["tekst 8"]})
        assert db.session.scalar(select(func.count(Note.id))) == 0
