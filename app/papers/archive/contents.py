"""What the drawing instructions of a paper use: fonts with their codes, colours, depth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, Dictionary, Name, Object, Stream, String

from app.papers.archive.skimming import OPERATORS, NotPlain, instructions

Key = tuple[int, int]

DEVICES = {"/DeviceGray": "gray", "/DeviceRGB": "rgb", "/DeviceCMYK": "cmyk"}
INTENTS = ("/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation")
#: Where a name in an operator is looked up, for those whose last operand is a name.
CATEGORIES = {
    "gs": "/ExtGState",
    "Do": "/XObject",
    "sh": "/Shading",
    "SCN": "/Pattern",
    "scn": "/Pattern",
    "BDC": "/Properties",
    "DP": "/Properties",
}
_INLINE_FILTERS = (
    *("/ASCIIHexDecode", "/ASCII85Decode", "/FlateDecode", "/RunLengthDecode", "/CCITTFaxDecode"),
    *("/DCTDecode", "/AHx", "/A85", "/Fl", "/RL", "/CCF", "/DCT"),
)
_INLINE_SPACES = ("/G", "/RGB", "/I", "/Indexed", "/DeviceGray", "/DeviceRGB")
_LONGEST_STRING, _LONGEST_NAME, _LARGEST_INTEGER = 32_767, 127, 2_147_483_647
#: A string in digits, and a remark right behind an operator, which not every reader sees.
_DIGITS = re.compile(rb"(?<!<)<(?!<)([^<>]*)>(?!>)")
_NO_DIGIT = re.compile(rb"[^0-9A-Fa-f\s]")
_REMARK = re.compile(rb"[A-Za-z*'\"]%")
_HUGE = re.compile(rb"\d{10}|\.0{30}")


@dataclass
class FontUse:
    """A font with the codes that are shown in it."""

    font: Object
    is_wide: bool
    codes: set[int] = field(default_factory=set)
    strings: set[bytes] = field(default_factory=set)


@dataclass
class Content:
    """One stream of drawing instructions with its resources, and what it uses of them."""

    holder: Object
    resources: Object
    named: dict[str, set[str]] = field(default_factory=dict)
    devices: set[str] = field(default_factory=set)
    #: What can be mended by writing the instructions anew, and what cannot.
    mendable: set[str] = field(default_factory=set)
    faults: set[str] = field(default_factory=set)
    deepest: int = 0
    depths: dict[str, int] = field(default_factory=dict)


class Reader:
    """Reads one content; the fonts it meets are kept for the whole paper."""

    def __init__(self, content: Content, fonts: dict[Key, FontUse]) -> None:
        self._content = content
        self._fonts = fonts
        self._use: FontUse | None = None
        self._has_pictures = False
        self._stack: list[FontUse | None] = []
        self._handlers: dict[str, Callable[[list[Object]], None]] = {
            "q": self._save,
            "Q": self._restore,
            "Tf": self._select,
            "Tj": self._show,
            "'": self._show,
            '"': self._show,
            "TJ": self._show,
            "ri": self._intent,
            "cs": self._space,
            "CS": self._space,
            **{operator: self._device("gray") for operator in ("g", "G")},
            **{operator: self._device("rgb") for operator in ("rg", "RG")},
            **{operator: self._device("cmyk") for operator in ("k", "K")},
            **{operator: self._named(category) for operator, category in CATEGORIES.items()},
        }

    def read(self) -> None:
        """Go through the instructions once."""
        content, handlers = self._content, self._handlers
        data = raw(content.holder)
        found: Iterable[tuple[str, list[Object]]]
        try:
            found = list(instructions(data))
        except NotPlain:
            found = self._parsed()
        for operator, operands in found:
            handler = handlers.get(operator)
            if handler is not None:
                handler(operands)
            elif operator not in OPERATORS:
                content.mendable.add("undefined operator")
        if len(self._stack) > 0:
            content.mendable.add("open q")
        if "undefined operator" in content.mendable and self._has_pictures:
            content.faults.add("a picture of which the end is not known")
        self._check_raw(data)

    def _parsed(self) -> Iterator[tuple[str, list[Object]]]:
        """Every instruction, as the parser sees it; pictures among them are looked at here."""
        for instruction in pikepdf.parse_content_stream(self._content.holder):
            if isinstance(instruction, ContentStreamInlineImage):
                self._picture(instruction.iimage)
            else:
                yield str(instruction.operator), list(instruction.operands)

    def _save(self, _operands: list[Object]) -> None:
        self._stack.append(self._use)
        self._content.deepest = max(self._content.deepest, len(self._stack))

    def _restore(self, _operands: list[Object]) -> None:
        if self._stack:
            self._use = self._stack.pop()
        else:
            self._content.mendable.add("stray Q")

    def _select(self, operands: list[Object]) -> None:
        self._use = None
        if not operands or not isinstance(operands[0], Name):
            self._content.faults.add("Tf without a font")
            return
        name = _text(operands[0])
        self._note("/Font", name)
        fonts = self._content.resources.get("/Font", Dictionary())
        font = fonts.get(name) if isinstance(fonts, Dictionary) else None
        self._use = font_use(self._fonts, font)

    def _show(self, operands: list[Object]) -> None:
        use = self._use
        if use is None:
            self._content.faults.add("text without a font")
            return
        if not operands:
            return
        shown = operands[-1]
        for one in shown if isinstance(shown, Array) else (shown,):
            if not isinstance(one, String):
                continue
            text = bytes(one)
            if len(text) > _LONGEST_STRING:
                self._content.faults.add("a long string")
            if use.is_wide:
                use.strings.add(text)
            else:
                use.codes.update(text)

    def _intent(self, operands: list[Object]) -> None:
        if not operands or _text(operands[-1]) not in INTENTS:
            self._content.mendable.add("rendering intent")

    def _space(self, operands: list[Object]) -> None:
        name = _text(operands[-1]) if operands else ""
        if name in DEVICES:
            self._content.devices.add(DEVICES[name])
        elif name != "/Pattern":
            self._note("/ColorSpace", name)

    def _device(self, device: str) -> Callable[[list[Object]], None]:
        return lambda _operands: self._content.devices.add(device)

    def _named(self, category: str) -> Callable[[list[Object]], None]:
        def note(operands: list[Object]) -> None:
            if operands and isinstance(operands[-1], Name):
                name = _text(operands[-1])
                self._note(category, name)
                if category == "/XObject":
                    depths = self._content.depths
                    depths[name] = max(depths.get(name, 0), len(self._stack))
                elif category == "/ExtGState":
                    self._font_of_state(name)

        return note

    def _font_of_state(self, name: str) -> None:
        states = self._content.resources.get("/ExtGState", Dictionary())
        state = states.get(name) if isinstance(states, Dictionary) else None
        if isinstance(state, Dictionary) and isinstance(state.get("/Font"), Array):
            self._use = font_use(self._fonts, state.Font[0])

    def _note(self, category: str, name: str) -> None:
        self._content.named.setdefault(category, set()).add(name)

    def _picture(self, image: pikepdf.PdfInlineImage) -> None:
        self._has_pictures = True
        if not inline_is_allowed(image):
            self._content.mendable.add("inline picture")
        space = image.obj.get("/CS", image.obj.get("/ColorSpace"))
        for part in space if isinstance(space, Array) else (space,):
            if isinstance(part, Name) and _text(part) in ("/CMYK", "/DeviceCMYK"):
                self._content.devices.add("cmyk")
            elif isinstance(part, Name) and _text(part) not in _INLINE_SPACES:
                self._note("/ColorSpace", _text(part))

    def _check_raw(self, data: bytes) -> None:
        """See what the reader of instructions forgives, and others may not."""
        has_remark = b"%" in data and _REMARK.search(data)
        if has_remark or (b"<" in data and any(_is_odd(one) for one in _DIGITS.findall(data))):
            self._content.mendable.add("odd string")
        if _HUGE.search(data):
            self._check_numbers()

    def _check_numbers(self) -> None:
        for instruction in pikepdf.parse_content_stream(self._content.holder):
            if not isinstance(instruction, ContentStreamInlineImage):
                for operand in instruction.operands:
                    if too_large(operand):
                        self._content.faults.add("a huge number")


def font_use(fonts: dict[Key, FontUse], font: object) -> FontUse | None:
    """The use of a font so far; a font that stands in the resources itself cannot be followed."""
    if not isinstance(font, Dictionary) or not font.is_indirect:
        return None
    if font.objgen not in fonts:
        fonts[font.objgen] = FontUse(font, is_wide=font.get("/Subtype") == Name.Type0)
    return fonts[font.objgen]


def inline_is_allowed(image: pikepdf.PdfInlineImage) -> bool:
    """Whether a picture among the instructions holds to ISO 19005-2, 6.1.10 and 6.2.8."""
    facts = image.obj
    filters = facts.get("/F", facts.get("/Filter"))
    named = [filters] if isinstance(filters, Name) else list(filters or ())
    return (
        all(_text(one) in _INLINE_FILTERS for one in named)
        and not facts.get("/I", facts.get("/Interpolate", False))
        and ("/Intent" not in facts or _text(facts.Intent) in INTENTS)
    )


def _is_odd(digits: bytes) -> bool:
    return bool(len(re.sub(rb"\s", b"", digits)) % 2 or _NO_DIGIT.search(digits))


def raw(holder: Object) -> bytes:
    """The instructions as they stand in a page or a stream."""
    if isinstance(holder, Stream):
        return holder.read_bytes()
    contents = holder.get("/Contents")
    streams = contents if isinstance(contents, Array) else [contents]
    return b"\n".join(one.read_bytes() for one in streams if isinstance(one, Stream))


def too_large(operand: object) -> bool:
    """Whether a number or name is beyond what PDF/A-2 allows (ISO 19005-2, 6.1.13)."""
    if isinstance(operand, int) and not isinstance(operand, bool):
        return abs(operand) > _LARGEST_INTEGER
    if isinstance(operand, str | bytes | String):
        return False
    if isinstance(operand, Name):
        return len(operand.unparse()) > _LONGEST_NAME
    if not isinstance(operand, float | Decimal):
        return False
    number = abs(float(operand))
    return number > 3.4e38 or 0 < number < 1.175e-38


def _text(name: Object) -> str:
    """A name as text; "" for what is none, or is not UTF-8."""
    try:
        return str(name) if isinstance(name, Name) else ""
    except UnicodeDecodeError:
        return ""
