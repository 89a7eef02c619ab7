"""Bombs are refused by what they would unpack to, before anything of it is unpacked."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from app.papers.limits import MEGABYTE, Limits
from app.papers.unusable import PaperUnusable
from app.papers.weighing import require_light, unpacked
from tests.packs import pdf_files

LIMITS = replace(Limits(), unpacked_bytes=4 * MEGABYTE, drawn_bytes=MEGABYTE, pixels=1_000_000)


def with_content(data: bytes, *filters: Name) -> Pdf:
    """A paper whose page is drawn by these packed bytes."""
    pdf = pdf_files.blank_paper()
    pdf.pages[0].obj.Contents = Stream(pdf, data, Filter=Array(filters))
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return pikepdf.open(buffer)


def refusal(pdf: Pdf) -> str:
    with pdf, pytest.raises(PaperUnusable) as refused:
        require_light(pdf, LIMITS)
    return refused.value.reason


def test_an_ordinary_paper_weighs_little() -> None:
    with pdf_files.blank_paper(20) as pdf:
        require_light(pdf, LIMITS)


def test_a_drawing_that_unpacks_to_too_much_is_refused() -> None:
    packed = zlib.compress(b"q Q " * MEGABYTE)
    assert len(packed) < 10_000
    assert refusal(with_content(packed, Name.FlateDecode)) == "too_heavy"


def test_one_packed_three_times_is_refused() -> None:
    packed = b"q Q " * MEGABYTE
    for _layer in range(3):
        packed = zlib.compress(packed)
    assert refusal(with_content(packed, *[Name.FlateDecode] * 3)) == "too_heavy"


def test_what_is_counted_stops_just_beyond_the_limit() -> None:
    packed = zlib.compress(bytes(64 * MEGABYTE))
    with with_content(packed, Name.FlateDecode) as pdf:
        found = unpacked(pdf.pages[0].obj.Contents, MEGABYTE)
    assert MEGABYTE < found <= 3 * MEGABYTE


def test_letters_around_what_is_packed_are_looked_through() -> None:
    packed = zlib.compress(bytes(100_000)).hex().encode() + b">"
    with with_content(packed, Name.ASCIIHexDecode, Name.FlateDecode) as pdf:
        assert unpacked(pdf.pages[0].obj.Contents, MEGABYTE) == 100_000


def test_a_picture_of_very_many_points_is_refused_unseen() -> None:
    pdf = pdf_files.blank_paper()
    image = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000)
    pdf.pages[0].obj.Resources[Name.XObject] = Dictionary(Im0=pdf.make_indirect(image))
    assert refusal(pdf) == "too_many_pixels"
