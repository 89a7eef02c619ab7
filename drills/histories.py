"""Two thousand random histories of a note on each engine: no rule is broken, no word is lost.

The histories and the model beside them are those of `tests/briefings/histories`; the suite
runs a hundred.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from drills.databases import chosen_engines, fresh_place, release
from tests.briefings.histories import Histories
from tests.client import CheckingClient

HISTORIES, DEEDS = 2_000, 30


def run(engine: str) -> None:
    """Run the histories on one engine, and print what they were made of."""
    steps: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    with fresh_place(engine) as place:
        app = place.app()
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["schema_checked"] = True
        app.test_client_class = CheckingClient

        class Here(Histories):
            flask_app = app

            def teardown(self) -> None:
                super().teardown()
                steps.update(step for step, _from, _to in self.world.steps)
                ended[self.world.state] += 1

        begun = time.perf_counter()
        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=HISTORIES,
                stateful_step_count=DEEDS,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        release(app)
    seconds = time.perf_counter() - begun
    print(f"{engine}: {sum(ended.values())} histories, {sum(steps.values())} steps, 0 broken rules")
    print("  " + ", ".join(f"{name} {number}" for name, number in steps.most_common()))
    print("  ended " + ", ".join(f"{name} {number}" for name, number in ended.most_common()))
    print(f"  {seconds:.0f} s")


def main() -> int:
    """Run the drill on the engines that were asked for."""
    for engine in chosen_engines(__doc__ or ""):
        run(engine)
    return 0


if __name__ == "__main__":
    sys.exit(main())
