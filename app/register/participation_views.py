"""Pages on who takes part: participants, our own part, the sub-regional alignment."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import access, clock
from app.core.errors import NotFound
from app.core.submission import submit, submit_edit, submit_new
from app.register import participation_actions as actions
from app.register.blueprint import register
from app.register.forms import (
    AlignmentForm,
    EditOwnParticipationForm,
    EditParticipationForm,
    EndForm,
    NewOwnParticipationForm,
    NewParticipationForm,
    TakingFields,
)
from app.register.models import OwnParticipation, Participation, Partnership
from app.register.organisation_queries import list_groups, list_organisations
from app.register.participation_actions import Taking
from app.register.permissions import EDITORS
from app.register.queries import get_participation, get_partnership, participants_on
from app.register.small_forms import Answer, SmallForm, Trail, answer

TAKING = ("votes", "note", "valid_from", "valid_to")


def _url(partnership: Partnership, anchor: str = "participants") -> str:
    return url_for(
        "register.show_partnership", partnership_id=partnership.id, _anchor=anchor or None
    )


def _trail(partnership: Partnership) -> Trail:
    return [
        (_("Samenwerkingsverbanden"), url_for("register.list_partnerships")),
        (partnership.name, _url(partnership, "")),
    ]


def _taking(form: TakingFields) -> Taking:
    return Taking(form.votes.data, form.note.data or "", form.valid_from.data, form.valid_to.data)


def _values(row: Participation | OwnParticipation) -> dict[str, object]:
    return {name: getattr(row, name) for name in TAKING}


def _name(row: Participation) -> str:
    return row.group.name if row.group else row.organisation.name if row.organisation else ""


@register.get("/partnerships/<int:partnership_id>/participations/new")
@register.post("/partnerships/<int:partnership_id>/participations/new")
@access.roles(*EDITORS)
def add_participation(partnership_id: int) -> Answer:
    """Add a participant: an organisation, or a group as a whole."""
    partnership = get_partnership(partnership_id)
    form = NewParticipationForm()
    form.organisation.offer([(row.id, row.name) for row in list_organisations()])
    form.group.offer([(row.id, row.name) for row in list_groups()])

    def create() -> str:
        actions.add_participation(
            partnership,
            _taking(form),
            current_user,
            organisation_id=form.organisation.data,
            group_id=form.group.data,
        )
        return _url(partnership)

    page = SmallForm(
        _("Deelnemer toevoegen"),
        _("Deelnemer toevoegen"),
        _url(partnership),
        _trail(partnership),
        _("Deelnemer toegevoegd."),
        _("Kies een organisatie, of een groep die als geheel deelneemt."),
        one_of=("organisation", "group"),
    )
    return answer(form, submit_new(form, current_user.id, create), page)


@register.get("/participations/<int:participation_id>/edit")
@register.post("/participations/<int:participation_id>/edit")
@access.roles(*EDITORS)
def edit_participation(participation_id: int) -> Answer:
    """Correct how somebody takes part: votes, note, dates."""
    row = get_participation(participation_id)
    form = EditParticipationForm(data={**_values(row), "version": row.version})
    done = submit_edit(
        form,
        lambda: actions.change_participation(row, _taking(form), form.seen_version, current_user),
        _url(row.partnership),
        lambda: (_values(row), row.version),
    )
    page = SmallForm(
        _("Deelname van %(name)s wijzigen", name=_name(row)),
        _("Deelname opslaan"),
        _url(row.partnership),
        _trail(row.partnership),
        _("Deelname gewijzigd."),
        _(
            "Krijgt deze deelnemer een ander aantal stemmen? Beëindig dan deze deelname en voeg "
            "een nieuwe toe. Zo blijft bekend hoe het eerst was."
        ),
    )
    return answer(form, done, page)


@register.get("/participations/<int:participation_id>/end")
@register.post("/participations/<int:participation_id>/end")
@access.roles(*EDITORS)
def end_participation(participation_id: int) -> Answer:
    """Let somebody take part until a day; what was stays known."""
    row = get_participation(participation_id)
    form = EndForm(data={"last_day": clock.today()})
    done = submit(
        form,
        lambda: actions.end_participation(row, form.last_day.data, current_user),
        _url(row.partnership),
    )
    page = SmallForm(
        _("Deelname van %(name)s beëindigen", name=_name(row)),
        _("Deelname beëindigen"),
        _url(row.partnership),
        _trail(row.partnership),
        _("Deelname beëindigd."),
        _("De deelname blijft in de geschiedenis staan."),
    )
    return answer(form, done, page)


@register.get("/partnerships/<int:partnership_id>/own-participation")
@register.post("/partnerships/<int:partnership_id>/own-participation")
@access.roles(*EDITORS)
def add_own_participation(partnership_id: int) -> Answer:
    """Record that our own municipality takes part."""
    partnership = get_partnership(partnership_id)
    form = NewOwnParticipationForm()

    def create() -> str:
        actions.add_own_participation(partnership, _taking(form), current_user)
        return _url(partnership)

    page = SmallForm(
        _("Eigen deelname vastleggen"),
        _("Eigen deelname opslaan"),
        _url(partnership),
        _trail(partnership),
        _("Eigen deelname vastgelegd."),
        _("Onze deelname is een gegeven op zich, ook als wij niet in de lijst staan."),
    )
    return answer(form, submit_new(form, current_user.id, create), page)


@register.get("/partnerships/<int:partnership_id>/own-participation/<int:own_id>")
@register.post("/partnerships/<int:partnership_id>/own-participation/<int:own_id>")
@access.roles(*EDITORS)
def edit_own_participation(partnership_id: int, own_id: int) -> Answer:
    """Correct or end our own taking part."""
    partnership = get_partnership(partnership_id)
    rows = [row for row in partnership.own_participations if row.id == own_id]
    if not rows:
        raise NotFound
    row = rows[0]
    form = EditOwnParticipationForm(data={**_values(row), "version": row.version})
    done = submit_edit(
        form,
        lambda: actions.change_own_participation(
            partnership, row, _taking(form), form.seen_version, current_user
        ),
        _url(partnership),
        lambda: (_values(row), row.version),
    )
    page = SmallForm(
        _("Eigen deelname wijzigen"),
        _("Eigen deelname opslaan"),
        _url(partnership),
        _trail(partnership),
        _("Eigen deelname gewijzigd."),
        _("Doen wij niet meer mee? Vul dan de laatste dag in."),
    )
    return answer(form, done, page)


@register.get("/partnerships/<int:partnership_id>/alignment")
@register.post("/partnerships/<int:partnership_id>/alignment")
@access.roles(*EDITORS)
def add_alignment_member(partnership_id: int) -> Answer:
    """Add a participant to the sub-regional alignment."""
    partnership = get_partnership(partnership_id)
    form = AlignmentForm()
    # Everyone can be chosen: who is no participant then is told so, with what to do.
    there = {row.id for row in participants_on(partnership_id, clock.today())}
    rows = sorted(list_organisations(), key=lambda row: row.id not in there)
    form.organisation.offer(
        [
            (row.id, row.name if row.id in there else _("%(name)s (geen deelnemer)", name=row.name))
            for row in rows
        ]
    )

    def create() -> str:
        actions.add_alignment_member(
            partnership, form.organisation.data, form.valid_from.data, current_user
        )
        return _url(partnership, "alignment")

    page = SmallForm(
        _("Deelnemer aan de subregionale afstemming toevoegen"),
        _("Deelnemer toevoegen"),
        _url(partnership, "alignment"),
        _trail(partnership),
        _("Toegevoegd aan de subregionale afstemming."),
        _("Alleen wie deelnemer is, kan meedoen aan de subregionale afstemming."),
    )
    return answer(form, submit_new(form, current_user.id, create), page)


@register.get("/partnerships/<int:partnership_id>/alignment/<int:member_id>/end")
@register.post("/partnerships/<int:partnership_id>/alignment/<int:member_id>/end")
@access.roles(*EDITORS)
def end_alignment_member(partnership_id: int, member_id: int) -> Answer:
    """Take a participant out of the sub-regional alignment after a day."""
    partnership = get_partnership(partnership_id)
    names = [row.organisation.name for row in partnership.alignment if row.id == member_id]
    if not names:
        raise NotFound
    form = EndForm(data={"last_day": clock.today()})
    done = submit(
        form,
        lambda: actions.end_alignment_member(
            partnership, member_id, form.last_day.data, current_user
        ),
        _url(partnership, "alignment"),
    )
    page = SmallForm(
        _("%(name)s uit de subregionale afstemming halen", name=names[0]),
        _("Deelname aan afstemming beëindigen"),
        _url(partnership, "alignment"),
        _trail(partnership),
        _("Deelname aan de subregionale afstemming beëindigd."),
    )
    return answer(form, done, page)
