"""What a received file comes to beside all that is known: the same for preview and applying."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cached_property

from flask_babel import gettext as _

from app.invitations import queries
from app.invitations.asking import asks, withheld
from app.invitations.circles import within_circles
from app.invitations.describing import message_key, occurrence_key, refused, thread_key, told
from app.invitations.finding import AllSaid, Finder
from app.invitations.models import (
    InvitationMessage,
    InvitationThread,
    ReceivedInvitation,
)
from app.invitations.outcomes import (
    APART,
    KNOWN,
    LEAVE,
    OURS,
    SAME,
    TAKE,
    THEIRS,
    Answer,
    Answers,
    Doing,
    Outcome,
    Question,
    Result,
    Step,
    ThreadSteps,
)
from app.invitations.senders import changes_what_stands
from app.invitations.stating import Message, Statement
from app.invitations.threads import Threads
from app.invitations.updating import Standing, standing_of
from app.invitations.weighing import weigh
from app.meetings.models import Meeting
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
        unread=tuple(
            refusal["recurrence_id"]
            for refusal in row.invitation.refusals
            if refusal["uid"] == row.thread.uid and not row.recurrence_id
        ),
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
        uids = {one.thread.uid for one in self.messages}
        self.threads = Threads(uids)
        #: What was applied, by the thread in which it comes together.
        self.counted: dict[int, list[InvitationMessage]] = {}
        for row in queries.counted_messages(self.threads.ids):
            self.counted.setdefault(self.threads.home(row.thread_id).id, []).append(row)
        #: Nothing is done, known or told of what is said of these.
        self.hidden = queries.hidden_among(uids, person)
        self.finder = Finder(received.partnership_id, person, self._everything())

    def _everything(self) -> list[InvitationMessage]:
        return [*self.messages, *(one for rows in self.counted.values() for one in rows)]

    @cached_property
    def by_thread(self) -> list[ThreadSteps]:
        """What there is to do, thread by thread."""
        found: dict[int, ThreadSteps] = {}
        for message in self.messages:
            home = self.threads.home_of(message)
            thread = self._thread_of(message, home)
            group = found.setdefault((thread or home).id, ThreadSteps(thread or home))
            if home.uid in self.hidden:
                group.asking += withheld(message)
            elif thread is None:
                group.asking += asks(message, Question.ORGANISER, home)
            elif message.asks_zone is not None:
                group.asking += asks(message, Question.ZONE, thread)
            else:
                self._take_or_ask(group, message)
        for group in found.values():
            if group.taken:
                self._work_out(group)
        _leave_to_new(found.values())
        return list(found.values())

    @property
    def steps(self) -> list[Step]:
        """What there is to do for each occurrence."""
        return [step for group in self.by_thread for step in group.steps]

    @property
    def outcomes(self) -> list[Outcome]:
        """What is said of every occurrence, in the order of the file; then what it refuses."""
        mine = {one.id for one in self.messages}
        found = [one for group in self.by_thread for one in (*group.asking, *told(group, mine))]
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

    def _thread_of(
        self, message: InvitationMessage, home: InvitationThread
    ) -> InvitationThread | None:
        """The thread that a message belongs to; None where another organiser has that UID."""
        others = self.threads.of_others(home)
        if home.id in self.threads.links or not others:
            return home
        choice = self._choice_about(message, Question.ORGANISER)
        if choice == SAME:
            return others[0]
        return home if choice == APART else None

    def _take_or_ask(self, group: ThreadSteps, message: InvitationMessage) -> None:
        """Let a message count, unless with it another address than the organiser's calls off or
        changes what stands.

        Then somebody says whether it counts; that an address is theirs holds for the whole file.
        """
        if self._is_theirs(message, group):
            group.taken.append(message)
            return
        choice = self._choice_about(message, Question.SENDER)
        if choice == OURS:
            group.declined.append(message)
        elif choice == THEIRS or (message.sent_by, message.organiser) in self._vouched:
            group.taken.append(message)
            group.vouched += [message] if choice != THEIRS else []
        else:
            group.asking += asks(message, Question.SENDER, group.thread)

    def _is_theirs(self, message: InvitationMessage, group: ThreadSteps) -> bool:
        """Whether nobody is needed to say that a message is the organiser's."""
        known = (message.organiser, group.thread.organiser)
        if message.counted or not message.sent_by:
            return True
        if any(self.threads.may_send(message.sent_by, one) for one in known):
            return True
        return not (message.cancelled or self._touches(message, group))

    def _touches(self, message: InvitationMessage, group: ThreadSteps) -> bool:
        """Whether a message changes meetings that stand, beside what counts already."""
        rows = (*self.counted.get(group.thread.id, ()), *group.taken)
        links = self.threads.links.get(group.thread.id, ())
        return changes_what_stands([as_message(one) for one in rows], as_message(message), links)

    def _choice_about(self, message: InvitationMessage, question: Question) -> str:
        """What somebody answered to a question about a message as a whole."""
        home = self.threads.home_of(message)
        return self.answer_for(message_key(message, question), thread_key(home)).choice

    @cached_property
    def _vouched(self) -> set[tuple[str, str]]:
        """The senders that somebody knows as the organiser's, by an answer about one message."""
        return {
            (one.sent_by, one.organiser)
            for one in self.messages
            if one.sent_by and self._choice_about(one, Question.SENDER) == KNOWN
        }

    def _work_out(self, group: ThreadSteps) -> None:
        rows = {one.id: one for one in (*self.counted.get(group.thread.id, ()), *group.taken)}
        standing = standing_of(as_message(one) for one in rows.values())
        equal = {number for one in standing for number in one.undecided}
        if equal:
            self._decide(group, rows, equal)
            if not group.taken:
                return
            standing = standing_of(
                replace(as_message(one), preferred=one.preferred or one in group.preferred)
                for one in rows.values()
            )
        links = self.threads.links.get(group.thread.id, [])
        by_name = {link.recurrence_id: link for link in links}
        said = AllSaid(group.thread, list(rows.values()), standing)
        found: list[tuple[Step, Answer]] = []
        for one in standing:
            known = (by_name[name] for name in one.recurrence_ids if name in by_name)
            link = min(known, key=lambda one: one.id, default=None)
            key = occurrence_key(group.thread, one)
            answer = self.answer_for(key, thread_key(group.thread))
            if link is not None:
                found.append((weigh(one, link, answer), answer))
            elif self._is_left_out(group.thread, one, answer):
                reason = _why_left_out(answer)
                step = Step(Result.UNCHANGED, reason, standing=one, left_out=True)
                found.append((step, answer))
            else:
                found.append((self.finder.find(said, one, answer), answer))
        left = [one.id for one in self.threads.joined(group.thread) if one.left_out]
        gone = [meeting for number in left for meeting in self._changed.get(number, ())]
        group.steps += within_circles(found, [*(link.meeting for link in links), *gone])

    @cached_property
    def _changed(self) -> dict[int, list[Meeting]]:
        """The meetings of each thread, also those that follow another invitation by now."""
        return queries.meetings_changed_by(self.threads.ids)

    def _decide(
        self, group: ThreadSteps, rows: dict[int, InvitationMessage], equal: Iterable[int]
    ) -> None:
        """Of messages that are equal and different: what somebody chose, or a question."""
        for message in [one for one in group.taken if one.id in equal]:
            key = message_key(message, Question.EQUAL)
            choice = self.answer_for(key, thread_key(group.thread)).choice
            if choice == THEIRS:
                group.preferred.append(message)
                continue
            group.taken.remove(message)
            del rows[message.id]
            if choice == OURS:
                group.declined.append(message)
            else:
                group.asking += asks(message, Question.EQUAL, group.thread)

    def _is_left_out(self, thread: InvitationThread, standing: Standing, answer: Answer) -> bool:
        """Whether somebody does not want this occurrence, as said now or before."""
        if answer.choice in (LEAVE, TAKE):
            return answer.choice == LEAVE
        names = {name for one in self.threads.joined(thread) for name in one.left_out}
        return bool(set(standing.recurrence_ids) & names)


def _leave_to_new(groups: Collection[ThreadSteps]) -> None:
    """A meeting that follows another invitation of this file does nothing that the old one says."""
    new = {
        step.link.id: step
        for group in groups
        for step in group.steps
        if step.link is not None and step.link.thread_id != group.thread.id
    }
    for group in groups:
        for at, step in enumerate(group.steps):
            if step.link is None or new.get(step.link.id, step) is step:
                continue
            group.steps[at] = Step(
                Result.UNCHANGED,
                _("Deze vergadering volgt een andere uitnodiging in dit bestand."),
                standing=step.standing,
                left_out=new[step.link.id].doing == Doing.MATCH,
            )


def _why_left_out(answer: Answer) -> str:
    """Said now, or before: then the meeting was left out, or it follows another invitation."""
    if answer.choice == LEAVE:
        return _("Deze wordt niet gepland: u laat haar weg.")
    return _("Deze wordt niet gepland: dat is eerder zo gekozen.")
