"""What a calendar of several parts is called, and its file: said once, cut between names."""

from __future__ import annotations

import pytest
from flask import Flask

from app.feeds.models import Scope
from app.feeds.parts import LONGEST, Named, joint_name, readable

SPACE = Named(Scope.PERSON, "Wethouder ruimte en economie")
CARE = Named(Scope.PERSON, "Wethouder sociaal domein")
MAYOR = Named(Scope.PERSON, "Burgemeester")
OWN = Named(Scope.MINE)
SERVICE = Named(
    Scope.PARTNERSHIP,
    "Gemeenschappelijke Regeling Regionale Uitvoeringsdienst Noordoost-Gelderland",
)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ([SPACE], "Vergaderingen van Wethouder ruimte en economie"),
        (
            [SPACE, CARE, MAYOR],
            "Vergaderingen van Wethouder ruimte en economie + Wethouder sociaal domein"
            " + Burgemeester",
        ),
        (
            [Named(Scope.DEADLINES, "A. Bos"), SERVICE, Named(Scope.PERSON, "A. Bos"), OWN],
            "Mijn vergaderingen + Vergaderingen van A. Bos + nog 2",
        ),
        (
            [
                Named(Scope.DEADLINES, "A. Bos"),
                Named(Scope.PORTFOLIO, "Zorg"),
                Named(Scope.DEADLINES, "B. Vos"),
            ],
            "Portefeuille Zorg + Deadlines van A. Bos + B. Vos",
        ),
        ([SERVICE, CARE, SPACE], "Vergaderingen van Wethouder sociaal domein"
         " + Wethouder ruimte en economie + nog 1"),
    ],
)  # fmt: skip
def test_what_several_have_in_common_is_said_once(
    app: Flask, parts: list[Named], name: str
) -> None:
    assert joint_name(parts) == name
    assert len(name) <= LONGEST


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Mijn vergaderingen", "mijn-vergaderingen"),
        (
            "Vergaderingen van Wethouder ruimte en economie + Wethouder sociaal domein + nog 1",
            "vergaderingen-van-wethouder-ruimte-en-economie-en-meer",
        ),
        ("Meerschap + Regio + Omgevingsdienst", "meerschap-regio-omgevingsdienst"),
        (SERVICE.of, "gemeenschappelijke-regeling-regionale-uitvoeringsdienst"),
        ("x" * 90 + " + Regio", "x" * 52 + "-en-meer"),
        ("Coördinatie & zó + 漢", "coordinatie-zo"),
        ("漢", "agenda"),
    ],
)
def test_a_file_is_called_by_whole_names(app: Flask, name: str, file: str) -> None:
    assert readable(name) == file
    assert len(file) <= 60
