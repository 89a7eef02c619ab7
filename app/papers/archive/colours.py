"""Colours that mean the same everywhere: by a profile, or by the output intent (sRGB)."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.contents import Content
from app.papers.archive.notes import Notes

PROFILES = Path(__file__).resolve().parents[3] / "static" / "vendor" / "compact-icc"
CMYK_PROFILE = PROFILES / "CGATS001Compat-v2-micro.icc"
_DEEPEST, _MOST_COLORANTS = 8, 32
_DEVICES = ("/DeviceGray", "/DeviceRGB")
_CLASSES = (b"prtr", b"mntr", b"scnr", b"spac")
_CHANNELS = {b"GRAY": 1, b"RGB ": 3, b"Lab ": 3, b"CMYK": 4}
_PROCESS = ("Cyan", "Magenta", "Yellow", "Black", "None")


class Colours:
    """Mends colour spaces; each object once."""

    def __init__(self, pdf: Pdf, notes: Notes) -> None:
        self._pdf = pdf
        self._notes = notes
        self._profile: Object | None = None
        self._met: dict[tuple[int, int], Object] = {}

    def cmyk(self) -> Object:
        """The colour space for CMYK without a profile: one for the whole paper."""
        if self._profile is None:
            profile = Stream(self._pdf, _cmyk_profile())
            profile.N = 4
            space = Array([Name.ICCBased, self._pdf.make_indirect(profile)])
            self._profile = self._pdf.make_indirect(space)
        return self._profile

    def give_default(self, content: Content) -> None:
        """Say what CMYK means for instructions that use it bare."""
        if "cmyk" not in content.devices:
            return
        spaces = content.resources.get("/ColorSpace")
        if not isinstance(spaces, Dictionary):
            content.resources["/ColorSpace"] = spaces = Dictionary()
        if "/DefaultCMYK" not in spaces:
            spaces["/DefaultCMYK"] = self.cmyk()

    def mend_in(self, holder: Object, key: str) -> None:
        """Mend the colour space that stands under a key of a dictionary or stream."""
        space = holder.get(key)
        if space is None:
            return
        mended = self.mended(space)
        if mended is not space:
            holder[key] = mended

    def mended(self, space: Object, depth: int = 0) -> Object:
        """A colour space of which every part has a known meaning."""
        if depth > _DEEPEST:
            self._notes.add("colours", "spaces within spaces")
            return space
        if isinstance(space, Name):
            return self._device(space)
        if not isinstance(space, Array) or not len(space) or not isinstance(space[0], Name):
            self._notes.add("colours", "no colour space")
            return space
        if space.is_indirect and space.objgen in self._met:
            return self._met[space.objgen]
        mended = self._mended_array(space, depth)
        if space.is_indirect:
            self._met[space.objgen] = mended
        return mended

    def _device(self, name: Name) -> Object:
        if name == Name.DeviceCMYK:
            return self.cmyk()
        if str(name) not in (*_DEVICES, "/Pattern"):
            self._notes.add("colours", str(name))
        return name

    def _mended_array(self, space: Array, depth: int) -> Object:
        family = str(space[0])
        if len(space) == 1 or family == "/CalCMYK":
            return self._device(Name("/DeviceCMYK" if family == "/CalCMYK" else family))
        if family == "/ICCBased":
            return self._with_profile(space)
        if family in ("/CalRGB", "/CalGray", "/Lab"):
            if not isinstance(space[1], Dictionary) or "/WhitePoint" not in space[1]:
                self._notes.add("colours", "no white point")
        elif family in ("/Indexed", "/Pattern"):
            space[1] = self.mended(space[1], depth + 1)
        elif family == "/Separation" and len(space) == 4:
            space[2] = self.mended(space[2], depth + 1)
            self._name_by_meaning(space)
        elif family == "/DeviceN" and len(space) >= 4:
            space[2] = self.mended(space[2], depth + 1)
            self._check_colorants(space, depth)
        else:
            self._notes.add("colours", family)
        return space

    def _with_profile(self, space: Array) -> Object:
        profile = space[1]
        if not isinstance(profile, Stream):
            self._notes.add("colours", "no profile")
            return space
        channels = int(profile.get("/N", 0))
        if profile_channels(profile.read_bytes()) == channels:
            if "/Alternate" in profile:
                del profile["/Alternate"]
            return space
        plain = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}.get(channels)
        if plain is None:
            self._notes.add("colours", "a profile of no use")
            return space
        return self._device(plain)

    def _name_by_meaning(self, space: Array) -> str:
        """Give an ink a name that says what it looks like.

        Of inks with one name all must look the same (ISO 19005-2, 6.2.4.4), also in a file into
        which this paper is joined; on screens and office printers the name itself does nothing.
        """
        try:
            given = str(space[1])[1:]
        except UnicodeDecodeError:
            given = "ink"
        if given == "None":
            return given
        meaning = hashlib.sha256(_value(space[2]) + _value(space[3])).hexdigest()[:12]
        if not given.endswith(f" {meaning}"):
            given = f"{given[:80]} {meaning}"
        space[1] = Name(f"/{given}")
        return given

    def _check_colorants(self, space: Array, depth: int) -> None:
        try:
            names = [str(name)[1:] for name in space[1]]
        except UnicodeDecodeError:
            self._notes.add("colours", "a name that is no text")
            return
        facts = space[4] if len(space) > 4 else Dictionary()
        facts = facts if isinstance(facts, Dictionary) else Dictionary()
        process = facts.get("/Process")
        if isinstance(process, Dictionary):
            self.mend_in(process, "/ColorSpace")
        if len(names) > _MOST_COLORANTS:
            self._notes.add("colours", "too many inks")
        inks = self._inks(names, facts, depth)
        called = {name: inks[name][0] if name in inks else name for name in names}
        space[1] = Array([Name(f"/{called[name]}") for name in names])
        if len(space) > 4:
            kept = {key: facts[key] for key in ("/Subtype", "/Process") if key in facts}
            colorants = {f"/{name}": ink for name, ink in inks.values()}
            space[4] = Dictionary({**kept, "/Colorants": Dictionary(colorants)})

    def _inks(
        self, names: list[str], facts: Dictionary, depth: int
    ) -> dict[str, tuple[str, Object]]:
        """What the inks that no press has of itself look like, each with a name that says so."""
        known, process = facts.get("/Colorants"), facts.get("/Process")
        parts = process.get("/Components") if isinstance(process, Dictionary) else None
        own_parts = [str(part)[1:] for part in parts] if isinstance(parts, Array) else []
        inks: dict[str, tuple[str, Object]] = {}
        for name in names:
            own = known.get(f"/{name}") if isinstance(known, Dictionary) else None
            if name in _PROCESS:
                continue
            if isinstance(own, Array) and _is_ink(own) and name not in own_parts:
                own[2] = self.mended(own[2], depth + 1)
                inks[name] = self._name_by_meaning(own), own
            else:
                self._notes.add("colours", f"ink {name} unknown")
        return inks


def _is_ink(space: Array) -> bool:
    return len(space) == 4 and bool(space[0] == Name.Separation)


def profile_channels(data: bytes) -> int | None:
    """How many channels the colours of an ICC profile have; None where it may not be used."""
    if len(data) < 132 or data[36:40] != b"acsp" or data[8] > 4:
        return None
    if data[12:16] not in _CLASSES or int.from_bytes(data[:4], "big") > len(data):
        return None
    return _CHANNELS.get(data[16:20])


@lru_cache(maxsize=1)
def _cmyk_profile() -> bytes:
    return CMYK_PROFILE.read_bytes()


def _value(thing: Object, depth: int = 0) -> bytes:
    """An object with all that it refers to, as bytes to compare."""
    if depth > _DEEPEST:
        return b"?"
    if isinstance(thing, Stream):
        facts = _value(thing.stream_dict, depth)
        return facts + hashlib.sha256(thing.read_bytes()).digest()
    if isinstance(thing, Array):
        return b"[" + b" ".join(_value(one, depth + 1) for one in thing) + b"]"
    if isinstance(thing, Dictionary):
        dropped = ("/Length", "/Filter", "/DecodeParms")
        pairs = ((key, one) for key, one in sorted(thing.items()) if key not in dropped)
        return b"<" + b" ".join(key.encode() + _value(one, depth + 1) for key, one in pairs) + b">"
    return repr(thing).encode()
