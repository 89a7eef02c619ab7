"""A hundred random histories of a note on either engine; `drills/histories.py` runs thousands."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.briefings.histories import Histories
from tests.client import CheckingClient
from tests.conftest import MakeApp

EXAMPLES = 100


def test_no_history_breaks_a_rule(make_app: MakeApp) -> None:
    # what a history does is committed: in one transaction each is slower than the one before it
    app = make_app()
    app.extensions["schema_checked"] = True
    app.test_client_class = CheckingClient

    class Here(Histories):
        flask_app = app

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
