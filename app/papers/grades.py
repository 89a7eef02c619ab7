"""How well a reading copy reads, in words for the table and for whoever shows them. Pure."""

from __future__ import annotations

from enum import StrEnum

#: The version of the preparation: a higher one prepares every paper anew.
RECIPE = 3
#: Why there is no copy: the one reason that can go away by itself.
NO_OFFICE = "no_office"


class Grade(StrEnum):
    """What a screen reader finds: tags of its maker, tags of ours, a picture, or nothing."""

    OWN = "own"
    BASIC = "basic"
    SCAN = "scan"
    NONE = "none"


class CopyState(StrEnum):
    """How far the preparation is."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"
