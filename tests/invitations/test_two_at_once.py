"""Two people apply the same file at the same moment, and a schedule is planned meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from app.core.database import db
from app.core.errors import Conflict
from app.invitations import actions, queries
from app.invitations.models import InvitationChange, InvitationThread, ReceivedInvitation
from app.meetings.models import Meeting
from app.people.models import Person, Role
from tests.conftest import MakeApp
from tests.factories import make_body, make_person
from tests.invitations.files import arrived, invitation


def at_once(make_app: MakeApp, *deeds: Callable[[], None]) -> list[BaseException]:
    """Each in an application and a thread of its own, released together.

    The applications are made one after the other: as on a server, where each has its own process.
    """
    barrier, failed = threading.Barrier(len(deeds)), list[BaseException]()

    def run(app: Flask, deed: Callable[[], None]) -> None:
        try:
            with app.app_context():
                barrier.wait(20)
                deed()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(make_app(), deed)) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return failed


def counts() -> tuple[int, ...]:
    return tuple(
        db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in (Meeting, ReceivedInvitation, InvitationThread, InvitationChange)
    )


def test_two_who_send_and_apply_the_same_file_do_so_once(make_app: MakeApp) -> None:
    """One file, one thread, one meeting, whoever was first; both hear what came of it."""
    with make_app().app_context():
        people = [make_person(Role.SECRETARY).id for _n in range(2)]
        partnership_id = make_body().partnership_id
        file = arrived(invitation())

        def apply(person_id: int) -> None:
            actor = db.session.get_one(Person, person_id)
            db.session.rollback()
            received = actions.keep(file, actor, partnership_id)
            actions.apply(received, actor)
            db.session.commit()

        db.session.rollback()
        failed = at_once(make_app, *(lambda one=one: apply(one) for one in people))
        assert not failed
        assert counts() == (1, 1, 1, 1)


def test_two_who_click_on_the_same_preview_apply_once(make_app: MakeApp) -> None:
    """The second hears that a colleague did it."""
    with make_app().app_context():
        secretary = make_person(Role.SECRETARY)
        received = actions.keep(arrived(invitation()), secretary, make_body().partnership_id)
        db.session.commit()
        received_id, version, actor_id = received.id, received.version, secretary.id
        db.session.rollback()

        def click() -> None:
            actor = db.session.get_one(Person, actor_id)
            actions.apply(queries.get_received(received_id, actor), actor, {}, version)
            db.session.commit()

        failed = at_once(make_app, click, click)
        assert [type(one) for one in failed] == [Conflict]
        assert counts() == (1, 1, 1, 1)
