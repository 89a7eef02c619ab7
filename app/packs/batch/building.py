"""The job that makes a print batch: cover sheets set, packs bound behind them, stored, and told."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from app.core import files, jobs, journal
from app.core.database import db, let_go, reading
from app.messages.actions import tell
from app.packs.batch.covers import (
    copies_in,
    cover_html,
    name_on_a_desk,
    title_of,
    week_code,
    week_in_print,
)
from app.packs.batch.models import PrintBatch
from app.packs.batch.queries import find_batch, get_batch
from app.packs.making import Making, Why, change
from app.packs.models import PackState
from app.packs.press.presses import Crew, PressStopped, Task
from app.packs.press.printjob import Limits
from app.packs.press.shelf import Shelf
from app.packs.queries import UNDER_WAY

JOB = "print-batch"
_SETTING = 40
_TARGET = "batch.pdf"

log = logging.getLogger(__name__)


def key_of(batch_id: int) -> str:
    """The key by which a batch is made once."""
    return f"{JOB}:{batch_id}"


@dataclass(frozen=True)
class _Prepared:
    """Per file its HTML or the digest of the pack, and the copies with the files in them."""

    covers: dict[str, str]
    packs: dict[str, str]
    copies: list[dict[str, Any]]
    title: str


@jobs.job(JOB)
def build_batch(batch_id: int) -> None:
    """Make a batch that waits, or that an earlier attempt left half done."""
    making = Making(PrintBatch, batch_id, _no_longer_there, _tell_failed)
    making.run(lambda: _build(making))


def _build(making: Making) -> None:
    with reading():
        prepared = _prepare(making.row_id)
        let_go()
    if prepared is None:
        return
    shelf = Shelf(Path(current_app.config["DATA_DIR"]) / "press")
    with shelf.workplace() as folder:
        pages = _print(prepared, folder, making)
        with (folder / _TARGET).open("rb") as file:
            _issue(making.row_id, file, pages)


def _prepare(batch_id: int) -> _Prepared | None:
    """What is to be bound; nothing where it was stopped. NotFound where a pack is not seen now."""
    batch = find_batch(batch_id)
    if batch is None or batch.state not in UNDER_WAY:
        return None
    get_batch(batch_id, batch.requested_by)
    covers, packs, copies = {}, {}, []
    for place, one in enumerate(copies_in(batch)):
        names = []
        for line in one.lines:
            if line.pack.file is not None:
                name = f"pack-{line.pack_id}.pdf"
                names.append((name, name_on_a_desk(line.pack)))
                packs[name] = line.pack.file.sha256
        for number in range(1, one.copies + 1):
            cover = f"cover-{place}-{number}.pdf"
            covers[cover] = cover_html(batch, one, number)
            copies.append({"title": f"{one.reader.name} {number}", "files": [(cover, ""), *names]})
    return _Prepared(covers, packs, copies, title_of(batch))


def _print(prepared: _Prepared, folder: Path, making: Making) -> int:
    """Set the covers and bind everything, in processes of their own; gives the number of pages."""
    for name, digest in prepared.packs.items():
        with (folder / name).open("wb") as file:
            file.writelines(files.stream_of(digest))
    for name, html in prepared.covers.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    limits = Limits()
    total = len(prepared.covers)
    with Crew(folder, limits, lambda done: _follow(making, _SETTING * done // total)) as crew:
        crew.run(
            Task("set", name, limits.total_seconds, {"source": f"{name}.html", "target": name})
            for name in prepared.covers
        )
    with Crew(folder, limits, lambda _done: _follow(making, _SETTING)) as crew:
        details = {"title": prepared.title, "copies": prepared.copies, "target": _TARGET}
        answer = crew.run([Task("bind", "bind", limits.total_seconds, details)])["bind"]
    return int(answer["pages"])


def _follow(making: Making, percent: int) -> None:
    """Note how far it is; ends the making once it is no longer wanted."""
    if not making.follow(percent):
        raise PressStopped


def _issue(batch_id: int, file: io.BufferedReader, pages: int) -> None:
    """Store the file and say so, in one transaction; a stopped batch stays stopped."""
    stored = files.store(file)
    issued = change(
        PrintBatch,
        batch_id,
        state=PackState.READY,
        progress=100,
        pages=pages,
        file_id=files.keep_stored(stored, "application/pdf").id,
    )
    if not issued:
        let_go()
        return
    batch = db.session.get_one(PrintBatch, batch_id, populate_existing=True)
    journal.record("print-batch.issue", "print-batch", batch_id, actor_id=batch.requested_by_id)
    tell(
        {batch.requested_by_id},
        f"print-batch-{batch_id}-ready",
        LazyString(_ready, batch.first_day),
        f"/packs/print/{batch_id}",
        kind="pack",
    )
    db.session.commit()


def _ready(monday: date) -> str:
    return _("De afdrukstapel voor %(week)s ligt klaar.", week=week_in_print(monday))


def _tell_failed(batch: PrintBatch, why: Why) -> None:
    tell(
        {batch.requested_by_id},
        f"print-batch-{batch.id}-failed",
        LazyString(_failed, batch.first_day, why),
        f"/packs/print?week={week_code(batch.first_day)}",
        kind="pack",
    )


def _failed(monday: date, why: Why) -> str:
    words = {"week": week_in_print(monday), "why": why()}
    return _("De afdrukstapel voor %(week)s is niet gemaakt. %(why)s", **words)


def _no_longer_there() -> str:
    return _("Een van de mappen is er niet meer voor u. Kies opnieuw wat u wilt afdrukken.")
