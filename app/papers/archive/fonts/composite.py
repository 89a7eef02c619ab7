"""Fonts of more bytes per letter (Type 0): every code a CID, every CID a glyph, as wide as said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from app.papers.archive.fonts import programs
from app.papers.archive.fonts.cff import Cff
from app.papers.archive.fonts.codemaps import CodeMap, encoding_map, read_code_map
from app.papers.archive.fonts.encodings import UNKNOWN, is_letter, letters
from app.papers.archive.fonts.faults import FontUnreadable
from app.papers.archive.fonts.sfnt import Sfnt
from app.papers.archive.fonts.simple import TOLERANCE

IDENTITY = ("/Identity-H", "/Identity-V")
_MOST_CIDS, _USUAL_WIDTH = 65_535, 1000.0
_IDENTITY_MAP = CodeMap(spaces=[(b"\0\0", b"\xff\xff")])


class CompositeFont:
    """A Type 0 font with its one descendant, and the codes that are shown in it."""

    def __init__(self, pdf: Pdf, font: Object, shown: Iterable[bytes]) -> None:
        self.pdf = pdf
        self.font = font
        listed = font.get("/DescendantFonts")
        if (
            not isinstance(listed, Array)
            or len(listed) != 1
            or not isinstance(listed[0], Dictionary)
        ):
            raise FontUnreadable("no descendant")
        self.inner = self._own_inner(listed[0])
        encoding = font.get("/Encoding")
        self.is_named = isinstance(encoding, Name)
        self.map = self._code_map(encoding)
        codes = {code for one in shown for code in self.map.codes(one)}
        self.cids = {code: self._cid(code) for code in codes}
        self.widths = _widths(self.inner)

    def order_system(self) -> None:
        """Give the CIDs a system that map and font agree on (ISO 19005-2, 6.2.11.3.1)."""
        system = self.inner.get("/CIDSystemInfo")
        keys = ("/Registry", "/Ordering", "/Supplement")
        if not isinstance(system, Dictionary) or any(key not in system for key in keys):
            self.inner.CIDSystemInfo = Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            )

    def width(self, cid: int) -> float:
        """The width of a CID by the dictionary."""
        usual = self.inner.get("/DW", _USUAL_WIDTH)
        return self.widths.get(cid, float(usual))

    def heal(self) -> None:
        """Put the embedded program in line with the dictionaries."""
        self.order_system()
        program = programs.read(self.inner)
        if isinstance(program, Sfnt):
            self._heal_truetype(program)
        elif isinstance(program, Cff):
            self._heal_cff(program)
        else:
            raise FontUnreadable("a Type 1 program in a wide font")
        self._heal_map()

    def is_good(self) -> bool:
        """Whether every code shown leads to a glyph as wide as the dictionary says."""
        program = programs.read(self.inner)
        if not programs.is_in_place(self.inner, program, wide=True):
            return False
        if isinstance(program, Sfnt):
            return self._is_good_truetype(program)
        return isinstance(program, Cff) and all(
            cid
            and (glyph := program.glyph_of(cid)) is not None
            and abs(program.width(glyph) - self.width(cid)) <= TOLERANCE
            for cid in self.cids.values()
        )

    def letters(self) -> dict[bytes, str]:
        """What each code reads as, by the maps or the names in the program.

        A code without a glyph reads as unknown; one of which nothing is said, as nothing.
        """
        if programs.embedded(self.inner) is None:
            return {}
        program = programs.read(self.inner)
        if isinstance(program, Sfnt):
            glyphs = self._glyphs()
            called = {glyph: letters(name) for name, glyph in program.names.items()}
            for key in ((0, 1), (0, 3), (3, 1), (3, 10)):
                for number, glyph in sorted(program.maps.get(key, {}).items(), reverse=True):
                    called[glyph] = chr(number) if is_letter(number) else ""
            shown = {code: glyphs(cid) for code, cid in self.cids.items()}
            return {
                code: called.get(glyph, "") if 0 < glyph < program.glyphs else UNKNOWN
                for code, glyph in shown.items()
            }
        if isinstance(program, Cff) and not program.by_cid:
            found = {code: program.glyph_of(cid) for code, cid in self.cids.items()}
            return {
                code: UNKNOWN if name in (None, ".notdef") else letters(name)
                for code, name in found.items()
            }
        return {}

    def _own_inner(self, inner: Object) -> Object:
        if not inner.is_indirect:
            inner = self.pdf.make_indirect(inner)
            self.font.DescendantFonts = Array([inner])
        return inner

    def _code_map(self, encoding: Object | None) -> CodeMap:
        if isinstance(encoding, Name) and str(encoding) in IDENTITY:
            return _IDENTITY_MAP
        if not isinstance(encoding, Stream):
            raise FontUnreadable(f"map {encoding}")
        found = read_code_map(encoding.read_bytes())
        if found.uses_other or "/UseCMap" in encoding or not found.spaces:
            raise FontUnreadable("a map that builds on another")
        return found

    def _cid(self, code: bytes) -> int:
        if self.map is _IDENTITY_MAP:
            return int.from_bytes(code, "big")
        return min(self.map.cids.get(code, 0), _MOST_CIDS)

    def _glyphs(self) -> _GlyphOf:
        return _GlyphOf(self.inner.get("/CIDToGIDMap"))

    def _is_good_truetype(self, program: Sfnt) -> bool:
        glyphs = self._glyphs()
        return self._has_glyph_map() and all(
            cid
            and 0 < (glyph := glyphs(cid)) < program.glyphs
            and abs(program.width(glyph) - self.width(cid)) <= TOLERANCE
            for cid in self.cids.values()
        )

    def _has_glyph_map(self) -> bool:
        given = self.inner.get("/CIDToGIDMap")
        return isinstance(given, Stream) or given == Name.Identity

    def _heal_truetype(self, program: Sfnt) -> None:
        if not isinstance(self.inner.get("/CIDToGIDMap"), Stream):
            self.inner.CIDToGIDMap = Name.Identity
        self._free_zero()
        if self._is_good_truetype(program):
            if not programs.is_in_place(self.inner, program, wide=True):
                programs.put(self.pdf, self.inner, program, wide=True)
            return
        glyphs, taken, moved = self._glyphs(), dict[int, float](), dict[int, int]()
        for cid in sorted(set(self.cids.values())):
            glyph, width = glyphs(self._drawn_as(cid)), self.width(cid)
            glyph = glyph if glyph < program.glyphs else 0
            if glyph == 0 or abs(taken.get(glyph, width) - width) > 0:
                moved[cid] = glyph = program.add_copies([glyph])[0]
            elif self._drawn_as(cid) != cid:
                moved[cid] = glyph
            taken[glyph] = width
        program.set_widths(
            {one: width for one, width in taken.items() if abs(program.width(one) - width) > 0.5}
        )
        programs.put(self.pdf, self.inner, program, wide=True)
        if moved:
            self.inner.CIDToGIDMap = glyphs.moved(self.pdf, moved)

    def _heal_cff(self, program: Cff) -> None:
        self._free_zero()
        copies: dict[str, str] = {}
        widths: dict[str, float] = {}
        for cid in sorted(set(self.cids.values())):
            glyph = program.glyph_of(cid)
            if glyph is None or cid == 0:
                if not program.by_cid:
                    raise FontUnreadable("a glyph that is not there")
                glyph = f"cid{cid:05d}"
                copies[glyph] = program.glyph_of(self._drawn_as(cid)) or ".notdef"
            drawn = program.width(copies.get(glyph, glyph))
            if abs(drawn - self.width(cid)) > TOLERANCE / 2:
                widths[glyph] = self.width(cid)
        if copies or any(
            abs(program.width(glyph) - width) > TOLERANCE
            for glyph, width in widths.items()
            if glyph not in copies
        ):
            program.mend(widths, copies)
            programs.put(self.pdf, self.inner, program, wide=True)
        elif not programs.is_in_place(self.inner, program, wide=True):
            programs.put(self.pdf, self.inner, program, wide=True)

    def _free_zero(self) -> None:
        """CID 0 is the missing glyph: a code that shows it gets a CID of its own, drawn alike."""
        self._stood_in: dict[int, int] = getattr(self, "_stood_in", {})
        zeros = [code for code, cid in self.cids.items() if cid == 0]
        if not zeros:
            return
        taken = {*self.cids.values(), *self.widths}
        fresh = next((cid for cid in range(_MOST_CIDS, 0, -1) if cid not in taken), 0)
        if not fresh or any(len(code) > 2 for code in self.cids):
            raise FontUnreadable("no CID left")
        width = self.width(0)
        self.cids |= dict.fromkeys(zeros, fresh)
        self._stood_in[fresh] = 0
        listed = list(self.inner.get("/W", ()))
        self.inner.W = Array([*listed, fresh, Array([width])])
        self.widths[fresh] = width
        self.map = CodeMap(spaces=self.map.spaces, is_vertical=self._is_vertical())
        self.is_named = False

    def _drawn_as(self, cid: int) -> int:
        return self._stood_in.get(cid, cid)

    def _is_vertical(self) -> bool:
        encoding = self.font.get("/Encoding")
        return self.map.is_vertical or encoding == Name("/Identity-V")

    def _heal_map(self) -> None:
        """Write the map of codes anew where it is no longer, or never was, in order."""
        if self.is_named:
            return
        vertical = self._is_vertical()
        system = self.inner.CIDSystemInfo
        self.font.Encoding = encoding_map(self.pdf, self.cids, system, vertical=vertical)


class _GlyphOf:
    """From CID to glyph, by a map or as they are."""

    def __init__(self, given: Object | None) -> None:
        self._table = given.read_bytes() if isinstance(given, Stream) else None

    def __call__(self, cid: int) -> int:
        if self._table is None:
            return cid
        return int.from_bytes(self._table[2 * cid : 2 * cid + 2], "big")

    def moved(self, pdf: Pdf, moved: Mapping[int, int]) -> Object:
        """The same map, in which some CIDs lead to another glyph."""
        table = self._table
        if table is None:
            table = b"".join(cid.to_bytes(2, "big") for cid in range(_MOST_CIDS + 1))
        size = max(len(table) // 2, max(moved) + 1)
        changed = bytearray(table[: 2 * size].ljust(2 * size, b"\0"))
        for cid, glyph in moved.items():
            changed[2 * cid : 2 * cid + 2] = glyph.to_bytes(2, "big")
        return pdf.make_indirect(Stream(pdf, bytes(changed)))


def _widths(inner: Object) -> dict[int, float]:
    """The widths of CIDs in both forms of /W; the last one said counts."""
    listed = inner.get("/W")
    items = list(listed) if isinstance(listed, Array) else []
    found: dict[int, float] = {}
    place = filled = 0
    while place + 1 < len(items):
        first, second = int(items[place]), items[place + 1]
        if not 0 <= first <= _MOST_CIDS:
            break
        if isinstance(second, Array):
            found |= {first + index: float(width) for index, width in enumerate(second)}
            place += 2
        elif place + 2 < len(items) and isinstance(second, int) and second <= _MOST_CIDS:
            found |= dict.fromkeys(range(first, second + 1), float(items[place + 2]))
            filled += max(second - first, 0)
            if filled > 4 * _MOST_CIDS:
                raise FontUnreadable("widths without end")
            place += 3
        else:
            break
    return found


BROKEN = (
    pikepdf.DependencyError,
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
