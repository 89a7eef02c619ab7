"""A meeting with papers whose bytes are in the store, and the text of a pack read back."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader

from app.core import clock, files, jobs
from app.core.database import db
from app.meetings.agenda_models import AgendaItem, Paper, PaperCircle
from app.meetings.models import Meeting
from app.packs.actions import request_pack
from app.packs.content.composing import Edition, compose
from app.packs.content.gathering import gather
from app.packs.issuing.building import key_of
from app.packs.models import Pack, PackMeeting, Variant
from app.people.models import Person
from tests.factories import make_person
from tests.packs import pdf_files


def add_paper(
    thing: AgendaItem | Meeting,
    *,
    content: bytes | None = None,
    circle: tuple[Person, ...] = (),
    **fields: Any,
) -> Paper:
    """A paper on an agenda item, or on a meeting as a whole."""
    meeting = thing.meeting if isinstance(thing, AgendaItem) else thing
    item = thing if isinstance(thing, AgendaItem) else None
    stored = files.keep(io.BytesIO(content or pdf_files.paper(1)), "application/pdf")
    defaults = {
        "position": 1,
        "title": "Ontwerpbegroting",
        "file_name": "begroting.pdf",
        "pages": 1,
        "received_on": clock.today(),
        "uploaded_by_id": make_person("secretary").id,
        "uploaded_at": clock.now(),
    }
    paper = Paper(
        meeting_id=meeting.id,
        item_id=item.id if item else None,
        file_id=stored.id,
        restricted=bool(circle),
        **{**defaults, **fields},
    )
    paper.circle = [PaperCircle(person=person) for person in circle]
    db.session.add(paper)
    db.session.commit()
    return paper


def asked(
    meeting: Meeting, reader: Person, asker: Person | None = None, variant: str = "full"
) -> Pack:
    """A pack asked for, not yet made."""
    pack = request_pack(meeting, reader, Variant(variant), asker or reader)
    db.session.commit()
    return pack


def made(
    meeting: Meeting, reader: Person, asker: Person | None = None, variant: str = "full"
) -> Pack:
    """A pack asked for and made by the worker."""
    pack = asked(meeting, reader, asker, variant)
    jobs.run_pending(key_of(pack))
    db.session.expire_all()
    return pack


def make_pack(meeting: Meeting, reader: Person, asker: Person | None = None, **fields: Any) -> Pack:
    """A pack as a row, with nothing printed; the caller says more of it."""
    defaults: dict[str, Any] = {"variant": "full", "number": 1, "requested_at": clock.now()}
    pack = Pack(
        meeting_id=meeting.id,
        reader_id=reader.id,
        requested_by_id=(asker or reader).id,
        places=[PackMeeting(meeting_id=meeting.id, position=1)],
        **{**defaults, **fields},
    )
    db.session.add(pack)
    db.session.flush()
    return pack


def content_of(
    meeting: Meeting, reader: Person, asker: Person | None = None, variant: str = "full"
) -> str:
    """Everything that would be printed, without printing it."""
    (gathered,) = gather([meeting.id], reader, asker or reader)
    return repr(compose(gathered, Variant(variant), Edition(1, clock.now())))


def pages_of(pack: Pack) -> list[str]:
    """The text of each page, with line breaks as spaces."""
    assert pack.file is not None
    reader = PdfReader(io.BytesIO(files.read(pack.file)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(pack: Pack) -> str:
    """All text of a pack."""
    return "\n".join(pages_of(pack))
