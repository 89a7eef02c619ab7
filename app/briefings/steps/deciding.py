"""The rows in which a note is decided on: by the portfolio holder, or heard from them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.briefings import guards
from app.briefings.models import NoteState
from app.briefings.steps.rows import (
    AT_THE_TABLE,
    BEFORE_AGREEMENT,
    HEARERS,
    WAITING,
    WRITERS,
    rows,
    staying,
    step,
)
from app.briefings.ties import AGREED, DECIDERS, DECISION_TAKERS
from app.briefings.workflow import Facts, Leaves, Step, Via


def _unconfirmed(facts: Facts) -> bool:
    """Nobody can say of a predecessor's words whether they were said so."""
    return facts.unconfirmed and facts.said_by_holder


def _unseen_remarks(facts: Facts) -> bool:
    return facts.unseen_remarks


def _beyond_mandate(facts: Facts) -> bool:
    return facts.mandate_from is not None


DECIDING: tuple[Step, ...] = (
    *rows(
        WAITING,
        step(
            "agree",
            NoteState.WITH_ALDERMAN,
            NoteState.ALIGNED,
            DECIDERS,
            label=_l("Akkoord"),
            done=_l("De annotatie is afgestemd."),
            past=_l("Akkoord"),
            guard=guards.may_agree,
            primary=True,
            tells=WRITERS,
            message=_l("Uw annotatie is afgestemd"),
        ),
    ),
    *rows(
        WAITING,
        step(
            "agree-with-remarks",
            NoteState.WITH_ALDERMAN,
            NoteState.ALIGNED,
            DECIDERS,
            label=_l("Akkoord met opmerkingen"),
            done=_l("De annotatie is afgestemd. De schrijver ziet uw opmerking."),
            past=_l("Akkoord met opmerkingen"),
            guard=guards.has_remark,
            leaves=Leaves.REMARK,
            tells=WRITERS,
            message=_l("Uw annotatie is afgestemd, met een opmerking voor u"),
        ),
    ),
    step(
        "discuss",
        NoteState.WITH_ALDERMAN,
        NoteState.DISCUSS,
        DECIDERS,
        label=_l("Bespreken"),
        done=_l("Het punt staat op de agenda van het volgende stafoverleg."),
        past=_l("Wil bespreken"),
        guard=guards.still_on,
        tells=WRITERS,
        message=_l("De portefeuillehouder wil uw annotatie bespreken"),
    ),
    step(
        "undo-discuss",
        NoteState.DISCUSS,
        NoteState.WITH_ALDERMAN,
        DECIDERS,
        label=_l("Toch niet bespreken"),
        done=_l("Het punt is van de agenda van het stafoverleg. Het wacht weer op uw besluit."),
        past=_l("Wil toch niet bespreken"),
        tells=WRITERS,
        message=_l("De portefeuillehouder wil uw annotatie toch niet bespreken"),
    ),
    *rows(
        WAITING,
        step(
            "return",
            NoteState.WITH_ALDERMAN,
            NoteState.CONCEPT,
            DECISION_TAKERS,
            label=_l("Teruggeven met vraag"),
            done=_l("De annotatie is terug bij de schrijver, met uw vraag."),
            past=_l("Teruggegeven met een vraag"),
            guard=guards.has_question,
            leaves=Leaves.QUESTION,
            tells=WRITERS,
            message=_l("Uw annotatie is terug met een vraag"),
            recorded_message=_l("Namens u is een annotatie teruggegeven met een vraag"),
            instructed=_l("Ik leg deze vraag vast namens %(name)s, die dit zo heeft gezegd."),
        ),
    ),
    *rows(
        WAITING,
        step(
            "record-agreement",
            NoteState.WITH_ALDERMAN,
            NoteState.ALIGNED,
            HEARERS,
            label=_l("Mondeling akkoord vastleggen"),
            done=_l("Het akkoord is vastgelegd. Het wacht op bevestiging."),
            past=_l("Mondeling akkoord"),
            guard=guards.has_saying,
            leaves=Leaves.SAYING,
            tells=WRITERS,
            message=_l("Uw annotatie is mondeling afgestemd"),
            recorded_message=_l("Namens u is akkoord vastgelegd; bevestig of het klopt"),
            instructed=_l("Ik leg dit akkoord vast namens %(name)s, die dit zo heeft gezegd."),
            told=True,
        ),
    ),
    *staying(
        AGREED,
        step(
            "confirm",
            NoteState.ALIGNED,
            NoteState.ALIGNED,
            DECIDERS,
            label=_l("Dit heb ik zo gezegd"),
            done=_l("Uw akkoord is bevestigd."),
            past=_l("Akkoord bevestigd"),
            applies=_unconfirmed,
            primary=True,
            tells=WRITERS,
            message=_l("Het mondelinge akkoord op uw annotatie is bevestigd"),
        ),
    ),
    *rows(
        AGREED,
        step(
            "contest",
            NoteState.ALIGNED,
            NoteState.WITH_ALDERMAN,
            DECIDERS,
            label=_l("Dit klopt niet"),
            done=_l("Het akkoord is ongedaan gemaakt. De annotatie wacht weer op uw besluit."),
            past=_l("Mondeling akkoord weersproken"),
            applies=_unconfirmed,
            tells=WRITERS,
            message=_l(
                "Het mondelinge akkoord op uw annotatie klopt niet, zegt de portefeuillehouder"
            ),
        ),
    ),
    *staying(
        AGREED,
        step(
            "acknowledge",
            NoteState.ALIGNED,
            NoteState.ALIGNED,
            WRITERS,
            label=_l("Opmerkingen gezien"),
            done=_l("U hebt de opmerkingen bij het akkoord gezien."),
            past=_l("Opmerkingen gezien"),
            applies=_unseen_remarks,
        ),
    ),
    *rows(
        WAITING,
        step(
            "staff-agree",
            NoteState.DISCUSS,
            NoteState.ALIGNED,
            AT_THE_TABLE,
            label=_l("Akkoord in het stafoverleg"),
            done=_l("De annotatie is afgestemd in het stafoverleg."),
            past=_l("Akkoord in het stafoverleg"),
            guard=guards.may_agree,
            via=Via.STAFF_MEETING,
            tells=WRITERS,
            message=_l("Uw annotatie is afgestemd in het stafoverleg"),
            recorded_message=_l(
                "Uw akkoord in het stafoverleg is vastgelegd; bevestig of het klopt"
            ),
        ),
    ),
    *rows(
        WAITING,
        step(
            "staff-adjust",
            NoteState.DISCUSS,
            NoteState.CONCEPT,
            AT_THE_TABLE,
            label=_l("Aanpassen na het stafoverleg"),
            done=_l("De annotatie is terug bij de schrijver, met wat is besproken."),
            past=_l("Terug uit het stafoverleg om aan te passen"),
            guard=guards.has_question,
            via=Via.STAFF_MEETING,
            leaves=Leaves.QUESTION,
            tells=WRITERS,
            message=_l("Uw annotatie is terug uit het stafoverleg om aan te passen"),
        ),
    ),
    step(
        "staff-discussed",
        NoteState.DISCUSS,
        NoteState.WITH_ALDERMAN,
        AT_THE_TABLE,
        label=_l("Besproken zonder besluit"),
        done=_l("Het punt is besproken en wacht weer op het besluit van de portefeuillehouder."),
        past=_l("Besproken in het stafoverleg, nog niet besloten"),
        via=Via.STAFF_MEETING,
        tells=DECIDERS,
        message=_l("Een besproken annotatie wacht nog op uw akkoord"),
    ),
    *staying(
        BEFORE_AGREEMENT,
        step(
            "grant-mandate",
            NoteState.CONCEPT,
            NoteState.CONCEPT,
            HEARERS,
            label=_l("Besluit over mandaat vastleggen"),
            done=_l("Het besluit over het mandaat is vastgelegd."),
            past=_l("Mandaat verruimd"),
            applies=_beyond_mandate,
            via=Via.FORM,
            tells=DECIDERS,
            message=_l("Het mandaat voor een annotatie is verruimd"),
        ),
    ),
)
