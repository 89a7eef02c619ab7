"""One pack put together: gathered for its reader and asker, composed, and its fingerprint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.packs.content.composing import NO_EDITION, Edition, Period, compose, compose_period
from app.packs.content.copies import Copies
from app.packs.content.gathering import Gathered, gather
from app.packs.content.layout import PackDocument
from app.packs.issuing.keeping import digest_of
from app.packs.issuing.ready_copies import known_copies
from app.packs.models import Pack, Variant


def gather_pack(pack: Pack, meeting_ids: Sequence[int]) -> list[Gathered]:
    """What these meetings bring to a pack; raises NotFound where one is not there for both."""
    return gather(meeting_ids, pack.reader, pack.requested_by)


def compose_pack(pack: Pack, gathered: Sequence[Gathered]) -> PackDocument:
    """The pack as it is printed."""
    return _compose(pack, gathered, Edition(pack.number, pack.requested_at))


def fingerprint_of(pack: Pack, gathered: Sequence[Gathered]) -> str:
    """SHA-256 over everything that goes in, apart from version and moment of issue."""
    document = without_edition(pack, gathered)
    return sealed(document, known_copies(originals_of(document, gathered)))


def without_edition(pack: Pack, gathered: Sequence[Gathered]) -> PackDocument:
    """What a pack says, whichever version of it that is."""
    return _compose(pack, gathered, NO_EDITION)


def sealed(document: PackDocument, copies: Copies) -> str:
    """The fingerprint: what it says, and per paper the copy that is printed or why there is none.

    So a copy that can be made after all, or is made better, gives another pack.
    """
    return digest_of((document, tuple(sorted(copies.items()))))


def originals_of(document: PackDocument, gathered: Sequence[Gathered]) -> Mapping[str, int]:
    """Per key of a paper in it the number of its file as received."""
    files_of = {
        f"paper-{paper.id}": paper.file_id
        for one in gathered
        for papers in one.papers.values()
        for paper in papers
    }
    return {paper.key: files_of[paper.key] for paper in document.papers()}


def _compose(pack: Pack, gathered: Sequence[Gathered], edition: Edition) -> PackDocument:
    if pack.first_day is None or pack.last_day is None:
        return compose(gathered[0], Variant(pack.variant), edition, pack.options)
    period = Period(pack.first_day, pack.last_day)
    return compose_period(gathered, period, Variant(pack.variant), edition, pack.options)
