"""Messages that wait as a whole: for an answer, or for a colleague who may see more."""

from __future__ import annotations

from flask_babel import gettext as _

from app.invitations.describing import described, statements_of
from app.invitations.models import InvitationMessage, InvitationThread
from app.invitations.outcomes import Outcome, Question, Result, Step


def asks(message: InvitationMessage, question: Question, thread: InvitationThread) -> list[Outcome]:
    """A message that waits for an answer: one outcome for each of its occurrences."""
    reasons = {
        Question.ORGANISER: _(
            "Deze vergadering is bekend van een andere organisator. Er verandert niets."
        ),
        Question.ZONE: _("De tijdzone in dit bestand is niet bekend. Kies welke tijd is bedoeld."),
        Question.SENDER: _about_sender(message),
        Question.EQUAL: _(
            "Er zijn twee verschillende uitnodigingen met hetzelfde volgnummer. Kies welke geldt."
        ),
    }
    step = Step(Result.QUESTION, reasons[question], question=question)
    return [described(message, one, step, thread) for one in statements_of(message)]


def _about_sender(message: InvitationMessage) -> str:
    if not message.organiser:
        return _(
            "Dit bericht komt van %(sender)s, en het bestand noemt geen organisator. Kies of het "
            "geldt.",
            sender=message.sent_by,
        )
    if message.cancelled:
        return _(
            "De afzegging komt van %(sender)s, een ander adres dan dat van de organisator. Kies "
            "of zij geldt.",
            sender=message.sent_by,
        )
    return _(
        "De wijziging komt van %(sender)s, een ander adres dan dat van de organisator. Kies of zij "
        "geldt.",
        sender=message.sent_by,
    )


def withheld(message: InvitationMessage) -> list[Outcome]:
    """A message that a colleague must take over: told by its own words, and no others."""
    step = Step(
        Result.REFUSED, _("U kunt deze uitnodiging niet verwerken. Vraag het aan een collega.")
    )
    return [described(message, one, step, message.thread) for one in statements_of(message)]
