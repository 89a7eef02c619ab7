"""Views, forms and commands belong to their room: only it, and create_app(), import them.

An import-linter contract needs each module by name, and a view split off later would be
forgotten; here every module with such a name counts.
"""

from __future__ import annotations

import grimp
import pytest

PRIVATE = ("views", "forms", "commands")


def room_of(module: str) -> str:
    """The room of a module: app.meetings.agenda_views is in app.meetings."""
    return ".".join(module.split(".")[:2])


def is_private(module: str) -> bool:
    """Whether a module, or a package it lies in, is one of views, forms or commands."""
    rooms = module.split(".")[2:]
    return any(name == kind or name.endswith(f"_{kind}") for name in rooms for kind in PRIVATE)


@pytest.mark.parametrize(
    ("module", "private"),
    [
        ("app.meetings.views", True),
        ("app.meetings.agenda_forms", True),
        ("app.meetings.views.agenda", True),
        ("app.meetings.reviews", False),
        ("app.meetings.queries", False),
    ],
)
def test_what_counts_as_private(module: str, private: bool) -> None:
    """A name tells whether a module is private."""
    assert is_private(module) is private


def test_no_room_imports_views_forms_or_commands_of_another() -> None:
    """The core's forms and commands are there for all; of other rooms they are private."""
    graph = grimp.build_graph("app")
    trespasses = [
        f"{importer} -> {module}"
        for module in sorted(graph.modules)
        if is_private(module) and room_of(module) != "app.core"
        for importer in sorted(graph.find_modules_that_directly_import(module))
        if importer != "app" and room_of(importer) != room_of(module)
    ]
    assert trespasses == []
