"""The job that makes a pack: read, print in processes of their own, store, and say so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from app.core import files, jobs
from app.core.database import let_go, reading
from app.core.errors import NotFound
from app.packs.content.composing import with_changes
from app.packs.content.copies import Copies, with_copies
from app.packs.content.layout import PackDocument
from app.packs.content.sheets import addendum_job, print_job
from app.packs.issuing.assembling import (
    compose_pack,
    gather_pack,
    originals_of,
    sealed,
    without_edition,
)
from app.packs.issuing.basis import Basis, basis_of
from app.packs.issuing.comparing import Compared, compared
from app.packs.issuing.issue import Addendum, Made, issue
from app.packs.issuing.locking import Printed, to_lock
from app.packs.issuing.parts import Notes, notes_in, parts_of
from app.packs.issuing.ready_copies import ready_copies
from app.packs.issuing.sources import sources_of
from app.packs.issuing.telling import tell_failed
from app.packs.making import Making, Why
from app.packs.models import Pack, PackSource, Variant
from app.packs.permissions import may_request
from app.packs.press.pressroom import PressStopped, PrintedPack, print_pack
from app.packs.press.printjob import PrintJob
from app.packs.queries import UNDER_WAY, find_pack, next_addendum_number
from app.packs.signals import done_together

JOB = "build-pack"
#: The shares of the bar, in percents, after which papers, pages and addendum are there; storing
#: is the rest.
_PAPERS, _PAGES, _ADDENDUM = 25, 85, 95
#: So often a pack is made anew before it has to wait.
_TIMES = 10

log = logging.getLogger(__name__)


def key_of(pack: Pack) -> str:
    """The key by which a pack is made once."""
    return f"{JOB}:{pack.id}"


@jobs.job(JOB)
def build_pack(pack_id: int, *, by_command: bool = False, pile: str = "") -> None:
    """Make a pack that waits, or that an earlier attempt left half done."""
    monday = date.fromisoformat(pile) if pile else None
    making_of(pack_id, pile=monday).run(lambda: _build(pack_id, by_command=by_command, pile=monday))


def making_of(pack_id: int, *conditions: ColumnElement[bool], pile: date | None = None) -> Making:
    """The making of a pack, as long as this holds of it."""

    def failed(pack: Pack, _why: Why) -> None:
        tell_failed(pack)
        if pile is not None:
            done_together.send(pack, monday=pile)

    return Making(Pack, pack_id, _no_longer_there, failed, conditions)


def _build(pack_id: int, *, by_command: bool, pile: date | None) -> None:
    """Until it is issued or stopped: what changed underneath meanwhile has it made anew, of what
    stands then."""
    for _time in range(_TIMES):
        with reading():
            prepared = _prepare(pack_id)
            let_go()
        if prepared is None:
            return
        making = making_of(pack_id, Pack.content_hash == prepared.basis.wanted)
        try:
            if prepared.is_uncounted:  # a paper has pages once its reading copy is made
                ready_copies(prepared.originals, _follow(making, 0, _PAPERS))
                with reading():
                    prepared = _prepare(pack_id) or prepared
                    let_go()
            made = _made(prepared, making)
        except PressStopped:
            continue
        issue(pack_id, made, by_command=by_command, pile=pile)
    raise jobs.TryLater("what goes in changes faster than it is printed")


def _made(prepared: _Prepared, making: Making) -> Made:
    copies = ready_copies(prepared.originals, _follow(making, 0, _PAPERS))
    job = _job_of(lambda: print_job(prepared.document, copies), copies)
    printed = _print(job, _follow(making, _PAPERS, _PAGES))
    return Made(
        printed=printed,
        document=prepared.document,
        content_hash=sealed(prepared.said, copies),
        parts=parts_of(prepared.document, job, printed, prepared.notes, copies),
        to_lock=prepared.to_lock,
        basis=prepared.basis,
        sources=prepared.sources,
        replaces_id=prepared.compared.pack_id if prepared.compared else None,
        addendum=_addendum(prepared, copies, making),
    )


@dataclass(frozen=True)
class _Prepared:
    """What is to be printed, and the notes that are locked with it."""

    document: PackDocument
    #: The same as any version would say it.
    said: PackDocument
    #: The number of its addendum, if it gets one.
    addendum_number: int
    to_lock: Printed
    notes: Notes
    #: Per key of a paper the number of its file as received.
    originals: Mapping[str, int]
    #: Whether a paper is in it of which nobody knows yet how many pages it has.
    is_uncounted: bool
    compared: Compared | None
    basis: Basis
    sources: Sequence[PackSource]


def _prepare(pack_id: int) -> _Prepared | None:
    """What is to be printed now; nothing where the pack was stopped, finished or may not be."""
    pack = find_pack(pack_id)
    if pack is None or pack.state not in UNDER_WAY:
        return None
    if not (may_request(pack.reader) and may_request(pack.requested_by)):
        raise NotFound
    gathered = gather_pack(pack, [place.meeting_id for place in pack.places])
    document = compose_pack(pack, gathered)
    earlier = compared(pack, document)
    if earlier is not None and earlier.changes is not None:
        document = with_changes(document, earlier.changes)
    return _Prepared(
        document=document,
        addendum_number=next_addendum_number(pack),
        said=without_edition(pack, gathered),
        to_lock=to_lock(gathered, Variant(pack.variant)),
        notes=notes_in(document),
        originals=originals_of(document, gathered),
        is_uncounted=any(
            not paper.pages
            for one in gathered
            for papers in one.papers.values()
            for paper in papers
        ),
        compared=earlier,
        basis=basis_of(pack),
        sources=sources_of(gathered, Variant(pack.variant)),
    )


def _addendum(prepared: _Prepared, copies: Copies, making: Making) -> Addendum | None:
    """The parts that are new or changed, in a file of their own; None where nothing is."""
    if prepared.document.changes is None:
        return None
    number = prepared.addendum_number
    job = _job_of(lambda: addendum_job(prepared.document, number), copies)
    return Addendum(number, _print(job, _follow(making, _PAGES, _ADDENDUM)))


def _job_of(make: Callable[[], PrintJob], copies: Copies) -> PrintJob:
    with force_locale("nl"):
        return with_copies(make(), copies)


def _print(job: PrintJob, follow: Callable[[int, int], bool]) -> PrintedPack:
    papers = ((part, _bytes_of(part.digest)) for part in job.papers())
    shelf = Path(current_app.config["DATA_DIR"]) / "press"
    return print_pack(job, papers, follow, shelf)


def _bytes_of(digest: str) -> Iterator[bytes]:
    """The bytes of a reading copy in pieces; none at all where the store lost them."""
    try:
        yield from files.stream_of(digest)
    except FileNotFoundError:
        log.error("the bytes of a paper are not in the store: %s", digest)


def _follow(making: Making, first: int, last: int) -> Callable[[int, int], bool]:
    """Follows one of the things that are done, as a part of the whole."""
    return lambda done, total: making.follow(
        first + ((last - first) * min(done, total) // total if total else 0)
    )


def _no_longer_there() -> str:
    return _(
        "De vergadering is er niet meer voor de lezer of voor wie de map vroeg, of een van "
        "beiden werkt niet meer met vergadermappen."
    )
