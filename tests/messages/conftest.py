"""What the tests of messages share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.messages import folder
from tests.messages.postbox import Postbox, mail_server


@pytest.fixture
def postbox(app: Flask) -> Iterator[Postbox]:
    """A mail server, and the application told of it."""
    with mail_server(app) as box:
        yield box


@pytest.fixture
def mails(app: Flask) -> Iterator[Path]:
    """The folder in which mails land where there is no mail server; empty before and after."""
    found = folder.folder()
    shutil.rmtree(found, ignore_errors=True)
    yield found
    shutil.rmtree(found, ignore_errors=True)
