"""Pages of bodies: which meet in a partnership, and who of ours sits in them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import access, clock
from app.meetings import body_actions as actions
from app.meetings import body_queries, words
from app.meetings.attempts import (
    CONFLICT,
    DONE,
    INVALID,
    Difference,
    attempt,
    attempt_once,
    chosen_text,
    differences,
)
from app.meetings.body_forms import (
    BodyFilterForm,
    BodyForm,
    EndBodyForm,
    EndMemberForm,
    MemberForm,
    NewBodyForm,
)
from app.meetings.body_queries import get_body
from app.meetings.list_queries import find_page
from app.meetings.models import Body
from app.meetings.permissions import PLANNERS, may_plan
from app.meetings.selection import Filters
from app.meetings.views import Answer, meetings
from app.register.models import Partnership
from app.register.queries import get_partnership, participants_on


@meetings.get("/bodies/")
@access.signed_in
def list_bodies() -> str:
    """Find a body among those of all partnerships, and see which never meets."""
    form = BodyFilterForm(request.args, meta={"csrf": False})
    chosen = {"words": form.name.data or "", "level": form.level.data or ""}
    ended = form.ended.data == "ended"
    return render_template(
        "meetings/list_bodies.html",
        form=form,
        any_chosen=ended or any(chosen.values()),
        lines=body_queries.list_bodies(current_user, **chosen, ended=ended),
        may_edit=may_plan(current_user),
        words=words,
    )


@meetings.get("/bodies/<int:body_id>")
@access.signed_in
def show_body(body_id: int) -> str:
    """See a body: when it meets, who of ours sits in it, who else takes part."""
    body = get_body(body_id)
    found = find_page(Filters(body_id=body.id), current_user)
    return render_template(
        "meetings/show_body.html",
        body=body,
        upcoming=found.meetings,
        today=clock.today(),
        may_edit=may_plan(current_user),
        words=words,
    )


@meetings.get("/partnerships/<int:partnership_id>/bodies/new")
@access.roles(*PLANNERS)
def new_body(partnership_id: int) -> str:
    """See the form for a new body."""
    partnership = get_partnership(partnership_id)
    form = NewBodyForm(formdata=None)
    form.offer(participants_on(partnership.id, clock.today()))
    return _new_page(form, partnership)


@meetings.post("/partnerships/<int:partnership_id>/bodies/new")
@access.roles(*PLANNERS)
def add_body(partnership_id: int) -> Answer:
    """Add a body to a partnership."""
    partnership = get_partnership(partnership_id)
    form = NewBodyForm()
    form.offer(participants_on(partnership.id, clock.today()))
    if form.validate_on_submit():

        def create() -> str:
            body = actions.add_body(partnership_id, form.details(), current_user)
            return url_for("meetings.show_body", body_id=body.id)

        url = attempt_once(form, current_user.id, create)
        if url is not None:
            flash(_("Het overleg is toegevoegd."), "success")
            return redirect(url)
    return _new_page(form, partnership), INVALID


def _new_page(form: NewBodyForm, partnership: Partnership) -> str:
    return render_template("meetings/new_body.html", form=form, partnership=partnership)


@meetings.get("/bodies/<int:body_id>/edit")
@access.roles(*PLANNERS)
def edit_body(body_id: int) -> str:
    """See the form with how the body stands now."""
    body = get_body(body_id)
    form = BodyForm(formdata=None)
    form.offer(participants_on(body.partnership_id, clock.today()))
    today = clock.today()
    form.show_body(body, [one.organisation_id for one in body.participants if one.holds_on(today)])
    return _edit_page(form, body)


@meetings.post("/bodies/<int:body_id>/edit")
@access.roles(*PLANNERS)
def change_body(body_id: int) -> Answer:
    """Change a body; what somebody else saved meanwhile is shown beside it."""
    body = get_body(body_id)
    form = BodyForm()
    form.offer(participants_on(body.partnership_id, clock.today()))
    if not form.validate_on_submit():
        return _edit_page(form, body), INVALID
    details, seen = form.details(), form.seen_version
    status = attempt(form, lambda: actions.change_body(body, details, current_user, seen))
    if status == DONE:
        flash(_("Het overleg is gewijzigd."), "success")
        return redirect(_page_of(body_id))
    body = get_body(body_id)
    if status != CONFLICT:
        return _edit_page(form, body), status
    form.version.data = body.version
    shown = {name: chosen_text(form[name]) for name in ("kind", "level")}
    return _edit_page(form, body, differences(words.BODY_FIELDS, body, details, shown)), CONFLICT


def _edit_page(form: BodyForm, body: Body, compared: list[Difference] | None = None) -> str:
    return render_template("meetings/edit_body.html", form=form, body=body, compared=compared or [])


@meetings.get("/bodies/<int:body_id>/end")
@access.roles(*PLANNERS)
def ask_end_body(body_id: int) -> str:
    """See what ending a body means before doing it."""
    form = EndBodyForm(formdata=None)
    form.valid_to.data = clock.today()
    return render_template("meetings/ask_end_body.html", form=form, body=get_body(body_id))


@meetings.post("/bodies/<int:body_id>/end")
@access.roles(*PLANNERS)
def end_body(body_id: int) -> Answer:
    """Let a body end; its meetings stay."""
    body = get_body(body_id)
    form = EndBodyForm()
    status = INVALID
    if form.validate_on_submit():
        last_day = form.valid_to.data
        status = attempt(form, lambda: actions.end_body(body, last_day, current_user))
    if status != DONE:
        page = render_template("meetings/ask_end_body.html", form=form, body=get_body(body_id))
        return page, status
    flash(_("Het overleg is beëindigd. De vergaderingen blijven bewaard."), "success")
    return redirect(_page_of(body_id))


@meetings.get("/bodies/<int:body_id>/members/new")
@access.roles(*PLANNERS)
def new_member(body_id: int) -> str:
    """See the form for a new member."""
    form = MemberForm(formdata=None)
    form.offer()
    return render_template("meetings/new_member.html", form=form, body=get_body(body_id))


@meetings.post("/bodies/<int:body_id>/members/new")
@access.roles(*PLANNERS)
def add_member(body_id: int) -> Answer:
    """Say that one of ours sits in this body."""
    body = get_body(body_id)
    form = MemberForm()
    form.offer()
    if form.validate_on_submit():

        def create() -> str:
            actions.add_member(
                body,
                form.person_id.data,
                form.substitute.data,
                form.first_day.data,
                current_user,
            )
            return _page_of(body_id)

        url = attempt_once(form, current_user.id, create)
        if url is not None:
            flash(_("Het lid is toegevoegd."), "success")
            return redirect(url)
    page = render_template("meetings/new_member.html", form=form, body=get_body(body_id))
    return page, INVALID


@meetings.get("/bodies/<int:body_id>/members/<int:member_id>/end")
@access.roles(*PLANNERS)
def ask_end_member(body_id: int, member_id: int) -> str:
    """See whose membership would end, and choose the day."""
    form = EndMemberForm(formdata=None)
    form.last_day.data = clock.today()
    return _end_member_page(form, body_id, member_id)


@meetings.post("/bodies/<int:body_id>/members/<int:member_id>/end")
@access.roles(*PLANNERS)
def end_member(body_id: int, member_id: int) -> Answer:
    """Let a membership end on a day."""
    body = get_body(body_id)
    form = EndMemberForm()
    status = INVALID
    if form.validate_on_submit():
        last_day = form.last_day.data
        status = attempt(form, lambda: actions.end_member(body, member_id, last_day, current_user))
    if status != DONE:
        return _end_member_page(form, body_id, member_id), status
    flash(_("Het lidmaatschap is beëindigd."), "success")
    return redirect(_page_of(body_id))


def _end_member_page(form: EndMemberForm, body_id: int, member_id: int) -> str:
    body = get_body(body_id)
    member = next((row for row in body.members if row.id == member_id), None)
    access.require(member is not None)
    return render_template("meetings/ask_end_member.html", form=form, body=body, member=member)


def _page_of(body_id: int) -> str:
    return url_for("meetings.show_body", body_id=body_id)
