"""One received paper made safe to open and to merge: checked, stripped of whatever acts.

Its tags, pages and pictures stay as they are; a form becomes part of its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from app.papers.acting import empty_unseen_pages, may_act
from app.papers.archive.contents import raw
from app.papers.archive.skimming import NotPlain, states
from app.papers.forms import flatten_form, require_own_pages
from app.papers.jumps import settle_jumps
from app.papers.limits import Limits
from app.papers.pages import own_resources, upright
from app.papers.repeating import require_drawable
from app.papers.unusable import PaperUnusable
from app.papers.weighing import require_light

A4 = (0, 0, 595.28, 841.89)

_ACTING_ANNOTATIONS = (
    "/FileAttachment",
    "/Movie",
    "/Sound",
    "/Screen",
    "/RichMedia",
    "/3D",
    "/Widget",
    "/PrinterMark",
    "/TrapNet",
)
_MEDIA = frozenset({"/Movie", "/Sound", "/Screen", "/RichMedia", "/3D"})
#: What a file keeps besides its pages: what they mean, how they are read, which layers are off.
_KEPT_IN_ROOT = ("/Type", "/Pages", "/StructTreeRoot", "/MarkInfo", "/Lang")
_DROPPED_FROM_PAGE = (
    "/AA",
    "/AF",
    "/B",
    "/Dur",
    "/Metadata",
    "/PieceInfo",
    "/PresSteps",
    "/Thumb",
    "/Trans",
)
#: Wherever these stand: what acts by itself, files inside, and what other programs left behind.
_DROPPED_ANYWHERE = frozenset(
    ("/AA", "/AF", "/EF", "/JS", "/Metadata", "/PieceInfo", "/OpenAction")
)
#: Of a stream: that its bytes stand in another file.
_ELSEWHERE = frozenset(("/F", "/FFilter", "/FDecodeParms"))
#: How a broken file shows itself, whatever part of it is read first.
_BROKEN = (
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
_END_MARK, _TAIL = b"%%EOF", 4096


@contextmanager
def faults_named() -> Iterator[None]:
    """Turn whatever a broken file raises into PaperUnusable with its reason."""
    try:
        yield
    except pikepdf.PasswordError as error:
        raise PaperUnusable("encrypted") from error
    except MemoryError as error:
        raise PaperUnusable("too_heavy") from error
    except _BROKEN as error:
        out_of_memory = "bad_alloc" in str(error)
        raise PaperUnusable("too_heavy" if out_of_memory else "damaged") from error


def require_content(source: Path) -> None:
    """Refuse a file that is not there or holds nothing."""
    if not source.is_file():
        raise PaperUnusable("missing")
    if source.stat().st_size == 0:
        raise PaperUnusable("empty")


def sanitise(pdf: Pdf, source: Path, limits: Limits) -> tuple[str, ...]:
    """Take away, in place, whatever acts, hides or reaches outside; raises PaperUnusable.

    Gives codes of what a reader would have found in it: that is in the original only.
    """
    _check_whole(pdf, source)
    _check_count(pdf, limits.pages)
    require_light(pdf, limits)
    require_drawable(pdf)
    require_own_pages(pdf)
    lost = _inside(pdf)
    if not flatten_form(pdf):
        lost.append("fields_not_drawn")
    for page in pdf.pages:
        _clean_page(page, limits)
    settle_jumps(pdf, [page.obj for page in pdf.pages])
    empty_unseen_pages(pdf)
    _clean_root(pdf)
    _clean_objects(pdf)
    return tuple(lost)


def _inside(pdf: Pdf) -> list[str]:
    """What stands in the file beside its pages."""
    kinds = {
        str(mark.get("/Subtype", ""))
        for page in pdf.pages
        for mark in page.get("/Annots", [])
        if isinstance(mark, Dictionary)
    }
    names = pdf.Root.get("/Names")
    has_files = isinstance(names, Dictionary) and "/EmbeddedFiles" in names
    found = ["files_inside"] if has_files or "/FileAttachment" in kinds else []
    return [*found, "media_inside"] if kinds & _MEDIA else found


def _check_whole(pdf: Pdf, source: Path) -> None:
    """Refuse a file that was cut off: repairing it would quietly leave pages out."""
    with source.open("rb") as file:
        file.seek(max(source.stat().st_size - _TAIL, 0))
        cut_off = _END_MARK not in file.read()
    if cut_off and pdf.get_warnings():
        raise PaperUnusable("damaged")


def _check_count(pdf: Pdf, most_pages: int) -> None:
    """Refuse by the stated number first: walking 200,000 pages is the attack."""
    stated = int(pdf.Root.Pages.get("/Count", 0))
    if stated > most_pages or len(pdf.pages) > most_pages:
        raise PaperUnusable("too_many_pages")
    if len(pdf.pages) == 0:
        raise PaperUnusable("empty")
    if len(pdf.pages) < stated:
        raise PaperUnusable("damaged")


def _clean_page(page: Page, limits: Limits) -> None:
    if "/MediaBox" not in page:
        page.mediabox = Array(list(A4))
    _check_size(page, limits)
    _drop(page.obj, _DROPPED_FROM_PAGE)
    if "/Annots" in page:
        kept = list(_once([note for note in page.Annots if _is_kept(note)]))
        for note in kept:
            _clean_annotation(note)
            _drop(note, ("/P",))
        page.Annots = Array(kept)
    _require_contents(page)
    _balance(page)
    _try_to_stamp(page)


def _try_to_stamp(page: Page) -> None:
    """Do here what merging will ask of the page, where a fault costs this paper only."""
    upright(page)
    own_resources(page)


def _require_contents(page: Page) -> None:
    """Refuse a page of which the drawing got lost: it would be empty, and nobody would know."""
    found = page.obj.get("/Contents")
    parts = list(found) if isinstance(found, Array) else [found]
    if not all(part is None or isinstance(part, pikepdf.Stream) for part in parts):
        raise PaperUnusable("damaged")


def _check_size(page: Page, limits: Limits) -> None:
    left, bottom, right, top = (float(value) for value in page.cropbox)
    unit = float(page.obj.get("/UserUnit", 1))
    sides = (abs(right - left) * unit, abs(top - bottom) * unit)
    if max(sides) > limits.largest_side or min(sides) < limits.smallest_side:
        raise PaperUnusable("too_large")


def _is_kept(annotation: Object) -> bool:
    if not isinstance(annotation, Dictionary) or annotation.get("/Subtype") is None:
        return False
    return str(annotation.Subtype) not in _ACTING_ANNOTATIONS


def _once(annotations: Iterable[Object]) -> Iterator[Object]:
    """Each link once: of two at one place with one target nobody can tell which is which, and
    some makers write thousands. One that the tags name is kept."""
    seen = set()
    for annotation in annotations:
        if annotation.Subtype == Name.Link and "/StructParent" not in annotation:
            facts = (annotation.get(key) for key in ("/Rect", "/A", "/Dest"))
            link = tuple(b"" if fact is None else _written(fact) for fact in facts)
            if link in seen:
                continue
            seen.add(link)
        yield annotation


def _written(fact: Any) -> bytes:
    return fact.unparse() if isinstance(fact, Object) else repr(fact).encode()


def _clean_annotation(annotation: Object) -> None:
    """Keep jumps and web addresses; scripts, programs, forms and other files go."""
    _drop(annotation, ("/AA", "/AF", "/PA", "/RichMediaContent"))
    action = annotation.get("/A")
    if action is None:
        return
    if not isinstance(action, Dictionary) or not may_act(action):
        del annotation["/A"]
    else:
        _drop(action, ("/Next", "/SD"))


def _balance(page: Page) -> None:
    """Close what the page leaves open, so that our stamp is drawn upright and in place."""
    depth = lowest = 0
    for operator in _states(page):
        depth += 1 if operator == "q" else -1
        lowest = min(lowest, depth)
    if lowest < 0:
        page.contents_add(b"q\n" * -lowest, prepend=True)
    if depth - lowest > 0:
        page.contents_add(b"\n" + b"Q\n" * (depth - lowest))


def _states(page: Page) -> list[str]:
    try:
        return list(states(raw(page.obj)))
    except NotPlain:
        found = pikepdf.parse_content_stream(page, "q Q")
        return [str(instruction.operator) for instruction in found]


def _clean_root(pdf: Pdf) -> None:
    """Keep what belongs to the pages."""
    layers = _kept_layers(pdf)
    for key in list(pdf.Root.keys()):
        if key not in _KEPT_IN_ROOT:
            del pdf.Root[key]
    if layers is not None:
        pdf.Root[Name.OCProperties] = layers


def _kept_layers(pdf: Pdf) -> Dictionary | None:
    """Which layers are hidden: without it, a hidden layer would be shown and printed."""
    layers = pdf.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary) or "/OCGs" not in layers:
        return None
    kept = Dictionary(OCGs=layers.OCGs, D=Dictionary())
    for key in ("/OFF", "/ON", "/BaseState", "/AS"):
        if "/D" in layers and key in layers.D:
            kept.D[key] = layers.D[key]
    for named in (kept.OCGs, kept.D.get("/OFF", Array()), kept.D.get("/ON", Array())):
        if not isinstance(named, Array) or not all(isinstance(one, Dictionary) for one in named):
            raise TypeError("layers are no list of layers")
    return kept


def _clean_objects(pdf: Pdf) -> None:
    for thing in pdf.objects:
        try:
            keys = thing.keys()
        except (
            AttributeError,
            TypeError,
            ValueError,
        ):  # no dictionary: to ask that first takes as long
            continue
        for key in _DROPPED_ANYWHERE.intersection(keys):
            del thing[key]
        if "/F" in keys and isinstance(thing, pikepdf.Stream):
            for key in _ELSEWHERE.intersection(keys):
                del thing[key]


def _drop(thing: Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in thing:
            del thing[key]
