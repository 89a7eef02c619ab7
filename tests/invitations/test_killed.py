"""kill -9 in the midst of applying: all of a file is done or nothing, and it is done afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.database import db
from app.invitations import actions
from app.invitations.models import (
    FileState,
    InvitationChange,
    InvitationMessage,
    InvitedMeeting,
    ReceivedInvitation,
)
from app.meetings.models import Body
from app.people.models import Person, Role
from drills.apart import apart, preload
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_body, make_person
from tests.invitations.bringing import meetings
from tests.invitations.dying import BLOWS, DONE, HIT, Victim
from tests.invitations.files import arrived, invitation
from tests.invitations.pages.using import form_of

SERIES = invitation(extra="RRULE:FREQ=WEEKLY;COUNT=6")
SECONDS = 60

preload("tests.invitations.dying")


def killed(victim: Victim, deed: Callable[..., int], *arguments: object) -> None:
    """Do it in a process of its own, and see that it died by the blow."""
    assert apart(deed, *arguments, seconds=SECONDS) is None
    assert (victim.folder / HIT).exists()


def url_of(app: Flask) -> str:
    return str(app.config["SQLALCHEMY_DATABASE_URI"])


def applied() -> tuple[int, int, int]:
    """How many meetings stand as invited, what was noted of that, and how many messages count."""
    counts = (
        select(func.count(InvitedMeeting.id)),
        select(func.count(InvitationChange.id)),
        select(func.count(InvitationMessage.id)).where(InvitationMessage.counted),
    )
    one, two, three = (db.session.scalar(count) or 0 for count in counts)
    return one, two, three


def assert_sound(app: Flask) -> None:
    """`flask check` finds nothing."""
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["check"])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("blow", [*BLOWS, DONE])
def test_a_click_that_is_cut_off(make_app: MakeApp, tmp_path: Path, blow: str) -> None:
    """The file still waits, or it was done; the same click afterwards does it once."""
    app = make_app()
    app.test_client_class = CheckingClient
    with app.app_context():
        secretary = make_person(Role.SECRETARY)
        body = make_body(name="Algemeen bestuur", kind="general_board")
        received = actions.keep(arrived(SERIES), secretary, body.partnership_id)
        received_id, secretary_id = received.id, secretary.id
        db.session.commit()
        client = cast(CheckingClient, app.test_client())
        client.sign_in(db.session.get_one(Person, secretary_id))
        where = f"/invitations/{received_id}"
        form = {**form_of(client.get(where).text), "take-over": "1"}
        victim = Victim(url_of(app), tmp_path, blow)
        killed(victim, victim.take_over, secretary_id, where, form)
        done = blow == DONE
        assert len(meetings()) == (6 if done else 0)
        assert applied() == ((6, 6, 1) if done else (0, 0, 0))
        state = db.session.get_one(ReceivedInvitation, received_id).state
        assert state == (FileState.APPLIED if done else FileState.RECEIVED)
        assert_sound(app)
        assert client.post(where, data=form).status_code == 302
        assert len(meetings()) == 6
        assert applied() == (6, 6, 1)
        assert_sound(app)


@pytest.mark.parametrize("blow", [*BLOWS, DONE])
def test_a_command_that_is_cut_off(make_app: MakeApp, tmp_path: Path, blow: str) -> None:
    """Of two files the first was done; the second wholly or not at all. Again, and both are."""
    app = make_app()
    with app.app_context():
        body = make_body(name="Algemeen bestuur", kind="general_board")
        words = command(body, tmp_path, invitation(uid="2@x", day="20270310"), SERIES)
        db.session.commit()
        victim = Victim(url_of(app), tmp_path, blow, spared=1)
        killed(victim, victim.run, words)
        done = blow == DONE
        assert len(meetings()) == (7 if done else 1)
        assert applied() == ((7, 7, 2) if done else (1, 1, 1))
        assert {one.state for one in db.session.scalars(select(ReceivedInvitation))} == {"applied"}
        assert_sound(app)
        assert app.test_cli_runner().invoke(args=words).exit_code == 0
        assert applied() == (7, 7, 2)
        assert_sound(app)


def command(body: Body, folder: Path, *contents: bytes) -> list[str]:
    """Importing these files, one after the other."""
    paths = [folder / f"uitnodiging-{number}.ics" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    partnership = str(body.partnership_id)
    return ["invitations", "import", "--partnership", partnership, *(str(one) for one in paths)]
