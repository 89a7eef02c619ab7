"""From what was gathered to the tree of what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.core import clock, dates
from app.packs.content.annexes import council_calendar, fact_sheet
from app.packs.content.covers import cover, period_cover, short_name
from app.packs.content.gathering import Gathered, chosen_from
from app.packs.content.glossary import glossary
from app.packs.content.layout import Changes, PackDocument
from app.packs.content.meeting_pages import meeting_part
from app.packs.content.note_parts import Fact
from app.packs.content.wording import day_in_print
from app.packs.models import Variant
from app.packs.options import Options
from app.packs.words import VARIANTS

_AS_IT_COMES = Options()


@dataclass(frozen=True)
class Edition:
    """Which version of a pack this is, and the moment it bears: not the clock's, so that the same
    content gives the same file."""

    number: int
    moment: datetime

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What the cover says of it; nothing before there is one."""
        if not self.number:
            return ()
        moment = dates.full_moment(self.moment)
        return Fact(_("Versie"), str(self.number)), Fact(_("Gemaakt op"), moment)


@dataclass(frozen=True)
class Period:
    """The days that a pack over several meetings covers, both included."""

    first: date
    last: date


#: Of a pack that is not issued: so its content can be told from its version and moment.
NO_EDITION = Edition(0, datetime(2000, 1, 1, tzinfo=UTC))


def compose(
    gathered: Gathered, variant: Variant, edition: Edition, options: Options = _AS_IT_COMES
) -> PackDocument:
    """The pack of one meeting as it is printed; always in Dutch."""
    with force_locale("nl"):
        gathered = chosen_from(gathered, options)
        day = day_in_print(gathered.day)
        name = gathered.meeting.name
        document = PackDocument(
            variant=variant,
            title=f"{VARIANTS[variant]} {name}, {short_name(gathered)}, {day}",
            foot=f"{short_name(gathered)} · {name} · {day}",
            issued=_issued(edition),
            cover=cover(gathered, variant, edition.facts),
            meetings=(meeting_part(gathered, variant, options),),
        )
        return _finished(document, [gathered], edition, options)


def compose_period(
    gathered: Sequence[Gathered],
    period: Period,
    variant: Variant,
    edition: Edition,
    options: Options = _AS_IT_COMES,
) -> PackDocument:
    """The pack of one reader over the meetings of a period, in order of time."""
    with force_locale("nl"):
        gathered = [chosen_from(one, options) for one in gathered]
        reader = gathered[0].reader if gathered else None
        days = dates.plain_days(period.first, period.last)
        name = reader.name if reader else ""
        document = PackDocument(
            variant=variant,
            title=", ".join(word for word in (str(VARIANTS[variant]), name, days) if word),
            foot=" · ".join(word for word in (name, days) if word),
            issued=_issued(edition),
            cover=period_cover(gathered, days, variant, edition.facts),
            meetings=tuple(meeting_part(one, variant, options) for one in gathered),
            is_period=True,
        )
        return _finished(document, gathered, edition, options)


def with_changes(document: PackDocument, changes: Changes) -> PackDocument:
    """The same pack with what differs from the version before, in the margin and in a list."""
    return replace(document, changes=changes)


def _issued(edition: Edition) -> str:
    return clock.local(edition.moment).isoformat(timespec="seconds")


def _finished(
    document: PackDocument, gathered: Sequence[Gathered], edition: Edition, options: Options
) -> PackDocument:
    """With the annexes of a whole pack, and with what was asked beside its content."""
    if document.variant is Variant.FULL:
        document = replace(
            document,
            fact_sheets=tuple(fact_sheet(one) for one in _by_partnership(gathered)),
            council_calendar=council_calendar(gathered),
        )
        document = replace(document, glossary=glossary(document))
    return replace(
        document,
        right_hand=options.right_hand,
        watermark=_watermark(gathered, edition) if options.watermark else "",
    )


def _by_partnership(gathered: Iterable[Gathered]) -> list[Gathered]:
    """Each partnership once, in the order in which it meets."""
    found: dict[int, Gathered] = {}
    for one in gathered:
        found.setdefault(one.partnership.id, one)
    return list(found.values())


def _watermark(gathered: Sequence[Gathered], edition: Edition) -> str:
    """Whose copy it is, and of when."""
    name = gathered[0].reader.name if gathered else ""
    moment = dates.full_moment(edition.moment) if edition.number else ""
    return ", ".join(word for word in (name, moment) if word)
