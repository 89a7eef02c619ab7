"""Writing a note: begun once, saved as versions, two people at once lose nothing."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app.briefings.models import Note, NoteVersion, NoteWriter
from app.core.database import db
from app.core.journal import JournalEntry
from tests.briefings.marks import marks
from tests.briefings.stage import Stage, words
from tests.factories import make_person


def test_an_officer_begins_a_note_and_a_double_click_makes_one(app: Flask) -> None:
    stage = Stage.set_up(app)
    client = stage.client(stage.officer)
    url = f"/items/{stage.item.id}/note"
    assert "Gevraagd besluit" in client.get(url).text
    typed = words(0, key=str(uuid.uuid4()), ask="Instemmen.", stance="agree_if")
    first, second = client.post(url, data=typed), client.post(url, data=typed)
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert db.session.scalar(select(func.count(Note.id))) == 1
    page = client.get(first.location).text
    assert "Instemmen." in page
    assert "eens mits" in page
    assert client.get(url).location == f"{first.location}/edit"


def test_a_key_in_another_spelling_is_the_same_key(app: Flask) -> None:
    stage = Stage.set_up(app)
    client, key = stage.client(stage.officer), uuid.uuid4()
    url = f"/items/{stage.item.id}/note"
    typed = words(0, ask="Instemmen.")
    first = client.post(url, data={**typed, "key": key.urn})
    second = client.post(url, data={**typed, "key": str(key)})
    assert first.location == second.location != url


def test_strangers_cannot_begin_a_note(app: Flask) -> None:
    stage = Stage.set_up(app)
    url = f"/items/{stage.item.id}/note"
    for role in ("officer", "alderman", "secretary", "clerk", "administrator", "adviser"):
        client = stage.client(make_person(role))
        assert client.get(url).status_code == 404
        assert client.post(url, data=words(0, key=str(uuid.uuid4()), ask="X")).status_code == 403
    assert db.session.scalar(select(func.count(Note.id))) == 0


def test_who_reads_the_note_of_an_item_cannot_begin_another(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note("aligned")
    url = f"/items/{stage.item.id}/note"
    for person in (stage.alderman, make_person("secretary")):
        typed = words(0, key=str(uuid.uuid4()), ask="X")
        assert stage.client(person).post(url, data=typed).status_code == 403


def test_two_people_beginning_one_note_see_both_texts(app: Flask) -> None:
    stage = Stage.set_up(app)
    coordinator = make_person("coordinator")
    url = f"/items/{stage.item.id}/note"
    first, second = stage.client(stage.officer), stage.client(coordinator)
    first.post(url, data=words(0, key=str(uuid.uuid4()), ask="Van de eerste"))
    note = db.session.scalars(select(Note)).one()
    db.session.add(NoteWriter(note_id=note.id, person_id=coordinator.id))
    db.session.commit()
    answer = second.post(url, data=words(0, key=str(uuid.uuid4()), ask="Van de tweede"))
    assert answer.status_code == 409
    assert "eerste" in answer.text
    assert "tweede" in answer.text


def test_a_save_makes_a_version_only_when_something_changed(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    url = f"/notes/{note.id}/edit"
    same = words(1, ask="Instemmen met de begroting.", core="De begroting stijgt met 3%.")
    assert client.post(url, data={**same, "stance": "agree"}).status_code == 302
    assert db.session.get_one(Note, note.id).current_number == 1
    assert client.post(url, data={**same, "stance": "oppose"}).status_code == 302
    assert db.session.get_one(Note, note.id).current_number == 2
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.action == "note.save")).one()
    assert (entry.fields, entry.object_version) == (["stance"], 2)


def test_the_second_of_two_sees_both_texts_and_can_save_again(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    db.session.add(NoteWriter(note_id=note.id, person_id=stage.colleague.id))
    db.session.commit()
    first, second = stage.client(stage.officer), stage.client(stage.colleague)
    url = f"/notes/{note.id}/edit"
    base = {"ask": "Instemmen met de begroting.", "core": "De begroting stijgt met 3%."}
    theirs = words(1, **{**base, "core": "De eerste schreef dit.", "fallback": "Uitstel vragen."})
    mine = words(1, **{**base, "core": "De tweede schreef dat.", "speaking_points": "Mijn punt."})
    assert first.post(url, data=theirs).status_code == 302
    answer = second.post(url, data=mine)
    assert answer.status_code == 409
    page = answer.text
    assert "Beleidsmedewerker jeugd heeft deze annotatie intussen opgeslagen" in page
    assert "<del>eerste" in marks(page)
    assert "<ins>tweede" in marks(page)
    assert "De tweede schreef dat.</textarea>" in page
    assert "Mijn punt.</textarea>" in page
    assert "Uitstel vragen.</textarea>" in page  # not mine to lose: taken over
    assert db.session.get_one(Note, note.id).current_number == 2
    again = words(2, **{**base, "core": "Samen schreven wij dit.", "fallback": "Uitstel vragen."})
    assert second.post(url, data=again).status_code == 302
    found = db.session.scalars(
        select(NoteVersion).where(NoteVersion.note_id == note.id).order_by(NoteVersion.number)
    ).all()
    assert [version.parts["core"] for version in found] == [
        "De begroting stijgt met 3%.",
        "De eerste schreef dit.",
        "Samen schreven wij dit.",
    ]


def test_saving_while_it_lies_with_the_alderman_keeps_what_was_typed(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    client = stage.client(stage.officer)
    assert client.get(f"/notes/{note.id}/edit").status_code == 302
    answer = client.post(f"/notes/{note.id}/edit", data=words(1, ask="Later getypt"))
    assert answer.status_code == 409
    assert "Later getypt</textarea>" in answer.text
    assert "Haal haar eerst terug" in answer.text


def test_an_edit_after_agreement_reopens_only_when_that_was_said(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("aligned")
    client = stage.client(stage.officer)
    url = f"/notes/{note.id}/edit"
    page = client.get(url).text
    assert "Aanvullen mag, het akkoord blijft: Communicatie, Voorgeschiedenis" in page
    assert "heropent u de annotatie" not in page
    unsaid = client.post(url, data=words(1, ask="Anders", core="Kern", stance="agree"))
    assert unsaid.status_code == 409
    assert "gaat: Gevraagd besluit, Aanleiding en kern. Als u opslaat, heropent u" in unsaid.text
    assert "Heropenen en opslaan" in unsaid.text
    assert "Anders</textarea>" in unsaid.text
    assert db.session.get_one(Note, note.id).state == "aligned"
    said = words(1, ask="Anders", core="Kern", stance="agree", reopen="yes")
    assert client.post(url, data=said).status_code == 302
    reopened = db.session.get_one(Note, note.id)
    assert (reopened.state, reopened.current_number) == ("concept", 2)
    assert stage.client(stage.alderman).get(f"/notes/{note.id}").status_code == 404


def test_mistakes_come_back_filled_in(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    typed = words(1, ask="Blijft staan", mandate_on="morgen", stance="perhaps")
    answer = stage.client(stage.officer).post(f"/notes/{note.id}/edit", data=typed)
    assert answer.status_code == 422
    assert "Blijft staan</textarea>" in answer.text
    assert "morgen" in answer.text
    assert "Vul een datum in" in answer.text
    assert "Kies een van de mogelijkheden" in answer.text


@pytest.mark.parametrize("version", ["x", "-1", "²", "9" * 5000])
def test_a_tampered_version_is_a_conflict_not_an_error(app: Flask, version: str) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    answer = stage.client(stage.officer).post(
        f"/notes/{note.id}/edit", data={**words(1, ask="Tekst"), "version": version}
    )
    assert answer.status_code == 409
    assert "Tekst" in answer.text


def test_the_database_itself_refuses_to_rewrite_a_version(app: Flask) -> None:
    note = Stage.set_up(app).note()
    with pytest.raises(DatabaseError), db.session.begin_nested():
        db.session.execute(
            text("UPDATE note_version SET stance = 'oppose' WHERE note_id = :id"), {"id": note.id}
        )


def test_older_versions_stay_readable_and_can_be_compared(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    client.post(
        f"/notes/{note.id}/edit",
        data=words(1, ask="Instemmen met de gewijzigde begroting.", stance="agree_if"),
    )
    old = client.get(f"/notes/{note.id}/versions/1").text
    assert "Instemmen met de begroting." in old
    assert "oudere versie" in old
    compared = client.get(f"/notes/{note.id}/compare?older=1&newer=2").text
    assert "<ins>gewijzigde</ins>" in marks(compared)
    assert "eens <ins>mits</ins>" in marks(compared)
    said = '<ins><span class="visually-hidden">[nieuw: </span>mits'
    assert said in compared
    assert client.get(f"/notes/{note.id}/versions/3").status_code == 404
    assert client.get(f"/notes/{note.id}/compare?older=9&newer=2").status_code == 404


def test_writers_and_circle_are_set_together(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    url = f"/notes/{note.id}/people"
    version = str(note.version)
    typed = {
        "version": version,
        "writers": [str(stage.colleague.id)],
        "restricted": "y",
        "circle": [str(stage.colleague.id)],
    }
    assert client.get(url).status_code == 200
    assert client.post(url, data=typed).status_code == 302
    changed = db.session.get_one(Note, note.id)
    assert {row.person_id for row in changed.circle} == {stage.officer.id, stage.colleague.id}
    assert [row.person_id for row in changed.writers] == [stage.colleague.id]
    again = client.post(url, data={**typed, "writers": []})
    assert again.status_code == 409
    assert "Nu opgeslagen" in again.text
    assert f'<p class="typed">{stage.colleague.name}</p>' in again.text
    page = client.get(f"/notes/{note.id}").text
    assert "De portefeuillehouder zit niet in de kring" in page


def test_a_comparison_shows_what_a_reader_sees(app: Flask) -> None:
    stage = Stage.set_up(app)
    table = "| Gemeente | Deel |\n| --- | --- |\n| Haren | **3%** |"
    text = f"# Kosten\n\n{table}\n\n- [begroting](https://a.nl/1)\n    - dieper"
    note = stage.note(parts={"ask": "Instemmen.", "core": text, "law": "Artikel **35**."})
    client = stage.client(stage.officer)
    changed = words(
        1, ask="Instemmen.", core=text.replace("3%", "4%").replace("/1", "/2"), law="Artikel 35."
    )
    assert client.post(f"/notes/{note.id}/edit", data=changed).status_code == 302
    page = marks(client.get(f"/notes/{note.id}/compare?older=1&newer=2").text)
    sheet = page[page.index('<article class="sheet">') : page.index("</article>")]
    assert "<td><del><strong>3%</strong></del> <ins><strong>4%</strong></ins></td>" in sheet
    assert "begroting <del>" in sheet
    assert "(https://a.nl/2)" in sheet
    assert sheet.count("Alleen opmaak gewijzigd.") == 1
    assert sheet.count("Kosten") == sheet.count("Haren") == sheet.count("dieper") == 1
    for sign in ("**", "| ", "# ", "- [", "](", "---"):
        assert sign not in sheet
