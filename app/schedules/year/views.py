"""Pages and files of a year: of a partnership, a portfolio, a person."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import force_locale
from flask_login import current_user

from app.core import access, clock, files
from app.core.database import let_go
from app.schedules.views import schedules
from app.schedules.year import words
from app.schedules.year.asked import Asked, asked_of
from app.schedules.year.days_in_words import days_in_words
from app.schedules.year.drawing import draw
from app.schedules.year.printing import place, print_year
from app.schedules.year.queries import Year, read_year
from app.schedules.year.scales import SCREEN
from app.schedules.year.sheets import file_name, year_job
from app.schedules.year.subjects import (
    Subject,
    partnership_subject,
    person_subject,
    portfolio_subject,
)


@schedules.get("/schedules/year/partnership/<int:partnership_id>")
@access.signed_in
def partnership_year(partnership_id: int) -> str:
    """See the meetings of a partnership in a year."""
    return _page(partnership_subject(partnership_id))


@schedules.get("/schedules/year/partnership/<int:partnership_id>/pdf")
@access.signed_in
def partnership_year_file(partnership_id: int) -> Response:
    """Have the same on paper."""
    return _file(partnership_subject(partnership_id))


@schedules.get("/schedules/year/portfolio/<int:portfolio_id>")
@access.signed_in
def portfolio_year(portfolio_id: int) -> str:
    """See the meetings of a portfolio in a year."""
    return _page(portfolio_subject(portfolio_id))


@schedules.get("/schedules/year/portfolio/<int:portfolio_id>/pdf")
@access.signed_in
def portfolio_year_file(portfolio_id: int) -> Response:
    """Have the same on paper."""
    return _file(portfolio_subject(portfolio_id))


@schedules.get("/schedules/year/person/<int:person_id>")
@access.signed_in
def person_year(person_id: int) -> str:
    """See the meetings of somebody in a year."""
    return _page(person_subject(person_id))


@schedules.get("/schedules/year/person/<int:person_id>/pdf")
@access.signed_in
def person_year_file(person_id: int) -> Response:
    """Have the same on paper."""
    return _file(person_subject(person_id))


def _asked() -> Asked:
    return asked_of(request.args, clock.today())


def _year(subject: Subject) -> Year:
    return read_year(subject, _asked(), current_user)


def _page(subject: Subject) -> str:
    year = _year(subject)
    return render_template(
        "schedules/show_year.html",
        year=year,
        subject=subject,
        asked=year.asked,
        today=clock.today(),
        is_own=subject.person == current_user,
        drawing=draw(year.asked.span, year.entries, year.days, year.name_of, SCREEN),
        words=words,
        days=days_in_words(year.days, year.asked.span),
    )


def _file(subject: Subject) -> Response:
    """The year as PDF, always in Dutch; nothing of the database is held while it is printed, and
    nothing of the year is read where there is no place to print it."""
    with place():
        with force_locale("nl"):
            year = _year(subject)
            name, job = file_name(year), year_job(year)
        let_go()
        content = print_year(job)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = files.disposition("inline", name)
    response.headers["Content-Security-Policy"] = files.FILE_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
