"""A finished PDF read back by program: what is wrong with it, one sentence each; nothing is good.

Each question stands alone, so that a test or a drill asks what it wants to know of a file.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from app.packs.press.printjob import LINK_BASE

#: What the format knows to make a file act, or to hold another file.
ACTIONS = frozenset(
    f"/{kind}"
    for kind in (
        *("JavaScript", "Launch", "SubmitForm", "ResetForm", "ImportData", "GoToR", "GoToE"),
        *("Rendition", "Movie", "Sound", "Hide", "Trans", "RichMediaExecute", "SetOCGState"),
    )
)
ACTING_KEYS = ("/JS", "/AA", "/AF", "/EmbeddedFiles", "/EF", "/AcroForm", "/XFA", "/RichMedia")
ACTING_NOTES = frozenset(
    f"/{kind}"
    for kind in ("FileAttachment", "Movie", "Sound", "Screen", "RichMedia", "3D", "Widget")
)
_SAFE_ADDRESS = ("http://", "https://", "mailto:")
#: The part of a row, from the right, in which the contents name the page.
_NUMBER_COLUMN = 0.75


@dataclass(frozen=True)
class Line:
    """One line of the outline or of the contents, and the page it goes to, from 1."""

    title: str
    page: int


class ReadBack:
    """One file, opened by two readers that do not know each other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pdf = pikepdf.open(path)
        self._numbers = {
            page.obj.objgen: number for number, page in enumerate(self.pdf.pages, start=1)
        }
        self._seen = pdfium.PdfDocument(path)
        self.texts = [_plain(_text_of(page)) for page in self._seen]

    def close(self) -> None:
        """Let go of the file."""
        self._seen.close()
        self.pdf.close()

    def numbering(self) -> list[str]:
        """Every page ends in "i / N"."""
        total = len(self.texts)
        return [
            f"page {number} ends in {text[-30:]!r}"
            for number, text in enumerate(self.texts, start=1)
            if not re.search(rf"(?<!\d){number} / {total}$", text)
        ]

    def contents(self, title: str = "Inhoud", jump: str = "Naar ") -> list[str]:
        """Each line of the contents names the page that it jumps to, and that the outline names."""
        lines = self.contents_lines(title, jump)
        if not lines:
            return ["there are no contents"]
        known = {(line.title, line.page) for line in self.outline()}
        wrong = [
            f"{line.title}: the contents say {said}, it is on {line.page}"
            for line, said in lines
            if said != line.page
        ]
        return wrong + [
            f"{line.title}: on {line.page} by the contents, and not by the outline"
            for line, _said in lines
            if (line.title, line.page) not in known
        ]

    def contents_lines(self, title: str, jump: str) -> list[tuple[Line, int]]:
        """What each line goes to, and the number that stands behind it."""
        outline = self.outline()
        first = next((line.page for line in outline if line.title == title), 0)
        if not first:
            return []
        after = min((line.page for line in outline if line.page > first), default=first + 1)
        return [line for number in range(first, after) for line in self._jumps(number, jump)]

    def _jumps(self, number: int, jump: str) -> Iterator[tuple[Line, int]]:
        page = self._seen[number - 1]
        words, width = page.get_textpage(), page.get_width()
        rows: dict[Line, list[tuple[float, float]]] = {}
        for note in self.pdf.pages[number - 1].obj.get("/Annots", Array()):
            target = self._target(note)
            if target:
                line = Line(_plain(str(note.get("/Contents", ""))).removeprefix(jump), target)
                _left, low, _right, high = (float(value) for value in note.Rect)
                rows.setdefault(line, []).append((min(low, high), max(low, high)))
        for line, places in rows.items():
            low, high = min(one for one, _ in places), max(two for _, two in places)
            column = words.get_text_bounded(_NUMBER_COLUMN * width, low, width, high)
            said = re.findall(r"\d+", column)
            yield line, int(said[-1]) if said else 0

    def _target(self, note: Object) -> int:
        """The page that a link goes to, from 1; 0 for one that leaves the file."""
        jumps = "/A" in note and note.A.get("/S") == Name.GoTo
        return self._page_of(note.A.get("/D") if jumps else note.get("/Dest"))

    def _page_of(self, goal: Any) -> int:
        if isinstance(goal, Array) and len(goal) and isinstance(goal[0], Dictionary):
            return self._numbers.get(goal[0].objgen, 0)
        return 0

    def outline(self) -> list[Line]:
        """Every line of the outline, in order."""

        def walk(items: Iterable[pikepdf.OutlineItem]) -> Iterator[Line]:
            for item in items:
                action = item.action
                goal = item.destination if action is None else action.get("/D")
                yield Line(_plain(item.title), self._page_of(goal))
                yield from walk(item.children)

        with self.pdf.open_outline() as outline:
            return list(walk(outline.root))

    def missing_from_outline(self, titles: Iterable[str]) -> list[str]:
        """Each note and paper is in the outline, and its page exists."""
        known = {line.title for line in self.outline() if line.page}
        return [f"{title} is not in the outline" for title in titles if _plain(title) not in known]

    def not_found(self, words: Iterable[str]) -> list[str]:
        """Each long word is found by the search of a reader, whole."""
        return [f"{word} is not found" for word in words if not self.found(word)]

    def found(self, word: str) -> bool:
        """Whether a reader's search finds this word on a page."""
        for page in self._seen:
            words = page.get_textpage()
            if words.search(word).get_next() is not None:
                return True
        return False

    def holding(self, secret: str) -> list[str]:
        """Where a word stands that should not be there: on pages, in names, behind the pages."""
        wanted = secret.lower()
        places = [f"page {n}" for n, text in enumerate(self.texts, 1) if wanted in text.lower()]
        codes = (secret.encode(), secret.encode("utf-16-be"), secret.encode("utf-16-le"))
        for thing in self.pdf.objects:
            if isinstance(thing, Stream):
                try:
                    content = thing.read_bytes()
                except (pikepdf.PdfError, RuntimeError):
                    content = thing.read_raw_bytes()  # a picture
                if any(code in content for code in codes):
                    places.append(f"stream {thing.objgen[0]}")
        places += [f"a text {t[:60]!r}" for t in _strings(self.pdf) if wanted in t.lower()]
        return [f"{secret} in {place}" for place in places]

    def doubled_ids(self) -> list[str]:
        """No two elements of the structure tree have one name."""
        names = Counter(
            bytes(thing.ID)
            for thing in _dictionaries(self.pdf)
            if "/ID" in thing and "/S" in thing and "/P" in thing
        )
        return [f"id {name!r} stands {count} times" for name, count in names.items() if count > 1]

    def fonts_not_embedded(self) -> list[str]:
        """The letters of every font stand in the file."""
        wrong = []
        for font in _dictionaries(self.pdf):
            if font.get("/Type") != Name.Font or font.get("/Subtype") in (Name.Type0, Name.Type3):
                continue
            facts = font.get("/FontDescriptor")
            if facts is None or not {"/FontFile", "/FontFile2", "/FontFile3"} & set(facts.keys()):
                wrong.append(f"font {font.get('/BaseFont')} is not in the file")
        return sorted(set(wrong))

    def active(self) -> list[str]:
        """Nothing acts, asks for a form, or holds another file."""
        wrong = []
        for thing in _dictionaries(self.pdf):
            number = thing.objgen[0]
            wrong += [f"{key} in {number}" for key in ACTING_KEYS if key in thing]
            if str(thing.get("/S", "")) in ACTIONS and "/P" not in thing:
                wrong.append(f"action {thing.S} in {number}")
            address = thing.get("/URI")
            if isinstance(address, String) and not str(address).lower().startswith(_SAFE_ADDRESS):
                wrong.append(f"address {str(address)[:40]!r} in {number}")
            if "/Rect" in thing and str(thing.get("/Subtype", "")) in ACTING_NOTES:
                wrong.append(f"{thing.Subtype} in {number}")
        opening = self.pdf.Root.get("/OpenAction")
        if isinstance(opening, Dictionary) and opening.get("/S") != Name.GoTo:
            wrong.append("the file acts when it is opened")
        return wrong

    def dead_links(self) -> list[str]:
        """Every link leads somewhere: a place in the file, or an address that exists."""
        return [
            f"the link {str(note.get('/Contents', ''))!r} on page {number} leads nowhere"
            for number, page in enumerate(self.pdf.pages, start=1)
            for note in page.obj.get("/Annots", Array())
            if note.get("/Subtype") == Name.Link and _is_dead(note)
        ]

    def declared(self) -> set[str]:
        """The profiles that the file says to hold, as the validator calls them."""
        with self.pdf.open_metadata() as facts:
            said = set()
            if facts.get("pdfuaid:part"):
                said.add(f"PDFUA-{facts['pdfuaid:part']}")
            if facts.get("pdfaid:part"):
                level = str(facts.get("pdfaid:conformance", "")).upper()
                said.add(f"PDFA-{facts['pdfaid:part']}{level}")
        return said

    def harm(self) -> list[str]:
        """What no file of ours may have, whatever it was made of."""
        return [*self.active(), *self.doubled_ids(), *qpdf_faults(self.path)]


