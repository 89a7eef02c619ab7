"""The words on screen for invitations: what a file does, and where it stands."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.invitations.models import SameOrganiser
from app.invitations.outcomes import (
    ANEW,
    APART,
    FOLLOW,
    KNOWN,
    OURS,
    SAME,
    THEIRS,
    Outcome,
    Question,
)
from app.meetings.models import Body

#: Per result the word and the shape beside it.
RESULTS: dict[str, tuple[Any, str]] = {
    "new": (_l("nieuw"), "plus"),
    "updated": (_l("wijziging"), "edit"),
    "cancelled": (_l("afzegging"), "cancelled"),
    "question": (_l("vraag"), "discuss"),
    "unchanged": (_l("ongewijzigd"), "check"),
    "refused": (_l("niet gelezen"), "impossible"),
}
#: What taking over did.
CHANGES: dict[str, tuple[Any, str]] = {
    "new": (_l("gepland"), "plus"),
    "matched": (_l("herkend"), "check"),
    "updated": (_l("gewijzigd"), "edit"),
    "cancelled": (_l("geannuleerd"), "cancelled"),
    "kept": (_l("gebleven"), "check"),
}
STATES: dict[str, tuple[Any, str]] = {
    "received": (_l("wacht op u"), "late"),
    "question": (_l("vraag open"), "discuss"),
    "applied": (_l("overgenomen"), "check"),
    "undone": (_l("ongedaan gemaakt"), "undo"),
    "aside": (_l("weggelegd"), "file"),
}
FIELDS: dict[str, Any] = {
    "title": _l("Titel"),
    "place": _l("Plaats"),
    "online_url": _l("Online"),
}
#: The answers to a question, each with its words.
ANSWERS: dict[Question, tuple[tuple[str, Any], ...]] = {
    Question.EQUAL: (
        (THEIRS, _l("Deze uitnodiging geldt")),
        (OURS, _l("Wat wij al hadden, geldt")),
    ),
    Question.CONFLICT: (
        (THEIRS, _l("Overnemen wat de organisator zegt")),
        (OURS, _l("Laten staan wat hier is ingevuld")),
    ),
    Question.HELD: ((OURS, _l("De vergadering blijft zoals zij hier staat")),),
    Question.SENDER: (
        (THEIRS, _l("Dit bericht geldt")),
        (KNOWN, _l("Dit bericht geldt, en dit adres hoort bij de organisator: onthoud dat")),
        (OURS, _l("Dit bericht geldt niet")),
    ),
    Question.ORGANISER: (
        (SAME, _l("Het is dezelfde organisator met een ander adres")),
        (APART, _l("Het is een andere vergadering")),
    ),
}

#: All of these: what a form keeps of an answer that was given.
CHOICES = frozenset(value for found in ANSWERS.values() for value, _text in found)
#: The answers for all meetings of a series that may stand already.
FOR_ALL: tuple[tuple[str, Any], ...] = (
    (FOLLOW, _l("Steeds dezelfde als die er al staat")),
    (ANEW, _l("Steeds een andere vergadering")),
)
#: Questions about a message as a whole, and those that are asked once for a series.
ABOUT_ALL = frozenset({Question.EQUAL, Question.ORGANISER, Question.SENDER})
OF_SERIES = frozenset({*ABOUT_ALL, Question.BODY, Question.ZONE})


def answers_to(one: Outcome) -> list[tuple[str, Any]]:
    """The answers to what is asked; of an organiser that is not named nobody is remembered."""
    found = ANSWERS[one.question] if one.question is not None else ()
    return [(value, text) for value, text in found if value != KNOWN or one.organiser]


def same_words(told: SameOrganiser) -> str:
    """Whose mail counts as whose, as a sentence."""
    if told.sends_for:
        return _(
            "%(address)s stuurt berichten namens %(same_as)s.",
            address=told.address,
            same_as=told.same_as,
        )
    if told.address and told.same_as:
        return _(
            "Wat %(address)s stuurt, telt als een bericht van %(same_as)s.",
            address=told.address,
            same_as=told.same_as,
        )
    return _(
        "Een uitnodiging die geen organisator noemt, kan van %(address)s zijn.",
        address=told.address or told.same_as,
    )


def body_choice(body: Body) -> str:
    """A body with its partnership, in a list of all."""
    return f"{body.partnership.abbreviation or body.partnership.name} · {body.name}"
