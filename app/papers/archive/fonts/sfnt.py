"""A TrueType font program: read and mended table by table, however odd the rest of it is."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import cached_property

from app.papers.archive.fonts.cmaps import (
    character_maps,
    glyph_names,
    has_plain_maps,
    symbolic_cmap,
)
from app.papers.archive.fonts.faults import FontUnreadable
from app.papers.archive.fonts.outlines import narrowed, parts

#: A font holds at most this many glyphs (maxp counts in sixteen bits).
MOST_GLYPHS = 65_535
_MAGIC = b"\x5f\x0f\x3c\xf5"
_TABLES_KEPT = (
    *("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"),
    *("cmap", "post", "name", "OS/2", "vhea", "vmtx"),
)


class Sfnt:
    """The tables of one TrueType program; changes are kept until `compile()`."""

    def __init__(self, data: bytes) -> None:
        self.tables = dict(_tables(data))
        for tag in ("head", "hhea", "hmtx", "maxp"):
            if tag not in self.tables:
                raise FontUnreadable(f"no {tag}")
        if len(self.tables["head"]) < 54 or len(self.tables["hhea"]) < 36:
            raise FontUnreadable("head or hhea too short")
        if self.tables["head"][12:16] != _MAGIC or len(self.tables["maxp"]) < 6:
            raise FontUnreadable("no head")
        self.units = struct.unpack_from(">H", self.tables["head"], 18)[0] or 1000
        self.glyphs: int = struct.unpack_from(">H", self.tables["maxp"], 4)[0]
        self._metrics: int = struct.unpack_from(">H", self.tables["hhea"], 34)[0]
        if len(self.tables["hmtx"]) < 4 * self._metrics or not self._metrics:
            raise FontUnreadable("hmtx too short")

    def width(self, glyph: int) -> float:
        """The advance of a glyph in thousandths of the size of the letters."""
        row = min(glyph, self._metrics - 1)
        advance: int = struct.unpack_from(">H", self.tables["hmtx"], 4 * row)[0]
        return advance * 1000 / self.units

    def set_widths(self, widths: Mapping[int, float]) -> None:
        """Give glyphs another advance; their drawing stays where it is."""
        advances, bearings = self._advances()
        for glyph, width in widths.items():
            if glyph < len(advances):
                advances[glyph] = min(max(round(width * self.units / 1000), 0), 65_535)
        self._keep_advances(advances, bearings)

    def add_copies(self, originals: list[int]) -> list[int]:
        """Add a copy of each of these glyphs; gives the numbers of the copies."""
        if self.glyphs + len(originals) > MOST_GLYPHS:
            raise FontUnreadable("no room for more glyphs")
        places = self._places()
        drawings = bytearray(self.tables.get("glyf", b""))
        advances, bearings = self._advances()
        added = []
        for glyph in originals:
            drawing = bytes(drawings[places[glyph] : places[glyph + 1]])
            drawings += b"\0" * (-len(drawings) % 4)
            places[-1] = len(drawings)
            drawings += drawing
            places.append(len(drawings))
            advances.append(advances[glyph])
            bearings.append(bearings[glyph])
            added.append(self.glyphs)
            self.glyphs += 1
        self.tables["glyf"] = bytes(drawings)
        self._keep_places(places)
        self._keep_advances(advances, bearings)
        maxp = bytearray(self.tables["maxp"])
        struct.pack_into(">H", maxp, 4, self.glyphs)
        self.tables["maxp"] = bytes(maxp)
        self._forget_names()
        return added

    def keep_only(self, used: set[int]) -> None:
        """Empty every glyph that is not used, nor a part of one that is."""
        places = self._places()
        drawings = self.tables.get("glyf", b"")
        kept: set[int] = set()
        waiting = [0, *used]
        while waiting:
            glyph = waiting.pop()
            if glyph not in kept and glyph < self.glyphs:
                kept.add(glyph)
                waiting += parts(drawings[places[glyph] : places[glyph + 1]])
        fresh, body = [0], bytearray()
        for glyph in range(self.glyphs):
            if glyph in kept:
                body += drawings[places[glyph] : places[glyph + 1]]
                body += b"\0" * (-len(body) % 4)
            fresh.append(len(body))
        self.tables["glyf"] = bytes(body)
        self._keep_places(fresh)
        self._forget_names()

    def narrow(self, glyph: int, share: float) -> None:
        """Draw a glyph narrower; a glyph made of others stays as it is."""
        places = self._places()
        drawings = self.tables["glyf"]
        old = drawings[places[glyph] : places[glyph + 1]]
        new = narrowed(old, share)
        new += b"\0" * (-len(new) % 4)
        shift = len(new) - len(old)
        self.tables["glyf"] = drawings[: places[glyph]] + new + drawings[places[glyph + 1] :]
        later = [place + shift for place in places[glyph + 1 :]]
        self._keep_places([*places[: glyph + 1], *later])

    def measures(self) -> tuple[int, int, tuple[int, int, int, int]]:
        """The ascent, the descent and the box around all letters, in thousandths."""
        numbers = struct.unpack_from(">hh", self.tables["hhea"], 4)
        box = struct.unpack_from(">hhhh", self.tables["head"], 36)
        ascent, descent, *sides = (round(one * 1000 / self.units) for one in (*numbers, *box))
        return ascent, descent, (sides[0], sides[1], sides[2], sides[3])

    def is_drawn(self, glyph: int) -> bool:
        """Whether a glyph has any outline; a space has none."""
        places = self._places()
        return glyph < len(places) - 1 and places[glyph + 1] > places[glyph]

    @cached_property
    def maps(self) -> dict[tuple[int, int], dict[int, int]]:
        """The character maps by platform and encoding: code to glyph."""
        return dict(character_maps(self.tables.get("cmap", b"")))

    @property
    def has_plain_maps(self) -> bool:
        """Whether every reader of PDF can look up glyphs in this program."""
        return has_plain_maps(self.tables.get("cmap", b""))

    @cached_property
    def names(self) -> dict[str, int]:
        """The glyphs by name, where the program tells (post, format 2)."""
        return glyph_names(self.tables.get("post", b""), self.glyphs)

    def set_map(self, glyphs: Mapping[int, int]) -> None:
        """Make one symbolic map of codes below 256, for readers of both families."""
        self.tables["cmap"] = symbolic_cmap(glyphs)
        self.__dict__.pop("maps", None)

    def compile(self) -> bytes:
        """The font program as bytes, without tables that no reader of a PDF uses."""
        kept = {tag: self.tables[tag] for tag in sorted(_TABLES_KEPT) if tag in self.tables}
        return _joined(kept)

    def _advances(self) -> tuple[list[int], list[int]]:
        table, count = self.tables["hmtx"], self._metrics
        pairs = struct.unpack_from(f">{'Hh' * count}", table)
        advances, bearings = list(pairs[0::2]), list(pairs[1::2])
        rest = min((len(table) - 4 * count) // 2, max(self.glyphs - count, 0))
        bearings += struct.unpack_from(f">{rest}h", table, 4 * count)
        advances += [advances[-1]] * (self.glyphs - len(advances))
        bearings += [0] * (self.glyphs - len(bearings))
        return advances, bearings

    def _keep_advances(self, advances: list[int], bearings: list[int]) -> None:
        pairs = [number for pair in zip(advances, bearings, strict=False) for number in pair]
        self.tables["hmtx"] = struct.pack(f">{'Hh' * (len(pairs) // 2)}", *pairs)
        self._metrics = len(advances)
        hhea = bytearray(self.tables["hhea"])
        struct.pack_into(">H", hhea, 34, self._metrics)
        self.tables["hhea"] = bytes(hhea)

    def _places(self) -> list[int]:
        """Where each glyph begins in glyf, and where the last one ends."""
        loca, count = self.tables.get("loca", b""), self.glyphs + 1
        is_long = struct.unpack_from(">h", self.tables["head"], 50)[0] != 0
        size, kind = (4, "I") if is_long else (2, "H")
        found = min(len(loca) // size, count)
        places = list(struct.unpack_from(f">{found}{kind}", loca))
        places = places if is_long else [2 * place for place in places]
        end = len(self.tables.get("glyf", b""))
        places += [places[-1] if places else 0] * (count - len(places))
        return [min(place, end) for place in places]

    def _keep_places(self, places: list[int]) -> None:
        self.tables["loca"] = struct.pack(f">{len(places)}I", *places)
        head = bytearray(self.tables["head"])
        struct.pack_into(">h", head, 50, 1)
        self.tables["head"] = bytes(head)

    def _forget_names(self) -> None:
        post = self.tables.get("post", b"").ljust(32, b"\0")[:32]
        self.tables["post"] = b"\0\3\0\0" + post[4:]


def _tables(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data[:4] == b"ttcf":
        raise FontUnreadable("a collection")
    if len(data) < 12:
        raise FontUnreadable("too short")
    for row in range(struct.unpack_from(">H", data, 4)[0]):
        if 28 + 16 * row > len(data):
            raise FontUnreadable("directory too short")
        tag, _sum, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * row)
        yield tag.decode("latin-1"), data[offset : offset + length]


def _joined(tables: Mapping[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    sides = (16 * power, power.bit_length() - 1, 16 * (count - power))
    directory = struct.pack(">IHHHH", 0x00010000, count, *sides)
    offset, bodies = 12 + 16 * count, []
    for tag, body in tables.items():
        plain = body[:8] + b"\0\0\0\0" + body[12:] if tag == "head" else body
        padded = plain + b"\0" * (-len(plain) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag.encode("latin-1"), total, offset, len(plain))
        bodies.append(padded)
        offset += len(padded)
    return directory + b"".join(bodies)


def table_of(data: bytes, tag: str) -> bytes:
    """One table of a font program in the TrueType or OpenType container."""
    table = dict(_tables(data)).get(tag)
    if table is None:
        raise FontUnreadable(f"no {tag}")
    return table
