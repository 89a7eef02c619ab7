"""Which notes are not in a pack and why, for whoever has it made: by their own sight only."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext as _

from app.briefings.models import NoteState
from app.briefings.queries import readable_ids, states_of
from app.briefings.ties import OFFERED_ON
from app.briefings.workflow import STATE_WORDS
from app.meetings.agenda_models import AgendaItem
from app.packs.content.layout import Item, PackDocument
from app.packs.forms import PackForm
from app.packs.models import Variant
from app.people.models import Person


def left_out_of_form(
    form: PackForm, rows: Iterable[tuple[AgendaItem, bool]], maker: Person
) -> list[tuple[str, str]]:
    """What a form that asks for a pack leaves out as it stands: the item, and why."""
    reader = form.reader
    if reader is None or form.variant.data == Variant.PAPERS:
        return []
    ticked = [item for item, is_ticked in rows if is_ticked]
    found = notes_left_out([item.id for item in ticked], reader, maker)
    return [
        (f"{item.shown_number} {item.title}", found[item.id]) for item in ticked if item.id in found
    ]


def left_out_of_pack(
    document: PackDocument, reader: Person, maker: Person
) -> list[tuple[str, str]]:
    """What an issued pack does not hold and one made now would not hold either."""
    without = items_without_note(document)
    found = notes_left_out([item.id for item in without], reader, maker)
    return [(f"{item.number} {item.title}", found[item.id]) for item in without if item.id in found]


def items_without_note(document: PackDocument) -> list[Item]:
    """The items of which no note is printed; none of a pack that holds no notes at all."""
    if document.variant is Variant.PAPERS:
        return []
    return [item for item in document.items if item.note is None]


def notes_left_out(item_ids: Collection[int], reader: Person, maker: Person) -> dict[int, str]:
    """Per agenda item why its note does not come into a pack for this reader, where the maker may
    know that there is one: three statements, however many items."""
    known = states_of(item_ids, maker)
    readers, makers = (readable_ids(known, one) for one in (reader, maker))
    return {
        item_id: _why(NoteState(known[item_id]), item_id in readers, item_id in makers)
        for item_id in item_ids
        if item_id in known and not (item_id in readers and item_id in makers)
    }


def _why(state: NoteState, by_reader: bool, by_maker: bool) -> str:
    if by_reader:
        return _(
            "de lezer mag de annotatie zien en u niet; de lezer kan zelf een volledige map "
            "laten maken"
        )
    if state in OFFERED_ON:
        return (
            _("de lezer mag de annotatie niet zien")
            if by_maker
            else _("u en de lezer mogen de annotatie niet zien")
        )
    word = STATE_WORDS[state]
    if by_maker:
        return _("de annotatie is nog %(state)s; de lezer ziet die niet", state=word)
    return _("de annotatie is nog %(state)s; u en de lezer zien die niet", state=word)
