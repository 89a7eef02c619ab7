"""Whether everything is whole: the database, every file, the journal, the jobs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext as _
from sqlalchemy import select, text

from app.administration import check_rules, check_tables
from app.core import files, jobs
from app.core.database import db, let_go, reading
from app.core.files import StoredFile
from app.core.search import keeping
from app.messages.queries import uncertain_mails

#: A rule broken a thousand times is named so often, and then counted.
MOST = 20


@dataclass(frozen=True)
class Finding:
    """One sentence; an error means that something is not whole, a note is only good to know."""

    area: str
    text: str
    error: bool = True


def check_everything() -> Iterator[Finding]:
    """Everything that is found, in order: data, journal, jobs, search, files. Changes nothing."""
    with reading():
        yield from _engine()
        yield from _relations()
        for rule in check_rules.RULES:
            yield from _broken(rule)
        yield from _jobs()
        yield from _search()
        rows = [
            (row.sha256, row.size)
            for row in db.session.execute(select(StoredFile.sha256, StoredFile.size))
        ]
        let_go()
        yield from _files(rows)


def _engine() -> Iterator[Finding]:
    """What the engine itself says about its storage and constraints."""
    if db.session.get_bind().dialect.name == "sqlite":
        for (line,) in db.session.execute(text("PRAGMA integrity_check")):
            if line != "ok":
                yield Finding("data", _("De database is beschadigd: %(line)s", line=line))
        return
    unproven = "SELECT conname FROM pg_constraint WHERE NOT convalidated"
    invalid = (
        "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
        "WHERE NOT indisvalid"
    )
    for query in (unproven, invalid):
        for (name,) in db.session.execute(text(query)):
            yield Finding(
                "data", _("De database bewaakt %(name)s niet (meer) volledig.", name=name)
            )


def _relations() -> Iterator[Finding]:
    for table in check_tables.tables():
        for columns, query in check_tables.orphans(table):
            if count := db.session.scalar(query):
                yield Finding(
                    "data",
                    _(
                        "%(count)s rijen van %(table)s verwijzen met %(columns)s naar niets.",
                        count=count,
                        table=table.name,
                        columns=columns,
                    ),
                )
        periods = check_tables.reversed_periods(table)
        if periods is not None and (count := db.session.scalar(periods)):
            yield Finding(
                "data",
                _(
                    "%(count)s rijen van %(table)s eindigen voor zij beginnen.",
                    count=count,
                    table=table.name,
                ),
            )


def _broken(rule: check_rules.Rule) -> Iterator[Finding]:
    rows = db.session.execute(rule.query()).mappings().all()
    for row in rows[:MOST]:
        yield Finding(rule.area, str(rule.sentence) % row)
    if len(rows) > MOST:
        yield Finding(rule.area, _("En zo nog %(count)s keer.", count=len(rows) - MOST))


def _jobs() -> Iterator[Finding]:
    for job in jobs.failed():
        yield Finding(
            "jobs",
            _(
                "Taak %(name)s %(ids)s is na %(attempts)s pogingen opgegeven (%(fault)s).",
                name=job.name,
                ids=job.ids,
                attempts=job.attempts,
                fault=job.fault,
            ),
        )
    for mail in uncertain_mails():
        yield Finding(
            "jobs",
            _(
                "Van mail %(id)s is niet bekend of hij is aangekomen. Kijk in de mailserver naar "
                "%(message_id)s, en beslis bij Beheer, Mails.",
                id=mail.id,
                message_id=mail.message_id,
            ),
            error=False,
        )


def _search() -> Iterator[Finding]:
    """Where the index of search does not say what things say now."""
    sentences = {
        "missing": _(
            "%(kind)s %(id)s is niet te vinden met zoeken. Voer 'flask search rebuild' uit."
        ),
        "stale": _("Zoeken kent %(kind)s %(id)s van vroeger. Voer 'flask search rebuild' uit."),
        "extra": _(
            "Zoeken kent %(kind)s %(id)s, maar die is er niet. Voer 'flask search rebuild' uit."
        ),
    }
    wrong = list(islice(keeping.faults(), MOST + 1))
    for kind, object_id, fault in wrong[:MOST]:
        yield Finding("search", sentences[fault] % {"kind": kind, "id": object_id})
    if len(wrong) > MOST:
        yield Finding("search", _("En zo nog meer."))


def _files(rows: list[tuple[str, int]]) -> Iterator[Finding]:
    """Every row's bytes with the right size and hash; bytes without a row do no harm."""
    for digest, size in rows:
        found = _measured(digest)
        if found is None:
            yield Finding("files", _("Bestand %(digest)s ontbreekt.", digest=digest))
        elif found != (digest, size):
            yield Finding("files", _("Bestand %(digest)s is niet meer heel.", digest=digest))
    loose = files.stored_digests() - {digest for digest, _size in rows}
    for digest in sorted(loose)[:MOST]:
        yield Finding(
            "files",
            _("Bestand %(digest)s hoort nergens bij (een onderbroken upload).", digest=digest),
            error=False,
        )


def _measured(digest: str) -> tuple[str, int] | None:
    """Hash and size of the bytes kept under a digest; None where there are none."""
    seen, size = hashlib.sha256(), 0
    try:
        for piece in files.stream(StoredFile(sha256=digest)):
            seen.update(piece)
            size += len(piece)
    except FileNotFoundError:
        return None
    return seen.hexdigest(), size
