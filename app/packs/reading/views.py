"""Pages of an issued pack for a phone: its contents, one item at a time, and deciding on it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.briefings.queries import get_note_for_step
from app.briefings.step_actions import take_step
from app.briefings.workflow import Step
from app.core import access, recorder
from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.packs import queries
from app.packs.content.cards import Card, card_of
from app.packs.content.layout import MeetingPart
from app.packs.models import Pack, PackState, Variant
from app.packs.permissions import PACK_ROLES
from app.packs.reading.book import Book, Place, book_of
from app.packs.reading.forms import DiscussForm
from app.packs.reading.papers import paper_links
from app.packs.reading.standing import (
    OFFERED,
    UNDO,
    Standing,
    decision_on,
    may_compare,
    not_printed,
    standings,
)
from app.packs.views import packs, place_of
from app.packs.words import VARIANTS

Page = str | tuple[str, int]


@packs.get("/packs/<int:pack_id>/read")
@access.roles(*PACK_ROLES)
def read_contents(pack_id: int) -> Page | Response:
    """Read the steer of an issued pack, and see what is in it and what waits for my word."""
    pack = queries.get_pack(pack_id, current_user)
    if pack.state != PackState.READY:
        return redirect(url_for("packs.show_pack", pack_id=pack.id))
    book = book_of(pack)
    if book is None:
        return redirect(url_for("packs.read_pack", pack_id=pack.id))
    recorder.note("pack", pack.id, current_user.id, pack.number)
    found = standings(book.places, current_user)
    return render_template(
        "packs/reading/read_contents.html",
        pack=pack,
        book=book,
        document=book.document,
        cards=_cards(book),
        variant_word=VARIANTS[pack.variant],
        newer=queries.find_newer(pack, current_user),
        standings=found,
        not_printed=not_printed(book.document, current_user),
        place=place_of(pack),
        waiting=[place for place in book.places if _waits(place, found)],
        links=paper_links(pack, book.document.papers(), current_user),
    )


def _cards(book: Book) -> list[tuple[MeetingPart, Card]]:
    """What a speaking card prints, meeting by meeting; nothing of a pack that is none."""
    if book.document.variant != Variant.CARD:
        return []
    return [(meeting, card_of(meeting)) for meeting in book.document.meetings]


@packs.get("/packs/<int:pack_id>/read/<int:item_id>")
@access.roles(*PACK_ROLES)
def read_item(pack_id: int, item_id: int) -> Page:
    """Read one item of an issued pack, open its papers, decide, and go on."""
    pack, book, place = _place(pack_id, item_id)
    return _item_page(pack, book, place)


@packs.post("/packs/<int:pack_id>/read/<int:item_id>/<step>")
@access.roles(*PACK_ROLES)
def decide_item(pack_id: int, item_id: int, step: str) -> Page | Response:
    """Agree with a note as it was printed, or ask to discuss it, and go on to the next; or take
    back that it is to be discussed."""
    pack, book, place = _place(pack_id, item_id)
    printed = place.item.note
    access.require(step in OFFERED and printed is not None)
    if printed is None:
        raise NotFound
    form = DiscussForm()
    if not form.validate():
        return _item_page(pack, book, place, form=form)
    try:
        note = get_note_for_step(printed.id, current_user)
        taken = take_step(note, step, current_user, printed.version, form.words.data or "")
        db.session.commit()
    except (RuleBroken, StaleDataError) as error:
        return _refused(pack_id, item_id, _why(error), form)
    _say(pack, place, taken)
    if step == UNDO:
        return redirect(_url_of(pack, place))
    return _go_on(pack, book, place)


def _say(pack: Pack, place: Place, taken: Step) -> None:
    """What was decided; what is to be discussed can be taken back from there."""
    done = str(taken.done)
    said = Markup("{}: {}").format(place.item.title, f"{done[:1].lower()}{done[1:]}")
    if taken.name == "discuss":
        back = Markup(' <a href="{}">{}</a>').format(_url_of(pack, place), _("Ongedaan maken"))
        said += back
    flash(said, "success")


def _url_of(pack: Pack, place: Place) -> str:
    return url_for("packs.read_item", pack_id=pack.id, item_id=place.item_id, _anchor="item")


def _refused(pack_id: int, item_id: int, why: str, form: DiscussForm) -> Page | Response:
    """The item with why nothing was decided; one that waits no more makes room for the next."""
    db.session.rollback()
    pack, book, place = _place(pack_id, item_id)
    standing = standings([place], current_user).get(place.item.key)
    moved_on = standing is not None and not standing.is_changed and not standing.waits
    if moved_on and not form.words.data:
        flash(why, "warning")
        return _go_on(pack, book, place)
    return _item_page(pack, book, place, refused=why, form=form)


def _place(pack_id: int, item_id: int) -> tuple[Pack, Book, Place]:
    pack = queries.get_pack(pack_id, current_user)
    book = book_of(pack) if pack.state == PackState.READY else None
    place = book.place(item_id) if book is not None else None
    if book is None or place is None:
        raise NotFound
    return pack, book, place


def _item_page(
    pack: Pack, book: Book, place: Place, refused: str = "", form: DiscussForm | None = None
) -> Page:
    recorder.note("pack", pack.id, current_user.id, pack.number)
    standing = standings([place], current_user).get(place.item.key)
    if standing is not None:
        recorder.note("note", standing.note.id, current_user.id, standing.printed)
    html = render_template(
        "packs/reading/read_item.html",
        pack=pack,
        book=book,
        document=book.document,
        place=place,
        item=place.item,
        before=book.before(place),
        after=book.after(place),
        newer=queries.find_newer(pack, current_user),
        standing=standing,
        not_printed=not_printed(book.document, current_user),
        decision=decision_on(standing, current_user),
        may_compare=standing is not None
        and standing.is_changed
        and may_compare(standing, current_user),
        links=paper_links(pack, place.item.papers, current_user),
        refused=refused,
        form=form or DiscussForm(formdata=None),
    )
    if form is not None and form.errors:
        return html, 422
    return (html, 409) if refused else html


def _go_on(pack: Pack, book: Book, place: Place) -> Response:
    """To the next item that waits for this person; to the contents where none is left."""
    found = standings(book.places, current_user)
    following = next((one for one in book.onwards(place) if _waits(one, found)), None)
    if following is None:
        flash(_("In deze map wacht niets meer op uw besluit."), "info")
        return redirect(url_for("packs.read_contents", pack_id=pack.id, _anchor="contents"))
    return redirect(_url_of(pack, following))


def _waits(place: Place, found: Mapping[str, Standing]) -> bool:
    standing = found.get(place.item.key)
    return standing is not None and standing.waits


def _why(error: RuleBroken | StaleDataError) -> str:
    if isinstance(error, RuleBroken):
        return error.message
    return _("Iemand anders deed op hetzelfde moment een stap. Bekijk eerst wat er veranderd is.")
