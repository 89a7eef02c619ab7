"""The guards of the workflow: what a step asks for first, as a sentence that says what to do."""

from __future__ import annotations

from flask_babel import gettext as _

from app.briefings.models import MandateGiver
from app.briefings.wording import GIVER_NAMES
from app.briefings.workflow import Facts, missing


def still_on(facts: Facts) -> str | None:
    """The item is still on the agenda of a meeting that goes on."""
    if facts.stands:
        return None
    return _("Dit punt staat niet meer op de agenda. Deze stap heeft geen zin meer.")


def ready_to_offer(facts: Facts) -> str | None:
    """Complete, on the agenda, and there is a portfolio holder who may read it."""
    if not facts.stands:
        return _("Dit punt staat niet meer op de agenda. Aanbieden heeft geen zin meer.")
    lacking = missing(facts)
    if lacking:
        return _("Vul eerst aan: %(parts)s.", parts=", ".join(lacking))
    if not facts.has_holder:
        return _("Dit punt heeft nog geen portefeuillehouder. Leg die eerst vast bij de agenda.")
    if not facts.holder_reads:
        return _(
            "De portefeuillehouder zit niet in de kring van deze annotatie. "
            "Voeg die eerst toe aan de kring."
        )
    if facts.advice_open:
        return _(
            "Er is nog advies onderweg. Wacht op het antwoord of op de termijn, "
            "of trek de adviesvraag in."
        )
    return None


def has_question(facts: Facts) -> str | None:
    """A return says what is asked."""
    return None if facts.words.strip() else _("Schrijf uw vraag op, dan kan het antwoord komen.")


def has_remark(facts: Facts) -> str | None:
    """Agreement with remarks says which, and stays within the mandate."""
    problem = may_agree(facts)
    if problem or facts.words.strip():
        return problem
    return _("Schrijf uw opmerking op. Hebt u er geen, kies dan akkoord.")


def has_saying(facts: Facts) -> str | None:
    """A recorded agreement holds what was said, and stays within the mandate."""
    problem = may_agree(facts)
    if problem or facts.words.strip():
        return problem
    return _("Schrijf op wat er is gezegd, in de woorden van de portefeuillehouder.")


def may_agree(facts: Facts) -> str | None:
    """On the agenda, and within the mandate or allowed by the next who can give one."""
    problem = still_on(facts)
    if problem or facts.mandate_from is None:
        return problem
    return beyond_mandate(facts.mandate_from)


def beyond_mandate(giver: MandateGiver) -> str:
    """Why nobody can agree yet, for who may record the decision and for who waits for it."""
    return _(
        "Dit standpunt gaat verder dan het mandaat. Akkoord kan pas als het besluit van "
        "%(giver)s is vastgelegd.",
        giver=GIVER_NAMES[giver],
    )
