"""Fixtures of the browser journeys: an installation with the sample, and a browser that looks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.looking import PHONE_HEIGHT, PHONE_WIDTH, Looker
from tests.browser.servers import Installation, free_port
from tests.engines import Templates

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-quic", "--lang=nl"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, as the system provides it."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def installation(
    engine_name: str, templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """A running installation with the sample municipality."""
    url = templates.clone(engine_name)
    data_dir: Path = tmp_path_factory.mktemp(f"browser-{engine_name}")
    running = Installation(url, data_dir, free_port(), [])
    running.flask("sample", "load")
    try:
        running.start()
        yield running
    finally:
        running.stop()
    templates.drop(url)


@pytest.fixture
def looker(chromium: Browser, installation: Installation) -> Iterator[Looker]:
    """A person at a computer; every page they look at is checked by axe."""
    context = chromium.new_context(
        base_url=installation.url, locale="nl-NL", timezone_id="Europe/Amsterdam"
    )
    context.set_default_timeout(30_000)
    yield Looker(context.new_page())
    context.close()


@pytest.fixture
def phone(chromium: Browser, installation: Installation) -> Iterator[Looker]:
    """A phone, with a keyboard beside it."""
    context = chromium.new_context(
        base_url=installation.url,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        viewport={"width": PHONE_WIDTH, "height": PHONE_HEIGHT},
        has_touch=True,
    )
    context.set_default_timeout(30_000)
    yield Looker(context.new_page())
    context.close()
