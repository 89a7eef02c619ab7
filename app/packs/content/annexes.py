"""The annexes of a whole pack: the partnership on one page, and the calendar of the council."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from app.core import dates
from app.core.markdown import to_plain
from app.days.models import Period
from app.days.words import KINDS
from app.packs.content.gathering import Gathered
from app.packs.content.layout import CouncilDay, FactSheet
from app.packs.content.note_parts import Fact
from app.register.words import NATURES, OBLIGATIONS, REASONS, WORKING_LEVELS


def fact_sheet(gathered: Gathered) -> FactSheet:
    """The partnership of a meeting on one page; what is blank says so."""
    partnership = gathered.partnership
    areas = ", ".join(area.name for area in partnership.areas)
    levels = ", ".join(str(WORKING_LEVELS[row.working_level]) for row in partnership.working_levels)
    reasons = "; ".join(
        f"{REASONS[row.reason]}{f' ({row.explanation})' if row.explanation else ''}"
        for row in partnership.reasons
    )
    nature = str(NATURES[partnership.nature]) if partnership.nature else ""
    rows = [
        Fact(_("Vorm"), ", ".join(word for word in (partnership.form, nature) if word)),
        Fact(
            _("Deelname"),
            str(OBLIGATIONS[partnership.obligation]) if partnership.obligation else "",
        ),
        Fact(_("Deelnemers"), _participants(gathered)),
        Fact(_("Beleidsterreinen"), areas),
        Fact(_("Samenwerkingsniveau"), levels),
        Fact(_("Waarom we meedoen"), reasons),
        Fact(_("Ons doel"), to_plain(partnership.goal)),
        Fact(_("Onze ambitie"), to_plain(partnership.ambition)),
        Fact(_("Onze strategie"), to_plain(partnership.strategy)),
        Fact(_("Uittreding"), to_plain(partnership.exit_terms)),
    ]
    blank = _("nog niet vastgelegd")
    return FactSheet(
        title=partnership.name,
        purpose=to_plain(partnership.purpose),
        facts=tuple(Fact(row.term, row.value or blank) for row in rows),
        key=f"fact-sheet-{partnership.id}",
    )


def _participants(gathered: Gathered) -> str:
    names = [
        row.organisation.name if row.organisation else row.group.name if row.group else ""
        for row in gathered.partnership.participations
        if row.holds_on(gathered.day)
    ]
    return ", ".join(sorted(names, key=str.casefold))


def council_calendar(gathered: Sequence[Gathered]) -> tuple[CouncilDay, ...]:
    """What the council does from the first meeting on, each day once, in order."""
    found = {row.id: row for one in gathered for row in one.council_days}
    rows = sorted(found.values(), key=lambda row: (row.first_day, row.last_day, row.id))
    return tuple(
        CouncilDay(
            when=_days(row.first_day, row.last_day),
            what=row.name or str(KINDS[row.kind]),
            remark=_remark(row),
        )
        for row in rows
    )


def _days(first: date, last: date) -> str:
    return dates.full_day(first) if first == last else dates.plain_days(first, last)


def _remark(row: Period) -> str:
    """The hour, and whether the day is certain."""
    hour = _("%(time)s uur", time=dates.wall_time(row.starts)) if row.starts else ""
    doubt = _("te bevestigen") if row.to_confirm else ""
    return ", ".join(word for word in (hour, doubt) if word)
