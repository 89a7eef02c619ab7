"""Fixtures: papers of the producers, for the tests that ask for them; the others start sooner."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from tests.papers.producers import PRODUCERS, Producer, made


@pytest.fixture(scope="session")
def annexes(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Gives the paper of a producer, made once per run; skips where its program is absent."""
    folder = tmp_path_factory.mktemp("annexes")

    def annex(producer: Producer, pages: int = 3) -> Path:
        if producer.missing:
            pytest.skip(producer.missing)
        return made(producer, folder, pages)

    return annex


@pytest.fixture(params=PRODUCERS, ids=lambda producer: producer.name)
def producer(request: pytest.FixtureRequest) -> Producer:
    """Each producer of annexes in turn."""
    return cast(Producer, request.param)
