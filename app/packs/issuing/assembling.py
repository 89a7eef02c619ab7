"""One pack put together: gathered for its reader and asker, composed, and its fingerprint."""

from __future__ import annotations

from collections.abc import Sequence

from app.packs.content.composing import (
    Edition,
    Period,
    compose,
    compose_period,
    fingerprint,
    fingerprint_period,
)
from app.packs.content.gathering import Gathered, gather
from app.packs.content.layout import PackDocument
from app.packs.models import Pack, Variant


def gather_pack(pack: Pack, meeting_ids: Sequence[int]) -> list[Gathered]:
    """What these meetings bring to a pack; raises NotFound where one is not there for both."""
    return [gather(one, pack.reader, pack.requested_by) for one in meeting_ids]


def compose_pack(pack: Pack, gathered: Sequence[Gathered]) -> PackDocument:
    """The pack as it is printed."""
    variant, edition = Variant(pack.variant), Edition(pack.number, pack.requested_at)
    period = _period_of(pack)
    if period is None:
        return compose(gathered[0], variant, edition, pack.options)
    return compose_period(gathered, period, variant, edition, pack.options)


def fingerprint_of(pack: Pack, gathered: Sequence[Gathered]) -> str:
    """SHA-256 over everything that goes in, apart from version and moment of issue."""
    period = _period_of(pack)
    if period is None:
        return fingerprint(gathered[0], Variant(pack.variant), pack.options)
    return fingerprint_period(gathered, period, Variant(pack.variant), pack.options)


def _period_of(pack: Pack) -> Period | None:
    if pack.first_day is None or pack.last_day is None:
        return None
    return Period(pack.first_day, pack.last_day)
