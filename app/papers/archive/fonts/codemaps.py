"""Maps of codes in a PDF: to letters (ToUnicode), and to the glyphs of wide fonts (CMaps)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pikepdf import Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.fonts.encodings import is_letter
from app.papers.archive.fonts.faults import FontUnreadable

_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|/([^\s/\[\]<>()]+)|([^\s/\[\]<>()]+)|\(")
_COMMENT = re.compile(rb"%[^\r\n]*")
#: A map that says more than this is made to fill the memory.
_MOST = 2 * 65_536
_BLOCK = 100

Token = bytes | str


@dataclass
class CodeMap:
    """What a CMap says: the lengths of its codes, and what each code stands for."""

    spaces: list[tuple[bytes, bytes]] = field(default_factory=list)
    cids: dict[bytes, int] = field(default_factory=dict)
    texts: dict[bytes, str] = field(default_factory=dict)
    is_vertical: bool = False
    uses_other: bool = False

    def codes(self, shown: bytes) -> Iterator[bytes]:
        """A shown string taken apart in codes."""
        place = 0
        while place < len(shown):
            length = self._length(shown, place)
            yield shown[place : place + length]
            place += length

    def _length(self, shown: bytes, place: int) -> int:
        for low, high in self.spaces:
            part = shown[place : place + len(low)]
            if len(part) == len(low) and all(
                first <= one <= last for first, one, last in zip(low, part, high, strict=True)
            ):
                return len(low)
        raise FontUnreadable("a code outside the map")


def read_code_map(data: bytes) -> CodeMap:
    """Read a CMap; raises FontUnreadable for one that says too much."""
    found = CodeMap()
    stack: list[Token] = []
    for word in _tokens(data):
        if isinstance(word, str) and word.startswith("end"):
            _take(found, word, stack)
            stack = []
        elif isinstance(word, str) and word.startswith("begin"):
            stack = []
        elif word == "usecmap":
            found.uses_other = True
        elif word == "def" and stack[-2:-1] == ["/WMode"]:
            found.is_vertical = stack[-1] != "0"
        else:
            stack.append(word)
        if len(found.cids) + len(found.texts) + len(stack) > 2 * _MOST:
            raise FontUnreadable("a map without end")
    return found


def to_unicode(pdf: Pdf, letters: Mapping[bytes, str]) -> Object:
    """A ToUnicode map that says of each code what letters it stands for."""
    lengths = sorted({len(code) for code in letters})
    spaces = [f"<{'00' * length}> <{'FF' * length}>" for length in lengths]
    lines = [
        f"<{code.hex().upper()}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in sorted(letters.items(), key=lambda pair: (len(pair[0]), pair[0]))
    ]
    body = _sections("codespacerange", spaces) + _sections("bfchar", lines)
    return pdf.make_indirect(Stream(pdf, _cmap("Adobe-Identity-UCS", "Adobe", "UCS", 0, 2, body)))


def encoding_map(pdf: Pdf, cids: Mapping[bytes, int], system: Object, *, vertical: bool) -> Object:
    """An embedded CMap that says of each code which CID it stands for."""
    registry, ordering = str(system.Registry), str(system.Ordering)
    lengths = sorted({len(code) for code in cids})
    spaces = [f"<{'00' * length}> <{'FF' * length}>" for length in lengths]
    lines = [f"<{code.hex().upper()}> {cid}" for code, cid in sorted(cids.items())]
    body = _sections("codespacerange", spaces) + _sections("cidchar", lines)
    name = f"{registry}-{ordering}-own"
    stream = Stream(
        pdf, _cmap(name, registry, ordering, int(system.Supplement), 1, body, int(vertical))
    )
    stream.Type, stream.CMapName = Name.CMap, Name(f"/{name}")
    stream.WMode = int(vertical)
    stream.CIDSystemInfo = Dictionary(
        Registry=system.Registry, Ordering=system.Ordering, Supplement=system.Supplement
    )
    return pdf.make_indirect(stream)


def _sections(kind: str, lines: list[str]) -> str:
    parts = []
    for place in range(0, len(lines), _BLOCK):
        block = lines[place : place + _BLOCK]
        parts.append(f"{len(block)} begin{kind}\n" + "\n".join(block) + f"\nend{kind}\n")
    return "".join(parts)


def _cmap(
    name: str, registry: str, ordering: str, supplement: int, kind: int, body: str, mode: int = 0
) -> bytes:
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
        f"<< /Registry ({registry}) /Ordering ({ordering}) /Supplement {supplement} >> def\n"
        f"/CMapName /{name} def\n/CMapType {kind} def\n/WMode {mode} def\n{body}"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _tokens(data: bytes) -> Iterator[Token]:
    for found in _TOKEN.finditer(_COMMENT.sub(b"", data)):
        digits, opens, closes, name, word = found.groups()
        if digits is not None:
            plain = re.sub(rb"\s", b"", digits)
            yield bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii"))
        elif name is not None:
            yield "/" + name.decode("latin-1")
        else:
            yield (opens or closes or word or b"(").decode("latin-1")


def _take(found: CodeMap, section: str, stack: list[Token]) -> None:
    take = _SECTIONS.get(section)
    if take is not None:
        take(found, stack)


def _take_spaces(found: CodeMap, stack: list[Token]) -> None:
    for low, high in zip(stack[0::2], stack[1::2], strict=False):
        if isinstance(low, bytes) and isinstance(high, bytes) and _is_range(low, high):
            found.spaces.append((low, high))


def _take_letters(found: CodeMap, stack: list[Token]) -> None:
    for code, text in zip(stack[0::2], stack[1::2], strict=False):
        if isinstance(code, bytes) and isinstance(text, bytes):
            found.texts[code] = _text(text)


def _take_cids(found: CodeMap, stack: list[Token]) -> None:
    for code, cid in zip(stack[0::2], stack[1::2], strict=False):
        if isinstance(code, bytes) and isinstance(cid, str):
            found.cids[code] = int(cid)


def _take_cid_ranges(found: CodeMap, stack: list[Token]) -> None:
    for low, high, cid in zip(stack[0::3], stack[1::3], stack[2::3], strict=False):
        if isinstance(cid, str):
            for offset, code in enumerate(_codes(low, high)):
                found.cids[code] = int(cid) + offset


def _take_texts(found: CodeMap, stack: list[Token]) -> None:
    place = 0
    while place + 2 < len(stack):
        codes, first = _codes(stack[place], stack[place + 1]), stack[place + 2]
        place += 3
        if isinstance(first, bytes):
            text = first.rjust(2, b"\0")
            last = int.from_bytes(text[-2:], "big")
            for offset, code in enumerate(codes):
                number = (last + offset) & 0xFFFF
                found.texts[code] = _text(text[:-2] + number.to_bytes(2, "big"))
        elif first == "[":
            end = stack.index("]", place) if "]" in stack[place:] else len(stack)
            for code, one in zip(codes, stack[place:end], strict=False):
                if isinstance(one, bytes):
                    found.texts[code] = _text(one)
            place = end + 1


def _is_range(low: Token, high: Token) -> bool:
    return isinstance(low, bytes) and isinstance(high, bytes) and 0 < len(low) == len(high) <= 4


def _codes(low: Token, high: Token) -> Iterator[bytes]:
    if not isinstance(low, bytes) or not isinstance(high, bytes) or not _is_range(low, high):
        return
    first, last = int.from_bytes(low, "big"), int.from_bytes(high, "big")
    if last - first > _MOST:
        raise FontUnreadable("a range without end")
    for number in range(first, last + 1):
        yield number.to_bytes(len(low), "big")


def _text(data: bytes) -> str:
    """The letters a code stands for; "" where they are none."""
    text = data.rjust(2, b"\0").decode("utf-16-be", "replace")
    return text if text and all(is_letter(ord(one)) for one in text) else ""


_SECTIONS: Mapping[str, Callable[[CodeMap, list[Token]], None]] = {
    "endcodespacerange": _take_spaces,
    "endbfchar": _take_letters,
    "endcidchar": _take_cids,
    "endbfrange": _take_texts,
    "endcidrange": _take_cid_ranges,
}
