"""The cover of a pack: which meeting or period, for whom, which version, with which marking."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext as _

from app.core import dates
from app.meetings.models import Meeting, MeetingStatus
from app.packs.content.gathering import Gathered
from app.packs.content.layout import Cover
from app.packs.content.note_parts import Fact
from app.packs.content.wording import called
from app.packs.models import Variant
from app.packs.words import VARIANTS


def short_name(gathered: Gathered) -> str:
    """What the partnership is called in a running foot."""
    return gathered.partnership.abbreviation or gathered.partnership.name


def when_of(gathered: Gathered) -> str:
    """ "donderdag 3 december 2026, 09.30–11.00 uur"."""
    meeting = gathered.meeting
    hours = f"{dates.clock_time(meeting.starts_at)}–{dates.clock_time(meeting.ends_at)}"
    return _("%(day)s, %(hours)s uur", day=dates.full_day(gathered.day), hours=hours)


def meeting_facts(gathered: Gathered) -> tuple[Fact, ...]:
    """That it was cancelled, where it is, how to join it, and who comes along."""
    meeting = gathered.meeting
    cancelled = meeting.status == MeetingStatus.CANCELLED
    facts = [
        Fact(_("Let op"), _("deze vergadering gaat niet door") if cancelled else ""),
        Fact(_("Plaats"), meeting.place),
        Fact(_("Online"), _("Deelnemen via de link"), meeting.online_url)
        if meeting.online_url.startswith(("http://", "https://"))
        else Fact("", ""),
        Fact(_("Gaat mee"), ", ".join(_companions(gathered))),
    ]
    return tuple(fact for fact in facts if fact.value)


def cover(gathered: Gathered, variant: Variant, edition: tuple[Fact, ...]) -> Cover:
    """The cover of the pack of one meeting."""
    meeting = gathered.meeting
    body = meeting.body.name
    return Cover(
        municipality=current_app.config["MUNICIPALITY"],
        partnership=gathered.partnership.name,
        body=body,
        title=subject_of(meeting),
        day=when_of(gathered),
        facts=(*meeting_facts(gathered), *_reader_of([gathered]), *edition),
        marking=marking_of([gathered], variant),
        variant_word=str(VARIANTS[variant]),
    )


def period_cover(
    gathered: Sequence[Gathered], days: str, variant: Variant, edition: tuple[Fact, ...]
) -> Cover:
    """The cover of a pack over several meetings; they are listed below its facts."""
    readers = [called(one.reader.name, one.reader.title) for one in gathered[:1]]
    return Cover(
        municipality=current_app.config["MUNICIPALITY"],
        partnership="".join(readers),
        body=days,
        title="",
        day="",
        facts=edition,
        marking=marking_of(gathered, variant),
        variant_word=str(VARIANTS[variant]),
    )


def subject_of(meeting: Meeting) -> str:
    """The title of a meeting where it says more than the name of its body."""
    return meeting.title if meeting.title != meeting.body.name else ""


def _reader_of(gathered: Sequence[Gathered]) -> tuple[Fact, ...]:
    """For whom the copy is."""
    readers = [one.reader for one in gathered[:1]]
    return tuple(Fact(_("Voor"), called(one.name, one.title)) for one in readers)


def marking_of(gathered: Sequence[Gathered], variant: Variant) -> str:
    """What must be known of the whole pack before it is left on a table."""
    found = []
    if any(one.meeting.restricted for one in gathered):
        found.append(_("Beperkt: alleen voor de genoemde kring."))
    if any(one.meeting.closed for one in gathered):
        found.append(_("Besloten vergadering."))
    notes = [facts.note for one in gathered for facts in one.notes.values()]
    if variant is not Variant.PAPERS and notes:
        found += [f"{mark}." for mark in sorted({note.current.marking for note in notes} - {""})]
        found.append(_("Met interne annotaties: niet voor andere deelnemers."))
    return " ".join(found)


def _companions(gathered: Gathered) -> list[str]:
    found = []
    for row in sorted(gathered.meeting.attendances, key=lambda row: row.person.name):
        if not row.going or row.person_id == gathered.reader.id:
            continue
        name = called(row.person.name, row.person.title)
        if row.in_place_of is not None:
            name = _(
                "%(name)s, als plaatsvervanger van %(other)s",
                name=name,
                other=row.in_place_of.name,
            )
        found.append(name)
    return found
