"""What names in a stream stand for: fonts, drawings, numbers of pieces; and the stream itself."""

from __future__ import annotations

import re
from typing import Any

from pikepdf import Dictionary, Object, Page, Stream

from app.papers.tags.fonts import Font
from app.papers.tags.marks import Properties


class FontShelf:
    """The fonts of a file, each read once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], Font] = {}

    def font(self, resources: Object | None, name: bytes) -> Font:
        """The font behind a name; one that knows nothing where there is none."""
        found = named(resources, "/Font", name)
        if not isinstance(found, Dictionary):
            return Font(None)
        if not found.is_indirect:
            return Font(found)
        if found.objgen not in self._fonts:
            self._fonts[found.objgen] = Font(found)
        return self._fonts[found.objgen]


def named(resources: Object | None, kind: str, name: bytes) -> Any:
    """What a name stands for in these resources, or None."""
    if resources is None:
        return None
    listed: Any = resources.get(kind)
    if not isinstance(listed, Dictionary):
        return None
    try:
        return listed.get("/" + unescaped_name(name))
    except (ValueError, UnicodeDecodeError):
        return None


def unescaped_name(name: bytes) -> str:
    """A name as the file's dictionaries hold it."""
    if b"#" in name:
        name = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes((int(found[1], 16),)), name)
    return name.decode("utf-8", "surrogateescape")


def disown(drawn: Object, seen: set[tuple[int, int]]) -> None:
    """Cut the ties of a picture or form, and of all it draws, to a tree that is made anew."""
    waiting = [drawn]
    while waiting:
        one = waiting.pop()
        if one.is_indirect and one.objgen in seen:
            continue
        seen.add(one.objgen)
        for key in ("/StructParent", "/StructParents", "/Ref"):
            if key in one:
                del one[key]
        inner = one.get("/Resources")
        if not isinstance(inner, Dictionary) or (inner.is_indirect and inner.objgen in seen):
            continue
        seen.add(inner.objgen)
        forms = inner.get("/XObject")
        if isinstance(forms, Dictionary) and not (forms.is_indirect and forms.objgen in seen):
            seen.add(forms.objgen)
            waiting += [form for form in forms.as_dict().values() if isinstance(form, Stream)]


def mark_numbers(resources: Object | None) -> Properties:
    """What numbers of pieces stand behind the names of property lists."""

    def number(name: bytes) -> int:
        listed = named(resources, "/Properties", name)
        mark: Any = listed.get("/MCID") if isinstance(listed, Dictionary) else None
        return mark if isinstance(mark, int) and mark >= 0 else -1

    return number


def content(page: Page) -> bytes:
    """What a page draws, as one stream."""
    given: Any = page.obj.get("/Contents", ())
    parts = [given] if isinstance(given, Stream) else list(given)
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, Stream))
