"""What a received file comes to beside all that is known: the same for preview and applying."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from flask_babel import gettext as _

from app.invitations import queries
from app.invitations.describing import (
    described,
    occurrence_key,
    refused,
    statements_of,
    thread_key,
    told,
)
from app.invitations.finding import Finder
from app.invitations.models import (
    InvitationMessage,
    InvitationThread,
    InvitedMeeting,
    ReceivedInvitation,
)
from app.invitations.outcomes import (
    APART,
    LEAVE,
    OURS,
    SAME,
    TAKE,
    THEIRS,
    Answer,
    Answers,
    Outcome,
    Question,
    Result,
    Step,
    ThreadSteps,
)
from app.invitations.stating import Message, Statement
from app.invitations.updating import Held, held_of
from app.invitations.weighing import weigh
from app.meetings.workflow import LONGEST
from app.people.models import Person

NOTHING = Answer()


def as_message(row: InvitationMessage) -> Message:
    """A kept message as the rules take it."""
    return Message(
        number=row.id,
        recurrence_id=row.recurrence_id,
        sequence=row.sequence,
        dtstamp=row.dtstamp,
        cancelled=row.cancelled,
        statements=tuple(Statement.of_row(one) for one in row.statements),
        excluded=tuple(row.excluded),
        first_day=row.first_day,
        last_day=row.last_day,
        preferred=row.preferred,
    )


class Comparison:
    """A file laid beside what is known, for one person, with the answers so far."""

    def __init__(
        self, received: ReceivedInvitation, person: Person, answers: Answers | None = None
    ) -> None:
        self.received, self.person = received, person
        self.answers: Answers = answers or {}
        self.messages = [one for one in received.messages if not one.declined]
        threads = queries.threads_of({one.thread.uid for one in self.messages})
        ids = [one.id for one in threads]
        self.threads = {one.id: one for one in threads}
        self.counted: dict[int, list[InvitationMessage]] = {}
        for row in queries.counted_messages(ids):
            self.counted.setdefault(row.thread_id, []).append(row)
        self.links: dict[int, list[InvitedMeeting]] = {}
        for link in queries.links_of(ids):
            self.links.setdefault(link.thread_id, []).append(link)
        meeting_ids = [link.meeting_id for rows in self.links.values() for link in rows]
        self.visible = queries.visible_ids(meeting_ids, person)
        self.same = queries.same_organisers({one.organiser for one in threads})
        self.finder = Finder(received.partnership_id, person, self._everything())

    def _everything(self) -> list[InvitationMessage]:
        return [*self.messages, *(one for rows in self.counted.values() for one in rows)]

    @cached_property
    def by_thread(self) -> list[ThreadSteps]:
        """What there is to do, thread by thread."""
        found: dict[int, ThreadSteps] = {}
        for message in self.messages:
            thread = self._thread_of(message)
            group = found.setdefault(
                (thread or message.thread).id, ThreadSteps(thread or message.thread)
            )
            if thread is None:
                group.asking += self._asks(message, Question.ORGANISER)
            elif message.asks_zone is not None:
                group.asking += self._asks(message, Question.ZONE)
            else:
                group.taken.append(message)
        for group in found.values():
            self._work_out(group)
        return list(found.values())

    @property
    def outcomes(self) -> list[Outcome]:
        """What is said of every occurrence, in the order of the file; then what it refuses."""
        found = [
            one for group in self.by_thread for one in (*group.asking, *told(group, self.messages))
        ]
        order = {
            (message.thread.uid, row["recurrence_id"]): at
            for at, (message, row) in enumerate(
                (message, row) for message in self.messages for row in message.statements
            )
        }
        found.sort(key=lambda one: order.get((one.uid, one.recurrence_id), len(order)))
        return [*found, *(refused(row) for row in self.received.refusals)]

    def answer_for(self, *keys: str) -> Answer:
        """What somebody answered, by the first key that was."""
        return next((self.answers[one] for one in keys if one in self.answers), NOTHING)

    def _thread_of(self, message: InvitationMessage) -> InvitationThread | None:
        """The thread that a message belongs to; None where another organiser has that UID."""
        own = message.thread
        if own.id in self.links:
            return own
        others = [
            one for one in self.threads.values() if one.uid == own.uid and one.id in self.links
        ]
        if not others:
            return own
        known = [one for one in others if (message.organiser, one.organiser) in self.same]
        choice = self.answer_for(f"message-{message.id}", thread_key(own)).choice
        if known or choice == SAME:
            return (known or others)[0]
        return own if choice == APART else None

    def _asks(self, message: InvitationMessage, question: Question) -> list[Outcome]:
        """A message that waits as a whole: one outcome for each of its occurrences."""
        reasons = {
            Question.ORGANISER: _(
                "Deze vergadering is bekend van een andere organisator. Er verandert niets."
            ),
            Question.ZONE: _(
                "De tijdzone in dit bestand is niet bekend. Kies welke tijd is bedoeld."
            ),
            Question.EQUAL: _(
                "Er zijn twee verschillende uitnodigingen met hetzelfde volgnummer. "
                "Kies welke geldt."
            ),
        }
        return [
            described(
                message,
                statement,
                f"message-{message.id}",
                Step(Result.QUESTION, reasons[question], question=question),
            )
            for statement in statements_of(message)
        ]

    def _work_out(self, group: ThreadSteps) -> None:
        rows = {one.id: one for one in (*self.counted.get(group.thread.id, ()), *group.taken)}
        held = held_of(as_message(one) for one in rows.values())
        equal = {number for one in held for number in one.undecided}
        if equal:
            self._decide(group, rows, equal)
            held = held_of(
                replace(as_message(one), preferred=one.preferred or one in group.preferred)
                for one in rows.values()
            )
        links = self.links.get(group.thread.id, [])
        starts = [one.statement.starts_at for one in held if one.statement]
        for one in held:
            link = next((link for link in links if link.recurrence_id in one.recurrence_ids), None)
            key = occurrence_key(group.thread, one)
            answer = self.answer_for(key, thread_key(group.thread))
            if link is not None:
                group.steps.append(self._known(one, link, answer))
            elif _is_left_out(group.thread, one, answer):
                reason = _("Deze wordt niet gepland: u laat haar weg.")
                group.steps.append(Step(Result.UNCHANGED, reason, held=one, left_out=True))
            else:
                said = list(rows.values())
                group.steps.append(self.finder.find(one, said, answer, starts))

    def _decide(
        self, group: ThreadSteps, rows: dict[int, InvitationMessage], equal: Iterable[int]
    ) -> None:
        """Of messages that are equal and different: what somebody chose, or a question."""
        for message in [one for one in group.taken if one.id in equal]:
            choice = self.answer_for(f"message-{message.id}", thread_key(group.thread)).choice
            if choice == THEIRS:
                group.preferred.append(message)
                continue
            group.taken.remove(message)
            del rows[message.id]
            if choice == OURS:
                group.declined.append(message)
            else:
                group.asking += self._asks(message, Question.EQUAL)

    def _known(self, held: Held, link: InvitedMeeting, answer: Answer) -> Step:
        if link.meeting_id not in self.visible:
            return Step(
                Result.REFUSED,
                _("U kunt deze uitnodiging niet verwerken. Vraag het aan een collega."),
                held=held,
            )
        said = held.statement
        if said is not None and said.ends_at - said.starts_at > LONGEST:
            return Step(Result.REFUSED, _("Een vergadering duurt hoogstens een week."), held=held)
        return weigh(held, link, answer)


def _is_left_out(thread: InvitationThread, held: Held, answer: Answer) -> bool:
    """Whether somebody does not want this occurrence, as said now or before."""
    if answer.choice in (LEAVE, TAKE):
        return answer.choice == LEAVE
    return bool(set(held.recurrence_ids) & set(thread.left_out))
