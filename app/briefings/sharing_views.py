"""What of a note may leave the house: a page with exactly that, to print or to send."""

from __future__ import annotations

from flask import current_app, render_template, request
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
    """See the parts of a note that may be shared, and nothing else of it.

    Before the note is aligned somebody says first that they know so; a restricted note stays
    within its circle, whatever its writer marked.
    """
    note = get_note(note_id, current_user)
    if note.for_a_circle:
        raise RuleBroken(
            _(
                "Deze annotatie is beperkt tot een kring. Er mag niets van worden gedeeld "
                "zolang dat zo is."
            )
        )
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
        known=request.args.get("known") == "y",
        sender=current_app.config["MUNICIPALITY"],
    )
