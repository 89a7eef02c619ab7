"""docs/workflow.md: which step is whose in which state, written from the table itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from app.briefings.models import NoteState
from app.briefings.steps import STEPS
from app.briefings.ties import OPENS, Tie
from app.briefings.workflow import STATE_WORDS, Step, Via

docs_commands = AppGroup("docs", help="Pages of documentation that the program writes itself.")

#: What each tie is called on screen, where it has a name there.
TIE_WORDS: dict[Tie, str] = {
    Tie.WRITER: "schrijver",
    Tie.ADVISER: "adviseur",
    Tie.LEADER: "teamleider",
    Tie.HOLDER: "portefeuillehouder",
    Tie.SUBSTITUTE: "plaatsvervanger",
    Tie.SERVES: "secretariaat van de portefeuillehouder",
    Tie.SECRETARY: "secretariaat",
    Tie.COORDINATOR: "coördinator regio",
    Tie.EXECUTIVE: "lid van het college",
    Tie.PARTNERSHIP_OFFICER: "beleidsambtenaar van het verband",
}
VIA_WORDS: dict[Via, str] = {
    Via.BUTTON: "a button on the page of the note",
    Via.FORM: "a form of its own",
    Via.EDITING: "by itself, with saving other words",
    Via.STAFF_MEETING: "with the outcome of a point in a staff meeting",
    Via.PACK: "by itself, when a whole pack for the portfolio holder is ready",
    Via.DEBRIEF: "by itself, when what came of the meeting was recorded",
}
HEAD = """\
# Who takes which step of a note, and when

Written by `flask docs workflow` from the table in `app/briefings/steps/`; a test compares the two,
and another walks every state, tie and step of it on both databases. Change the table, then write
this page anew.
"""


@docs_commands.command("workflow")
def write_workflow() -> None:
    """Write docs/workflow.md to standard output."""
    click.echo(page(), nl=False)


def page() -> str:
    """The whole page, in the Dutch of the screen with the English of the code."""
    with force_locale("nl"):
        parts = (HEAD, *_states(), *_table(), *_steps())
        return "\n".join(parts) + "\n"


def _states() -> Iterator[str]:
    yield "## States, and who reads a note in them"
    rows = [
        [
            f"{STATE_WORDS[state]} (`{state}`)",
            ", ".join(TIE_WORDS[tie] for tie in Tie if state in OPENS[tie]),
        ]
        for state in NoteState
    ]
    yield from _rows(["state", "read by"], rows)


def _table() -> Iterator[str]:
    yield "## State × role × step"
    yield "An empty cell: nothing. What goes by itself is nobody's step: the last row."
    yield ""
    heads = ["", *(f"{STATE_WORDS[state]}" for state in NoteState)]
    rows = [
        [f"{TIE_WORDS[tie]} (`{tie}`)", *(_cell(state, tie) for state in NoteState)] for tie in Tie
    ]
    yield from _rows(heads, [*rows, ["by itself", *(_cell(state, None) for state in NoteState)]])


def _cell(state: NoteState, tie: Tie | None) -> str:
    found = (
        step.name
        for step in STEPS
        if step.source == state and (tie in step.ties if tie else not step.ties)
    )
    return ", ".join(f"`{name}`" for name in dict.fromkeys(found))


def _steps() -> Iterator[str]:
    yield "## Steps"
    rows = [
        [
            f"{first.label} (`{first.name}`)",
            "<br>".join(map(_way, same)),
            _names(first.ties) or "nobody: it goes by itself",
            VIA_WORDS[first.via],
            _asked(first),
            _names(first.tells) or "–",
        ]
        for same in _by_name()
        for first in same[:1]
    ]
    heads = ["step", "from → to", "whose", "how", "asks first", "tells"]
    yield from _rows(heads, rows)


def _by_name() -> list[list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in STEPS:
        found.setdefault(step.name, []).append(step)
    return list(found.values())


def _way(step: Step) -> str:
    """From where to where, and the circumstance that is needed for it."""
    where = f" (`{step.applies.__name__.strip('_')}`)" if step.applies else ""
    return f"{STATE_WORDS[step.source]} → {STATE_WORDS[step.target]}{where}"


def _asked(step: Step) -> str:
    """What the guard asks for, in the words of the code."""
    return str(step.guard.__doc__).strip().rstrip(".") if step.guard else "–"


def _names(ties: Iterable[Tie]) -> str:
    return ", ".join(TIE_WORDS[tie] for tie in Tie if tie in set(ties))


def _rows(heads: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "| " + " | ".join("---" for _head in heads) + " |"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""
