"""Some of the hostile and odd files of the drill, so that every run of the tests sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.database import db
from tests.factories import make_meeting, make_person
from tests.papers.odd import HEALED, Odd
from tests.papers.odd_files import ALL
from tests.papers.taking_in import take_in, wrong_copy, wrong_outcome

#: Preparing asks nothing of the database: one engine will do.
pytestmark = [
    pytest.mark.usefixtures("app"),
    pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session"),
]

CHOSEN = (
    "met wachtwoord",
    "na een derde afgekapt",
    "bladzijde van dertig meter",
    "zegt 200.000 bladzijden te hebben",
    "scripts en programma's",
    "geluid, film en bijgevoegde bestanden",
    "formulier zonder getekende velden",
    "opmaakcodes draaien rond",
    "opmaakcodes van een vreemde soort",
    "bladzijdenboom houdt zichzelf in",
    "tekeningen verdubbelen veertig keer",
    "PNG van 2,5 miljard punten, ingepakt",
    "JPEG in drukkleuren (CMYK)",
    "TIFF die rond loopt",
    "HEIC van een telefoon",
    "docx met macro's",
    "zip die docx heet",
    "naam met een regeleinde",
    "naam met onzichtbare tekens",
)


@pytest.mark.parametrize(
    "odd", [one for one in ALL if one.what in CHOSEN], ids=lambda one: str(one.what)
)
def test_it_is_refused_or_healed(odd: Odd, tmp_path: Path) -> None:
    meeting = make_meeting(officer=make_person(), alderman=make_person("alderman"))
    db.session.commit()
    copy = tmp_path / "copy.pdf"
    taken = take_in(odd.make(), odd.file_name, meeting, copy)
    assert wrong_outcome(odd, taken) == [], taken.said
    if taken.outcome == HEALED:
        assert wrong_copy(odd, copy) == []


def test_those_that_are_chosen_exist() -> None:
    assert set(CHOSEN) <= {one.what for one in ALL}


def test_there_are_more_than_forty_and_each_is_told_apart() -> None:
    assert len(ALL) > 100
    assert len({one.what for one in ALL}) == len(ALL)
