"""Pages of help: which guides there are, and one guide."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template, url_for
from flask_login import current_user

from app.core import access
from app.core.errors import NotFound
from app.help.guides import GUIDES, find_guide
from app.help.pictures import size_of

help_pages = Blueprint("help", __name__, url_prefix="/help")


@help_pages.get("/")
@access.signed_in
def list_guides() -> str:
    """See the guides, one's own first."""
    mine = [guide for guide in GUIDES if current_user.has_role(guide.role)]
    return render_template(
        "help/list_guides.html",
        mine=mine,
        others=[guide for guide in GUIDES if guide not in mine],
    )


@help_pages.get("/<guide_name>")
@access.signed_in
def show_guide(guide_name: str) -> str:
    """Read one guide."""
    guide = find_guide(guide_name)
    if guide is None:
        raise NotFound
    return render_template(
        "help/show_guide.html", guide=guide, mine=current_user.has_role(guide.role), size_of=size_of
    )


def init_app(app: Flask) -> None:
    """Put the link to help at the foot of every page."""
    app.context_processor(lambda: {"help_url": url_for("help.list_guides")})
