"""However many people add papers together, few files are looked at in the same moment."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest

from app.core import confined
from app.papers import checking
from app.papers.kinds import KINDS
from tests.packs import pdf_files


def test_two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    run, guard, busy = confined.run, threading.Lock(), [0]
    most = [0]

    def counted(*args: str, **given: Any) -> int | None:
        with guard:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        try:
            return run(*args, **given)
        finally:
            with guard:
                busy[0] -= 1

    monkeypatch.setattr(confined, "run", counted)
    found: list[object] = []

    def look() -> None:
        found.append(checking._look_at(io.BytesIO(pdf_files.paper())))

    threads = [threading.Thread(target=look) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [2]
    assert found == [(KINDS["pdf"], 1)] * 4
