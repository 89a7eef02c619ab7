"""An occurrence that no meeting of ours is known to be: where it belongs, or what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _

from app.core import clock
from app.invitations import queries
from app.invitations.choosing import NEAR, Around, Choice, Chooser, Match, match
from app.invitations.models import InvitationMessage, InvitationThread, InvitedMeeting
from app.invitations.outcomes import ANEW, FOLLOW, Answer, Doing, Question, Result, Step
from app.invitations.stating import Statement
from app.invitations.updating import Standing
from app.invitations.weighing import given_of, handed_over, matched
from app.meetings.models import Body, Meeting, MeetingStatus
from app.meetings.workflow import LONGEST
from app.people.models import Person


class AllSaid:
    """All that is said of one UID, and what stands of it."""

    def __init__(
        self,
        thread: InvitationThread,
        messages: Sequence[InvitationMessage],
        standing: Sequence[Standing],
    ) -> None:
        self.thread = thread
        self.inviting = [one for one in messages if not one.cancelled]
        #: The days of all its occurrences.
        self.days = {
            clock.local(one.statement.starts_at).date() for one in standing if one.statement
        }
        self._in_order = {one.id: (place, one) for place, one in enumerate(messages)}

    def decided(self, standing: Standing) -> list[InvitationMessage]:
        """The messages that decided on an occurrence, in order."""
        known = standing.decided_by & self._in_order.keys()
        return [message for _place, message in sorted(self._in_order[one] for one in known)]


class Finder:
    """Finds body and meeting for the unknown occurrences of one file."""

    def __init__(
        self,
        partnership_id: int | None,
        person: Person,
        messages: Sequence[InvitationMessage],
    ) -> None:
        self.chooser = Chooser(partnership_id)
        self.person = person
        starts = [Statement.of_row(row).starts_at for one in messages for row in one.statements]
        self._span = (min(starts) - NEAR, max(starts) + NEAR) if starts else None
        self._around: dict[int, Around] = {}
        #: What was found, by partnership, each with its version.
        self._found: dict[int, set[tuple[int, int]]] = {}

    def find(self, said: AllSaid, standing: Standing, answer: Answer) -> Step:
        """What there is to do with an occurrence of which no meeting is known."""
        statement = standing.statement
        if statement is None or not said.inviting:
            return self._only_cancelled(said, standing, answer)
        if statement.ends_at - statement.starts_at > LONGEST:
            return Step(
                Result.REFUSED, _("Een vergadering duurt hoogstens een week."), standing=standing
            )
        choice = self._body(said.thread, said.inviting[-1], statement, answer)
        if choice.body is not None:
            return self._place(said, standing, statement, choice.body, answer)
        if standing.cancelled:
            return Step(
                Result.CANCELLED,
                _("De organisator heeft deze vergadering geannuleerd. Zij staat hier niet."),
                standing=standing,
            )
        return Step(
            Result.QUESTION,
            _("Kies bij welk overleg deze vergadering hoort."),
            question=Question.BODY,
            standing=standing,
            bodies=choice.candidates,
        )

    def _only_cancelled(self, said: AllSaid, standing: Standing, answer: Answer) -> Step:
        """A cancellation of what no invitation came for: perhaps of what we planned ourselves."""
        trace = Step(
            Result.CANCELLED,
            _("Deze vergadering staat hier niet. De afzegging is onthouden."),
            standing=standing,
        )
        about = [one for one in said.decided(standing) if one.statements]
        if not about or answer.meeting_id == 0:
            return trace
        statement = Statement.of_row(about[-1].statements[0])
        body = self._body(said.thread, about[-1], statement, answer).body
        offered = self._near(body).on_the_day(statement, body) if body else ()
        if not offered:
            return trace
        chosen = next((one for one in offered if one.id == answer.meeting_id), None)
        if chosen is not None:
            self._near(chosen.body).take(chosen)
            step = self._matched(replace(standing, statement=statement), chosen, offered)
            step.changes, step.differences = {}, ()
            return step
        return Step(
            Result.QUESTION,
            _("De organisator zegt een vergadering af. Is het de vergadering die hier staat?"),
            question=Question.MATCH,
            standing=standing,
            body=body,
            meetings=offered,
        )

    def _body(
        self,
        thread: InvitationThread,
        message: InvitationMessage,
        statement: Statement,
        answer: Answer,
    ) -> Choice:
        """Of which body it is: as somebody said just now or before, else by rules and names."""
        chosen = self.chooser.bodies.get(answer.body_id) if answer.body_id else None
        chosen = chosen or thread.body
        return Choice(chosen) if chosen else self.chooser.choose(message, statement)

    def _place(
        self, said: AllSaid, standing: Standing, statement: Statement, body: Body, answer: Answer
    ) -> Step:
        around = self._near(body)
        followed = {} if standing.cancelled else around.followed(statement, body, said.thread.uid)
        found = match(statement, body, around, said.days)
        offered = (found.meeting,) if found.meeting is not None else found.candidates
        offered = (*(one.meeting for one in followed.values()), *offered)
        found = Match(None, offered) if followed else found
        same = found.meeting is None and [one.starts_at for one in offered] == [statement.starts_at]
        if answer.meeting_id == 0 or (answer.choice == ANEW and same):
            return self._new(standing, statement, body, offered)
        if answer.meeting_id in followed:
            found = Match(followed[answer.meeting_id].meeting, offered)
        elif answer.meeting_id is not None:
            found = Match(around.all.get(answer.meeting_id), offered)
        elif answer.choice == FOLLOW and same:
            found = Match(offered[0], offered)
        if found.meeting is not None:
            around.take(found.meeting)
            link = followed.get(found.meeting.id)
            return self._matched(standing, found.meeting, offered, link, answer)
        if found.candidates:
            return _asks_which(standing, body, found.candidates, bool(followed))
        return self._new(standing, statement, body)

    def _matched(
        self,
        standing: Standing,
        meeting: Meeting,
        offered: tuple[Meeting, ...],
        link: InvitedMeeting | None = None,
        answer: Answer | None = None,
    ) -> Step:
        step = handed_over(standing, link, answer) if link else matched(standing, meeting)
        step.meetings = offered
        if meeting.status == MeetingStatus.HELD:
            step.changes, step.cancel, step.differences = {}, None, ()
            step.doing, step.result, step.question = Doing.MATCH, Result.UNCHANGED, None
            step.reason = _("Dit is een vergadering die al is gehouden. Zij blijft zoals zij is.")
        return step

    def _new(
        self,
        standing: Standing,
        statement: Statement,
        body: Body,
        offered: tuple[Meeting, ...] = (),
    ) -> Step:
        reason = ""
        if standing.cancelled:
            reason = _("De organisator had deze vergadering al geannuleerd.")
        elif statement.all_day:
            reason = _("De uitnodiging noemt geen tijd. De vergadering staat voor de hele dag.")
        return Step(
            Result.CANCELLED if standing.cancelled else Result.NEW,
            reason,
            Doing.PLAN,
            standing=standing,
            body=body,
            cancel=True if standing.cancelled else None,
            given=given_of(standing),
            meetings=offered,
        )

    def is_of_now(self) -> bool:
        """Whether nobody planned or changed anything meanwhile where we looked."""
        return self._span is None or all(
            found == queries.versions_around([key], *self._span, self.person)
            for key, found in self._found.items()
        )

    def _near(self, body: Body) -> Around:
        """What stands already with this partnership, around all that the file speaks of."""
        key = body.partnership_id
        if key not in self._around:
            rows = queries.meetings_around([key], *self._span, self.person) if self._span else []
            self._around[key] = Around(rows)
            self._found[key] = {(one.id, one.version) for one, _link in rows}
        return self._around[key]


def _asks_which(
    standing: Standing, body: Body, offered: tuple[Meeting, ...], followed: bool
) -> Step:
    """Whether it is one of these; `followed` where one of them has an invitation already."""
    reason = (
        _(
            "Op deze tijd staat er al een vergadering uit een andere uitnodiging. "
            "Kies of dit dezelfde is."
        )
        if followed
        else _("Er staat al een vergadering die dit kan zijn. Kies of dit dezelfde is.")
    )
    return Step(
        Result.QUESTION,
        reason,
        question=Question.MATCH,
        standing=standing,
        body=body,
        meetings=offered,
    )
