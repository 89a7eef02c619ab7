"""The quick way through drawing instructions sees all that the parser sees, or stands aside."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import pikepdf
import pytest

from app.papers.archive import contents
from app.papers.archive.contents import Content, FontUse, Key, Reader
from app.papers.archive.skimming import NotPlain, instructions, states
from tests.papers.tags import drawn
from tests.papers.tags.test_hostile_tags import CONTENTS

_TEXT = b"q 1 0 0 1 9 9 cm BT /F1 12 Tf (Tekst \\(met\\) haken) Tj [(a) -20 <6263>] TJ ET Q"
PLAIN = {
    "lines": b"0 0 m 9 9 l S\n-1.5 +.25 m 4. 4 l f* n",
    "text": _TEXT,
    "colours": b"0 g 1 0 0 RG 0 0 0 1 k /Cs1 cs 0.1 scn /P1 scn /DeviceGray CS 9 9 9 9 re B*",
    "marks": b"/P <</MCID 0 /Lang (nl)>> BDC " + _TEXT + b" EMC /OC /Laag BDC EMC /Fm1 Do /Gs gs",
    "open and stray": b"q q Q q Q Q Q q",
    "unknown operators": b"1 2 dansen 0 0 m",
    "glued": b"0 0 m9 9 l",
    "dashes": b"[1 2] 0 d /Anders ri /RelativeColorimetric ri",
    "a name in codes": b"/F#31 9 Tf (a) Tj",
}
#: What only the parser knows.
ODD = {
    "a picture": b"q BI /W 1 /H 1 /CS /CMYK /BPC 8 ID xxxx\nEI Q",
    "no number": b"1.2.3 0 m",
    "a remark": b"0 0 m % l\n9 9 l",
    "an operator in a list": b"[1 2 Tj",
    "a word left over": b"0 0 m 9",
    "nothing to be read": bytes(range(256)),
}


def seen(data: bytes) -> tuple[dict[str, Any], list[tuple[set[int], set[bytes]]]]:
    """What the reader makes of a page with these instructions."""
    with pikepdf.open(io.BytesIO(drawn.with_content(data))) as pdf:
        page = pdf.pages[0].obj
        page.Resources.Font.F1 = pdf.make_indirect(page.Resources.Font.F1)
        content = Content(page, page.Resources)
        fonts: dict[Key, FontUse] = {}
        Reader(content, fonts).read()
        facts = {
            field.name: getattr(content, field.name)
            for field in dataclasses.fields(content)
            if field.name not in ("holder", "resources")
        }
        return facts, [(use.codes, use.strings) for use in fonts.values()]


@pytest.mark.parametrize("name", PLAIN)
def test_it_sees_what_the_parser_sees(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = PLAIN[name]
    quick = seen(data)

    def stands_aside(_data: bytes) -> list[object]:
        raise NotPlain

    monkeypatch.setattr(contents, "instructions", stands_aside)
    assert quick == seen(data)


@pytest.mark.parametrize("name", ODD)
def test_it_stands_aside(name: str) -> None:
    with pytest.raises(NotPlain):
        list(instructions(ODD[name]))


@pytest.mark.parametrize("name", [name for name in CONTENTS if len(CONTENTS[name]) < 1_000_000])
def test_hostile_content_is_seen_alike_or_left_to_the_parser(name: str) -> None:
    try:
        found = [operator for operator, _operands in instructions(CONTENTS[name])]
    except NotPlain:
        return
    with pikepdf.open(io.BytesIO(drawn.with_content(CONTENTS[name]))) as pdf:
        parsed = [str(one.operator) for one in pikepdf.parse_content_stream(pdf.pages[0])]
    known = set(found)
    assert found == [operator for operator in parsed if operator in known]


def test_states_are_counted_past_everything_else() -> None:
    assert list(states(b"q " + _TEXT + b" Q /q Do (Q q) Tj Q")) == ["q", "q", "Q", "Q", "Q"]
    for odd in (ODD["a picture"], ODD["a remark"], b"q (open"):
        with pytest.raises(NotPlain):
            list(states(odd))
