"""What an administrator does to an account that its owner must hear of."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.core.database import db
from app.messages.actions import tell
from app.people.links import make_link
from app.people.models import Person, SignInLink


def make_link_known(person: Person, actor: Person) -> str:
    """Make a link for this person and tell them so; gives its address. The caller commits.

    Whoever holds the link can sign in as this person: who did not ask for it must know.
    """
    address = make_link(person, actor)
    if person == actor:
        return address
    newest = select(func.max(SignInLink.id)).where(SignInLink.person_id == person.id)
    tell(
        [person.id],
        f"account-link-{db.session.scalar(newest)}",
        _l(
            "Een beheerder heeft een link gemaakt waarmee u een nieuw wachtwoord kiest. Hebt u "
            "daar niet om gevraagd? Neem dan contact op met de beheerder."
        ),
        "/people/me",
        kind="account",
    )
    return address
