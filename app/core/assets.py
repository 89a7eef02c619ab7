"""Own styles, scripts and pictures: addresses that change with the content, kept for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

VERSIONED = frozenset({".css", ".js", ".svg", ".png"})
A_YEAR = "public, max-age=31536000, immutable"
#: Fonts are named by the stylesheets without a version; a day spares most of the questions.
A_DAY = "public, max-age=86400"


def init_app(app: Flask) -> None:
    """Put the version in the address of every own file, and say how long it may be kept."""
    folder = Path(str(app.static_folder))

    @app.url_defaults
    def _version(endpoint: str, values: dict[str, Any]) -> None:
        name = values.get("filename", "")
        if endpoint == "static" and Path(name).suffix in VERSIONED:
            values.setdefault("v", fingerprint(folder / name))

    @app.after_request
    def _keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            response.headers["Cache-Control"] = A_YEAR if "v" in request.args else A_DAY
        return response


@cache
def fingerprint(path: Path) -> str:
    """A short name of the content; empty for a file that is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""
