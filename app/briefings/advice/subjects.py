"""What an advice is about, by its field, and so what makes it out of date (pure)."""

from __future__ import annotations

from collections.abc import Mapping

from app.briefings.content import Content, differing
from app.briefings.models import AdviceField
from app.briefings.parts import AGREED_PARTS, PARTS

#: The parts that an adviser of each field looks at: changed since, the advice is out of date.
SUBJECTS: Mapping[str, frozenset[str]] = {
    AdviceField.FINANCE: frozenset({"ask", "core", "money", "options"}),
    AdviceField.LEGAL: frozenset({"ask", "core", "law", "options"}),
    AdviceField.COMMUNICATION: frozenset({"ask", "speaking_points", "communication"}),
    AdviceField.OTHER: AGREED_PARTS,
}


def changed_since(field: str, advised: Content, now: Content) -> tuple[str, ...]:
    """The keys of the parts of this field that changed since the advice, in the sheet's order."""
    changed = SUBJECTS[field].intersection(differing(advised, now))
    return tuple(part.key for part in PARTS if part.key in changed)
