"""Reading drafts: only ever one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select, tuple_

from app.briefings import permissions
from app.briefings.content import EMPTY, Content, differing, of_version
from app.briefings.drafts.models import KEPT, NoteDraft
from app.briefings.drafts.typed import HIGHEST, content_of
from app.briefings.models import Note, NoteVersion
from app.briefings.queries import notes_for_items
from app.briefings.ties import Tie
from app.briefings.wording import name_of
from app.core import clock
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
class Left:
    """A draft that says something new, as a line on other pages: where it is, not what it says."""

    draft: NoteDraft
    #: None where the item does not exist (any more) for this person.
    item: AgendaItem | None
    #: The note as this person may read it.
    note: Note | None
    #: Whether the person may write on with it; else they may copy what they typed.
    may_write: bool


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
    def kept_until(self) -> date | None:
        """Until when it is kept; None where its meeting does not exist for this person."""
        if self.item is None:
            return None
        return clock.local(max(self.draft.saved_at, self.item.meeting.ends_at) + KEPT).date()

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
    base = bases.get((draft.item_id, draft.base_number), EMPTY)
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

    A window is left out by its key.
    """
    return _unsaved(_newest(person, item.id, but_for), person)


def left_by(person: Person, item_id: int | None = None) -> list[Left]:
    """What this person left unsaved (on one item, or anywhere), the newest first.

    A constant number of statements; one where there is nothing.
    """
    found = _unsaved(_newest(person, item_id), person)
    if not found:
        return []
    ids = {one.draft.item_id for one in found}
    items = meeting_queries.visible_items(ids, person)
    notes = notes_for_items(items, person)
    begun = set(db.session.scalars(select(Note.item_id).where(Note.item_id.in_(ids))))
    to_begin = [item for item in items.values() if item.id not in begun]
    startable = permissions.startable_ids(to_begin, person)
    return [
        Left(
            draft=one.draft,
            item=items.get(one.draft.item_id),
            note=(note := notes.get(one.draft.item_id)),
            may_write=one.draft.item_id in startable
            or (note is not None and permissions.may_write(person, note)),
        )
        for one in found
    ]


def _newest(person: Person, item_id: int | None, but_for: str = "") -> Sequence[NoteDraft]:
    found = select(NoteDraft).where(NoteDraft.person_id == person.id)
    if item_id is not None:
        found = found.where(NoteDraft.item_id == item_id, NoteDraft.window_key != but_for)
    newest = (NoteDraft.saved_at.desc(), NoteDraft.id.desc())
    return db.session.scalars(found.order_by(*newest).limit(MOST)).all()


def _unsaved(drafts: Sequence[NoteDraft], person: Person) -> list[Unsaved]:
    """Not what a version says by now: the last words of a window may arrive after its save."""
    if not drafts:
        return []
    bases, saved = _base_contents(drafts), _saved_since(drafts, person)
    found = []
    for draft in drafts:
        mine = content_of(draft.typed)
        changed = differing(bases.get((draft.item_id, draft.base_number), EMPTY), mine)
        if changed and mine not in saved.get(draft.item_id, ()):
            found.append(Unsaved(draft, tuple(name_of(name) for name in changed)))
    return found


def _base_contents(drafts: Sequence[NoteDraft]) -> dict[tuple[int, int], Content]:
    """Per item and number the version with which drafts began."""
    begun = {(draft.item_id, draft.base_number) for draft in drafts if draft.base_number}
    if not begun:
        return {}
    found = (
        select(Note.item_id, NoteVersion)
        .join(Note, Note.id == NoteVersion.note_id)
        .where(tuple_(Note.item_id, NoteVersion.number).in_(sorted(begun)))
    )
    return {
        (item_id, version.number): of_version(version)
        for item_id, version in db.session.execute(found)
    }


def _saved_since(drafts: Sequence[NoteDraft], person: Person) -> dict[int, list[Content]]:
    """Per item what counts now, and what this person saved after the version they began with."""
    first: dict[int, int] = {}
    for draft in drafts:
        first[draft.item_id] = min(draft.base_number, first.get(draft.item_id, HIGHEST))
    since = [and_(Note.item_id == one, NoteVersion.number > base) for one, base in first.items()]
    found = (
        select(Note.item_id, NoteVersion)
        .join(Note, Note.id == NoteVersion.note_id)
        .where(
            or_(*since),
            or_(NoteVersion.author_id == person.id, NoteVersion.number == Note.current_number),
        )
        .order_by(NoteVersion.saved_at.desc(), NoteVersion.id.desc())
        .limit(MOST * len(first))
    )
    saved: dict[int, list[Content]] = {}
    for item_id, version in db.session.execute(found):
        saved.setdefault(item_id, []).append(of_version(version))
    return saved
