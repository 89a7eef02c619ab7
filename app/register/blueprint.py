"""The blueprint of the register, to which each file of views adds its pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint
from flask_login import current_user

from app.core.database import Valid
from app.register import permissions, words

register = Blueprint("register", __name__)


@register.context_processor
def words_for_templates() -> dict[str, Any]:
    """The words of the register, and what this person may do here."""
    signed_in = current_user.is_authenticated
    return {
        "words": words,
        "may_edit_register": signed_in and permissions.may_edit_register(current_user),
        "may_edit_portfolios": signed_in and permissions.may_edit_portfolios(current_user),
    }


@register.app_template_test("holding_on")
def holding_on(fact: Valid, day: date) -> bool:
    """Whether a fact with validity holds on a day (`rows|select('holding_on', day)`)."""
    return fact.holds_on(day)
