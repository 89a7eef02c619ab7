"""Telling that a pack is ready or was not made, and who opened an older version of a newer one."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.core.database import db
from app.core.recorder import Reading
from app.meetings.models import MeetingStatus
from app.messages.actions import tell
from app.packs.content.layout import Changes
from app.packs.models import Pack
from app.packs.naming import is_restricted, kind_of, known_by, occasion_of
from app.packs.queries import is_seen, versions_of
from app.packs.signals import issued

KIND = "pack"


def tell_ready(pack: Pack, changes: Changes | None, *, alone: bool = True) -> None:
    """Tell who asked; who opened an older version hears that this one takes its place.

    The reader hears of it once it is sent to them: somebody else may have it made to look at
    first. Who asked for several at once (not `alone`) hears of them together.
    """
    opened = openers_of_older(pack, {pack.requested_by_id, pack.reader_id})
    counts = _counts(changes)
    if any(told for _receiver, told in issued.send(pack)):
        opened.pop(pack.reader_id, None)
    asker = {pack.requested_by_id} - opened.keys() if alone else set()
    _tell(pack, "ready", asker, LazyString(_ready, pack, counts))
    for person_id, number in opened.items():
        _tell(pack, "ready", {person_id}, LazyString(_newer, pack, number, counts))


def tell_failed(pack: Pack) -> None:
    """Tell who asked for it that it could not be made, as long as it exists for them."""
    if is_seen(pack, pack.requested_by):
        _tell(pack, "failed", {pack.requested_by_id}, LazyString(_failed, pack))


def remind_unread(pack: Pack) -> None:
    """Remind the reader, where they opened an older version and not yet this one."""
    for person_id, number in openers_of_older(pack, {pack.reader_id}).items():
        _tell(pack, "unread", {person_id}, LazyString(_newer, pack, number, None))


def openers_of_older(pack: Pack, person_ids: Collection[int]) -> dict[int, int]:
    """Which of these people opened an older version that says something else and not this one, and
    which version."""
    rows = db.session.execute(
        select(Reading.person_id, Pack.number, Pack.content_hash)
        .join(Pack, Pack.id == Reading.object_id)
        .where(
            Reading.kind == KIND,
            Reading.person_id.in_(person_ids),
            *versions_of(pack),
            Pack.number <= pack.number,
        )
        .order_by(Pack.number)
    ).all()
    seen = {row.person_id: row for row in rows}
    return {
        one: row.number
        for one, row in seen.items()
        if row.number < pack.number and not pack.says_the_same(row.content_hash)
    }


def _tell(pack: Pack, what: str, person_ids: set[int], text: LazyString) -> None:
    tell(
        person_ids,
        f"pack-{pack.id}-{what}",
        text,
        f"/packs/{pack.id}",
        kind=KIND,
        about=f"pack-{pack.id}",
    )


def _ready(pack: Pack, counts: tuple[int, int] | None) -> str:
    """That it is ready; of a restricted meeting neither its name nor its day."""
    version = _("versie %(number)s", number=pack.number)
    if is_restricted(pack):
        if pack.first_day is not None:
            days = occasion_of(pack)
            return _("Er is een map van %(days)s klaar, %(version)s.", days=days, version=version)
        return _("Er is een vergadermap voor u klaar, %(version)s.", version=version)
    words = {"kind": kind_of(pack), "what": known_by(pack), "version": version}
    if pack.reader_id == pack.requested_by_id:
        said = _("%(kind)s klaar: %(what)s, %(version)s", **words)
    else:
        words["name"] = pack.reader.name
        said = _("%(kind)s voor %(name)s klaar: %(what)s, %(version)s", **words)
    return f"{said}{_difference(counts)}.{_not_going_on(pack)}"


def _failed(pack: Pack) -> str:
    """That it was not made; the page says why, and what to do."""
    if is_restricted(pack):
        return _("Het maken van een vergadermap is niet gelukt. Bekijk waarom.")
    words = {"kind": kind_of(pack), "what": known_by(pack)}
    return _("%(kind)s %(what)s: het maken is niet gelukt. Bekijk waarom.", **words)


def _newer(pack: Pack, number: int, counts: tuple[int, int] | None) -> str:
    """That a newer version takes the place of the one that was opened."""
    words: dict[str, object] = {"old": number, "new": pack.number}
    not_going_on = ""
    if is_restricted(pack):
        said = _("U opende versie %(old)s van een vergadermap; er is nu versie %(new)s", **words)
    else:
        words |= {"kind": kind_of(pack), "what": known_by(pack)}
        said = _("%(kind)s %(what)s: u opende versie %(old)s, er is nu versie %(new)s", **words)
        not_going_on = _not_going_on(pack)
    return f"{said}{_difference(counts)}.{not_going_on}"


def _not_going_on(pack: Pack) -> str:
    """That the meeting was cancelled: who reads that a pack is ready need not get ready."""
    cancelled = pack.meeting_id and pack.meetings[0].status == MeetingStatus.CANCELLED
    return " " + _("Deze vergadering gaat niet door.") if cancelled else ""


def _counts(changes: Changes | None) -> tuple[int, int] | None:
    if changes is None:
        return None
    kinds = [row.kind for row in changes.rows]
    return kinds.count("new"), len(kinds) - kinds.count("new")


def _difference(counts: tuple[int, int] | None) -> str:
    """How many parts are new and changed; never what they are."""
    if counts is None:
        return ""
    new, other = counts
    words = []
    if new:
        words.append(ngettext("%(num)d onderdeel nieuw", "%(num)d onderdelen nieuw", new))
    if other:
        words.append(ngettext("%(num)d onderdeel gewijzigd", "%(num)d onderdelen gewijzigd", other))
    return f" ({', '.join(words)})"
