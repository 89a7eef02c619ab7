"""What a note lets out of the house: nothing unless marked, and personal views never."""

from __future__ import annotations

import pytest
from flask import Flask

from app.administration.check_rules import RULES
from app.briefings.beginning import offered_parts
from app.briefings.content import Content, from_values
from app.briefings.models import NoteVersion
from app.briefings.parts import PARTS, PRIVATE, SHAREABLE
from app.briefings.queries import get_note
from app.core import clock
from app.core.database import db
from app.meetings.models import MeetingCircle
from tests.briefings.stage import Stage, words
from tests.factories import make_person


def test_only_marked_parts_with_words_are_shared() -> None:
    content = from_values(
        {"ask": "Instemmen.", "money": "", "law": "Wgr.", "shared": ["ask", "money"]}
    )
    assert content.shared == ("ask",)


@pytest.mark.parametrize("key", sorted(PRIVATE))
def test_what_is_private_can_never_be_shared(key: str) -> None:
    everything = {part.key: "Woorden." for part in PARTS}
    content = from_values({**everything, "shared": [part.key for part in PARTS]})
    assert key not in content.shared
    assert content.shared == tuple(part.key for part in SHAREABLE)
    assert key not in Content().with_values({key: "Woorden.", "shared": (key,)}).shared


