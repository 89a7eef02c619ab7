"""Agreeing on several consent items at once: each a step of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from app.briefings.queries import get_note_for_step
from app.briefings.step_actions import take_step
from app.core.database import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.people.models import Person


@dataclass(frozen=True)
class Agreed:
    """What came of agreeing together."""

    #: The titles of the items that were agreed.
    done: tuple[str, ...]
    #: What was left out, each with why.
    left: tuple[str, ...]


def agree_together(seen: Mapping[int, int], person: Person) -> Agreed:
    """Agree on each of these notes, on the version that the person saw (number by note).

    One that was changed, taken back or decided meanwhile is left out, and said so.
    """
    done, left = [], []
    for note_id, number in sorted(seen.items()):  # in one order: nobody waits in a circle
        title = ""
        try:
            with db.session.begin_nested():
                note = get_note_for_step(note_id, person)
                title = note.item.title
                take_step(note, "agree", person, number)
            done.append(title)
        except (NotFound, NotAllowed):
            left.append(_("Een van de punten wacht niet meer op u."))
        except StaleDataError:
            left.append(_("%(title)s: iemand anders besloot op hetzelfde moment.", title=title))
        except RuleBroken as error:
            left.append(f"{title}: {error.message}" if title else error.message)
    return Agreed(tuple(done), tuple(left))
