"""What a new password must be."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.errors import RuleBroken
from app.people import passwords


@pytest.mark.parametrize(
    "password",
    [
        "kort",
        "elf tekens!",
        "welkom123456",
        "Welkom2026!!",
        "wachtwoord123",
        "Wachtwoord!!!",
        "qwertyuiopas",
        "123456789012",
        "210987654321",
        "aaaaaaaaaaaa",
        "abababababab",
        "administrator",
        "persoon@haren.example",
        "persoon@haren.example!",
        "PERSOON@HAREN.EXAMPLE",
        "x" * 201,
    ],
)
def test_too_weak(app: Flask, password: str) -> None:
    with app.test_request_context(), pytest.raises(RuleBroken) as caught:
        passwords.check_new(password, "persoon@haren.example", "Wethouder sociaal domein")
    assert caught.value.field == "password"


@pytest.mark.parametrize(
    "password",
    ["vier woorden in een zin", "correct paard batterij", "Jeugdzorg & één fiets", "Tr0ub4dor&3xy"],
)
def test_strong_enough(app: Flask, password: str) -> None:
    with app.test_request_context():
        passwords.check_new(password, "persoon@haren.example", "Wethouder sociaal domein")


def test_accents_from_every_keyboard_are_the_same() -> None:
    stored = passwords.hash_password("caf\u00e9 om de hoek")
    assert passwords.fits("cafe\u0301 om de hoek", stored)
    assert not passwords.fits("cafe om de hoek", stored)


def test_a_damaged_hash_fits_nothing() -> None:
    assert not passwords.fits("vier woorden in een zin", "no hash at all")
