"""Outcomes in words: what a comparison came to, for pages and scripts."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.core import clock, dates
from app.invitations.models import InvitationMessage, InvitationThread
from app.invitations.outcomes import Doing, Outcome, Question, Result, Step, ThreadSteps
from app.invitations.reading.sentences import why
from app.invitations.stating import Statement
from app.invitations.updating import Standing

#: What a person still decides on: then it is told what is not sure.
_UNDECIDED = (Result.NEW, Result.UPDATED, Result.QUESTION)


def thread_key(thread: InvitationThread) -> str:
    """By which somebody answers for all occurrences of a UID at once."""
    return f"thread-{thread.id}"


def occurrence_key(thread: InvitationThread, standing: Standing) -> str:
    """By which somebody answers for one occurrence."""
    return f"thread-{thread.id}-{standing.recurrence_ids[0]}"


def message_key(message: InvitationMessage, question: Question | None) -> str:
    """By which somebody answers one question about a message: answered, another may come up."""
    return f"message-{message.id}-{question}" if question else f"message-{message.id}"


def statements_of(message: InvitationMessage) -> list[Statement]:
    """What a message says of each occurrence."""
    return [Statement.of_row(one) for one in message.statements]


def described(
    message: InvitationMessage,
    statement: Statement,
    step: Step,
    thread: InvitationThread,
    key: str = "",
) -> Outcome:
    """What is said of an occurrence, or of the message as a whole where no key is given."""
    return Outcome(
        key=key or message_key(message, step.question),
        thread_key=thread_key(thread),
        uid=thread.uid,
        recurrence_id=statement.recurrence_id,
        result=step.result,
        title=statement.title,
        starts_at=statement.starts_at,
        ends_at=statement.ends_at,
        all_day=statement.all_day,
        reason=step.reason,
        question=step.question,
        meeting=step.meeting,
        body=step.body,
        bodies=step.bodies,
        meetings=step.meetings,
        differences=step.differences,
        left_out=step.left_out,
        organiser=message.organiser,
        organiser_name=message.organiser_name,
        sent_by=message.sent_by,
        place=statement.place,
        online_url=statement.online_url,
        doubts=tuple(_doubts(statement)) if step.result in _UNDECIDED else (),
    )


def _doubts(statement: Statement) -> Iterator[str]:
    """What the reader of the file was not sure of."""
    if statement.end_assumed:
        yield _("Het bestand noemt geen eindtijd. Daarom is één uur aangehouden.")
    if statement.disputed_start:
        moment = datetime.fromisoformat(statement.disputed_start)
        same_day = clock.local(moment).date() == clock.local(statement.starts_at).date()
        yield _(
            "Het bestand legt zijn tijdzone anders uit dan gewoonlijk. Zo gelezen is het begin "
            "%(when)s. Vraag bij twijfel de afzender hoe laat het begint.",
            when=dates.clock_time(moment) if same_day else dates.short_moment(moment),
        )
    if statement.goes_on:
        day = clock.local(statement.starts_at).date()
        yield _(
            "De reeks gaat na %(day)s verder. Wat daarna komt, is niet gelezen: vraag de afzender "
            "tegen die tijd om een nieuwe uitnodiging.",
            day=dates.plain_day(day),
        )


def told(group: ThreadSteps, of_file: Container[int]) -> Iterator[Outcome]:
    """What is said of the occurrences of a thread: those of the file, and others that change.

    `of_file` are the ids of the messages of the file.
    """
    mine = [one for one in group.taken if one.id in of_file]
    speaking = _Speaking(mine)
    for step in group.steps:
        standing = step.standing
        if standing is None:
            continue
        about = speaking.of(standing)
        if about:
            message = max(about, key=lambda one: (one.id in standing.decided_by, one.id))
            yield _of_file(group, message, speaking.statement(message, standing), standing, step)
        elif mine and step.doing != Doing.NOTHING and standing.statement is not None:
            key = occurrence_key(group.thread, standing)
            yield described(mine[-1], standing.statement, step, group.thread, key)


class _Speaking:
    """What messages say, by the names of occurrences."""

    def __init__(self, messages: Sequence[InvitationMessage]) -> None:
        self._of_all = [one for one in messages if one.cancelled and not one.recurrence_id]
        self._by_name: dict[str, dict[int, InvitationMessage]] = {}
        self._statements: dict[int, dict[str, Statement]] = {}
        for one in messages:
            said = self._statements[one.id] = {}
            for statement in statements_of(one):
                said.setdefault(statement.recurrence_id, statement)
            for name in (one.recurrence_id,) if one.recurrence_id else said:
                self._by_name.setdefault(name, {})[one.id] = one

    def of(self, standing: Standing) -> list[InvitationMessage]:
        """The messages that speak of an occurrence; who cancels the whole speaks of each."""
        found = {one.id: one for one in self._of_all}
        for name in standing.recurrence_ids:
            found |= self._by_name.get(name, {})
        return list(found.values())

    def statement(self, message: InvitationMessage, standing: Standing) -> Statement | None:
        """What a message says of it; else how it is, else the first that the message says."""
        said = self._statements[message.id]
        own = (said[name] for name in standing.recurrence_ids if name in said)
        return next(own, None) or standing.statement or next(iter(said.values()), None)


def _of_file(
    group: ThreadSteps,
    message: InvitationMessage,
    statement: Statement | None,
    standing: Standing,
    step: Step,
) -> Outcome:
    if not step.reason:
        step.reason = _reason(message, standing, step)
    key = occurrence_key(group.thread, standing)
    if statement is None:
        return Outcome(
            key=key,
            thread_key=thread_key(group.thread),
            uid=group.thread.uid,
            recurrence_id=standing.recurrence_ids[0],
            result=step.result,
            title="",
            starts_at=None,
            ends_at=None,
            reason=step.reason,
        )
    return described(message, statement, step, group.thread, key)


def _reason(message: InvitationMessage, standing: Standing, step: Step) -> str:
    """Why nothing changes, or that it is new."""
    if step.result == Result.NEW and step.within is not None:
        return _("Deze vergadering wordt gepland, alleen voor de kring van de andere.")
    if step.result == Result.NEW:
        return _("Deze vergadering wordt gepland.")
    if message.id not in standing.decided_by and not message.counted:
        if standing.cancelled:
            return _("De organisator heeft deze vergadering al geannuleerd.")
        return _("Er is al een nieuwere versie van deze uitnodiging verwerkt.")
    return _("Dit was al verwerkt. Er verandert niets.")


def refused(row: Mapping[str, Any]) -> Outcome:
    """An event that could not be read."""
    return Outcome(
        key="",
        thread_key="",
        uid=row["uid"],
        recurrence_id=row["recurrence_id"],
        result=Result.REFUSED,
        title=row["title"],
        starts_at=None,
        ends_at=None,
        reason=why(row["reason"]),
    )
