"""What packs show on the page of a meeting: the newest ones, and the button that makes one."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.core.forms import CreatingForm
from app.meetings.models import Meeting
from app.packs.forms import PackForm
from app.packs.issuing.outdated import out_of_date
from app.packs.naming import name_at
from app.packs.permissions import may_request, may_request_again
from app.packs.queries import packs_of
from app.people.models import Person

_SHOWN = 3


def meeting_panel(meeting: Meeting, person: Person) -> Markup | None:
    """The packs of a meeting that this person may see, with a way to have one made."""
    if not may_request(person):
        return None
    packs = packs_of(meeting.id, person)
    form = PackForm(formdata=None).offer(meeting, person)
    return Markup(
        render_template(
            "packs/meeting_panel.html",
            meeting=meeting,
            packs=packs[:_SHOWN],
            more=len(packs) > _SHOWN,
            names={pack.id: name_at(pack, meeting) for pack in packs[:_SHOWN]},
            form=form,
            again=CreatingForm(formdata=None),
            news=out_of_date(packs[:1], person).get(packs[0].id) if packs else None,
            may_again=bool(packs) and may_request_again(person, packs[0]),
        )
    )
