"""Keeping drafts and letting them go: no deeds on the note, so none of it is in the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.briefings.content import EMPTY, of_version
from app.briefings.drafts import queries
from app.briefings.drafts.models import KEPT, NoteDraft
from app.briefings.drafts.typed import HIGHEST, Sent, content_of
from app.briefings.models import Note
from app.core import clock, jobs
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person


class Stale(RuleBroken):
    """A later save of the same window is kept already."""

    def __init__(self, sequence: int) -> None:
        super().__init__(_("Van dit venster is al een latere tekst bewaard."))
        #: The save that is kept.
        self.sequence = sequence


def keep(item: AgendaItem, note: Note | None, person: Person, sent: Sent) -> datetime:
    """Keep what was typed in a window until now; raises Stale for what comes late.

    The draft with which the window went on goes: its words are in this one. Not where another
    window typed on in it meanwhile. What says the same as the note needs no draft.
    """
    if not queries.may_keep(item, note, person):
        raise NotAllowed
    now = clock.now()
    if content_of(sent.typed) == (of_version(note.current) if note else EMPTY):
        forget_window(item.id, person, sent.window_key, sent.continues, sent.sequence)
        return now
    row = {
        "person_id": person.id,
        "item_id": item.id,
        "window_key": sent.window_key,
        "base_number": min(sent.base_number, note.current_number if note else 0),
        "typed": sent.typed,
        "sequence": sent.sequence,
        "saved_at": now,
    }
    if not _written(row):
        raise Stale(_kept_sequence(row))
    if sent.continues is not None:
        db.session.execute(delete(NoteDraft).where(_as_continued(person, *sent.continues)))
    return now


def _written(row: dict[str, Any]) -> bool:
    """Write the row, unless the same window wrote a later one: in one statement, so never both."""
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(NoteDraft).values(row)
    new = {name: statement.excluded[name] for name in ("base_number", "typed", "sequence")}
    written = db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[NoteDraft.person_id, NoteDraft.item_id, NoteDraft.window_key],
            set_={**new, "saved_at": statement.excluded.saved_at},
            where=NoteDraft.sequence < statement.excluded.sequence,
        ).returning(NoteDraft.id)
    )
    return written.first() is not None


def _kept_sequence(row: dict[str, Any]) -> int:
    found = select(NoteDraft.sequence).where(
        NoteDraft.person_id == row["person_id"],
        NoteDraft.item_id == row["item_id"],
        NoteDraft.window_key == row["window_key"],
    )
    return db.session.scalar(found) or 0


def _as_continued(person: Person, draft_id: int, sequence: int) -> Any:
    return and_(
        NoteDraft.id == draft_id,
        NoteDraft.person_id == person.id,
        NoteDraft.sequence == sequence,
    )


def forget_window(
    item_id: int,
    person: Person,
    window_key: str,
    continues: tuple[int, int] | None,
    until: int = HIGHEST,
) -> None:
    """Let go of what a window had typed (until one of its saves), now that a version says it."""
    window = and_(
        NoteDraft.item_id == item_id,
        NoteDraft.person_id == person.id,
        NoteDraft.window_key == window_key,
        NoteDraft.sequence <= until,
    )
    gone = or_(window, _as_continued(person, *continues)) if continues else window
    db.session.execute(delete(NoteDraft).where(gone))


def discard(draft: NoteDraft, person: Person) -> None:
    """Throw a draft away, as its writer asks."""
    if draft.person_id != person.id:
        raise NotAllowed
    db.session.delete(draft)
    db.session.flush()


@jobs.schedule("47 3 * * *", "forget-old-drafts")
def forget_old() -> None:
    """Throw away what nobody came back for: long after the meeting, and after it was typed."""
    before = clock.now() - KEPT
    held = select(AgendaItem.id).join(Meeting).where(Meeting.ends_at < before)
    old = delete(NoteDraft).where(NoteDraft.saved_at < before, NoteDraft.item_id.in_(held))
    db.session.execute(old)
    db.session.commit()
