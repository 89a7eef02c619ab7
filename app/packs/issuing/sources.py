"""What a pack shows of other meetings than its own: who may not know of those does not see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.packs.content.gathering import Gathered
from app.packs.models import PackSource, Variant

#: The meeting, the item and the action.
_Origin = tuple[int, int | None, int | None]


def sources_of(gathered: Sequence[Gathered], variant: Variant) -> list[PackSource]:
    """From what its pages of left open, decided and heard are drawn: those of a whole pack."""
    if variant is not Variant.FULL:
        return []
    origins = dict.fromkeys(origin for one in gathered for origin in _origins(one))
    return [
        PackSource(position=place, meeting_id=meeting, item_id=item, action_id=action)
        for place, (meeting, item, action) in enumerate(origins, start=1)
    ]


def _origins(gathered: Gathered) -> Iterator[_Origin]:
    if gathered.last_meeting is not None and gathered.last_items:
        yield gathered.last_meeting.id, None, None
    for action in gathered.actions:
        yield action.meeting_id, action.item_id, action.id
    for seat in gathered.seats:
        heard = gathered.heard_of(seat)
        if heard is not None:
            yield heard.meeting_id, heard.item_id, None
