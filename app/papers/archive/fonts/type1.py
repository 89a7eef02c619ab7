"""A Type 1 font program: its glyphs, their widths, and mending these in the encrypted part."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping

from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc import eexec

from app.papers.archive.fonts.faults import FontUnreadable, faults_named

_EEXEC_KEY, _STRING_KEY = 55_665, 4_330
_HSBW, _ESCAPE, _SBW, _DIV = 13, 12, 7, 12
_ZEROS = b"\n" + (b"0" * 64 + b"\n") * 8 + b"cleartomark\n"

_END = re.compile(rb"\s*end\s")
_TAIL = (
    b"end\nend\nreadonly put\nnoaccess put\ndup/FontName get exch definefont pop\n"
    b"mark currentfile closefile\n"
)
_PUT = re.compile(rb"dup\s+(8#[0-7]+|\d+)\s*/(\S+)\s+put")
_MATRIX = re.compile(rb"/FontMatrix\s*\[\s*([-+.\deE]+)")
_LEN_IV = re.compile(rb"/lenIV\s+(-?\d+)")
_STRING = re.compile(rb"\s*/([^\s/{}\[\]()<>%]*)\s+(\d+)\s+(\S+) ")
_COUNT = re.compile(rb"/CharStrings\s+(\d+)")


class Type1:
    """One Type 1 program; its glyphs go by name."""

    def __init__(self, data: bytes) -> None:
        with faults_named():
            self._clear, locked = _parts(data)
            self._private = eexec.decrypt(locked, _EEXEC_KEY)[0][4:]
            found = _LEN_IV.search(self._private)
            self._skipped = int(found.group(1)) if found else 4
            if self._skipped < 0:
                raise FontUnreadable("strings that are not locked")
            self._is_odd = False
            self._strings = dict(self._charstrings())
            self._is_odd |= data[:1] != b"%" or not data.startswith(self._clear + locked[:8])
        if ".notdef" not in self._strings:
            raise FontUnreadable("no .notdef")
        matrix = _MATRIX.search(self._clear)
        self._scale = (float(matrix.group(1)) if matrix else 0.001) * 1000 or 1.0

    @property
    def glyphs(self) -> frozenset[str]:
        """The names of all glyphs in the program."""
        return frozenset(self._strings)

    @property
    def encoding(self) -> dict[int, str]:
        """The program's own encoding: code to name of the glyph."""
        if re.search(rb"/Encoding\s+StandardEncoding", self._clear):
            pairs = enumerate(StandardEncoding)
            return {code: name for code, name in pairs if name != ".notdef"}
        found: dict[int, str] = {}
        for code, name in _PUT.findall(self._clear):
            number = int(code[2:], 8) if code.startswith(b"8#") else int(code)
            found[number] = name.decode("latin-1")
        return {code: name for code, name in found.items() if name != ".notdef" and code < 256}

    def is_plain(self, first: int) -> bool:
        """Whether every reader understands the program; `first` is the length of its clear part."""
        return not self._is_odd and len(self._clear) == first

    def width(self, glyph: str) -> float:
        """The advance of a glyph in thousandths of the size of the letters."""
        with faults_named():
            _length, _bearing, width = _start(self._plain(glyph))
            return width * self._scale

    def mend(self, widths: Mapping[str, float], copies: Mapping[str, str]) -> None:
        """Give glyphs another advance, and add copies (new name: of which glyph)."""
        with faults_named():
            for name, original in copies.items():
                self._strings[name] = self._strings[original]
            for name, width in widths.items():
                plain = self._plain(name)
                length, bearing, _width = _start(plain)
                start = _number(round(bearing)) + _number(round(width / self._scale))
                self._keep(name, start + bytes([_HSBW]) + plain[length:])
            self._private = self._written()

    def compile(self) -> tuple[bytes, int, int, int]:
        """The program as bytes, and the lengths of its three parts."""
        locked = eexec.encrypt(b"\0\0\0\0" + self._private, _EEXEC_KEY)[0]
        whole: bytes = self._clear + locked + _ZEROS
        return whole, len(self._clear), len(locked), len(_ZEROS)

    def _plain(self, glyph: str) -> bytes:
        plain: bytes = eexec.decrypt(self._strings[glyph], _STRING_KEY)[0]
        return plain[self._skipped :]

    def _keep(self, glyph: str, plain: bytes) -> None:
        self._strings[glyph] = eexec.encrypt(b"\0" * self._skipped + plain, _STRING_KEY)[0]

    def _charstrings(self) -> Iterator[tuple[str, bytes]]:
        """Every glyph with its locked drawing; notes where they begin and end."""
        count = _COUNT.search(self._private)
        first = self._private.find(b"/", count.end()) if count else -1
        if count is None or first < 0:
            raise FontUnreadable("no charstrings")
        self._begins = place = first
        while (found := _STRING.match(self._private, place)) is not None:
            self._reader = found.group(3)
            end = found.end() + int(found.group(2))
            name = found.group(1).decode("latin-1")
            self._is_odd |= not name
            if name:
                yield name, self._private[found.end() : end]
            slash = re.compile(rb"\s*(ND|\|-|noaccess def|def|\S+)(?=\s)").match(self._private, end)
            if slash is None:
                break
            self._definer, place = slash.group(1), slash.end()
        self._is_odd |= _END.match(self._private, place) is None

    def _written(self) -> bytes:
        before = _COUNT.sub(
            b"/CharStrings %d" % len(self._strings), self._private[: self._begins], count=1
        )
        lines = [
            b"/%s %d %s %s %s\n"
            % (name.encode("latin-1"), len(string), self._reader, string, self._definer)
            for name, string in self._strings.items()
        ]
        self._begins = len(before)
        return before + b"".join(lines) + _TAIL


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """The clear and the locked part, whatever the lengths in the dictionary say."""
    data = _without_headers(data)
    place = data.find(b"eexec")
    if place < 0 or not data.lstrip().startswith(b"%!"):
        raise FontUnreadable("no Type 1 program")
    place += len(b"eexec")
    while place < len(data) and data[place : place + 1] in b" \t\r\n":
        place += 1
    locked = data[place:]
    if re.fullmatch(rb"[0-9A-Fa-f\s]{8}", locked[:8]):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", locked)
        locked = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
    return data[:place], locked


