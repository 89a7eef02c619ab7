"""English is complete: every Dutch text has a translation with the same placeholders."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from config import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
ENGLISH = ROOT / "app" / "translations" / "en" / "LC_MESSAGES" / "messages.po"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every text in code and templates, as the extractor finds them now."""
    target = tmp_path_factory.mktemp("texts") / "messages.pot"
    words = ["-k", "_l", "-k", "lazy_gettext", "-k", "ngettext:1,2"]
    mapping = str(ROOT / "app" / "translations" / "babel.cfg")
    program = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", mapping]
    subprocess.run([*program, *words, "-o", str(target), "."], cwd=ROOT, check=True)
    return _read(target)


def test_every_text_has_an_english_one(texts: Catalog) -> None:
    english = _read(ENGLISH)
    lacking = [
        message.id
        for message in texts
        if message.id and not _all_filled(english.get(message.id, message.context))
    ]
    assert not lacking, f"{len(lacking)} texts without English: run tools/update-translations"


def test_translations_keep_their_placeholders() -> None:
    for message in _read(ENGLISH):
        if not message.id:
            continue
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = set(PLACEHOLDER.findall(originals[-1]))
        strings = [message.string] if isinstance(message.string, str) else message.string
        for string in filter(None, strings or ()):
            found = set(PLACEHOLDER.findall(string))
            assert found <= wanted, message.id
            assert isinstance(message.id, tuple) or found == wanted, message.id


def test_no_text_is_fuzzy_or_obsolete() -> None:
    english = _read(ENGLISH)
    assert not [message.id for message in english if message.fuzzy and message.id]
    assert not english.obsolete


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _all_filled(message: object) -> bool:
    string = getattr(message, "string", "")
    return all(string) if isinstance(string, tuple | list) else bool(string)
