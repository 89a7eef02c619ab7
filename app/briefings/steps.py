"""The workflow of a note as one table: from, to, step, who, guard, label (pure).

Buttons, checks, messages and documentation (docs/workflow.md) come from STEPS.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from app.briefings import guards
from app.briefings.models import NoteState
from app.briefings.ties import DECIDERS, DECISION_TAKERS, WITH_HOLDER, Tie
from app.briefings.workflow import Facts, Leaves, Step, Via, check_step

_WRITERS = frozenset({Tie.WRITER})
_ADVISERS = frozenset({Tie.ADVISER})
_LEADERS = frozenset({Tie.LEADER})
#: Who may record what the portfolio holder said.
_HEARERS = frozenset({Tie.WRITER, Tie.SERVES})
#: Who may note what came of it in a staff meeting.
_AT_THE_TABLE = DECISION_TAKERS | {Tie.WRITER, Tie.LEADER, Tie.SECRETARY}
#: States in which the words are with the writers.
WRITING = (NoteState.CONCEPT, NoteState.ADVICE)
_WAITING = tuple(state for state in NoteState if state in WITH_HOLDER)
#: States in which an adviser's word still helps.
_BEFORE_AGREEMENT = (*WRITING, NoteState.TEAM_LEAD, *_WAITING)
_AGREED = (NoteState.ALIGNED, NoteState.LOCKED)


def _rows(sources: tuple[NoteState, ...], step: Step) -> tuple[Step, ...]:
    """The same step from several states."""
    return tuple(replace(step, source=source) for source in sources)


def _staying(sources: tuple[NoteState, ...], step: Step) -> tuple[Step, ...]:
    """A step that leaves the note where it is, in several states."""
    return tuple(replace(step, source=source, target=source) for source in sources)


def _past_team_lead(facts: Facts) -> bool:
    return facts.asks_team_lead


def _not_past_team_lead(facts: Facts) -> bool:
    return not facts.asks_team_lead


def _unconfirmed(facts: Facts) -> bool:
    return facts.unconfirmed


def _unseen_remarks(facts: Facts) -> bool:
    return facts.unseen_remarks


def _beyond_mandate(facts: Facts) -> bool:
    return facts.mandate_from is not None


def _step(
    name: str, source: NoteState, target: NoteState, ties: frozenset[Tie], **more: Any
) -> Step:
    return Step(name, source, target, ties, **more)


def _last_advice(facts: Facts) -> bool:
    return facts.advice_asked <= 1


_WITHDRAW_ADVICE = _step(
    "withdraw-advice",
    NoteState.ADVICE,
    NoteState.ADVICE,
    _WRITERS,
    label=_l("Adviesvraag intrekken"),
    done=_l("De adviesvraag is ingetrokken."),
    past=_l("Adviesvraag ingetrokken"),
    via=Via.FORM,
)

STEPS: tuple[Step, ...] = (
    *_rows(
        WRITING,
        _step(
            "ask-advice",
            NoteState.CONCEPT,
            NoteState.ADVICE,
            _WRITERS,
            label=_l("Advies vragen"),
            done=_l("Het advies is gevraagd."),
            past=_l("Advies gevraagd"),
            guard=guards.still_on,
            via=Via.FORM,
        ),
    ),
    *_staying(
        _BEFORE_AGREEMENT,
        _step(
            "give-advice",
            NoteState.ADVICE,
            NoteState.ADVICE,
            _ADVISERS,
            label=_l("Advies geven"),
            done=_l("Uw advies staat bij de annotatie."),
            past=_l("Advies gegeven"),
            via=Via.FORM,
            tells=_WRITERS,
            message=_l("Er is advies gegeven op uw annotatie"),
        ),
    ),
    replace(_WITHDRAW_ADVICE, target=NoteState.CONCEPT, applies=_last_advice),
    *_staying(_BEFORE_AGREEMENT, _WITHDRAW_ADVICE),
    *_rows(
        WRITING,
        _step(
            "submit",
            NoteState.CONCEPT,
            NoteState.TEAM_LEAD,
            _WRITERS,
            label=_l("Voorleggen aan teamleider"),
            done=_l("De annotatie ligt bij de teamleider."),
            past=_l("Voorgelegd aan teamleider"),
            guard=guards.ready_to_offer,
            applies=_past_team_lead,
            primary=True,
            tells=_LEADERS,
            message=_l("Een annotatie van uw team wacht op u"),
        ),
    ),
    *_rows(
        WRITING,
        _step(
            "offer",
            NoteState.CONCEPT,
            NoteState.WITH_ALDERMAN,
            _WRITERS,
            label=_l("Annotatie aanbieden"),
            done=_l("De annotatie is aangeboden aan de portefeuillehouder."),
            past=_l("Aangeboden"),
            guard=guards.ready_to_offer,
            applies=_not_past_team_lead,
            primary=True,
            tells=DECIDERS,
            message=_l("Er ligt een annotatie voor u klaar"),
        ),
    ),
    _step(
        "pass",
        NoteState.TEAM_LEAD,
        NoteState.WITH_ALDERMAN,
        _LEADERS,
        label=_l("Doorgeven aan portefeuillehouder"),
        done=_l("De annotatie ligt bij de portefeuillehouder."),
        past=_l("Doorgegeven door teamleider"),
        guard=guards.ready_to_offer,
        primary=True,
        tells=DECIDERS,
        message=_l("Er ligt een annotatie voor u klaar"),
    ),
    _step(
        "send-back",
        NoteState.TEAM_LEAD,
        NoteState.CONCEPT,
        _LEADERS,
        label=_l("Terug naar schrijver met vraag"),
        done=_l("De annotatie is terug bij de schrijver, met uw vraag."),
        past=_l("Teruggegeven door teamleider"),
        guard=guards.has_question,
        leaves=Leaves.QUESTION,
        tells=_WRITERS,
        message=_l("Uw annotatie is terug van de teamleider, met een vraag"),
    ),
    *_rows(
        (NoteState.TEAM_LEAD, *_WAITING),
        _step(
            "withdraw",
            NoteState.WITH_ALDERMAN,
            NoteState.CONCEPT,
            _WRITERS,
            label=_l("Annotatie terughalen"),
            done=_l("De annotatie is weer een concept."),
            past=_l("Teruggehaald"),
        ),
    ),
    *_rows(
        _WAITING,
        _step(
            "agree",
            NoteState.WITH_ALDERMAN,
            NoteState.ALIGNED,
            DECIDERS,
            label=_l("Akkoord"),
            done=_l("De annotatie is afgestemd."),
            past=_l("Akkoord"),
            guard=guards.may_agree,
            primary=True,
            tells=_WRITERS,
            message=_l("Uw annotatie is afgestemd"),
        ),
    ),
    *_rows(
        _WAITING,
        _step(
            "agree-with-remarks",
            NoteState.WITH_ALDERMAN,
            NoteState.ALIGNED,
            DECIDERS,
            label=_l("Akkoord met opmerkingen"),
            done=_l("De annotatie is afgestemd. De schrijver ziet uw opmerking."),
            past=_l("Akkoord met opmerkingen"),
            guard=guards.has_remark,
            leaves=Leaves.REMARK,
            tells=_WRITERS,
            message=_l("Uw annotatie is afgestemd, met een opmerking voor u"),
        ),
    ),
    _step(
        "discuss",
        NoteState.WITH_ALDERMAN,
        NoteState.DISCUSS,
        DECIDERS,
        label=_l("Bespreken"),
        done=_l("Het punt staat op de agenda van het volgende stafoverleg."),
        past=_l("Wil bespreken"),
        guard=guards.still_on,
        tells=_WRITERS,
        message=_l("De portefeuillehouder wil uw annotatie bespreken"),
    ),
    *_rows(
        _WAITING,
        _step(
            "return",
            NoteState.WITH_ALDERMAN,
            NoteState.CONCEPT,
            DECISION_TAKERS,
            label=_l("Teruggeven met vraag"),
            done=_l("De annotatie is terug bij de schrijver, met uw vraag."),
            past=_l("Teruggegeven met een vraag"),
            guard=guards.has_question,
            leaves=Leaves.QUESTION,
            tells=_WRITERS,
            message=_l("Uw annotatie is terug met een vraag"),
            recorded_message=_l("Namens u is een annotatie teruggegeven met een vraag"),
            instructed=_l("Ik leg deze vraag vast namens %(name)s, die dit zo heeft gezegd."),
        ),
    ),
    *_rows(
        _WAITING,
        _step(
            "record-agreement",
            NoteState.WITH_ALDERMAN,
            NoteState.ALIGNED,
            _HEARERS,
            label=_l("Mondeling akkoord vastleggen"),
            done=_l("Het akkoord is vastgelegd. Het wacht op bevestiging."),
            past=_l("Mondeling akkoord"),
            guard=guards.has_saying,
            leaves=Leaves.SAYING,
            tells=_WRITERS,
            message=_l("Uw annotatie is mondeling afgestemd"),
            recorded_message=_l("Namens u is akkoord vastgelegd; bevestig of het klopt"),
            instructed=_l("Ik leg dit akkoord vast namens %(name)s, die dit zo heeft gezegd."),
            told=True,
        ),
    ),
    *_staying(
        _AGREED,
        _step(
            "confirm",
            NoteState.ALIGNED,
            NoteState.ALIGNED,
            DECIDERS,
            label=_l("Dit heb ik zo gezegd"),
            done=_l("Uw akkoord is bevestigd."),
            past=_l("Akkoord bevestigd"),
            applies=_unconfirmed,
            primary=True,
            tells=_WRITERS,
            message=_l("Het mondelinge akkoord op uw annotatie is bevestigd"),
        ),
    ),
    *_rows(
        _AGREED,
        _step(
            "contest",
            NoteState.ALIGNED,
            NoteState.WITH_ALDERMAN,
            DECIDERS,
            label=_l("Dit klopt niet"),
            done=_l("Het akkoord is ongedaan gemaakt. De annotatie wacht weer op uw besluit."),
            past=_l("Mondeling akkoord weersproken"),
            applies=_unconfirmed,
            tells=_WRITERS,
            message=_l("Het mondelinge akkoord op uw annotatie klopt niet, zegt de wethouder"),
        ),
    ),
    *_staying(
        _AGREED,
        _step(
            "acknowledge",
            NoteState.ALIGNED,
            NoteState.ALIGNED,
            _WRITERS,
            label=_l("Opmerkingen gezien"),
            done=_l("U hebt de opmerkingen bij het akkoord gezien."),
            past=_l("Opmerkingen gezien"),
            applies=_unseen_remarks,
        ),
    ),
    *_rows(
        _WAITING,
        _step(
            "staff-agree",
            NoteState.DISCUSS,
            NoteState.ALIGNED,
            _AT_THE_TABLE,
            label=_l("Akkoord in het stafoverleg"),
            done=_l("De annotatie is afgestemd in het stafoverleg."),
            past=_l("Akkoord in het stafoverleg"),
            guard=guards.may_agree,
            via=Via.STAFF_MEETING,
            tells=_WRITERS,
            message=_l("Uw annotatie is afgestemd in het stafoverleg"),
            recorded_message=_l(
                "Uw akkoord in het stafoverleg is vastgelegd; bevestig of het klopt"
            ),
        ),
    ),
    *_rows(
        _WAITING,
        _step(
            "staff-adjust",
            NoteState.DISCUSS,
            NoteState.CONCEPT,
            _AT_THE_TABLE,
            label=_l("Aanpassen na het stafoverleg"),
            done=_l("De annotatie is terug bij de schrijver, met wat is besproken."),
            past=_l("Terug uit het stafoverleg om aan te passen"),
            guard=guards.has_question,
            via=Via.STAFF_MEETING,
            leaves=Leaves.QUESTION,
            tells=_WRITERS,
            message=_l("Uw annotatie is terug uit het stafoverleg om aan te passen"),
        ),
    ),
    _step(
        "staff-discussed",
        NoteState.DISCUSS,
        NoteState.WITH_ALDERMAN,
        _AT_THE_TABLE,
        label=_l("Besproken zonder besluit"),
        done=_l("Het punt is besproken en wacht weer op het besluit van de portefeuillehouder."),
        past=_l("Besproken in het stafoverleg, nog niet besloten"),
        via=Via.STAFF_MEETING,
        tells=DECIDERS,
        message=_l("Een besproken annotatie wacht nog op uw akkoord"),
    ),
    *_staying(
        _BEFORE_AGREEMENT,
        _step(
            "grant-mandate",
            NoteState.CONCEPT,
            NoteState.CONCEPT,
            _HEARERS,
            label=_l("Besluit over mandaat vastleggen"),
            done=_l("Het besluit over het mandaat is vastgelegd."),
            past=_l("Mandaat verruimd"),
            applies=_beyond_mandate,
            via=Via.FORM,
            tells=DECIDERS,
            message=_l("Het mandaat voor een annotatie is verruimd"),
        ),
    ),
    *_rows(
        _AGREED,
        _step(
            "reopen",
            NoteState.ALIGNED,
            NoteState.CONCEPT,
            _WRITERS,
            label=_l("Annotatie heropenen en bewerken"),
            done=_l("De annotatie is heropend: zij is weer een concept."),
            past=_l("Heropend"),
            via=Via.EDITING,
            tells=DECIDERS,
            message=_l("Een afgestemde annotatie is heropend"),
        ),
    ),
    *_rows(
        _AGREED,
        _step(
            "amend",
            NoteState.ALIGNED,
            NoteState.ALIGNED,
            _WRITERS,
            label=_l("Annotatie aanvullen"),
            done=_l("De annotatie is aangevuld. Het akkoord blijft staan."),
            past=_l("Aangevuld na akkoord"),
            via=Via.EDITING,
        ),
    ),
    _step(
        "lock",
        NoteState.ALIGNED,
        NoteState.LOCKED,
        frozenset(),
        label=_l("Vastzetten"),
        done=_l("De annotatie staat vast in de vergadermap."),
        past=_l("Vastgezet in de vergadermap"),
        via=Via.PACK,
    ),
    *_rows(
        _AGREED,
        _step(
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
PAST_WORDS: dict[str, Any] = {step.name: step.past for step in STEPS}


def open_steps(state: str, ties: frozenset[Tie], facts: Facts | None = None) -> list[Step]:
    """The steps that this person can try now; guards may still ask for something first."""
    return [
        step
        for step in STEPS
        if step.source == state and step.ties & ties and (facts is None or step.is_for(facts))
    ]


def require_step(name: str, state: str, ties: frozenset[Tie], facts: Facts) -> Step:
    """The row for this step, or the error that says why not (see `workflow.check_step`)."""
    return check_step(STEPS, name, state, ties, facts)


def find_step(name: str) -> Step:
    """A row of this step, whichever state it starts from: for its words."""
    return next(step for step in STEPS if step.name == name)
