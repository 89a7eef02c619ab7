"""Migrations go down and up again with rows in the tables, on both engines."""

from __future__ import annotations

from flask_migrate import check, downgrade, upgrade
from sqlalchemy import func, select

from app.briefings.models import Note
from app.briefings.positions.models import Position
from app.core import clock, journal
from app.core.database import db
from app.core.journal import JournalEntry
from app.feeds.actions import subscribe
from app.feeds.models import DeadlineRevision, Subscription
from app.feeds.parts import Options, Wanted
from app.meetings.agenda_models import Paper
from app.packs.batch.models import BatchLine, PrintBatch
from app.packs.models import Pack, PackPart, PackSource
from app.packs.sharing.models import PackSending
from app.papers.models import ReadingCopy
from app.people.models import Serving
from app.register.portfolio_models import Portfolio
from tests.conftest import MakeApp
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_organisation,
    make_partnership,
    make_period,
    make_person,
    make_serving,
    make_substitution,
)
from tests.packs.issued import issued
from tests.packs.meeting_files import add_paper, make_pack

#: The version that the second issue ended with.
BEFORE = "0003"
KEPT = (Note, Paper, Position, JournalEntry)


def test_down_to_an_earlier_version_and_up_again(make_app: MakeApp) -> None:
    with make_app().app_context():
        secretary, alderman = make_person("secretary"), make_person("alderman")
        make_serving(secretary, alderman)
        make_period("closed", "2026-12-24")
        note = make_note(handed_to_id=secretary.id)
        add_paper(note.item)
        heard = Position(item=note.item, organisation=make_organisation(), why="Te duur")
        db.session.add(heard)
        journal.record(
            "note.agree", "note", note.id, actor_id=secretary.id, on_behalf_of_id=alderman.id
        )
        db.session.commit()
        before = [_count(table) for table in KEPT]
        db.session.remove()
        downgrade(revision=BEFORE)
        upgrade()
        check()
        assert [_count(table) for table in KEPT] == before
        assert _count(Serving) == 0
        waiting = ReadingCopy.state == "waiting"
        assert db.session.scalar(select(func.count()).where(waiting)) == 1
        db.session.remove()


def test_packs_that_were_issued_stay_with_their_meeting(make_app: MakeApp) -> None:
    """Down and up again over the version in which a pack may be of several meetings."""
    with make_app().app_context():
        alderman, meeting = make_person("alderman"), make_meeting()
        whole = make_pack(meeting, alderman)
        partly = make_pack(meeting, alderman, choice="1" * 64, chosen=[1])
        db.session.commit()
        ids, meeting_id = (whole.id, partly.id), meeting.id
        db.session.remove()
        downgrade(revision="0020")
        upgrade()
        check()
        assert list(db.session.scalars(select(Pack.id))) == [ids[0]]
        kept = db.session.get_one(Pack, ids[0])
        assert [place.meeting_id for place in kept.places] == [meeting_id]
        assert (kept.choice, kept.chosen, kept.declares, kept.watermark) == ("", [], [], False)
        db.session.remove()


def test_packs_with_sendings_and_print_batches_go_down_and_up_again(make_app: MakeApp) -> None:
    """Over the version in which an attempt that came to nothing leaves its number to the next."""
    with make_app().app_context():
        secretary, alderman, meeting = (
            make_person("secretary"),
            make_person("alderman"),
            make_meeting(),
        )
        stopped = make_pack(meeting, alderman, secretary, state="cancelled")
        pack = make_pack(meeting, alderman, secretary)
        sent = {"sent_by_id": secretary.id, "sent_at": clock.now()}
        db.session.add(PackSending(pack_id=pack.id, **sent))
        line = BatchLine(pack_id=pack.id, position=1, copies=2)
        asked = {"requested_by_id": secretary.id, "requested_at": clock.now()}
        db.session.add(PrintBatch(first_day=clock.today(), lines=[line], **asked))
        db.session.commit()
        ids = [stopped.id, pack.id]
        db.session.remove()
        downgrade(revision="0022")
        upgrade()
        assert list(db.session.scalars(select(Pack.id).order_by(Pack.id))) == ids
        assert [_count(table) for table in (PackSending, PrintBatch, BatchLine)] == [1, 1, 1]
        db.session.remove()
        downgrade(revision="0021")
        upgrade()
        check()
        assert list(db.session.scalars(select(Pack.id).order_by(Pack.id))) == ids
        assert [_count(table) for table in (PackSending, PrintBatch, BatchLine)] == [0, 0, 0]
        db.session.remove()


