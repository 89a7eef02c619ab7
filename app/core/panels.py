"""Named places on pages where upper rooms take part, registered once in create_app().

A page of a lower room (a meeting) names a place; an upper room (notes, packs) gives the
function that fills it. So a page tells a whole story while imports keep one direction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app
from markupsafe import Markup
from sqlalchemy import ColumnElement

#: Fills a place on the page of one thing: panel(thing, person) -> html, or None for nothing.
Panel = Callable[[Any, Any], Markup | None]
#: Marks many things at once: marks(things, person) -> {thing's id: html}; one query, not one each.
Marks = Callable[[Sequence[Any], Any], Mapping[int, Markup]]


@dataclass(frozen=True)
class Question:
    """A filter on a list of a lower room that only an upper room can answer, in SQL."""

    #: Stands in the address.
    key: str
    words: Any
    #: The condition over the tables of the list, by what a person may know.
    holds: Callable[[Any], ColumnElement[bool]]
    #: Whether it is offered to a person at all.
    open_to: Callable[[Any], bool]


def init_app(
    app: Flask,
    panels: Mapping[str, Iterable[Panel]],
    marks: Mapping[str, Iterable[Marks]],
    questions: Mapping[str, Iterable[Question]],
) -> None:
    """Register panels, marks and questions; templates get the two functions of the first two."""
    app.extensions["panels"] = {place: tuple(found) for place, found in panels.items()}
    app.extensions["marks"] = {place: tuple(found) for place, found in marks.items()}
    app.extensions["questions"] = {place: tuple(found) for place, found in questions.items()}
    app.jinja_env.globals["panels"] = panels_at
    app.jinja_env.globals["marks"] = marks_at


def panels_at(place: str, thing: Any, person: Any) -> list[Markup]:
    """What upper rooms show at this place for this thing, as this person may see it."""
    fillers = cast(Iterable[Panel], current_app.extensions["panels"].get(place, ()))
    return [html for panel in fillers if (html := panel(thing, person)) is not None]


def marks_at(place: str, things: Sequence[Any], person: Any) -> dict[int, Markup]:
    """What upper rooms say of each of these things, by id; things without a mark are absent."""
    found: dict[int, Markup] = {}
    for mark in cast(Iterable[Marks], current_app.extensions["marks"].get(place, ())):
        for key, html in mark(things, person).items():
            found[key] = found.get(key, Markup("")) + html
    return found


def questions_at(place: str, person: Any) -> dict[str, Question]:
    """The filters that upper rooms offer this person at this place, by key, in order."""
    found = cast(Iterable[Question], current_app.extensions["questions"].get(place, ()))
    return {question.key: question for question in found if question.open_to(person)}
