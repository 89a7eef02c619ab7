"""Marks put around what is painted: a number for each stretch of an element, else an artefact.

Marks nest properly with text objects and with the marks that stay (ISO 32000-1, 14.6.1), and add
nothing that is seen: the page looks as it did.
"""

from __future__ import annotations

from pikepdf import Dictionary, Name, Object, Page, Pdf, Stream

from app.papers.tags.elements import Element, Piece
from app.papers.tags.marks import Edit, Inside, apply
from app.papers.tags.scanning import skim
from app.papers.tags.sheets import Event, Run, Sheet

ARTEFACT = "artefact"
_NO_BLOCK = -1


def gather_runs(sheet: Sheet) -> None:
    """Keep of what a stream paints only which stretch belongs to which element."""
    sheet.runs = _joined(_lifted(sheet, _runs(sheet.events)))
    sheet.events, sheet.blocks = [], []
    for inner in sheet.inner:
        gather_runs(inner)


def mark_up(sheet: Sheet) -> None:
    """Number what this stream paints; pieces go to their elements, edits to the sheet."""
    for run in sheet.runs:
        if isinstance(run.target, Element) and run.target.kind != ARTEFACT:
            mark = sheet.place.new_mark()
            run.target.kids.append(Piece(sheet.place, mark))
            opening = f"\n/{run.target.kind} <</MCID {mark}>> BDC\n".encode("ascii")
        elif run.target is not None:
            opening = b"\n/Artifact BMC\n"
        else:
            continue
        sheet.edits.append(Edit(run.start, run.start, opening))
        sheet.edits.append(Edit(run.end, run.end, b"\nEMC\n"))
    for inner in sheet.inner:
        mark_up(inner)


def _runs(events: list[Event]) -> list[Run]:
    runs: list[Run] = []
    for event in events:
        if event.inside is not Inside.NOTHING:
            continue
        target = None if event.kind == "door" else event.target or ARTEFACT
        last = runs[-1] if runs else None
        if (
            last is not None
            and target is not None
            and (last.target, last.group, last.block) == (target, event.group, event.block)
        ):
            last.end = event.end
        else:
            runs.append(Run(event.start, event.end, target, event.group, event.block))
    return runs


def _lifted(sheet: Sheet, runs: list[Run]) -> list[Run]:
    """Where all of a text object belongs to one element, the mark goes around that object."""
    count: dict[int, int] = {}
    for run in runs:
        count[run.block] = count.get(run.block, 0) + 1
    for run in runs:
        if run.block != _NO_BLOCK and count[run.block] == 1:
            start, end, group_before, group_after = sheet.blocks[run.block]
            if end >= 0 and group_before == group_after and run.target is not None:
                run.start, run.end, run.block = start, end, _NO_BLOCK
    return runs


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if (
            last is not None
            and run.target is not None
            and run.block == last.block == _NO_BLOCK
            and (last.target, last.group) == (run.target, run.group)
        ):
            last.end = run.end
        else:
            joined.append(run)
    return joined


def as_one(data: bytes) -> list[Edit]:
    """The edits that make a whole stream one piece, numbered 0, whatever marks it has.

    For a page that is a drawing of half a million lines, and for nothing that has words to read.
    """
    edits, depth, position = [Edit(0, 0, b"/Figure <</MCID 0>> BDC\n")], 0, 0
    while (step := skim(data, position, inside=True)) is not None:
        position = step.end
        if step.operator in (b"BDC", b"BMC"):
            depth += 1
            if b"/OC" not in step.operands:
                edits.append(Edit(step.start, step.end, b"\n/Span BMC"))
        elif step.operator == b"EMC":
            depth -= 1
            if depth < 0:
                depth = 0
                edits.append(Edit(step.start, step.end, b"\n"))
    edits.append(Edit(len(data), len(data), b"\nEMC" * (depth + 1)))
    return edits


class SheetWriter:
    """Writes marked streams back: a page gets one stream, a form a copy of its own."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._names = 0

    def write(self, page: Page, sheet: Sheet) -> None:
        """The page with its marks."""
        if sheet.inner:
            page.obj.Resources = self._with_forms(sheet)
        page.obj.Contents = Stream(self._pdf, apply(sheet.data, sheet.edits))

    def _with_forms(self, sheet: Sheet) -> Object:
        """Resources of its own for a stream, with marked copies of the forms that were followed."""
        own = Dictionary(dict(sheet.resources.items()) if sheet.resources is not None else {})
        forms = own.get("/XObject")
        listed = Dictionary(dict(forms.items()) if isinstance(forms, Dictionary) else {})
        for inner in sheet.inner:
            self._names += 1
            name = f"/Marked{self._names}"
            while name in listed:
                name += "x"
            listed[name] = self._copy(inner)
            if inner.call is not None:
                text = f"\n{name} Do".encode("ascii")
                sheet.edits.append(Edit(inner.call.start, inner.call.end, text))
        own[Name.XObject] = listed
        return own

    def _copy(self, sheet: Sheet) -> Object:
        resources = self._with_forms(sheet) if sheet.inner else sheet.resources
        copy = self._pdf.make_indirect(Stream(self._pdf, apply(sheet.data, sheet.edits)))
        for key, value in sheet.place.holder.items():
            if key not in ("/Length", "/Filter", "/DecodeParms", "/StructParents", "/StructParent"):
                copy[key] = value
        if resources is not None:
            copy[Name.Resources] = resources
        sheet.place.holder = copy
        return copy


def calm(form: Object, resources: Object | None, calmed: set[tuple[int, int]]) -> None:
    """Take the marks of artefacts out of a form that is itself part of tagged content."""
    waiting = [(form, resources)]
    while waiting:
        one, around = waiting.pop()
        if one.objgen in calmed:
            continue
        calmed.add(one.objgen)
        own = one.get("/Resources")
        inner = own if isinstance(own, Dictionary) else around
        data = one.read_bytes()
        if b"Artifact" in data:
            one.write(apply(data, _without_artefacts(data)))
        forms = inner.get("/XObject") if inner is not None and b"Do" in data else None
        if isinstance(forms, Dictionary) and (inner is None or inner.objgen not in calmed):
            if inner is not None and inner.is_indirect:
                calmed.add(inner.objgen)
            drawn = [form for form in forms.as_dict().values() if isinstance(form, Stream)]
            waiting += [(form, inner) for form in drawn if form.get("/Subtype") == Name.Form]


def _without_artefacts(data: bytes) -> list[Edit]:
    edits, position = [], 0
    while (step := skim(data, position, inside=True)) is not None:
        position = step.end
        if step.operator in (b"BMC", b"BDC") and b"/Artifact" in step.operands:
            edits.append(Edit(step.start, step.end, b"\n/Span BMC"))
    return edits
