"""The facts of a partnership in our own files: their heads, their words, and their limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.register.models import ReasonKind
from app.register.source import INFERRED, NATURES, OBLIGATIONS, STATUSES, WORKING_LEVELS
from app.register.spelling import key, tidy

#: Facts of one text, by their name in a row of `register.source`: the head in a spreadsheet, and
#: the longest text.
TEXTS: dict[str, tuple[str, int]] = {
    "name": ("Naam", 200),
    "abbreviation": ("Afkorting", 40),
    "form": ("Vorm", 120),
    "parent": ("Valt onder", 200),
    "purpose": ("Doel van het samenwerkingsverband", 100_000),
    "goal": ("Ons doel", 100_000),
    "ambition": ("Onze ambitie", 100_000),
    "strategy": ("Onze strategie", 100_000),
    "exit_terms": ("Uittreding", 100_000),
    "remarks": ("Opmerkingen", 100_000),
}
#: Facts of one known word.
WORDS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "status": ("Status", STATUSES),
    "legal_nature": ("Aard", NATURES),
    "obligation": ("Verplichting", OBLIGATIONS),
}
#: Facts of several texts, one on a line.
LISTS: dict[str, tuple[str, int]] = {
    "participants": ("Deelnemers", 220),
    "policy_areas": ("Beleidsterreinen", 120),
    "level": ("Samenwerkingsniveau", 40),
}
OWN = "Eigen deelname"
#: Names that our own .json gives to what a source calls otherwise.
OTHER_NAMES = {"nature": "legal_nature", "working_levels": "level"}


def row_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `register.source` from facts by name; refuses what it does not understand."""
    row: dict[str, Any] = {}
    for name, (head, longest) in TEXTS.items():
        row[name] = _text(found.get(name), head, longest)
    if not row["name"]:
        raise RuleBroken(_("de naam ontbreekt. Vul de naam van het samenwerkingsverband in."))
    for name, (head, words) in WORDS.items():
        row[name] = _word(_text(found.get(name), head, 60), head, words)
    for name, (head, longest) in LISTS.items():
        row[name] = _texts(found.get(name), head, longest)
    row["level"] = [_word(one, LISTS["level"][0], WORKING_LEVELS) for one in row["level"]]
    row["own_participation"] = _own(found.get("own_participation"))
    row["reasons"] = _reasons(found.get("reasons"))
    row["remarks"] = [row["remarks"]] if row["remarks"] else []
    for name in ("subregional_alignment", "uncertain"):
        row[name] = _texts(found.get(name), name, 1000)
    return row | {name: found.get(name) for name in INFERRED if isinstance(found.get(name), str)}


def _own(value: Any) -> bool:
    """Whether our own municipality takes part: yes, unless a file says that it does not."""
    if value is None or isinstance(value, bool):
        return value is not False
    word = key(_text(value, OWN, 60) or "ja")
    if word not in ("ja", "nee"):
        raise RuleBroken(
            _(
                "%(head)s: “%(word)s” is geen bekend woord. Gebruik: %(words)s.",
                head=OWN,
                word=word,
                words="ja, nee",
            )
        )
    return word == "ja"


def _text(value: Any, head: str, longest: int) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "\n".join(value)
    if not isinstance(value, str):
        raise RuleBroken(_("%(head)s is geen tekst.", head=head))
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    text = tidy(text) if longest <= 200 else text
    if len(text) > longest:
        raise RuleBroken(
            _("%(head)s is langer dan %(most)s tekens. Kort de tekst in.", head=head, most=longest)
        )
    return text or None


def _texts(value: Any, head: str, longest: int) -> list[str]:
    if isinstance(value, str):
        value = value.splitlines()
    if not isinstance(value, list | None):
        raise RuleBroken(_("%(head)s is geen lijst.", head=head))
    found = [_text(one, head, longest) for one in value or ()]
    return list(dict.fromkeys(one for one in found if one))


def _word(text: str | None, head: str, words: Mapping[str, Any]) -> Any:
    """The Dutch word for what stands in a file, which may also be our own English one."""
    if text is None:
        return None
    for word, code in words.items():
        if key(text) in (key(word), code.value):
            return word
    raise RuleBroken(
        _(
            "%(head)s: “%(word)s” is geen bekend woord. Gebruik: %(words)s.",
            head=head,
            word=text[:60],
            words=", ".join(words),
        )
    )


def _reasons(value: Any) -> list[dict[str, str]]:
    if value is None:
        return []
    known = {kind.value for kind in ReasonKind}
    found = []
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict) or one.get("reason") not in known:
            raise RuleBroken(_("een reden om mee te doen is geen bekende reden."))
        why = _text(one.get("explanation"), _("Toelichting"), 100_000) or ""
        found.append({"reason": str(one["reason"]), "explanation": why})
    return found
