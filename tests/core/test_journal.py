"""The journal speaks one language: every action is "noun.verb", in code and in history."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from app.administration.accounts_words import _DONE, _REFUSED
from app.meetings import words as meeting_words
from app.register import words as register_words
from config import ROOT

ACTION = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")
#: What writes in the journal, and which argument is the action.
WRITERS = {"record": (0,), "record_change": (0,), "_record": (0,), "_write_down": (1, 2)}


def named_actions() -> Iterator[str]:
    """The actions that stand as a word in a call that writes in the journal."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            places = [one for one in WRITERS.get(name, ()) if one < len(call.args)]
            words = [call.args[place] for place in places]
            found = [one.value for one in words if isinstance(one, ast.Constant)]
            yield from (one for one in found[:1] if isinstance(one, str))


def test_every_action_is_a_noun_and_a_verb() -> None:
    found = set(named_actions())
    assert len(found) > 30
    assert {one for one in found if not ACTION.fullmatch(one)} == set()


@pytest.mark.parametrize(
    "words", [meeting_words.DEEDS, register_words.DEEDS, _DONE, _REFUSED], ids=range(4)
)
def test_history_has_words_for_such_actions_only(words: dict[str, object]) -> None:
    assert {one for one in words if not ACTION.fullmatch(one)} == set()
