"""Only what reader and asker both may read is in a pack: canaries in notes, parts and papers."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.core.errors import NotFound
from app.packs.queries import get_pack, packs_of
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs.meeting_files import add_paper, content_of, made, text_of

pytestmark = pytest.mark.usefixtures("app")


def test_a_concept_is_in_the_writers_pack_and_not_in_the_aldermans() -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    meeting = make_meeting(alderman=alderman, officer=officer)
    make_note(make_item(meeting), state="concept", parts={"core": "kanarieconcept"})
    assert "kanarieconcept" in text_of(made(meeting, officer))
    assert "kanarieconcept" not in text_of(made(meeting, alderman))


def test_a_writers_concept_does_not_leak_through_a_pack_for_the_alderman() -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    meeting = make_meeting(alderman=alderman, officer=officer)
    make_note(make_item(meeting), state="concept", parts={"core": "kanarieconcept"})
    assert "kanarieconcept" not in content_of(meeting, alderman, officer)


def test_a_secretary_gets_no_part_that_only_the_alderman_may_read() -> None:
    secretary, alderman = make_person("secretary"), make_person("alderman")
    meeting = make_meeting(alderman=alderman)
    parts = {"undisclosed": "kanariegeheim", "money": "kanariegeld"}
    make_note(make_item(meeting), state="aligned", parts=parts)
    own, through = content_of(meeting, alderman), content_of(meeting, alderman, secretary)
    assert "kanariegeheim" in own
    assert "kanariegeheim" not in through
    assert "kanariegeld" in through


def test_a_note_for_a_circle_is_only_in_packs_within_it() -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    meeting = make_meeting(alderman=alderman, officer=officer)
    make_note(
        make_item(meeting), state="aligned", circle=(alderman,), parts={"core": "kanariekring"}
    )
    assert "kanariekring" in content_of(meeting, alderman)
    assert "kanariekring" not in content_of(meeting, alderman, officer)
    assert "kanariekring" not in content_of(meeting, officer)


def test_a_paper_for_a_circle_is_left_out_with_its_title() -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    meeting = make_meeting(alderman=alderman, officer=officer)
    add_paper(make_item(meeting), title="Kanariestuk", circle=(alderman,))
    assert "Kanariestuk" in content_of(meeting, alderman)
    assert "Kanariestuk" not in content_of(meeting, alderman, officer)


def test_only_reader_and_asker_see_a_pack() -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    meeting = make_meeting(alderman=alderman, officer=officer)
    pack = made(meeting, alderman, officer)
    for person in (officer, alderman):
        assert packs_of(meeting.id, person) == [pack]
    for stranger in (make_person("secretary"), make_person("coordinator"), make_person("alderman")):
        assert packs_of(meeting.id, stranger) == []
        with pytest.raises(NotFound):
            get_pack(pack.id, stranger)


def test_a_pack_of_a_meeting_that_became_restricted_is_gone_for_outsiders() -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    meeting = make_meeting(alderman=alderman, officer=officer)
    pack = made(meeting, alderman, officer)
    meeting.restricted = True
    db.session.commit()
    with pytest.raises(NotFound):
        get_pack(pack.id, officer)


def test_a_clerk_never_sees_a_pack(app: Flask) -> None:
    alderman, clerk = make_person("alderman"), make_person("clerk")
    pack = made(make_meeting(alderman=alderman), alderman)
    with pytest.raises(NotFound):
        get_pack(pack.id, clerk)
