"""`flask check` finds invitations that cannot be right."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select, update

from app.core.database import db
from app.invitations import actions
from app.invitations.models import (
    FileState,
    InvitationMessage,
    InvitedMeeting,
    ReceivedInvitation,
)
from tests.administration.test_check import texts
from tests.factories import make_body, make_person
from tests.invitations.files import arrived, invitation


def test_an_invitation_that_counts_and_should_not_or_the_other_way_round(app: Flask) -> None:
    secretary = make_person("secretary")
    received = actions.keep(arrived(invitation()), secretary, make_body().partnership_id)
    actions.apply(received, secretary)
    db.session.commit()
    meeting_id = db.session.scalar(select(InvitedMeeting.meeting_id))
    assert not [one for one in texts() if "itnodiging" in one]
    db.session.execute(update(ReceivedInvitation).values(state=FileState.UNDONE))
    db.session.commit()
    found = texts()
    assert (
        f"Uitnodiging {received.id} is ongedaan gemaakt of weggelegd, maar telt nog mee." in found
    )
    assert f"Uitnodiging {received.id} heeft iets gewijzigd, maar staat niet als verwerkt." in found
    db.session.execute(update(InvitationMessage).values(counted=False))
    db.session.commit()
    assert f"Bij vergadering {meeting_id} hoort geen uitnodiging die nog geldt." in texts()
