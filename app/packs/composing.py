"""From what was gathered to the tree of what is printed, and the fingerprint of its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.core import clock, dates
from app.core.markdown import to_plain
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.agenda_models import Paper as ReceivedPaper
from app.meetings.words import OUTCOMES, TYPES
from app.packs.gathering import Gathered
from app.packs.layout import (
    Attendee,
    Cover,
    Fact,
    FactSheet,
    Item,
    LastTime,
    PackDocument,
    Paper,
    PastDecision,
)
from app.packs.models import Variant
from app.packs.note_pages import day_in_print, note_page
from app.packs.steering import actions_of, steer_of
from app.packs.wording import called
from app.packs.words import VARIANTS
from app.register.words import NATURES, OBLIGATIONS, REASONS, WORKING_LEVELS


@dataclass(frozen=True)
class Edition:
    """Which version of a pack this is, and the moment it bears: not the clock's, so that the same
    content gives the same file."""

    number: int
    moment: datetime


_NO_EDITION = Edition(0, datetime(2000, 1, 1, tzinfo=UTC))


def fingerprint(gathered: Gathered, variant: Variant) -> str:
    """SHA-256 over everything that goes in, apart from version and moment of issue."""
    document = compose(gathered, variant, _NO_EDITION)
    return hashlib.sha256(repr(document).encode("utf-8")).hexdigest()


def compose(gathered: Gathered, variant: Variant, edition: Edition) -> PackDocument:
    """The pack as it is printed; always in Dutch."""
    with force_locale("nl"):
        meeting = gathered.meeting
        partnership = gathered.partnership.abbreviation or gathered.partnership.name
        day = day_in_print(gathered.day)
        with_notes = variant is not Variant.PAPERS
        items = tuple(_item(gathered, item, with_notes) for item in gathered.items)
        return PackDocument(
            variant=variant,
            title=f"{VARIANTS[variant]} {meeting.name}, {partnership}, {day}",
            foot=f"{partnership} · {meeting.name} · {day}",
            issued=clock.local(edition.moment).isoformat(timespec="seconds"),
            cover=_cover(gathered, variant, edition),
            items=items,
            steer=steer_of(gathered, items) if with_notes else None,
            room=_room(gathered),
            actions=actions_of(gathered) if with_notes else (),
            last_time=_last_time(gathered),
            fact_sheet=_fact_sheet(gathered),
            general_papers=_papers(gathered, None, ""),
        )


def _cover(gathered: Gathered, variant: Variant, edition: Edition) -> Cover:
    meeting = gathered.meeting
    body = meeting.body.name
    start = dates.full_day(gathered.day)
    hours = f"{dates.clock_time(meeting.starts_at)}–{dates.clock_time(meeting.ends_at)}"
    facts = [
        Fact(_("Plaats"), meeting.place),
        Fact(_("Online"), _("Deelnemen via de link"), meeting.online_url)
        if meeting.online_url.startswith(("http://", "https://"))
        else Fact("", ""),
        Fact(_("Voor"), called(gathered.reader.name, gathered.reader.title)),
        Fact(_("Gaat mee"), ", ".join(_companions(gathered))),
    ]
    if edition.number:
        moment = dates.full_moment(edition.moment)
        facts += [Fact(_("Versie"), str(edition.number)), Fact(_("Gemaakt op"), moment)]
    return Cover(
        municipality=current_app.config["MUNICIPALITY"],
        partnership=gathered.partnership.name,
        body=body,
        title=meeting.title if meeting.title != body else "",
        day=_("%(day)s, %(hours)s uur", day=start, hours=hours),
        facts=tuple(fact for fact in facts if fact.value),
        marking=_marking(gathered, variant),
        variant_word=str(VARIANTS[variant]),
    )


def _marking(gathered: Gathered, variant: Variant) -> str:
    found = []
    if gathered.meeting.restricted:
        found.append(_("Beperkt: alleen voor de genoemde kring."))
    if gathered.meeting.closed:
        found.append(_("Besloten vergadering."))
    if variant is not Variant.PAPERS and gathered.notes:
        marks = sorted({facts.note.current.marking for facts in gathered.notes.values()} - {""})
        found += [f"{mark}." for mark in marks]
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


def _item(gathered: Gathered, item: AgendaItem, with_note: bool) -> Item:
    facts = gathered.notes.get(item.id) if with_note else None
    received = [paper.received_on for paper in gathered.papers.get(item.id, ())]
    consent = item.handling == Handling.CONSENT
    kind = str(TYPES[item.type])
    return Item(
        key=f"item-{item.id}",
        number=item.shown_number,
        title=item.title,
        kind=_("%(kind)s, hamerstuk", kind=kind) if consent else kind,
        note=note_page(item, facts, max(received, default=None)) if facts else None,
        papers=_papers(gathered, item.id, item.shown_number),
        is_consent=consent,
        no_note=_("geen annotatie") if with_note else "",
    )


def _papers(gathered: Gathered, item_id: int | None, number: str) -> tuple[Paper, ...]:
    return tuple(
        _paper(paper, f"{number}.{place}" if number else _letter(place))
        for place, paper in enumerate(gathered.papers.get(item_id, ()), start=1)
    )


def _letter(place: int) -> str:
    """Papers on the meeting as a whole are A, B, C …, then A27 and on."""
    return chr(ord("A") + place - 1) if place <= 26 else f"A{place}"


def _paper(paper: ReceivedPaper, number: str) -> Paper:
    return Paper(
        key=f"paper-{paper.id}",
        number=number,
        title=paper.title,
        received=day_in_print(paper.received_on),
        digest=paper.file.sha256,
        must_read=paper.must_read,
        remark=ngettext("%(num)d bladzijde", "%(num)d bladzijden", paper.pages),
    )


def _room(gathered: Gathered) -> tuple[Attendee, ...]:
    ours = gathered.ours.id if gathered.ours else None
    own_rows = gathered.partnership.own_participations
    own_votes = next((row.votes for row in own_rows if row.holds_on(gathered.day)), None)
    going = ", ".join(
        called(row.person.name, row.person.title)
        for row in sorted(gathered.meeting.attendances, key=lambda row: row.person.name)
        if row.going
    )
    found = []
    if gathered.ours is not None:
        votes = gathered.votes.get(gathered.ours.id, own_votes)
        found.append(Attendee(gathered.ours.name, going, "" if votes is None else str(votes)))
    for organisation in gathered.participants:
        if organisation.id != ours:
            votes = gathered.votes.get(organisation.id)
            found.append(Attendee(organisation.name, "", "" if votes is None else str(votes)))
    return tuple(found)


def _last_time(gathered: Gathered) -> LastTime | None:
    if gathered.last_meeting is None or not gathered.last_items:
        return None
    rows = tuple(
        PastDecision(item.title, str(OUTCOMES[item.outcome]), to_plain(item.decision))
        for item in gathered.last_items
        if item.outcome
    )
    return LastTime(day_in_print(clock.local(gathered.last_meeting.starts_at).date()), rows)


def _fact_sheet(gathered: Gathered) -> FactSheet:
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
    facts = tuple(Fact(row.term, row.value or blank) for row in rows)
    return FactSheet(partnership.name, to_plain(partnership.purpose), facts)


def _participants(gathered: Gathered) -> str:
    names = [
        row.organisation.name if row.organisation else row.group.name if row.group else ""
        for row in gathered.partnership.participations
        if row.holds_on(gathered.day)
    ]
    return ", ".join(sorted(names, key=str.casefold))