def test_views_stand_apart_at_the_end_of_the_sheet(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(parts={"views": "Ik zou dit niet doen.", "afterwards": "Besloten."})
    page = stage.client(stage.officer).get(f"/notes/{note.id}").text
    assert page.index('id="part-views"') > page.index('id="part-afterwards"')
    assert "artikel 5.2" in page


def test_one_switch_per_part_marks_it(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(parts={"money": "Drie ton.", "views": "Te duur."})
    officer = stage.client(stage.officer)
    form = officer.get(f"/notes/{note.id}/edit").text
    assert form.count('role="switch"') == len(SHAREABLE)
    typed = {"ask": "Instemmen.", "core": "Kern.", "money": "Drie ton.", "views": "Te duur."}
    saved = officer.post(f"/notes/{note.id}/edit", data={**words(1, **typed), "shared": ["money"]})
    assert saved.status_code == 302
    sheet = officer.get(f"/notes/{note.id}").text
    assert sheet.count("mag gedeeld") == 1
    assert 'value="money" checked' in officer.get(f"/notes/{note.id}/edit").text


def test_a_forged_mark_on_a_private_part_is_refused_and_nothing_is_lost(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    officer = stage.client(stage.officer)
    sent = {**words(1, ask="Instemmen.", core="Kern.", views="Te duur."), "shared": ["views"]}
    answer = officer.post(f"/notes/{note.id}/edit", data=sent)
    assert answer.status_code == 422
    assert "Te duur." in answer.text
    assert db.session.query(NoteVersion).filter_by(note_id=note.id).count() == 1


def test_a_note_is_internal_unless_it_is_for_a_circle(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(marking="vertrouwelijk")
    officer = stage.client(stage.officer)
    page = officer.get(f"/notes/{note.id}").text
    assert page.count("<span>intern</span>") == 1, "on the sheet, as it is printed"
    assert page.count("<span>vertrouwelijk</span>") == 1
    officer.post(f"/notes/{note.id}/people", data={"version": "1", "restricted": "y"})
    page = officer.get(f"/notes/{note.id}").text
    assert page.count("beperkt tot een kring") == 1
    assert "<span>intern</span>" not in page


@pytest.mark.parametrize(("role", "reads"), [("secretary", False), ("coordinator", False)])
def test_views_are_for_who_works_on_the_note(app: Flask, role: str, reads: bool) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman", parts={"views": "Kanarieoordeel"})
    address = f"/notes/{note.id}"
    assert ("Kanarieoordeel" in stage.client(make_person(role)).get(address).text) is reads
    for person in (stage.officer, stage.alderman):
        assert "Kanarieoordeel" in stage.client(person).get(address).text


def test_check_finds_a_version_that_shares_what_is_private(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    rule = next(one for one in RULES if "gedeeld" in str(one.sentence))
    assert not db.session.execute(rule.query()).all()
    forged = NoteVersion(number=2, author_id=stage.officer.id, saved_at=clock.now())
    forged.note_id, forged.shared = note.id, ["ask", "views"]
    db.session.add(forged)
    db.session.commit()
    assert [row.note_id for row in db.session.execute(rule.query())] == [note.id]


def test_the_extract_holds_exactly_the_shared_parts(app: Flask) -> None:
    stage = Stage.set_up(app)
    everything = {part.key: f"Kanarie-{part.key}." for part in PARTS}
    note = stage.note(
        "aligned", parts=everything, shared=["money", "law"], mandate="Kanarie-mandaat", marking="X"
    )
    page = stage.client(stage.alderman).get(f"/notes/{note.id}/shared").text
    for part in PARTS:
        assert (f"Kanarie-{part.key}." in page) is (part.key in ("money", "law")), part.key
    assert "Kanarie-mandaat" not in page
    extract = page[page.index('id="extract"') : page.index("</article>")]
    assert extract.count("<h3>") == 2
    assert "eens" not in extract, "our stance stays inside"


def test_what_is_private_stays_out_of_the_extract_whatever_is_marked(app: Flask) -> None:
    stage = Stage.set_up(app)
    parts = {"views": "Kanarieoordeel.", "undisclosed": "Kanariegrens."}
    note = stage.note("aligned", parts=parts, shared=["ask", "views", "undisclosed"])
    page = stage.client(stage.officer).get(f"/notes/{note.id}/shared").text
    assert "Instemmen met de begroting." in page
    assert "Kanarie" not in page


def test_nothing_marked_is_nothing_to_share_and_says_what_to_do(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(parts={"core": "Kanariekern."})
    answer = stage.client(stage.officer).get(f"/notes/{note.id}/shared")
    assert answer.status_code == 409
    assert "mag nog niets worden gedeeld" in answer.text
    assert "Kanarie" not in answer.text
    assert (
        f"/notes/{note.id}/shared" not in stage.client(stage.officer).get(f"/notes/{note.id}").text
    )


@pytest.mark.parametrize("whose", ["note", "meeting"])
def test_nothing_of_a_restricted_note_leaves_its_circle(app: Flask, whose: str) -> None:
    stage = Stage.set_up(app)
    circle = (stage.officer, stage.alderman)
    if whose == "meeting":
        stage.meeting.restricted = True
        stage.meeting.circle = [MeetingCircle(person_id=person.id) for person in circle]
    note = stage.note("aligned", circle=circle if whose == "note" else (), shared=["ask"])
    address = f"/notes/{note.id}/shared"
    for person in circle:
        answer = stage.client(person).get(address)
        assert answer.status_code == 409
        assert "beperkt tot een kring" in answer.text
        assert "Instemmen met de begroting." not in answer.text
        assert address not in stage.client(person).get(f"/notes/{note.id}").text
    for role in ("secretary", "coordinator", "alderman"):
        assert stage.client(make_person(role)).get(address).status_code == 404


def test_before_agreement_one_says_to_know_so_and_the_extract_says_so_too(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(shared=["ask"])
    address = f"/notes/{note.id}/shared"
    page = stage.client(stage.officer).get(address).text
    assert "Ik weet dat dit nog niet is afgestemd" in page
    assert "Instemmen met de begroting." not in page
    assert "Tekst kopiëren" not in page
    page = stage.client(stage.officer).get(f"{address}?known=y").text
    extract = page[page.index('id="extract"') : page.index("</article>")]
    assert "Instemmen met de begroting." in extract
    assert "Concept, nog niet afgestemd" in extract


def test_a_personal_view_is_not_taken_along_to_the_next_note(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("aligned", parts={"views": "Kanarieoordeel.", "money": "Drie ton."})
    offered = {part.key for part in offered_parts(get_note(note.id, stage.officer), stage.officer)}
    assert "money" in offered
    assert "views" not in offered
