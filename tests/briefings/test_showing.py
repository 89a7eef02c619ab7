"""Which parts the form of a note shows: five always, the rest by what asks for them."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.briefings.models import Depth
from app.briefings.parts import ALWAYS, BY_KEY, PARTS
from app.briefings.showing import Occasion, shape
from app.meetings.agenda_models import Handling, ItemType
from app.register.models import Nature
from tests.briefings.stage import Stage

FIVE = {part.key for part in ALWAYS}
occasions = st.builds(
    Occasion,
    handling=st.sampled_from(list(Handling)),
    type=st.sampled_from(list(ItemType)),
    depth=st.none() | st.sampled_from(list(Depth)),
    nature=st.none() | st.sampled_from(list(Nature)),
)
filled = st.sets(st.sampled_from(sorted(BY_KEY)))


@given(occasions, filled)
def test_every_part_stands_once_and_what_holds_words_shows(
    occasion: Occasion, used: set[str]
) -> None:
    found = shape(occasion, used)
    shown, behind = [part.key for part in found.shown], [part.key for part in found.behind]
    assert sorted(shown + behind) == sorted(BY_KEY)
    assert used <= set(shown)
    assert shown == [part.key for part in PARTS if part.key in shown]
    assert found.by_depth.keys() <= set(behind)
    if occasion.handling == Handling.DISCUSSION and occasion.depth != Depth.SHORT:
        assert set(shown) >= FIVE


@pytest.mark.parametrize(
    ("occasion", "more"),
    [
        (Occasion(), set()),
        (Occasion(type="decide"), {"money", "risk"}),
        (Occasion(type="opinion"), {"partner_interests"}),
        (Occasion(depth="full"), {"success"}),
        (Occasion(depth="defensive"), set()),
        (Occasion(type="decide", depth="full"), {"success", "money", "risk", "options"}),
        (Occasion(type="decide", nature="public"), {"money", "risk", "council"}),
        (Occasion(type="inform", nature="public"), set()),
        (Occasion(type="decide", nature="private"), {"money", "risk"}),
    ],
)
def test_parts_are_asked_for_by_depth_type_and_partnership(
    occasion: Occasion, more: set[str]
) -> None:
    assert {part.key for part in shape(occasion, ()).shown} == FIVE | more


def test_a_consent_item_is_one_line() -> None:
    found = shape(Occasion(handling="consent", type="decide", depth="full", nature="public"), ())
    assert [part.key for part in found.shown] == ["ask"]
    assert not found.stance_shows
    assert not found.by_depth
    assert shape(Occasion(handling="consent"), {"risk"}, has_stance=True).stance_shows


def test_the_short_form_is_ask_stance_and_two_lines() -> None:
    found = shape(Occasion(type="decide", depth="short"), ())
    assert [part.key for part in found.shown] == ["ask", "core"]
    assert found.stance_shows
    assert found.by_depth == {"success": "full", "options": "full"}


def _textareas_shown(page: str) -> str:
    """The form up to what waits behind "Voeg toe"."""
    return page.split("note-form__more", 1)[0]


def test_the_form_follows_the_item(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.meeting.body.partnership.nature = "public"
    client = stage.client(stage.officer)
    url = f"/items/{stage.item.id}/note"
    page = client.get(url).text
    for key in (*FIVE, "money", "risk", "council"):
        assert f'id="{key}"' in _textareas_shown(page)
    assert 'id="options"' not in _textareas_shown(page)
    assert 'data-opens-at-depth="full"' in page
    short = client.get(f"{url}?short=1").text
    assert 'id="ask"' in _textareas_shown(short)
    assert 'id="fallback"' not in _textareas_shown(short)
    assert '<option selected value="short">' in short
    assert 'id="fallback"' in short
    note = stage.note(parts={"risk": "Te laat."})
    written = client.get(f"/notes/{note.id}/edit?short=1").text
    assert '<option selected value="short">' in written
    assert 'id="risk"' in _textareas_shown(written)
    assert 'id="fallback"' not in _textareas_shown(written)


def test_a_consent_item_has_one_field(app: Flask) -> None:
    stage = Stage.set_up(app, handling="consent")
    page = stage.client(stage.officer).get(f"/items/{stage.item.id}/note").text
    assert _textareas_shown(page).count("<textarea") == 1
    assert 'id="stance"' in page
    assert 'id="stance"' not in _textareas_shown(page)
