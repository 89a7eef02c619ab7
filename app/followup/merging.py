"""Laying what somebody typed beside what was saved meanwhile, field by field (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Laid:
    """What comes of two people's changes of one set of facts."""

    #: What to save: each one's own changes.
    values: dict[str, Any] = field(default_factory=dict)
    #: Fields that only the other changed: they stay as they are saved.
    taken: tuple[str, ...] = ()
    #: Fields that both changed, differently: a person must look.
    clashes: tuple[str, ...] = ()


def lay(seen: Mapping[str, Any], now: Mapping[str, Any], typed: Mapping[str, Any]) -> Laid:
    """Lay what was typed over what stands now; `seen` is what was on screen before typing.

    A field that was not on screen counts as changed by whoever typed it.
    """
    taken, clashes, values = [], [], dict(now)
    for name, mine in typed.items():
        theirs = now.get(name)
        if mine == theirs:
            continue
        if name in seen and seen[name] == mine:
            taken.append(name)
        elif name in seen and seen[name] == theirs:
            values[name] = mine
        else:
            clashes.append(name)
    return Laid(values, tuple(taken), tuple(clashes))
