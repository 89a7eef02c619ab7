"""The first rows of the table: advice, the team leader, offering and taking back."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from app.briefings import guards
from app.briefings.models import NoteState
from app.briefings.steps.rows import (
    ADVISERS,
    BEFORE_AGREEMENT,
    LEADERS,
    WAITING,
    WRITERS,
    rows,
    staying,
    step,
)
from app.briefings.ties import DECIDERS, WRITING
from app.briefings.workflow import Facts, Leaves, Step, Via


def _past_team_lead(facts: Facts) -> bool:
    return facts.asks_team_lead


def _not_past_team_lead(facts: Facts) -> bool:
    return not facts.asks_team_lead


def _last_advice(facts: Facts) -> bool:
    return facts.advice_asked <= 1


_WITHDRAW_ADVICE = step(
    "withdraw-advice",
    NoteState.ADVICE,
    NoteState.ADVICE,
    WRITERS,
    label=_l("Adviesvraag intrekken"),
    done=_l("De adviesvraag is ingetrokken."),
    past=_l("Adviesvraag ingetrokken"),
    via=Via.FORM,
)

PREPARING: tuple[Step, ...] = (
    *rows(
        WRITING,
        step(
            "ask-advice",
            NoteState.CONCEPT,
            NoteState.ADVICE,
            WRITERS,
            label=_l("Advies vragen"),
            done=_l("Het advies is gevraagd."),
            past=_l("Advies gevraagd"),
            guard=guards.still_on,
            via=Via.FORM,
        ),
    ),
    *staying(
        BEFORE_AGREEMENT,
        step(
            "give-advice",
            NoteState.ADVICE,
            NoteState.ADVICE,
            ADVISERS,
            label=_l("Advies geven"),
            done=_l("Uw advies staat bij de annotatie."),
            past=_l("Advies gegeven"),
            guard=guards.still_on,
            via=Via.FORM,
            tells=WRITERS,
            message=_l("Er is advies gegeven op uw annotatie"),
        ),
    ),
    replace(_WITHDRAW_ADVICE, target=NoteState.CONCEPT, applies=_last_advice),
    *staying(BEFORE_AGREEMENT, _WITHDRAW_ADVICE),
    *rows(
        WRITING,
        step(
            "submit",
            NoteState.CONCEPT,
            NoteState.TEAM_LEAD,
            WRITERS,
            label=_l("Voorleggen aan teamleider"),
            done=_l("De annotatie ligt bij de teamleider."),
            past=_l("Voorgelegd aan teamleider"),
            guard=guards.ready_to_offer,
            applies=_past_team_lead,
            primary=True,
            tells=LEADERS,
            message=_l("Een annotatie van uw team wacht op u"),
        ),
    ),
    *rows(
        WRITING,
        step(
            "offer",
            NoteState.CONCEPT,
            NoteState.WITH_ALDERMAN,
            WRITERS,
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
    step(
        "pass",
        NoteState.TEAM_LEAD,
        NoteState.WITH_ALDERMAN,
        LEADERS,
        label=_l("Doorgeven aan portefeuillehouder"),
        done=_l("De annotatie ligt bij de portefeuillehouder."),
        past=_l("Doorgegeven door teamleider"),
        guard=guards.ready_to_offer,
        primary=True,
        tells=DECIDERS,
        message=_l("Er ligt een annotatie voor u klaar"),
    ),
    step(
        "send-back",
        NoteState.TEAM_LEAD,
        NoteState.CONCEPT,
        LEADERS,
        label=_l("Terug naar schrijver met vraag"),
        done=_l("De annotatie is terug bij de schrijver, met uw vraag."),
        past=_l("Teruggegeven door teamleider"),
        guard=guards.has_question,
        leaves=Leaves.QUESTION,
        tells=WRITERS,
        message=_l("Uw annotatie is terug van de teamleider, met een vraag"),
    ),
    *rows(
        (NoteState.TEAM_LEAD, *WAITING),
        step(
            "withdraw",
            NoteState.WITH_ALDERMAN,
            NoteState.CONCEPT,
            WRITERS,
            label=_l("Annotatie terughalen"),
            done=_l("De annotatie is weer een concept."),
            past=_l("Teruggehaald"),
        ),
    ),
)