def test_what_issued_packs_may_have_drawn_from_and_shown_is_filled_in(make_app: MakeApp) -> None:
    """Over the version in which that hides them: too much rather than too little."""
    with make_app().app_context():
        alderman, body = make_person("alderman"), make_body()
        held = make_meeting(body=body, days=-9, status="held")
        make_meeting(body=body, days=-5)
        meeting = make_meeting(body=body, alderman=alderman)
        make_note(make_item(meeting), state="aligned")
        views = {"views": "Mijn oordeel"}
        note_id = make_note(make_item(meeting), state="aligned", parts=views).id
        whole_id = issued(meeting, alderman).id
        issued(meeting, alderman, variant="card")
        held_id = held.id
        db.session.remove()
        downgrade(revision="0023")
        upgrade()
        check()
        sources = select(PackSource.pack_id, PackSource.position, PackSource.meeting_id)
        assert db.session.execute(sources).all() == [(whole_id, 1, held_id)]
        private = select(PackPart.pack_id, PackPart.note_id).where(PackPart.private)
        assert db.session.execute(private).all() == [(whole_id, note_id)]
        db.session.remove()


def test_calendars_keep_what_is_in_them_over_the_version_that_gave_them_parts(
    make_app: MakeApp,
) -> None:
    """What the older version cannot say is left out, or the calendar ended: never more is shown."""
    with make_app().app_context():
        person, other, partnership = make_person(), make_person(), make_partnership()
        portfolio = Portfolio(name="Jeugd")
        db.session.add(portfolio)
        db.session.flush()
        make_substitution(other, person)
        of_other = Wanted("person", of_person_id=other.id)
        of_partnership = Wanted("partnership", partnership.id)
        of_portfolio = Wanted("portfolio", portfolio_id=portfolio.id)
        calendars = [[of_other, of_partnership], [of_portfolio, Wanted("mine")], [of_other]]
        for parts in calendars:
            subscribe(person, parts, actor=person, options=Options(False, "teal", 15))
        db.session.commit()
        expected = [
            ("partnership", partnership.id, None),
            ("portfolio", None, portfolio.id),
            ("mine", None, None),
        ]
        db.session.remove()
        downgrade(revision="0026")
        upgrade()
        check()
        found = list(db.session.scalars(select(Subscription).order_by(Subscription.id)))
        assert [
            (part.scope, part.partnership_id, part.portfolio_id)
            for one in found
            for part in one.parts
        ] == expected
        assert [one.revoked_at is None for one in found] == [True, True, False]
        assert {(one.with_cancelled, one.color, one.version) for one in found} == {(True, None, 1)}
        db.session.remove()


def test_what_calendars_said_of_deadlines_is_each_readers_own(make_app: MakeApp) -> None:
    """What was kept goes on counting in a person's own calendar."""
    with make_app().app_context():
        alderman, secretary, meeting = make_person("alderman"), make_person(), make_meeting()
        said = {"digest": "0" * 64, "due_on": clock.today(), "revised_at": clock.now()}
        of_meeting = {"person_id": alderman.id, "meeting_id": meeting.id, "kind": "decide"}
        for reader_id, sequence in ((alderman.id, 3), (secretary.id, 1)):
            row = DeadlineRevision(reader_id=reader_id, sequence=sequence, **of_meeting, **said)
            db.session.add(row)
        db.session.commit()
        alderman_id = alderman.id
        db.session.remove()
        downgrade(revision="0031")
        upgrade()
        check()
        rows = db.session.scalars(select(DeadlineRevision)).all()
        assert [(row.reader_id, row.person_id, row.sequence) for row in rows] == [
            (alderman_id, alderman_id, 3)
        ]
        db.session.remove()


def _count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0