def _without_headers(data: bytes) -> bytes:
    """The program without the segment headers of a .pfb file."""
    if data[:1] != b"\x80":
        return data
    parts, place = [], 0
    while place + 6 <= len(data) and data[place] == 0x80 and data[place + 1] in (1, 2):
        length = struct.unpack_from("<I", data, place + 2)[0]
        parts.append(data[place + 6 : place + 6 + length])
        place += 6 + length
    return b"".join(parts)


def _start(plain: bytes) -> tuple[int, float, float]:
    """How long the start of a drawing is, and the side bearing and width it gives."""
    stack: list[float] = []
    place = 0
    while place < len(plain) and len(stack) <= 24:
        first = plain[place]
        if first >= 32:
            number, place = _read_number(plain, place)
            stack.append(number)
        elif first == _HSBW and len(stack) >= 2:
            return place + 1, stack[-2], stack[-1]
        elif first == _ESCAPE and plain[place + 1] == _DIV and len(stack) >= 2:
            below = stack.pop() or 1.0
            stack.append(stack.pop() / below)
            place += 2
        elif first == _ESCAPE and plain[place + 1] == _SBW and len(stack) >= 4:
            if stack[-3] or stack[-1]:
                raise FontUnreadable("a glyph that moves up")
            return place + 2, stack[-4], stack[-2]
        else:
            break
    raise FontUnreadable("a drawing without a width")


def _read_number(plain: bytes, place: int) -> tuple[int, int]:
    first = plain[place]
    if first <= 246:
        return first - 139, place + 1
    if first <= 250:
        return (first - 247) * 256 + plain[place + 1] + 108, place + 2
    if first <= 254:
        return -(first - 251) * 256 - plain[place + 1] - 108, place + 2
    return struct.unpack_from(">i", plain, place + 1)[0], place + 5


def _number(value: int) -> bytes:
    if -107 <= value <= 107:
        return bytes([value + 139])
    return b"\xff" + struct.pack(">i", value)
