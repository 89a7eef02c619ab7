"""Received files without reading one: what stands in the tables once a file was sent."""

from __future__ import annotations

import io
from datetime import timedelta

from app.core import clock, files
from app.core.database import db
from app.invitations.arriving import MEDIA_TYPE
from app.invitations.models import (
    ChangeKind,
    InvitationChange,
    InvitationMessage,
    InvitationThread,
    InvitedMeeting,
    ReceivedInvitation,
)
from app.invitations.stating import Statement
from app.invitations.updating import Standing
from app.invitations.weighing import given_of
from app.meetings.models import Meeting


def make_received(
    *, uid: str, title: str, meeting: Meeting | None = None, sender: str = "post@verband.example"
) -> ReceivedInvitation:
    """A file that waits; with a meeting one that moves it, and that was taken over before."""
    start = clock.now() + timedelta(days=30)
    place = meeting.place if meeting is not None else "Raadhuis"
    statement = Statement("", start, start + timedelta(hours=1), title=title, place=place)
    stored = files.keep_stored(files.store(io.BytesIO(title.encode())), MEDIA_TYPE)
    thread = InvitationThread(uid=uid, organiser=sender)
    received = ReceivedInvitation(file=stored, name=f"{title}.ics"[:150], received_at=clock.now())
    received.messages = [
        InvitationMessage(
            thread=thread,
            organiser=sender,
            organiser_name=f"Secretariaat {title}",
            sequence=1,
            dtstamp=clock.now(),
            cancelled=False,
            statements=[statement.as_row()],
        )
    ]
    db.session.add(received)
    db.session.flush()
    if meeting is not None:
        _link(received, thread, meeting, statement)
    db.session.commit()
    return received


def _link(
    received: ReceivedInvitation, thread: InvitationThread, meeting: Meeting, said: Statement
) -> None:
    """That the meeting came from an earlier word of this sender."""
    before = Statement("", meeting.starts_at, meeting.ends_at, False, said.title, said.place)
    given = given_of(Standing(("",), before, False, frozenset()))
    change = InvitationChange(
        invitation_id=received.id,
        thread_id=thread.id,
        meeting=meeting,
        kind=ChangeKind.NEW,
        at=clock.now(),
        after={"place": said.place},
    )
    thread.body_id = meeting.body_id
    db.session.add_all((InvitedMeeting(thread=thread, meeting=meeting, given=given), change))
    received.applied_at = clock.now()
