"""What a file says: one entry per partnership, in the words of `register.source`. No database."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from app.register.spelling import key


@dataclass(frozen=True)
class Entry:
    """A partnership as a file has it: a row for the loader, and where it stands."""

    #: The line of the file; in a list of participants that of our own municipality.
    line: int
    #: The name without what the file says behind it of its end.
    name: str
    #: The name as the file spells it.
    spelling: str
    row: dict[str, Any]
    #: Facts that follow from the kind of file: only for a partnership that is new.
    implied: tuple[str, ...] = ()
    #: Other names in the file that resemble this one.
    resembles: tuple[str, ...] = ()

    @property
    def participants(self) -> tuple[str, ...]:
        """Whom the file names as participants."""
        return tuple(self.row.get("participants") or ())

    def names(self, municipality: str) -> bool:
        """Whether exactly this municipality is among the participants."""
        wanted = key(municipality)
        found = (text.partition(":") for text in self.participants)
        return any(
            wanted == key(rest.strip() if rest else word)
            for word, _separator, rest in found
            if not rest or word == "gemeente"
        )


@dataclass(frozen=True)
class Refusal:
    """A row that cannot be taken over, and what to do about it."""

    line: int
    name: str
    reason: str


@dataclass
class Contents:
    """Everything that a file says."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    #: Each row of the file is one participant, so it speaks of every municipality at once.
    by_participant: bool = False
    #: Lines where letters were mended.
    mended: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For keeping until somebody has looked at it."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Contents:
        """What was kept."""
        entries = [
            Entry(**{**one, "implied": tuple(one["implied"]), "resembles": tuple(one["resembles"])})
            for one in found["entries"]
        ]
        return cls(
            entries,
            [Refusal(**one) for one in found["refused"]],
            found["by_participant"],
            found["mended"],
        )
