"""Pictures, drawings and drawing states as an archive allows them (ISO 19005-2, 6.2)."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.colours import Colours
from app.papers.archive.contents import INTENTS, Content, Key
from app.papers.archive.jpx import mend_jpx
from app.papers.archive.notes import Notes

_MODES = (
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight"
    " SoftLight Difference Exclusion Hue Saturation Color Luminosity"
)
BLEND_MODES = frozenset(f"/{mode}" for mode in _MODES.split())
#: What a drawing state may not say; none of it shows on a screen.
_NOT_IN_STATE = ("/TR", "/TR2", "/HT", "/HTP", "/BG", "/BG2", "/UCR", "/UCR2")
_NOT_IN_IMAGE = ("/Alternates", "/OPI", "/Interpolate", "/Name")
_NOT_IN_FORM = ("/OPI", "/PS", "/Ref", "/Subtype2", "/Name")
#: A transfer function that changes colours; as a name it changes nothing.
_FUNCTIONS = (Array, Dictionary, Stream)
_DEPTHS = (1, 2, 4, 8, 16)
_PACKINGS = "ASCIIHex ASCII85 Flate RunLength CCITTFax JBIG2 DCT JPX"
_FILTERS = frozenset(f"/{packing}Decode" for packing in _PACKINGS.split())


class Graphics:
    """Mends what contents refer to; each object once."""

    def __init__(self, pdf: Pdf, colours: Colours, notes: Notes) -> None:
        self._pdf = pdf
        self._colours = colours
        self._notes = notes
        self._met: set[Key] = set()

    def mend(self, content: Content) -> None:
        """Mend the resources of a content, and the group that it is drawn as."""
        self._colours.give_default(content)
        self._mend_group(content.holder)
        resources = content.resources
        if self._is_new(resources):
            self._each(resources, "/ExtGState", self._mend_state)
            self._each(resources, "/XObject", self._mend_xobject)
            self._each(resources, "/Pattern", self._mend_pattern)
            self._each(resources, "/Shading", self._mend_shading)
            spaces = resources.get("/ColorSpace")
            if isinstance(spaces, Dictionary):
                for key in list(spaces.keys()):
                    self._colours.mend_in(spaces, key)

    def mend_picture(self, image: Object) -> None:
        """Mend one picture, with the mask that it has."""
        for key in _NOT_IN_IMAGE:
            if key in image:
                del image[key]
        if "/Intent" in image and str(image.Intent) not in INTENTS:
            del image["/Intent"]
        is_mask = bool(image.get("/ImageMask", False))
        filters = image.get("/Filter")
        named = list(filters) if isinstance(filters, Array) else [filters]
        if Name.JPXDecode in named:
            mend_jpx(self._pdf, image, self._notes)
        elif int(image.get("/BitsPerComponent", 1)) not in ((1,) if is_mask else _DEPTHS):
            self._notes.add("images", "bits per component")
        if is_mask and "/ColorSpace" in image:
            del image["/ColorSpace"]
        self._colours.mend_in(image, "/ColorSpace")
        for key in ("/SMask", "/Mask"):
            mask = image.get(key)
            if isinstance(mask, Stream) and self._is_new(mask):
                self.mend_picture(mask)

    def _each(self, resources: Object, category: str, mend: Callable[[Object], None]) -> None:
        things = resources.get(category)
        for thing in list(things.values()) if isinstance(things, Dictionary) else ():
            if isinstance(thing, Dictionary | Stream) and self._is_new(thing):
                mend(thing)

    def _is_new(self, thing: Object) -> bool:
        if not thing.is_indirect:
            return True
        is_new = thing.objgen not in self._met
        self._met.add(thing.objgen)
        return is_new

    def _mend_state(self, state: Object) -> None:
        if any(isinstance(state.get(key), _FUNCTIONS) for key in ("/TR", "/TR2")):
            self._notes.add("colours", "colours that a state changes")
        for key in _NOT_IN_STATE:
            if key in state:
                del state[key]
        if "/RI" in state and str(state.RI) not in INTENTS:
            del state["/RI"]
        if "/OPM" in state and state.OPM != 0:
            state.OPM = 0
        mode = state.get("/BM")
        if isinstance(mode, Array):
            mode = next((one for one in mode if str(one) in BLEND_MODES), Name.Normal)
            state.BM = mode
        if mode is not None and str(mode) not in BLEND_MODES:
            state.BM = Name.Normal
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary) and isinstance(mask.get("/G"), Stream):
            self._mend_group(mask.G)
        elif mask is not None and mask != Name("/None"):
            del state["/SMask"]

    def _mend_xobject(self, thing: Object) -> None:
        kind = thing.get("/Subtype")
        if kind == Name.Image:
            self.mend_picture(thing)
        elif kind == Name.Form:
            for key in _NOT_IN_FORM:
                if key in thing:
                    del thing[key]
            self._mend_group(thing)
        else:
            thing.write(b"")
            thing.Subtype, thing.BBox = Name.Form, Array([0, 0, 1, 1])

    def _mend_group(self, holder: Object) -> None:
        group = holder.get("/Group")
        if isinstance(group, Dictionary):
            self._colours.mend_in(group, "/CS")
        elif group is not None:
            del holder["/Group"]

    def _mend_pattern(self, pattern: Object) -> None:
        shading = pattern.get("/Shading")
        if isinstance(shading, Dictionary | Stream) and self._is_new(shading):
            self._mend_shading(shading)
        state = pattern.get("/ExtGState")
        if isinstance(state, Dictionary):
            self._mend_state(state)

    def _mend_shading(self, shading: Object) -> None:
        self._colours.mend_in(shading, "/ColorSpace")


def check_filters(pdf: Pdf, notes: Notes) -> None:
    """Unpack what is packed in a way that is not allowed, and check every stream's keys."""
    for thing in pdf.objects:
        if not isinstance(thing, Stream):
            continue
        if any(key in thing for key in ("/F", "/FFilter", "/FDecodeParms")):
            notes.add("pages_odd", "a stream in another file")
        filters = thing.get("/Filter")
        named = list(filters) if isinstance(filters, Array) else [filters]
        names = [str(one) for one in named if one is not None]
        if "/LZWDecode" in names:
            _unpack(thing, notes)
        elif any(name not in _FILTERS for name in names):
            notes.add("pages_odd", f"filter {names}")


def _unpack(stream: Object, notes: Notes) -> None:
    try:
        stream.write(stream.read_bytes())
    except pikepdf.PdfError:
        notes.add("images", "LZW around another filter")
