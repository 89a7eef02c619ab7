"""A page of a fax as it came: its own bytes, where they are seen to be whole."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, TiffImagePlugin

from app.papers.picture_pages import Picture

#: What TIFF calls these, with the values of a page whose bytes are fit for a PDF as they are:
#: one bit, fax of group 4, upright, the first bit first, nothing unpacked in between.
_FITTING = {258: 1, 259: 4, 266: 1, 274: 1, 277: 1, 293: 0}
_UNSAID = {258: 1, 266: 1, 274: 1, 277: 1, 293: 0}
_MEANING, _STARTS, _LENGTHS = 262, 273, 279
#: Closes a page of group 4 (ITU-T T.6, 2.4.1.1), with less than two bytes of filling behind it.
_END, _END_BITS, _FILLING = 0x001001, 0xFFFFFF, 16


def own_fax(path: Path, picture: Image.Image) -> Picture | None:
    """The page as it came; None where it has to be drawn anew."""
    if not isinstance(picture, TiffImagePlugin.TiffImageFile) or picture.mode != "1":
        return None
    tags = picture.tag_v2
    starts, lengths = _numbers(tags.get(_STARTS)), _numbers(tags.get(_LENGTHS))
    fits = all(
        _numbers(tags.get(key, _UNSAID.get(key))) == [value] for key, value in _FITTING.items()
    )
    meaning = tags.get(_MEANING)
    if not fits or meaning not in (0, 1) or len(starts) != 1 or len(lengths) != 1:
        return None
    with path.open("rb") as file:
        file.seek(starts[0])
        data = file.read(lengths[0])
    if len(data) != lengths[0] or not _is_whole(data):
        return None
    return Picture(
        data,
        *picture.size,
        filter="/CCITTFaxDecode",
        grey=True,
        bits=1,
        parameters={
            "K": -1,
            "BlackIs1": meaning == 1,
            "Columns": picture.width,
            "Rows": picture.height,
        },
    )


def _numbers(value: object) -> list[int]:
    several = value if isinstance(value, tuple) else (value,)
    return [one for one in several if isinstance(one, int)]


def _is_whole(data: bytes) -> bool:
    last = int.from_bytes(data[-5:], "big")
    return any((last >> shift) & _END_BITS == _END for shift in range(_FILLING))
