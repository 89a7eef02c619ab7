"""What an issued file declares, and the papers that stand in its way or are not in it at all."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.packs.content.obstacles import Obstacle
from app.packs.models import Pack, PackState, PartKind
from app.packs.press.printjob import ACCESSIBLE, ARCHIVABLE
from app.papers import words


@dataclass(frozen=True)
class Standards:
    """What the file declares in a sentence, and what it does not because of which papers."""

    sentence: str
    is_whole: bool
    in_the_way: tuple[Obstacle, ...]
    left_out: tuple[Obstacle, ...]


def standards_of(pack: Pack) -> Standards | None:
    """What an issued pack declares; nothing of one that was issued before this was kept."""
    if pack.state != PackState.READY or pack.document_id is None:
        return None
    papers = [part for part in pack.parts if part.kind == PartKind.PAPER]
    return Standards(
        sentence=_sentence(set(pack.declares)),
        is_whole={ACCESSIBLE, ARCHIVABLE} <= set(pack.declares),
        in_the_way=tuple(
            Obstacle(one, words.reasons(one.obstacles)) for one in papers if one.obstacles
        ),
        left_out=tuple(
            Obstacle(one, (words.failure(one.left_out),)) for one in papers if one.left_out
        ),
    )


def _sentence(declared: set[str]) -> str:
    if {ACCESSIBLE, ARCHIVABLE} <= declared:
        return _(
            "Deze PDF is toegankelijk (PDF/UA-1) en geschikt voor het archief (PDF/A-2a), van de "
            "eerste tot de laatste bladzijde."
        )
    if ACCESSIBLE in declared:
        return _(
            "Deze PDF is toegankelijk (PDF/UA-1). Geschikt voor het archief (PDF/A-2a) is zij niet."
        )
    return _(
        "Onze eigen bladzijden zijn toegankelijk en geschikt voor het archief. De map als geheel "
        "is dat niet, omdat niet alle stukken het zijn."
    )
