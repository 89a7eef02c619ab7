"""How complete a partnership's entry is: which facts are blank. A rule, without a database."""

from __future__ import annotations

from dataclasses import dataclass

from app.register.models import Partnership

#: What a complete entry holds, in the order of the page. A blank is information, not a fault.
WANTED = (
    *("reasons", "purpose", "goal", "ambition", "strategy", "exit_terms", "participants"),
    *("areas", "nature", "form", "working_levels", "obligation", "alderman", "officer"),
)


@dataclass(frozen=True)
class Completeness:
    """How much of an entry is there, and what is not."""

    gaps: tuple[str, ...]

    @property
    def total(self) -> int:
        """Number of facts that a complete entry holds."""
        return len(WANTED)

    @property
    def filled(self) -> int:
        """Number of those facts that are there."""
        return self.total - len(self.gaps)


def completeness_of(
    partnership: Partnership, *, participants: bool, alderman: bool, officer: bool
) -> Completeness:
    """The blanks of an entry; who takes part and who is responsible depend on the day asked."""
    beside = {"participants": participants, "alderman": alderman, "officer": officer}
    return Completeness(
        tuple(name for name in WANTED if not beside.get(name, _has(partnership, name)))
    )


def _has(partnership: Partnership, name: str) -> bool:
    value = getattr(partnership, name, None)
    return bool(value.strip() if isinstance(value, str) else value)
