"""The search page: one address for every page of results, so that it can be kept and shared."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from app.core import access
from app.core.search import finding
from app.core.search.forms import SearchForm
from app.core.search.questions import question_of
from app.core.search.sources import registry

search = Blueprint("search", __name__)
#: Dutch in every language of the screen, as what is searched is Dutch.
EXAMPLES = (
    "begroting 2027",
    "bestuurlijk overleg december",
    "zienswijze begroting",
    '"algemeen bestuur"',
    "begroting -ontwerp",
)


@search.get("/search")
@access.signed_in
def find() -> str:
    """Find partnerships, organisations, bodies, meetings, agenda items, notes and papers."""
    form = SearchForm(request.args)
    question = question_of(request.args.get("q", ""))
    filters = form.filters()
    begin = request.args.get("first", "")
    first = int(begin[:4]) if begin.isdecimal() else 0
    results = finding.search(question, filters, current_user, first)
    form.offer_partnerships(results.partnership_ids)
    form.q.data = question.text

    def address(**changes: Any) -> str:
        """The address of this search with something else, without what is empty."""
        asked = {
            "q": question.text,
            "kind": filters.kind,
            "partnership": filters.partnership_id,
            "period": filters.period,
            "level": filters.level,
            **changes,
        }
        return url_for("search.find", **{name: value for name, value in asked.items() if value})

    return render_template(
        "search/find.html",
        form=form,
        question=question,
        results=results,
        filters=filters,
        first=first,
        page_size=finding.PAGE,
        of_each=finding.OF_EACH,
        address=address,
        sources=registry().sources,
        search_text=question.text,
        examples=EXAMPLES,
    )
