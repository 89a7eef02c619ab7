"""Passwords: argon2 hashes, and what a new one must be. No database here, so none is held up."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from app.core.errors import RuleBroken

SHORTEST = 12
LONGEST = 200

#: OWASP's second recommendation for Argon2id (19 MiB, 2 rounds, 1 lane): many people may sign
#: in at the same time on a small server.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
#: Checked where there is no account or no password yet, so that the answer takes as long.
_nobody = _hasher.hash("nobody has this password")

#: The commonest passwords of twelve characters and more, without digits and marks at the end.
_COMMON = frozenset(
    Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split()
)
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def hash_password(password: str) -> str:
    """The hash to keep of a password (takes some tens of milliseconds)."""
    return _hasher.hash(_normal(password))


def fits(password: str, stored: str | None) -> bool:
    """Whether this is the password; takes equally long without an account (`stored` is None)."""
    try:
        _hasher.verify(stored or _nobody, _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_dated(stored: str) -> bool:
    """Whether a hash was made with other settings than those of now, and must be made anew."""
    return _hasher.check_needs_rehash(stored)


def check_new(password: str, email: str, name: str = "") -> None:
    """Refuse a new password that is too short or easily guessed."""
    sentence = _objection(password, email.lower(), name.lower())
    if sentence:
        raise RuleBroken(sentence, "password")


def _objection(password: str, email: str, name: str) -> str | None:
    if len(password) < SHORTEST:
        return _(
            "Dit wachtwoord is te kort. Gebruik %(count)d tekens of meer, bijvoorbeeld een zin.",
            count=SHORTEST,
        )
    if len(password) > LONGEST:
        return _("Dit wachtwoord is te lang. Gebruik hoogstens %(count)d tekens.", count=LONGEST)
    plain = _normal(password).lower()
    bare = plain.strip("0123456789!?.@#$%&*-_+= ")
    if plain in (email, name) or bare in (email.split("@")[0], email, name):
        return _("Gebruik niet uw naam of e-mailadres als wachtwoord.")
    letters = bare.replace(" ", "")
    if letters in _COMMON or len(set(plain)) < 4 or any(_is_run(plain, run) for run in _RUNS):
        return _("Dit wachtwoord is te gemakkelijk te raden. Kies een andere zin.")
    return None


def _is_run(text: str, run: str) -> bool:
    return text in run * 2 or text[::-1] in run * 2


def _normal(password: str) -> str:
    """The same letters give the same password, whatever keyboard made the accents."""
    return unicodedata.normalize("NFC", password)
