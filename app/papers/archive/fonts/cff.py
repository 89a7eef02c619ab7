"""A CFF font program (Type 1 in compact form): its glyphs, their widths, and mending these."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from fontTools.cffLib import CFFFontSet, cffISOAdobeStrings
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc.psCharStrings import T2CharString, T2WidthExtractor

from app.papers.archive.fonts.faults import faults_named


class Cff:
    """One CFF program; its glyphs go by name, in a font of CIDs by `cid00001`."""

    def __init__(self, data: bytes) -> None:
        with faults_named():
            self._set = CFFFontSet()
            self._set.decompile(io.BytesIO(data), None)
            self._top: Any = self._set[0]
            if "charset" not in self._top.rawDict and not hasattr(self._top, "ROS"):
                self._top.charset = list(cffISOAdobeStrings[: self._top.numGlyphs])
            self._strings: Any = self._top.CharStrings
            self.order: list[str] = list(self._top.getGlyphOrder())
        self.by_cid = hasattr(self._top, "ROS")

    @cached_property
    def glyphs(self) -> frozenset[str]:
        """The names of all glyphs in the program."""
        return frozenset(self.order)

    @cached_property
    def encoding(self) -> dict[int, str]:
        """The program's own encoding: code to name of the glyph."""
        encoding = getattr(self._top, "Encoding", None)
        if encoding == "StandardEncoding":
            encoding = StandardEncoding
        if not isinstance(encoding, list):
            return {}
        return {code: name for code, name in enumerate(encoding) if name != ".notdef"}

    def glyph_of(self, cid: int) -> str | None:
        """The glyph of a CID: by its name in a font of CIDs, else by its place."""
        if self.by_cid:
            name = f"cid{cid:05d}" if cid else ".notdef"
            return name if name in self.glyphs else None
        return self.order[cid] if cid < len(self.order) else None

    def width(self, glyph: str) -> float:
        """The advance of a glyph in thousandths of the size of the letters."""
        with faults_named():
            string = self._strings[glyph]
            private = string.private
            reader = T2WidthExtractor(
                getattr(private, "Subrs", []),
                string.globalSubrs,
                private.nominalWidthX,
                private.defaultWidthX,
            )
            reader.execute(string)
            return float(reader.width) * self._scale(glyph)

    def mend(self, widths: Mapping[str, float], copies: Mapping[str, str]) -> None:
        """Give glyphs another advance, and add copies (new name: of which glyph)."""
        with faults_named():
            self._set.desubroutinize()
            for name, original in copies.items():
                self._copy(name, original)
            for name, width in widths.items():
                self._set_width(name, width)

    def compile(self) -> bytes:
        """The font program as bytes."""
        with faults_named():
            buffer = io.BytesIO()
            self._set.compile(buffer, SimpleNamespace(recalcBBoxes=False))
            return buffer.getvalue()

    def _scale(self, glyph: str) -> float:
        matrix = list(getattr(self._top, "FontMatrix", None) or [0.001])
        scale = float(matrix[0])
        if self.by_cid:
            index = getattr(self._strings[glyph], "fdSelectIndex", None) or 0
            own = getattr(self._top.FDArray[index], "FontMatrix", None)
            if own and "FontMatrix" in self._top.rawDict:
                scale *= float(own[0])
            elif own:
                scale = float(own[0])
        return scale * 1000 if scale else 1.0

    def _copy(self, name: str, original: str) -> None:
        source = self._strings[original]
        copied = T2CharString(
            program=list(source.program),
            private=source.private,
            globalSubrs=source.globalSubrs,
        )
        copied.fdSelectIndex = getattr(source, "fdSelectIndex", None)
        self._strings.charStringsIndex.append(copied)
        self._strings.charStrings[name] = len(self._strings.charStringsIndex) - 1
        self._top.charset.append(name)
        if self.by_cid and hasattr(self._top, "FDSelect"):
            self._top.FDSelect.gidArray.append(copied.fdSelectIndex or 0)
        self.order.append(name)
        self.__dict__.pop("glyphs", None)

    def _set_width(self, name: str, width: float) -> None:
        string = self._strings[name]
        string.decompile()
        private = string.private
        reader = T2WidthExtractor(
            [], string.globalSubrs, private.nominalWidthX, private.defaultWidthX
        )
        reader.execute(string)
        stated = reader.width != private.defaultWidthX or _states_width(string, private)
        program = list(string.program)
        value = round(width / self._scale(name)) - private.nominalWidthX
        string.program = [value, *(program[1:] if stated else program)]
        string.bytecode = None


def _states_width(string: Any, private: Any) -> bool:
    """Whether the glyph says its width, also where it says the usual one."""
    reader = T2WidthExtractor(
        [], string.globalSubrs, private.nominalWidthX, private.defaultWidthX + 1
    )
    reader.execute(string)
    return bool(reader.width == private.defaultWidthX)
