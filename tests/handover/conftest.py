"""What the tests of handing over share."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.handover.desk import Desk, make_desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    """An officer with work, and a colleague who takes over."""
    return make_desk(app)
