"""The tables of a TrueType program that say which glyph a code or a name stands for."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from fontTools.ttLib.standardGlyphOrder import standardGlyphOrder as MAC_NAMES

#: More codes than this in one map is no map of letters.
MOST_CODES = 65_536


def symbolic_cmap(glyphs: Mapping[int, int]) -> bytes:
    """A cmap table with a Microsoft symbol map and the same for the Macintosh."""
    codes = sorted(glyphs)
    mac = struct.pack(">HHHHH", 6, 10 + 2 * 256, 0, 0, 256)
    mac += struct.pack(">256H", *(glyphs.get(code, 0) for code in range(256)))
    count = len(codes) + 1
    power = 1 << (count.bit_length() - 1)
    ends = [0xF000 + code for code in codes] + [0xFFFF]
    deltas = [(glyphs[code] - 0xF000 - code) & 0xFFFF for code in codes] + [1]
    body = struct.pack(
        f">HHHH{count}HH{count}H{count}H{count}H",
        *(2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power)),
        *(*ends, 0, *ends, *deltas, *([0] * count)),
    )
    symbol = struct.pack(">HHH", 4, 6 + len(body), 0) + body
    head = struct.pack(">HHHHIHHI", 0, 2, 1, 0, 20, 3, 0, 20 + len(mac))
    return head + mac + symbol


#: The formats of maps that every reader of PDF knows.
PLAIN_FORMATS = (0, 4, 6)


def has_plain_maps(cmap: bytes) -> bool:
    """Whether all maps in a cmap table are of a kind that every reader of PDF knows."""
    try:
        rows = range(struct.unpack_from(">H", cmap, 2)[0])
        places = [struct.unpack_from(">I", cmap, 8 + 8 * row)[0] for row in rows]
        return all(struct.unpack_from(">H", cmap, place)[0] in PLAIN_FORMATS for place in places)
    except struct.error:
        return False


def character_maps(cmap: bytes) -> Iterator[tuple[tuple[int, int], dict[int, int]]]:
    """The maps in a cmap table by platform and encoding: code to glyph, without the missing."""
    if len(cmap) < 4:
        return
    for row in range(struct.unpack_from(">H", cmap, 2)[0]):
        if 12 + 8 * row > len(cmap):
            return
        platform, encoding, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * row)
        try:
            yield (platform, encoding), _character_map(cmap[offset:])
        except (struct.error, IndexError):
            yield (platform, encoding), {}


def _character_map(table: bytes) -> dict[int, int]:
    kind = struct.unpack_from(">H", table)[0]
    if kind == 0:
        return {code: glyph for code, glyph in enumerate(table[6:262]) if glyph}
    if kind == 2:
        return _rows(table)
    if kind == 4:
        return _segments(table)
    if kind == 6:
        first, count = struct.unpack_from(">HH", table, 6)
        glyphs = struct.unpack_from(f">{count}H", table, 10)
        return {first + index: glyph for index, glyph in enumerate(glyphs) if glyph}
    if kind == 12:
        found: dict[int, int] = {}
        for row in range(min(struct.unpack_from(">I", table, 12)[0], MOST_CODES)):
            first, last, glyph = struct.unpack_from(">III", table, 16 + 12 * row)
            if last - first + len(found) > 4 * MOST_CODES:
                return {}
            found |= {code: glyph + code - first for code in range(first, last + 1)}
        return found
    return {}


def _rows(table: bytes) -> dict[int, int]:
    """A map of one and two bytes: a row of glyphs for every first byte."""
    keys = struct.unpack_from(">256H", table, 6)
    found: dict[int, int] = {}
    for high, key in enumerate(keys):
        place = 518 + key
        first, count, delta, offset = struct.unpack_from(">HHhH", table, place)
        glyphs = struct.unpack_from(f">{min(count, 256)}H", table, place + 6 + offset)
        for low, glyph in enumerate(glyphs, start=first):
            if glyph and (key or low == high):
                found[low + (high << 8 if key else 0)] = (glyph + delta) & 0xFFFF
    return found


def _segments(table: bytes) -> dict[int, int]:
    doubled = struct.unpack_from(">H", table, 6)[0]
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 2 * doubled)
    offsets = struct.unpack_from(f">{count}H", table, 16 + 3 * doubled)
    found: dict[int, int] = {}
    if sum(max(ends[row] - starts[row] + 1, 0) for row in range(count)) > 2 * MOST_CODES:
        return {}
    for row in range(count):
        for code in range(starts[row], ends[row] + 1):
            glyph = code
            if offsets[row]:
                place = 16 + 3 * doubled + 2 * row + offsets[row] + 2 * (code - starts[row])
                if place + 2 > len(table):
                    continue
                glyph = struct.unpack_from(">H", table, place)[0]
                if not glyph:
                    continue
            glyph = (glyph + deltas[row]) & 0xFFFF
            if glyph and code != 0xFFFF:
                found[code] = glyph
    return found


def glyph_names(post: bytes, glyphs: int) -> dict[str, int]:
    """The glyphs by name as a post table of format 2 gives them."""
    if len(post) < 34 or post[:4] != b"\0\2\0\0":
        return {}
    count = min(struct.unpack_from(">H", post, 32)[0], glyphs, (len(post) - 34) // 2)
    numbers = struct.unpack_from(f">{count}H", post, 34)
    strings, place = [], 34 + 2 * count
    while place < len(post):
        length = post[place]
        strings.append(post[place + 1 : place + 1 + length].decode("latin-1"))
        place += 1 + length
    names: dict[str, int] = {}
    for glyph, number in enumerate(numbers):
        own = number - len(MAC_NAMES)
        if number < len(MAC_NAMES):
            names.setdefault(MAC_NAMES[number], glyph)
        elif own < len(strings):
            names.setdefault(strings[own], glyph)
    return names
