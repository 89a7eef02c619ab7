"""Addresses of notes that no link of ours makes."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.briefings.stage import Stage

HUGE = "9" * 30


@pytest.mark.parametrize(
    "query",
    [f"partnership={HUGE}", "partnership=" + "9" * 5000, f"first={HUGE}", "first=²&state=x&time=y"],
)
def test_the_list_answers_whatever_is_asked(app: Flask, query: str) -> None:
    stage = Stage.set_up(app)
    stage.note()
    assert stage.client(stage.officer).get(f"/notes/?{query}").status_code == 200


def test_versions_that_cannot_be_do_not_exist(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    for address in (f"versions/{HUGE}", f"compare?older={HUGE}&newer=-5", "versions/0"):
        assert client.get(f"/notes/{note.id}/{address}").status_code == 404, address
