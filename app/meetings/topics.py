"""Whether two agenda items are about the same topic. Pure: titles in, answer out."""

from __future__ import annotations

import re
import unicodedata

_NOT_A_LETTER = re.compile(r"[\W\d_]+")
#: Words that organisers add when an item comes back; they say nothing about the topic.
_ADDED = frozenset(
    {"vervolg", "concept", "ontwerp", "definitief", "definitieve", "nieuw", "nieuwe"}
)


def exact_topic(title: str) -> str:
    """The title without case, accents and punctuation: "Begroting 2027" is "begroting 2027"."""
    return " ".join(re.sub(r"[\W_]+", " ", _plain(title)).split())


def topic(title: str) -> str:
    """The same without numbers and words of form, so that a topic is known again next year.

    "Ontwerpbegroting 2027 (vervolg)" and "Ontwerpbegroting 2026" are the same topic; a title
    of nothing but numbers and words of form has no topic ("").
    """
    words = _NOT_A_LETTER.sub(" ", _plain(title)).split()
    return " ".join(word for word in words if word not in _ADDED)


def _plain(title: str) -> str:
    parts = unicodedata.normalize("NFKD", title.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
