"""Pages of a pasted agenda: the text, the preview, and putting it on the agenda."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from app.core import access
from app.core.errors import NotAllowed
from app.meetings import workflow
from app.meetings.agenda_models import AgendaItem
from app.meetings.agenda_paste.actions import Taken, take_up
from app.meetings.agenda_paste.drafts import Part, Pasted, Why
from app.meetings.agenda_paste.forms import PasteForm, PreviewForm, whole
from app.meetings.agenda_paste.matching import Match, Standing, matches
from app.meetings.agenda_paste.reading import read_agenda
from app.meetings.attempts import INVALID, attempt_once
from app.meetings.models import Meeting
from app.meetings.permissions import may_edit_agenda
from app.meetings.queries import get_meeting, items_of
from app.meetings.views import Answer, meetings

WHY = {
    Why.HEADING: _l("kop: geldt voor de punten eronder"),
    Why.BEFORE: _l("staat vóór het eerste punt"),
    Why.AROUND: _l("hoort bij de brief, de mail of de pagina"),
    Why.SIGNATURE: _l("ondertekening"),
    Why.TABLE_HEAD: _l("kop van de tabel"),
    Why.PROSE: _l("lopende tekst"),
    Why.LONG: _l("te lang voor een agendapunt"),
}
PARTS = {
    Part.PAPER: _l("Stuk verwacht"),
    Part.ASK: _l("Gevraagd besluit"),
    Part.SAID: _l("Erbij vermeld"),
}


@meetings.get("/meetings/<int:meeting_id>/agenda/paste")
@access.signed_in
def paste_agenda(meeting_id: int) -> str:
    """See where to paste an agenda."""
    return _paste_page(PasteForm(formdata=None), _editable(meeting_id))


@meetings.post("/meetings/<int:meeting_id>/agenda/paste")
@access.signed_in
def read_pasted_agenda(meeting_id: int) -> Answer:
    """See what the text says, to correct it before anything is saved."""
    meeting = _editable(meeting_id)
    form = PasteForm()
    if not form.validate_on_submit():
        return _paste_page(form, meeting), INVALID
    pasted = read_agenda(form.text.data)
    if not pasted.items:
        form.text.errors = [
            _(
                "In deze tekst is geen agendapunt herkend. Zet elk punt op een eigen regel, "
                "bijvoorbeeld '1. Opening'."
            )
        ]
        return _paste_page(form, meeting), INVALID
    agenda = _agenda(meeting)
    found = _matches(pasted, agenda)
    preview = PreviewForm(formdata=None)
    preview.text.data = form.text.data
    preview.last_seen.data = max((item.id for item in agenda), default=0)
    preview.show_rows(list(pasted.items), found, {item.id: item for item in agenda})
    return _preview_page(preview, meeting, pasted, agenda)


@meetings.post("/meetings/<int:meeting_id>/agenda")
@access.signed_in
def take_agenda(meeting_id: int) -> Answer:
    """Put the items of the preview on the agenda: all of them, once."""
    meeting = _editable(meeting_id)
    form = PreviewForm()
    taken = Taken([], [])
    if form.validate_on_submit() and _has_rows(form):

        def create() -> str:
            nonlocal taken
            taken = take_up(meeting, form.entries(), whole(form.last_seen.data), current_user)
            return url_for("meetings.show_meeting", meeting_id=meeting_id, _anchor="agenda")

        url = attempt_once(form, current_user.id, create)
        if url is not None:
            _say(taken)
            return redirect(url)
    meeting = _editable(meeting_id)
    text = form.text.data or ""
    pasted = Pasted((), ()) if form.text.errors else read_agenda(text)
    return _preview_page(form, meeting, pasted, _agenda(meeting)), INVALID


def _has_rows(form: PreviewForm) -> bool:
    if not form.rows.entries:
        form.form_errors.append(_("Er is nog niets gelezen. Plak de agenda opnieuw."))
    return bool(form.rows.entries)


def _say(taken: Taken) -> None:
    """What happened, in one sentence; nothing added is no failure."""
    if not taken.added and not taken.changed:
        flash(_("De agenda is niet gewijzigd: alles stond er al."), "success")
        return
    told = []
    if taken.added:
        told.append(
            ngettext(
                "%(num)d agendapunt is toegevoegd.",
                "%(num)d agendapunten zijn toegevoegd.",
                len(taken.added),
            )
        )
    if taken.changed:
        told.append(
            ngettext(
                "%(num)d agendapunt is bijgewerkt.",
                "%(num)d agendapunten zijn bijgewerkt.",
                len(taken.changed),
            )
        )
    flash(" ".join(told), "success")


def _paste_page(form: PasteForm, meeting: Meeting) -> str:
    return render_template("meetings/paste_agenda.html", form=form, meeting=meeting)


def _preview_page(
    form: PreviewForm, meeting: Meeting, pasted: Pasted, agenda: list[AgendaItem]
) -> str:
    again = PasteForm(formdata=None)
    again.text.data = form.text.data
    read = list(pasted.items)
    entries = form.rows.entries
    used = {whole(entry.form.item_id.data) for entry in entries}
    return render_template(
        "meetings/preview_agenda.html",
        form=form,
        again=again,
        meeting=meeting,
        sources=read if len(read) == len(entries) else [None] * len(entries),
        left_out=pasted.left_out,
        standing={item.id: item for item in agenda},
        others=[item for item in agenda if item.id not in used],
        why=WHY,
        part_words=PARTS,
        whole=whole,
    )


def _matches(pasted: Pasted, agenda: list[AgendaItem]) -> list[Match]:
    standing = [Standing(item.id, item.number, item.title) for item in agenda]
    return matches([(one.number, one.title) for one in pasted.items], standing)


def _agenda(meeting: Meeting) -> list[AgendaItem]:
    return items_of([meeting.id], current_user)[meeting.id]


def _editable(meeting_id: int) -> Meeting:
    """The meeting, where this person may change its agenda as it stands now."""
    meeting = get_meeting(meeting_id, current_user)
    if not may_edit_agenda(current_user, meeting) or not workflow.may_change(meeting.status):
        raise NotAllowed
    return meeting
