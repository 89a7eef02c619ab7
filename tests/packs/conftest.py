"""Who the packs here are for, and papers of many producers."""

from __future__ import annotations

import pytest
from flask import Flask

from app.people.models import Person
from tests.factories import make_person
from tests.papers.annexes import annexes, producer

__all__ = ["annexes", "producer"]


@pytest.fixture
def alderman(app: Flask) -> Person:
    """The reader."""
    return make_person("alderman")


@pytest.fixture
def officer(app: Flask) -> Person:
    """Who writes the notes."""
    return make_person("officer")


@pytest.fixture
def secretary(app: Flask) -> Person:
    """Who has packs made for others."""
    return make_person("secretary")
