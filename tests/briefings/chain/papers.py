"""Papers that came on a day, without their bytes."""

from __future__ import annotations

from app.core import clock
from app.core.database import db
from app.core.files import StoredFile
from app.meetings.agenda_models import AgendaItem, Paper
from tests.factories import day, make_person


def make_paper(item: AgendaItem, received: str, **fields: object) -> Paper:
    """A paper that came on a day."""
    stored = StoredFile(
        sha256=f"{db.session.query(StoredFile).count():064x}",
        size=1,
        media_type="application/pdf",
        stored_at=clock.now(),
    )
    made = Paper(
        meeting=item.meeting,
        item=item,
        position=1,
        title="Stuk",
        file_name="stuk.pdf",
        file=stored,
        pages=1,
        received_on=day(received),
        uploaded_by_id=make_person("secretary").id,
        uploaded_at=clock.now(),
        **fields,
    )
    db.session.add(made)
    db.session.commit()
    return made
