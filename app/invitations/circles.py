"""What an invitation says beside restricted meetings: it stays with those who are in the circle."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext as _

from app.invitations.outcomes import FOLLOW, Answer, Doing, Question, Result, Step
from app.meetings.models import Meeting


def within_circles(found: Collection[tuple[Step, Answer]], known: Iterable[Meeting]) -> list[Step]:
    """The steps of one invitation with what was answered about each; nothing leaves a circle.

    What is new beside its restricted meetings exists for their circle only: those that are `known`
    to be its own, and those that it turns out to be about. While that is asked, nothing is planned.
    """
    steps = [step for step, _answer in found]
    own = [one for one in known if one.restricted]
    meant = [one.meeting for one in steps if one.doing == Doing.MATCH and one.meeting]
    beside = [*own, *(one for one in meant if one.restricted)]
    asked = any(
        one.restricted for step in steps if step.question is not None for one in step.meetings
    )
    if not beside and not asked:
        return steps
    done = []
    for step, answer in found:
        if step.doing == Doing.PLAN:
            done.append(_waiting(step) if asked else _within(step, beside))
        elif step.doing == Doing.MATCH and not _chosen(answer) and (own or asked or _is_open(step)):
            done.append(_asking(step))
        else:
            done.append(step)
    return done


def _within(step: Step, restricted: Collection[Meeting]) -> Step:
    """A new meeting for the circle of the restricted one that is nearest."""
    if step.standing is not None and step.standing.statement is not None:
        start = step.standing.statement.starts_at
        step.within = min(restricted, key=lambda one: (abs(one.starts_at - start), one.id))
    return step


def _waiting(step: Step) -> Step:
    """A new meeting of which nobody knows yet whether it is for a circle."""
    reason = _("Deze vergadering wacht op uw keuze bij een andere van deze uitnodiging.")
    return Step(Result.QUESTION, reason, standing=step.standing, body=step.body)


def _asking(step: Step) -> Step:
    """A meeting of ours that others see gets no words of the circle unless a person says so."""
    assert step.meeting is not None
    return Step(
        Result.QUESTION,
        _("Er staat al een vergadering die dit kan zijn. Kies of dit dezelfde is."),
        question=Question.MATCH,
        standing=step.standing,
        body=step.body,
        meetings=(step.meeting,),
    )


def _is_open(step: Step) -> bool:
    return step.meeting is not None and not step.meeting.restricted


def _chosen(answer: Answer) -> bool:
    """Whether somebody said which meeting it is, of this one or of the series."""
    return answer.meeting_id is not None or answer.choice == FOLLOW
