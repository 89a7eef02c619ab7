"""The file around the pages: what it may hold beside them, and what its output means."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from PIL import ImageCms

from app.papers.archive.contents import too_large
from app.papers.archive.notes import Notes

_NOT_IN_ROOT = (
    *("/AA", "/AF", "/Collection", "/Extensions", "/Legal", "/Metadata", "/NeedsRendering"),
    *("/OpenAction", "/Perms", "/PieceInfo", "/Requirements", "/SpiderInfo", "/Threads", "/URI"),
    *("/Version", "/DSS", "/ViewerPreferences"),
)
#: What other programs left behind, and files inside this one.
_NOWHERE = ("/Metadata", "/AF", "/EF")
_NOT_IN_PAGE = ("/AA", "/AF", "/B", "/Metadata", "/PieceInfo", "/PresSteps", "/Thumb")
_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_SMALLEST, _LARGEST = 3, 14_400
_MOST_OUTLINES = 100_000
_NAMED = ("/NextPage", "/PrevPage", "/FirstPage", "/LastPage")
#: A long name, a huge or a tiny number, a file inside.
_SUSPECT = re.compile(rb"/[^\s/<>\[\](){}%]{127}|[0-9]{10}|\.0{30}|/EF")
_LONG, _LONGEST_NAME, _DEEPEST = 32_767, 127, 64


def heal_catalog(pdf: Pdf, notes: Notes) -> None:
    """Drop what acts or reaches outside, and say what colours mean on paper and screen."""
    root = pdf.Root
    if "/Size" not in pdf.trailer:  # a damaged trailer; without it the file is saved as damaged
        pdf.trailer["/Size"] = 1
    for key in _NOT_IN_ROOT:
        if key in root:
            del root[key]
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        kept = names.get("/Dests")
        root.Names = Dictionary() if kept is None else Dictionary(Dests=kept)
    if "/AcroForm" in root:
        if len(root.AcroForm.get("/Fields", ())) > 0:
            notes.add("annotations", "a form")
        del root["/AcroForm"]
    for item in _outlines(root):
        clean_action(item)
    _drop_metadata(pdf)
    for page in pdf.pages:
        _heal_page(page.obj, notes)
    set_output_intent(pdf)


def clean_action(holder: Object) -> None:
    """Keep an action only where it leads to a page or an address."""
    for key in ("/AA", "/PA"):
        if key in holder:
            del holder[key]
    action = holder.get("/A")
    if action is None:
        return
    if not isinstance(action, Dictionary) or not _may_act(action):
        del holder["/A"]
    elif "/Next" in action:
        del action["/Next"]


def set_output_intent(pdf: Pdf) -> None:
    """Say that plain colours are sRGB; replaces what the file said."""
    profile = Stream(pdf, srgb())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def srgb() -> bytes:
    """A profile of sRGB; its date is set, so that the same paper gives the same bytes."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = (2000).to_bytes(2, "big") + b"\0\1\0\1" + bytes(6)
    return bytes(profile)


def check_limits(pdf: Pdf, notes: Notes) -> None:
    """Numbers, names and strings no larger than an archive allows (ISO 19005-2, 6.1.13)."""
    for thing in pdf.objects:
        body = thing.stream_dict if isinstance(thing, Stream) else thing
        fault = _fault(body) if _may_be_faulty(body) else ""
        if fault:
            notes.add(fault, str(thing.objgen))
            return


def _may_be_faulty(thing: object) -> bool:
    """Whether an object is worth looking through, part by part: hardly any is."""
    if not isinstance(thing, Array | Dictionary):
        return True
    written = thing.unparse(resolved=True)
    return (
        len(written) > _LONG
        or written.count(b"[") + written.count(b"<<") > _DEEPEST
        or _SUSPECT.search(written) is not None
    )


def _fault(thing: object, depth: int = 0) -> str:
    """What keeps an object out of an archive, as a code; "" where nothing does."""
    if depth > _DEEPEST:
        return "too_complex"
    if isinstance(thing, Array | Dictionary):
        if isinstance(thing, Dictionary):
            if "/EF" in thing:
                return "pages_odd"
            if max(map(len, thing.keys()), default=0) > _LONGEST_NAME:
                return "too_large_for_archive"
        parts = thing.values() if isinstance(thing, Dictionary) else thing
        found = (_fault(part, depth + 1) for part in parts if not _is_elsewhere(part))
        return next((fault for fault in found if fault), "")
    is_long = isinstance(thing, String) and len(bytes(thing)) > _LONG
    return "too_large_for_archive" if is_long or too_large(thing) else ""


def _is_elsewhere(part: object) -> bool:
    return isinstance(part, pikepdf.Object) and part.is_indirect


def _may_act(action: Object) -> bool:
    kind = str(action.get("/S", ""))
    if kind == "/Named":
        return str(action.get("/N", "")) in _NAMED
    return kind in ("/GoTo", "/URI")


def _outlines(root: Object) -> Iterator[Object]:
    outlines = root.get("/Outlines")
    waiting = [outlines.get("/First")] if isinstance(outlines, Dictionary) else []
    met: set[tuple[int, int]] = set()
    while waiting and len(met) < _MOST_OUTLINES:
        item = waiting.pop()
        if not isinstance(item, Dictionary) or item.objgen in met:
            continue
        met.add(item.objgen)
        yield item
        waiting += [item.get("/Next"), item.get("/First")]


def _drop_metadata(pdf: Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary | Stream):
            for key in _NOWHERE:
                if key in thing:
                    del thing[key]


def _heal_page(page: Object, notes: Notes) -> None:
    for key in _NOT_IN_PAGE:
        if key in page:
            del page[key]
    for key in _BOXES:
        if key not in page:
            continue
        if _is_good_box(page[key]):
            page[key] = Array([float(side) for side in page[key]])
        elif key == "/MediaBox":
            notes.add("too_large_for_archive", "a page")
        else:
            del page[key]


def _is_good_box(box: Object) -> bool:
    try:
        left, bottom, right, top = (float(side) for side in box)
    except (TypeError, ValueError):
        return False
    sides = (abs(right - left), abs(top - bottom))
    return min(sides) >= _SMALLEST and max(sides) <= _LARGEST
