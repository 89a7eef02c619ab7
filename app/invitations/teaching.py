"""Taking a file over, and keeping what was chosen about it for the next one."""

from __future__ import annotations

from app.invitations.actions import apply
from app.invitations.guessing.actions import learn
from app.invitations.guessing.models import InvitationRule
from app.invitations.guessing.queries import guesser
from app.invitations.models import ReceivedInvitation
from app.invitations.outcomes import Answers, Outcome
from app.invitations.queries import threads_of
from app.invitations.seen import Shown
from app.people.models import Person


def take_over(
    received: ReceivedInvitation,
    answers: Answers,
    actor: Person,
    seen_version: int,
    shown: Shown | None = None,
) -> tuple[list[Outcome], list[InvitationRule]]:
    """Take a file over as far as it goes; gives what came of it, and the rules that it taught.

    A series of which the body was known already teaches nothing: nobody chose.
    """
    threads = threads_of({one.thread.uid for one in received.messages})
    unknown = {one.id for one in threads if one.body_id is None}
    guesses = guesser()
    outcomes = apply(received, actor, answers, seen_version, shown)
    taught = []
    done: set[str] = set()
    for one in outcomes:
        new = one.thread_key not in done and _thread_id(one) in unknown
        if not new or one.body is None or one.question is not None or one.left_out:
            continue
        done.add(one.thread_key)
        secret = one.meeting is not None and one.meeting.restricted
        guess = guesses.guess(one.clue, received.partnership_id)
        rule = learn(one.clue, guess, one.body, actor, secret=secret, received_id=received.id)
        taught += [rule] if rule is not None else []
    return outcomes, taught


def _thread_id(outcome: Outcome) -> int:
    return int(outcome.thread_key.removeprefix("thread-") or 0)
