"""What decides the bytes of a printed page apart from its HTML; read without opening WeasyPrint."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

STATIC = Path(__file__).resolve().parents[3] / "static"
STYLESHEET = STATIC / "print" / "pack.css"

_OWN_FILE = re.compile(r"static:([A-Za-z0-9_./-]+)")
_PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "fonttools", "pikepdf")
_PRESS = Path(__file__).parent
_APP = _PRESS.parents[1]
#: Our own code that decides bytes: all of the press, and what it takes from the papers.
_TAKEN = ("declaring.py", "jumps.py", "pages.py")
_OURS = (*sorted(_PRESS.glob("*.py")), *(_APP / "papers" / name for name in _TAKEN))


@cache
def recipe() -> str:
    """A digest of style, fonts, versions, and our own code that sets, joins and stamps."""
    style = STYLESHEET.read_bytes()
    digest = sha256(style)
    for name in sorted(set(_OWN_FILE.findall(style.decode("utf-8")))):
        digest.update(sha256((STATIC / name).read_bytes()).digest())
    for path in _OURS:
        digest.update(path.read_bytes())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode("ascii"))
    return digest.hexdigest()
