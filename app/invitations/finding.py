"""An occurrence that no meeting of ours is known to be: where it belongs, or what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from app.invitations import queries
from app.invitations.choosing import NEAR, Choice, Chooser, Match, match, on_the_day
from app.invitations.models import InvitationMessage, InvitationThread
from app.invitations.outcomes import Answer, Doing, Question, Result, Step
from app.invitations.stating import Statement
from app.invitations.updating import Standing
from app.invitations.weighing import given_of, matched
from app.meetings.models import Body, Meeting, MeetingStatus
from app.meetings.workflow import LONGEST
from app.people.models import Person


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
        self.first, self.last = min(starts, default=None), max(starts, default=None)
        self._around: dict[int, list[Meeting]] = {}
        self._taken: set[int] = set()

    def find(
        self,
        thread: InvitationThread,
        standing: Standing,
        messages: Sequence[InvitationMessage],
        answer: Answer,
        starts: Sequence[datetime],
    ) -> Step:
        """What there is to do with an occurrence; `messages` are all that is said of its UID."""
        statement = standing.statement
        inviting = [one for one in messages if not one.cancelled]
        if statement is None or not inviting:
            return self._only_cancelled(thread, standing, messages, answer)
        if statement.ends_at - statement.starts_at > LONGEST:
            return Step(
                Result.REFUSED, _("Een vergadering duurt hoogstens een week."), standing=standing
            )
        choice = self._body(thread, inviting[-1], statement, answer)
        if choice.body is not None:
            return self._place(standing, statement, choice.body, answer, starts)
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

    def _only_cancelled(
        self,
        thread: InvitationThread,
        standing: Standing,
        messages: Sequence[InvitationMessage],
        answer: Answer,
    ) -> Step:
        """A cancellation of what no invitation came for: perhaps of what we planned ourselves."""
        trace = Step(
            Result.CANCELLED,
            _("Deze vergadering staat hier niet. De afzegging is onthouden."),
            standing=standing,
        )
        about = [one for one in messages if one.statements and one.id in standing.decided_by]
        if not about or answer.meeting_id == 0:
            return trace
        statement = Statement.of_row(about[-1].statements[0])
        body = self._body(thread, about[-1], statement, answer).body
        offered = on_the_day(statement, body, self._free(body)) if body else ()
        if not offered:
            return trace
        chosen = next((one for one in offered if one.id == answer.meeting_id), None)
        if chosen is not None:
            self._taken.add(chosen.id)
            said = replace(standing, statement=statement)
            step = self._matched(said, chosen, offered)
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
        self,
        standing: Standing,
        statement: Statement,
        body: Body,
        answer: Answer,
        starts: Sequence[datetime],
    ) -> Step:
        around = self._free(body)
        found = match(statement, body, around, starts)
        offered = (found.meeting,) if found.meeting is not None else found.candidates
        if answer.meeting_id == 0:
            return self._new(standing, statement, body, offered)
        if answer.meeting_id is not None:
            chosen = next((one for one in around if one.id == answer.meeting_id), None)
            found = Match(chosen, offered)
        if found.meeting is not None:
            self._taken.add(found.meeting.id)
            return self._matched(standing, found.meeting, offered)
        if found.candidates:
            return Step(
                Result.QUESTION,
                _("Er staat al een vergadering die dit kan zijn. Kies of dit dezelfde is."),
                question=Question.MATCH,
                standing=standing,
                body=body,
                meetings=found.candidates,
            )
        return self._new(standing, statement, body)

    def _matched(self, standing: Standing, meeting: Meeting, offered: tuple[Meeting, ...]) -> Step:
        step = matched(standing, meeting)
        step.meetings = offered
        if meeting.status == MeetingStatus.HELD:
            step.changes, step.cancel, step.differences = {}, None, ()
            step.result = Result.UNCHANGED
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

    def _free(self, body: Body) -> list[Meeting]:
        return [one for one in self._meetings(body) if one.id not in self._taken]

    def _meetings(self, body: Body) -> list[Meeting]:
        """What stands already with this partnership, around all that the file speaks of."""
        key = body.partnership_id
        if key not in self._around and self.first is not None and self.last is not None:
            self._around[key] = queries.unlinked_meetings(
                [key], self.first - NEAR, self.last + NEAR, self.person
            )
        return self._around.get(key, [])
