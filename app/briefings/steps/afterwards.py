"""The last rows: what is changed after agreement, printed, and finished."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.briefings.models import NoteState
from app.briefings.steps.rows import WRITERS, rows, step
from app.briefings.ties import AGREED, DECIDERS
from app.briefings.workflow import Step, Via

AFTERWARDS: tuple[Step, ...] = (
    *rows(
        AGREED,
        step(
            "reopen",
            NoteState.ALIGNED,
            NoteState.CONCEPT,
            WRITERS,
            label=_l("Annotatie heropenen en bewerken"),
            done=_l("De annotatie is heropend: zij is weer een concept."),
            past=_l("Heropend"),
            via=Via.EDITING,
            tells=DECIDERS,
            message=_l("Een afgestemde annotatie is heropend"),
        ),
    ),
    *rows(
        AGREED,
        step(
            "amend",
            NoteState.ALIGNED,
            NoteState.ALIGNED,
            WRITERS,
            label=_l("Annotatie aanvullen"),
            done=_l("De annotatie is aangevuld. Het akkoord blijft staan."),
            past=_l("Aangevuld na akkoord"),
            via=Via.EDITING,
        ),
    ),
    step(
        "lock",
        NoteState.ALIGNED,
        NoteState.LOCKED,
        frozenset(),
        label=_l("Vastzetten"),
        done=_l("De annotatie staat vast in de vergadermap."),
        past=_l("Vastgezet in de vergadermap"),
        via=Via.PACK,
    ),
    *rows(
        AGREED,
        step(
            "finish",
            NoteState.ALIGNED,
            NoteState.FINISHED,
            frozenset(),
            label=_l("Afronden"),
            done=_l("De annotatie is afgerond."),
            past=_l("Afgerond na de terugkoppeling"),
            via=Via.DEBRIEF,
        ),
    ),
)
