"""A pack that was issued without the press: everything as it is, but for the pages themselves."""

from __future__ import annotations

from app.core.database import db, let_go
from app.meetings.models import Meeting
from app.packs.content.sheets import print_job
from app.packs.issuing.assembling import compose_pack, fingerprint_of, gather_pack
from app.packs.issuing.basis import basis_of
from app.packs.issuing.issue import Made, issue
from app.packs.issuing.parts import notes_in, parts_of
from app.packs.issuing.sources import sources_of
from app.packs.models import Pack, Variant
from app.packs.press.pressroom import Placed, PrintedPack
from app.packs.queries import find_pack
from app.people.models import Person
from tests.packs import pdf_files
from tests.packs.meeting_files import asked

#: How many pages every part has.
PAGES = 2


def issued(
    meeting: Meeting, reader: Person, asker: Person | None = None, variant: str = "full"
) -> Pack:
    """A pack asked for and issued, each part two pages long."""
    return issue_as_is(asked(meeting, reader, asker, variant).id)


def issue_as_is(pack_id: int) -> Pack:
    """Issue a pack that was asked for."""
    issue(pack_id, made_of(pack_id))
    db.session.expire_all()
    return db.session.get_one(Pack, pack_id)


def made_of(pack_id: int) -> Made:
    """What would be issued of what stands now, each part two pages long."""
    pack = find_pack(pack_id)
    assert pack is not None
    gathered = gather_pack(pack, [place.meeting_id for place in pack.places])
    document = compose_pack(pack, gathered)
    job = print_job(document)
    placed = tuple(
        Placed(part.key, 1 + PAGES * number, PAGES) for number, part in enumerate(job.parts)
    )
    printed = PrintedPack(pdf_files.paper(1), PAGES * len(placed), {}, placed)
    content_hash, basis = fingerprint_of(pack, gathered), basis_of(pack)
    let_go()
    parts = parts_of(document, job, printed, notes_in(document), {})
    sources = sources_of(gathered, Variant(pack.variant))
    return Made(printed, document, content_hash, parts, {}, basis, sources)
