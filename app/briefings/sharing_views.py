"""What of a note may leave the house: a page with exactly that, to print or to send."""

from __future__ import annotations

from flask import current_app, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.briefings.content import of_version, shared_parts
from app.briefings.queries import get_note
from app.briefings.ties import ALIGNED_ON
from app.briefings.views import briefings
from app.core import access
from app.core.errors import RuleBroken


@briefings.get("/notes/<int:note_id>/shared")
@access.signed_in
def show_shared(note_id: int) -> str:
    """See the parts of a note that may be shared, and nothing else of it."""
    note = get_note(note_id, current_user)
    found = shared_parts(of_version(note.current))
    if not found:
        raise RuleBroken(
            _(
                "Van deze annotatie mag nog niets worden gedeeld. "
                "De schrijver zet bij een onderdeel “mag gedeeld” aan."
            )
        )
    return render_template(
        "briefings/shared.html",
        note=note,
        shared=found,
        aligned=note.state in ALIGNED_ON,
        sender=current_app.config["MUNICIPALITY"],
    )
