"""Makes the reading copy of one file, in a process of its own that may be killed.

`main([FOLDER])` reads `order.json` and the original in that folder, and writes beside them the copy
and `answer.json`: what it made, or why it could not.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pikepdf

from app.core.confined import confine, end_with_parent
from app.papers import images
from app.papers.acting import empty_actions
from app.papers.declaring import declare
from app.papers.grades import Grade
from app.papers.healing import Healed, heal
from app.papers.kinds import KINDS, PDF
from app.papers.limits import Limits
from app.papers.picture_pages import add_page
from app.papers.sanitising import faults_named, require_content, sanitise
from app.papers.saving import save
from app.papers.titles import given_title, title_on_page
from app.papers.unusable import PaperUnusable

ORDER, SOURCE, TARGET = "order.json", "original", "copy.pdf"
ANSWER, LOG, USED = "answer.json", "child.log", "used.pdf"
#: More than an honest paper has; each is looked at some times.
MANY_OBJECTS = 100_000
#: Small things are packed together: a tree of tags has tens of thousands.
OBJECTS_TOGETHER = pikepdf.ObjectStreamMode.generate
#: A fault of ours in mending: the paper is there to be read, and nothing is said of it.
UNMENDED = Healed(Grade.NONE, ("fault",), accessible=False, archivable=False)


def make_copy(source: Path, target: Path, kind: str, limits: Limits) -> dict[str, Any]:
    """Write the reading copy of a file of this kind, and say how it reads."""
    require_content(source)
    with _clean(source, kind, limits) as (pdf, lost, title):
        try:
            healed = heal(pdf, title, _mark_of(source))
        except (MemoryError, PaperUnusable):
            raise
        except Exception as fault:
            if "bad_alloc" in str(fault):
                raise PaperUnusable("too_heavy") from fault
            traceback.print_exception(fault)
        else:
            return _saved(pdf, target, title, healed, lost)
    with _clean(source, kind, limits) as (pdf, lost, title):  # the other is halfway
        _forget_tags(pdf)
        return _saved(pdf, target, title, UNMENDED, lost)


def _mark_of(source: Path) -> str:
    """What tells the names in this paper apart from those in any other."""
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]


@contextmanager
def _clean(
    source: Path, kind: str, limits: Limits
) -> Iterator[tuple[pikepdf.Pdf, tuple[str, ...], str]]:
    """The file as a PDF in which nothing acts, what that cost, and its title.

    Names what is broken there.
    """
    with ExitStack() as stack:
        with faults_named():
            pdf = stack.enter_context(_opened(source, kind, limits))
            title = given_title(pdf)
            lost = sanitise(pdf, source, limits) if kind == PDF else ()
            if len(pdf.objects) > MANY_OBJECTS:
                pdf = stack.enter_context(_only_used(pdf, source.with_name(USED)))
            title = title or title_on_page(pdf)
        yield pdf, lost, title


def _only_used(pdf: pikepdf.Pdf, path: Path) -> pikepdf.Pdf:
    """The same file without the things that nothing in it leads to."""
    save(pdf, path, object_stream_mode=OBJECTS_TOGETHER)
    return pikepdf.open(path)


def _saved(
    pdf: pikepdf.Pdf, target: Path, title: str, healed: Healed, lost: tuple[str, ...]
) -> dict[str, Any]:
    with faults_named():
        empty_actions(pdf)
        level = "A" if healed.archivable else ""
        declare(pdf, title, accessible=healed.accessible, level=level)
        save(pdf, target, force_version="1.7", object_stream_mode=OBJECTS_TOGETHER)
        reasons = tuple(dict.fromkeys((*lost, *healed.reasons)))
        return {"pages": len(pdf.pages), **asdict(healed), "reasons": reasons}


def _forget_tags(pdf: pikepdf.Pdf) -> None:
    """Let go of tags that nobody looked at: a pack joins only what is known to be sound."""
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            for key in ("/StructParent", "/StructParents"):
                if key in thing:
                    del thing[key]


def _opened(source: Path, kind: str, limits: Limits) -> pikepdf.Pdf:
    if KINDS[kind].image:
        images.measured(source, kind, limits)
        pdf = pikepdf.new()
        for picture in images.pictures(source, kind):
            add_page(pdf, picture)
        return pdf
    return pikepdf.open(source)


def main(arguments: list[str]) -> int:
    """Make the copy that was ordered in a folder."""
    folder = Path(arguments[0])
    end_with_parent(folder)
    order = json.loads((folder / ORDER).read_text(encoding="utf-8"))
    limits = Limits(**order["limits"])
    confine(
        memory_bytes=limits.memory_bytes,
        cpu_seconds=limits.cpu_seconds,
        file_bytes=limits.file_bytes,
    )
    try:
        made = make_copy(folder / SOURCE, folder / TARGET, order["kind"], limits)
    except PaperUnusable as problem:
        made = {"refused": problem.reason}
    except MemoryError:
        made = {"refused": "too_heavy"}
    (folder / ANSWER).write_text(json.dumps(made), encoding="utf-8")
    return 0
