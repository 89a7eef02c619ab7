"""Loads the whole sample municipality into an empty database."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, text, update

from app.administration.sample.alignment import load_alignment
from app.administration.sample.calendar import (
    Planned,
    add_restricted,
    cancel_one,
    load_calendar,
    miss_two,
    read_story,
)
from app.administration.sample.days import load_days
from app.administration.sample.debriefs import load_debriefs
from app.administration.sample.invitations import load_invitations
from app.administration.sample.notes import load_notes, write_restricted_note
from app.administration.sample.papers import load_papers
from app.administration.sample.people import load_absences, load_people, load_portfolios
from app.administration.sample.staff_meetings import load_staff_meetings
from app.administration.sample.steers import load_steers
from app.administration.sample.subscriptions import load_subscriptions
from app.administration.sample.synthetic import Size, likenesses, load_years
from app.core import clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.messages.models import Message
from app.packs.actions import request_pack, request_period
from app.packs.models import Variant
from app.packs.periods import week_of
from app.packs.sharing.actions import plan_sending, send_packs
from app.packs.sharing.queries import recipients
from app.people.models import Installation, Person
from app.register.actions import change_chain
from app.register.chain import ChainStep, leads_of
from app.register.models import Partnership
from app.register.source import load_register

SOURCE = Path(__file__).parent / "partnerships.json"
#: So many of the first meetings to come have a pack.
PACKS = 3
#: Whose advice takes longer than its papers leave.
SLOW = "rga"
#: The register describes the field as it was before the mergers in the province.
SOURCE_DAY = date(2014, 1, 1)


def load_large(size: Size) -> None:
    """Fill an empty database with a large synthetic municipality; the caller commits."""
    _require_untouched()
    people = load_people()
    partnerships = _load_register(likenesses(_source_rows(), size))
    load_portfolios(people, partnerships)
    db.session.flush()
    topics = [topic for part in read_story() for topic in part["topic"]]
    load_years(list(partnerships.values()), topics, people["secretary"], size)
    db.session.add(Installation(id=1, sample=True))
    db.session.flush()
    db.session.execute(text("ANALYZE"))  # both engines plan by statistics, which are still empty


def load_sample() -> None:
    """Fill an empty database with Haren and everything around it; the caller commits."""
    _require_untouched()
    people = load_people()
    partnerships = _load_register(_source_rows())
    load_portfolios(people, partnerships)
    load_absences(people)
    db.session.flush()
    secretary = people["secretary"]
    load_days(secretary)
    _ask_advice_earlier(partnerships, secretary)
    rounds = load_calendar(partnerships, secretary)
    cancel_one(rounds, secretary)
    miss_two(rounds)
    circle = [people[key] for key in ("alderman-social", "officer-social", "coordinator")]
    restricted = add_restricted(rounds, circle, secretary)
    load_papers(rounds, secretary)
    load_notes(rounds)
    write_restricted_note(restricted, circle)
    load_alignment(rounds, people)
    load_debriefs(rounds)
    load_steers(rounds)
    load_staff_meetings(people)
    load_subscriptions(people, partnerships)
    load_invitations(rounds, secretary)
    _ask_for_packs(rounds, secretary)
    _mark_old_messages_read()
    db.session.add(Installation(id=1, sample=True))


def _ask_advice_earlier(partnerships: dict[str, Partnership], secretary: Person) -> None:
    """Let one partnership show what late papers make impossible."""
    partnership = partnerships[SLOW]
    leads = {**leads_of(partnership), ChainStep.PAPERS: 15, ChainStep.ADVICE: 12}
    change_chain(partnership, leads, partnership.version, secretary)


def _ask_for_packs(rounds: list[Planned], secretary: Person) -> None:
    """Ask for packs of the first meetings to come, and of a week, and send the first to who goes.

    The worker makes them at once, and tells their readers.
    """
    coming = [one.official for one in rounds if one.official.starts_at > clock.now()]
    for meeting in coming[:PACKS]:
        if meeting.alderman is not None:
            pack = request_pack(meeting, meeting.alderman, Variant.FULL, secretary)
            if meeting is coming[0]:
                readers = [one.person.id for one in recipients(pack, secretary)]
                plan = plan_sending(pack, readers, None, secretary)
                send_packs(pack, readers, plan, secretary)
    first = coming[0]
    if first.alderman is not None:
        week = week_of(clock.local(first.starts_at).date())
        request_period(*week, first.alderman, Variant.FULL, secretary)


def is_untouched() -> bool:
    """Whether nobody has an account here yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def _mark_old_messages_read() -> None:
    """What was told before this week has been read by now, so that no mail goes about it."""
    old = clock.now() - timedelta(days=4)
    db.session.execute(
        update(Message).where(Message.made_at < old).values(read_at=old, settled_at=old)
    )


def _require_untouched() -> None:
    if not is_untouched():
        raise RuleBroken(_("De database is niet leeg. Voorbeeldgegevens gaan alleen in een lege."))


def _source_rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(SOURCE.read_text())["partnerships"]
    return rows


def _load_register(rows: list[dict[str, Any]]) -> dict[str, Partnership]:
    load_register(rows, SOURCE_DAY)
    by_name = {one.name: one for one in db.session.scalars(select(Partnership))}
    return {row["id"]: by_name[row["name"]] for row in rows}
