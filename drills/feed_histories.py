"""A thousand random histories of what calendars show: each keeps UID, SEQUENCE, stamps and tags.

.venv/bin/python -m drills.feed_histories [--engine sqlite|postgresql]

The histories, and what is looked at after each deed, are those of `tests/feeds/histories`; the
suite runs twenty.
"""

from __future__ import annotations

import time
from collections import Counter

from hypothesis import HealthCheck, given, settings

from app.core import clock
from drills.databases import chosen_engines, fresh_place, release
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.feeds.deeds import Deed, histories, world
from tests.feeds.histories import live
from tests.isolation import forgetting

HISTORIES = 1_000


def run(engine: str) -> None:
    """Run the histories on one engine, and print what they were made of."""
    deeds: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    with fresh_place(engine) as place:
        app = place.app()
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["schema_checked"] = True
        app.test_client_class = CheckingClient

        @settings(
            max_examples=HISTORIES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(history=histories)
        def each(history: list[Deed]) -> None:
            clock.stop_at(NOW)
            with forgetting(app), world(app) as here:
                counted["done"] += live(here, history)
                counted["looks"] += (len(history) + 1) * len(here.addresses)
                counted["calendars"] += sum(map(len, here.tags.values()))
            counted["histories"] += 1
            deeds.update(deed[0] for deed in history)

        begun = time.perf_counter()
        each()
        release(app)
    seconds = time.perf_counter() - begun
    print(
        f"{engine}: {counted['histories']} histories, {sum(deeds.values())} deeds "
        f"({counted['done']} not refused), {counted['looks']} looks at a calendar, "
        f"{counted['calendars']} different ones: no UID changed, no SEQUENCE or stamp went down, "
        "each tag changed exactly with its body"
    )
    print("  " + ", ".join(f"{name} {number}" for name, number in deeds.most_common()))
    print(f"  {seconds:.0f} s")


def main() -> int:
    """Run on the engines asked for."""
    for engine in chosen_engines("A thousand random histories of what calendars show."):
        run(engine)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
