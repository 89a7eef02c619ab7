"""One way to show and answer the small forms of the register: a title, some fields, a button."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from app.core.forms import Form
from app.core.submission import Outcome

Answer = Response | tuple[str, int]
Trail = list[tuple[str, str]]


@dataclass(frozen=True)
class SmallForm:
    """What the page around a small form says."""

    title: str
    submit_label: str
    cancel_url: str
    trail: Trail
    #: What was done, on the page where one ends up.
    message: str
    intro: str = ""
    #: Fields of which one must be filled: none of them is called "niet verplicht".
    one_of: tuple[str, ...] = ()


def answer(form: Form, done: Outcome, page: SmallForm) -> Answer:
    """On with a message where it was saved, or the form (again) with what is wrong."""
    if done.url:
        flash(page.message, "success")
        return redirect(done.url)
    html = render_template(
        "register/small_form.html", form=form, page=page, differences=done.differences
    )
    return html, done.status
