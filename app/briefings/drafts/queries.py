"""Reading drafts: only ever one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app.briefings import permissions
from app.briefings.content import EMPTY, Content, differing, of_version
from app.briefings.drafts.models import NoteDraft
from app.briefings.drafts.typed import content_of
from app.briefings.models import Note, NoteVersion
from app.briefings.queries import notes_for_items
from app.briefings.ties import Tie
from app.briefings.wording import name_of
from app.core.database import db
from app.core.errors import NotFound
from app.meetings import queries as meeting_queries
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person

#: Of one item are offered, and of all items together are listed, so many: the newest.
MOST = 20


@dataclass(frozen=True)
class Unsaved:
    """A draft that says something which no saved version says."""

    draft: NoteDraft
    #: The names on screen of the fields that differ from the version it began with.
    fields: tuple[str, ...]

    @property
    def saved_at(self) -> datetime:
        """When the last of it was typed, or nearly."""
        return self.draft.saved_at


@dataclass(frozen=True)
class Held:
    """One draft with what its person may do with it now."""

    draft: NoteDraft
    #: None where the item does not exist (any more) for this person.
    item: AgendaItem | None
    #: The note as this person may read it.
    note: Note | None
    #: Whether the person may write on with it.
    may_write: bool
    mine: Content
    base: Content

    @property
    def own_names(self) -> list[str]:
        """The names under which the person typed something else than there was."""
        return [name for name in differing(self.base, self.mine) if self.mine.value(name)]


def get_draft(draft_id: int, person: Person) -> NoteDraft:
    """A draft of this person; raises NotFound."""
    found = select(NoteDraft).where(NoteDraft.id == draft_id, NoteDraft.person_id == person.id)
    draft = db.session.scalar(found)
    if draft is None:
        raise NotFound
    return draft


def get_draft_on(draft_id: int, item: AgendaItem, person: Person) -> NoteDraft:
    """A draft of this person on this item; raises NotFound."""
    draft = get_draft(draft_id, person)
    if draft.item_id != item.id:
        raise NotFound
    return draft


def get_held(draft_id: int, person: Person) -> Held:
    """A draft of this person with the note as they may read it now; raises NotFound."""
    draft = get_draft(draft_id, person)
    item = meeting_queries.find_visible_item(draft.item_id, person)
    note = notes_for_items([draft.item_id], person).get(draft.item_id) if item else None
    if note is not None:
        may_write = permissions.may_write(person, note)
    else:
        may_write = item is not None and may_keep(item, None, person)
    bases = _base_contents([draft])
    base = bases.get(draft.base_number, EMPTY)
    return Held(draft, item, note, may_write, content_of(draft.typed), base)


def may_keep(item: AgendaItem, note: Note | None, person: Person) -> bool:
    """Whether a person may keep a draft on an item: who writes its note, or may begin it.

    Also while the note cannot be changed: what was typed is then kept to be copied.
    """
    if note is not None:
        return Tie.WRITER in permissions.ties_to(note, person)
    begun = select(Note.id).where(Note.item_id == item.id)
    return db.session.scalar(begun) is None and permissions.may_start(person, item)


def unsaved_on(item: AgendaItem, person: Person, but_for: str = "") -> list[Unsaved]:
    """What this person has typed on an item and not saved, the newest first.

    Not what a version says by now: the last words of a window may arrive after its save. A window
    is left out by its key.
    """
    drafts = db.session.scalars(
        select(NoteDraft)
        .where(
            NoteDraft.person_id == person.id,
            NoteDraft.item_id == item.id,
            NoteDraft.window_key != but_for,
        )
        .order_by(NoteDraft.saved_at.desc(), NoteDraft.id.desc())
        .limit(MOST)
    ).all()
    if not drafts:
        return []
    bases = _base_contents(drafts)
    saved = _saved_since(item, person, min(draft.base_number for draft in drafts))
    found = []
    for draft in drafts:
        mine = content_of(draft.typed)
        changed = differing(bases.get(draft.base_number, EMPTY), mine)
        if changed and mine not in saved:
            found.append(Unsaved(draft, tuple(name_of(name) for name in changed)))
    return found


def _base_contents(drafts: Sequence[NoteDraft]) -> dict[int, Content]:
    """Per number the version with which drafts on one item began."""
    numbers = {draft.base_number for draft in drafts} - {0}
    if not numbers:
        return {}
    found = (
        select(NoteVersion)
        .join(Note, Note.id == NoteVersion.note_id)
        .where(Note.item_id == drafts[0].item_id, NoteVersion.number.in_(numbers))
    )
    return {version.number: of_version(version) for version in db.session.scalars(found)}


def _saved_since(item: AgendaItem, person: Person, number: int) -> list[Content]:
    """What counts now, and what this person saved after a version."""
    found = (
        select(NoteVersion)
        .join(Note, Note.id == NoteVersion.note_id)
        .where(
            Note.item_id == item.id,
            NoteVersion.number > number,
            or_(NoteVersion.author_id == person.id, NoteVersion.number == Note.current_number),
        )
        .order_by(NoteVersion.number.desc())
        .limit(MOST)
    )
    return [of_version(version) for version in db.session.scalars(found)]


def drafts_of(
    person: Person, item_id: int | None = None
) -> list[tuple[NoteDraft, AgendaItem | None]]:
    """What this person has typed and not saved (on one item, or anywhere), the newest first.

    Each with its item, where that exists for them.
    """
    found = select(NoteDraft).where(NoteDraft.person_id == person.id)
    if item_id is not None:
        found = found.where(NoteDraft.item_id == item_id)
    newest = (NoteDraft.saved_at.desc(), NoteDraft.id.desc())
    drafts = db.session.scalars(found.order_by(*newest).limit(MOST)).all()
    items = meeting_queries.visible_items({draft.item_id for draft in drafts}, person)
    return [(draft, items.get(draft.item_id)) for draft in drafts]
