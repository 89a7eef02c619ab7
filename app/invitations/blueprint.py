"""The blueprint of this room; the modules with pages import it."""

from __future__ import annotations

from flask import Blueprint

invitations = Blueprint("invitations", __name__)
