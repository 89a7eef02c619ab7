"""Whom the text of a source names as a participant. No database."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from app.register.known_groups import DRENTHE, GRONINGEN, GROUPS
from app.register.models import OrganisationKind
from app.register.spelling import key

#: What stands before the name of a participant of which the kind is certain; None is a group.
PREFIXES = {
    "gemeente": OrganisationKind.MUNICIPALITY,
    "provincie": OrganisationKind.PROVINCE,
    "organisatie": OrganisationKind.OTHER,
    "groep": None,
}
_MUNICIPALITIES = frozenset(key(name) for name in GRONINGEN + DRENTHE)


@dataclass(frozen=True)
class NamedParticipant:
    """Whom a text names: an organisation of a kind, or (without kind) a group; and a remark."""

    kind: OrganisationKind | None
    name: str
    note: str = ""


def named(text: str, groups: Container[str], organisations: Container[str]) -> NamedParticipant:
    """A participant as a register writes it, given the keys of groups and organisations we have.

    "gemeente:X", "provincie:X", "organisatie:X" and "groep:X" are certain. A bare name is a group
    or an organisation that is known by that name, else an organisation, a remark between brackets
    being of the taking part.
    """
    word, _separator, rest = text.partition(":")
    if rest and word in PREFIXES:
        name = rest.strip()
        return NamedParticipant(
            PREFIXES[word],
            f"Provincie {name}" if word == "provincie" else name,
        )
    if text in GROUPS or key(text) in groups:
        return NamedParticipant(None, text)
    if key(text) in _MUNICIPALITIES:
        return NamedParticipant(OrganisationKind.MUNICIPALITY, text)
    if key(text) in organisations:
        return NamedParticipant(OrganisationKind.OTHER, text)
    if text.casefold().startswith("provincie "):
        return NamedParticipant(OrganisationKind.PROVINCE, text)
    return NamedParticipant(OrganisationKind.OTHER, *_name_and_note(text))


def _name_and_note(text: str) -> tuple[str, str]:
    """A remark between brackets belongs to the taking part, not to the name."""
    found = re.fullmatch(r"(.+?)\s*\((.+)\)", text)
    return (found[1], found[2]) if found else (text, "")
