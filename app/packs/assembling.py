"""One pack put together: gathered for its reader and asker, composed, and its fingerprint."""

from __future__ import annotations

from collections.abc import Sequence

from app.packs.composing import Edition, compose, fingerprint
from app.packs.gathering import Gathered, gather
from app.packs.layout import PackDocument
from app.packs.models import Pack, Variant


def gather_pack(pack: Pack, meeting_ids: Sequence[int]) -> list[Gathered]:
    """What these meetings bring to a pack; raises NotFound where one is not there for both."""
    return [gather(one, pack.reader, pack.requested_by) for one in meeting_ids]


def compose_pack(pack: Pack, gathered: Sequence[Gathered]) -> PackDocument:
    """The pack as it is printed."""
    edition = Edition(pack.number, pack.requested_at)
    return compose(gathered[0], Variant(pack.variant), edition)


def fingerprint_of(pack: Pack, gathered: Sequence[Gathered]) -> str:
    """SHA-256 over everything that goes in, apart from version and moment of issue."""
    return fingerprint(gathered[0], Variant(pack.variant))