@contextmanager
def read_back(content: bytes | Path, folder: Path) -> Iterator[ReadBack]:
    """A file opened for reading back."""
    path = content if isinstance(content, Path) else folder / "read-back.pdf"
    if isinstance(content, bytes):
        path.write_bytes(content)
    file = ReadBack(path)
    try:
        yield file
    finally:
        file.close()


def _is_dead(link: Any) -> bool:
    action = link.get("/A")
    if action is None:
        return "/Dest" not in link
    return str(action.get("/URI", "")).startswith(LINK_BASE)


def qpdf_faults(path: Path) -> list[str]:
    """What qpdf says against a file; nothing where qpdf is absent."""
    program = shutil.which("qpdf")
    if program is None:
        return []
    done = subprocess.run(
        [program, "--check", str(path)], capture_output=True, check=False, timeout=120
    )
    said = done.stderr.decode(errors="replace").strip().splitlines()
    return [f"qpdf: {line}" for line in said] if done.returncode or said else []


def _text_of(page: Any) -> str:
    return str(page.get_textpage().get_text_range())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of a file, those inside others too."""
    for thing in _things(pdf):
        if isinstance(thing, Dictionary | Stream):
            yield thing


def _strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in _things(pdf):
        if isinstance(thing, String):
            yield str(thing)


def _things(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every object of a file, and what stands directly in it; each once."""
    waiting: list[Any] = [*pdf.objects, pdf.trailer]
    while waiting:
        thing = waiting.pop()
        yield thing
        inside: Iterable[Any] = ()
        if isinstance(thing, Dictionary | Stream):
            inside = (value for _key, value in thing.items())
        elif isinstance(thing, Array):
            inside = iter(thing)
        waiting += [one for one in inside if isinstance(one, Object) and not one.is_indirect]
