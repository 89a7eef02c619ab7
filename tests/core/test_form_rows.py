"""Rows of a form need nothing of the language of the machine: a service often runs without one."""

from __future__ import annotations

import pytest
from wtforms import Form

from app.briefings.advice.forms import AdviserFields
from app.briefings.positions.forms import GroupFields, RowFields
from app.meetings.agenda_paste.forms import RowFields as PastedFields


@pytest.mark.parametrize("rows", [AdviserFields, GroupFields, RowFields, PastedFields])
def test_rows_open_where_no_language_is_set(
    rows: type[Form], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(rows.Meta, "translations_cache", {})
    assert rows().data
