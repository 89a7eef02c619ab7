"""The field of forces of an item as it is printed: the picture, its words, and who stands where."""

from __future__ import annotations

from flask_babel import gettext as _

from app.briefings.positions.field import Field
from app.briefings.positions.models import Position
from app.briefings.positions.picture import bars
from app.packs.content.note_parts import Bar, Forces, Segment, Stand
from app.packs.content.wording import day_in_print, stance_word


def forces_of(field: Field) -> Forces | None:
    """What is known of the others; nothing where nothing is."""
    if not field.any_known and not field.outside:
        return None
    known = [voter for voter in field.voters if voter.known and voter.position]
    stands = [
        _stand(voter.position, "" if voter.votes_recorded is None else str(voter.votes_recorded))
        for voter in known
        if voter.position
    ]
    return Forces(
        bars=tuple(
            Bar(
                bar.title,
                bar.sentence,
                tuple(
                    Segment(str(part.side), part.word, part.count, part.start, part.width)
                    for part in bar.segments
                ),
                bar.line,
            )
            for bar in bars(field)
        ),
        stands=(*stands, *(_stand(position, "") for position in field.outside)),
        unknown=tuple(voter.name for voter in field.voters if not voter.known and not voter.ours),
    )


def _stand(position: Position, votes: str) -> Stand:
    heard = day_in_print(position.heard_on) if position.heard_on else ""
    return Stand(
        name=position.name,
        stance=_stance_of(position),
        why=position.why,
        source=", ".join(word for word in (position.source, heard) if word),
        votes=votes,
        call_first=position.call_first,
    )


def _stance_of(position: Position) -> str:
    if position.stance is None:
        return _("onbekend")
    word = stance_word(position.stance)
    return word if position.certain else _("%(stance)s (vermoedelijk)", stance=word)
