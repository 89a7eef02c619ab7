"""How a received file looks on a page: its occurrences by series, with words for what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask_babel import gettext as _

from app.core import dates
from app.invitations import words
from app.invitations.guessing import words as guess_words
from app.invitations.guessing.guess import Guess, Guesser
from app.invitations.guessing.models import InvitationRule
from app.invitations.outcomes import Outcome, Question, Result
from app.invitations.seen import seen_of
from app.meetings.consequences import consequences_of, consequences_of_cancelling
from app.meetings.following import Consequences
from app.meetings.models import Body
from app.meetings.organiser_actions import details_of
from app.people.models import Person

#: Of so many meetings of one file the page tells what follows from moving or cancelling them.
TOLD = 5


@dataclass(frozen=True)
class Change:
    """One thing that becomes otherwise, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One occurrence as the page shows it."""

    outcome: Outcome
    changes: Sequence[Change] = ()
    consequences: Sequence[Consequences] = ()


@dataclass(frozen=True)
class Group:
    """The occurrences of one invitation: one meeting, or a series."""

    key: str
    entries: Sequence[Entry]
    guess: Guess
    #: Why this body, as a sentence; how sure, as a word.
    why: str = ""
    sure: str = ""

    @property
    def first(self) -> Outcome:
        """What stands for all of them."""
        return self.entries[0].outcome

    @property
    def is_series(self) -> bool:
        """Whether there is more than one."""
        return len(self.entries) > 1

    @property
    def counts(self) -> dict[str, int]:
        """How many of each result, in the order of the words."""
        found = Counter(str(one.outcome.result) for one in self.entries)
        return {name: found[name] for name in words.RESULTS if found[name]}

    @property
    def result(self) -> str:
        """The result that stands above the group: a question first, else the most frequent."""
        counts = self.counts
        return "question" if "question" in counts else max(counts, key=lambda one: counts[one])

    @property
    def body_id(self) -> int | None:
        """The body that is chosen now, by a person or by the guess."""
        found = next((one.outcome.body for one in self.entries if one.outcome.body), None)
        return found.id if found is not None else self.guess.body_id

    @property
    def body_name(self) -> str:
        """That body with its partnership, in words."""
        found = next((one.outcome.body for one in self.entries if one.outcome.body), None)
        return words.body_choice(found) if found is not None else ""

    @property
    def question(self) -> str:
        """The first sentence that asks something."""
        asked = (one.outcome.reason for one in self.entries if one.outcome.question is not None)
        return next(asked, "")

    @property
    def offers_body(self) -> bool:
        """Whether somebody can still say to which body it belongs: nothing of it is known yet."""
        asks = {Question.BODY, Question.MATCH}
        return any(
            one.outcome.question in asks or one.outcome.result == Result.NEW or one.outcome.meetings
            for one in self.entries
        )

    @property
    def senders(self) -> list[Outcome]:
        """For each address that sent any of them for the organiser, one that it sent."""
        found = {
            (one.outcome.sent_by, one.outcome.organiser): one.outcome
            for one in self.entries
            if one.outcome.sent_by
        }
        return list(found.values())

    @property
    def doubts(self) -> list[str]:
        """What is not sure of any of them, each sentence once."""
        return list(dict.fromkeys(text for one in self.entries for text in one.outcome.doubts))

    @property
    def candidates(self) -> list[Body]:
        """The bodies that come first in the list: those that are guessed, and may be."""
        found = [body for one in self.entries for body in one.outcome.bodies]
        return list(dict.fromkeys(found))

    @property
    def quiet_entries(self) -> list[Entry]:
        """The occurrences of a series of which nothing is asked apart."""
        asked = {None, *words.OF_SERIES}
        return [one for one in self.entries if one.outcome.question in asked]

    @property
    def may_all_stand(self) -> int:
        """Of how many of a series it is asked whether each is the one that stands at its time."""
        asked = [one.outcome for one in self.entries if one.outcome.question == Question.MATCH]
        found = [[meeting.starts_at for meeting in one.meetings] for one in asked]
        same = [one for one, starts in zip(asked, found, strict=True) if starts == [one.starts_at]]
        return len(same) if len(same) > 1 else 0

    @property
    def about_all(self) -> list[Outcome]:
        """The questions that are about the message as a whole, each once."""
        found = {
            one.outcome.key: one.outcome
            for one in self.entries
            if one.outcome.question in words.ABOUT_ALL
        }
        return list(found.values())


@dataclass(frozen=True)
class Preview:
    """A file that waits, as the page shows it."""

    groups: Sequence[Group]
    refusals: Sequence[Outcome]
    #: What was on the screen, by which a surprise is noticed.
    seen: frozenset[str] = field(default_factory=frozenset)

    @property
    def title(self) -> str:
        """What the file is about, in a few words."""
        titles = list(dict.fromkeys(group.first.title for group in self.groups))
        title = next((one for one in titles if one), "")
        more = len(self.groups) - 1
        if more > 0 and title:
            return _("%(title)s en nog %(count)s", title=title, count=more)
        return title

    @property
    def outcomes(self) -> list[Outcome]:
        """Every occurrence."""
        return [one.outcome for group in self.groups for one in group.entries]

    @property
    def questions(self) -> int:
        """How many questions are open; one about a whole series counts once."""
        return len(
            {
                one.thread_key if one.question == Question.BODY else one.key
                for one in self.outcomes
                if one.question is not None
            }
        )

    @property
    def may_be_taken(self) -> bool:
        """Whether there is more to do than to say what a time zone means, which is asked apart."""
        return self.does_something or any(
            one.question not in (None, Question.ZONE) for one in self.outcomes
        )

    @property
    def does_something(self) -> bool:
        """Whether taking it over changes anything."""
        return any(
            one.result in (Result.NEW, Result.UPDATED, Result.CANCELLED) for one in self.outcomes
        )


def preview_of(
    outcomes: Iterable[Outcome],
    guesser: Guesser,
    rules: Mapping[int, InvitationRule],
    person: Person | None = None,
    *,
    partnership_id: int | None = None,
) -> Preview:
    """Outcomes as a page shows them; with a person also what follows from moving meetings.

    The partnership is that of the file, where somebody said it: what is guessed is within it.
    """
    found = list(outcomes)
    entries: dict[str, list[Entry]] = {}
    told = 0
    for one in found:
        if not one.thread_key:
            continue
        entry = Entry(one, changes_in(one))
        if person is not None and told < TOLD and (follows := _consequences(one, person)):
            entry = replace(entry, consequences=follows)
            told += 1
        entries.setdefault(one.thread_key, []).append(entry)
    groups = [
        _group(key, _by_start(rows), guesser.guess(rows[0].outcome.clue, partnership_id), rules)
        for key, rows in entries.items()
    ]
    refusals = [one for one in found if not one.thread_key]
    return Preview(groups, refusals, seen_of(found))


def _by_start(entries: list[Entry]) -> list[Entry]:
    """In the order of the calendar: a file names what was moved last."""
    return sorted(entries, key=lambda one: _iso(one.outcome.starts_at))


def _group(key: str, rows: list[Entry], guess: Guess, rules: Mapping[int, InvitationRule]) -> Group:
    sure = str(guess_words.SURE[guess.sure]) if guess.sure is not None else ""
    return Group(key, rows, guess, guess_words.why(guess, rules), sure)


def changes_in(outcome: Outcome) -> list[Change]:
    """What becomes otherwise, in words; the moment as one thing."""
    meeting = outcome.meeting
    if meeting is None:
        return []
    theirs = {one.field: one.theirs for one in outcome.differences}
    ours = {one.field: one.ours for one in outcome.differences}
    found = []
    if outcome.result == Result.CANCELLED:
        found.append(Change(_("Stand"), _("gaat door"), _("geannuleerd")))
    if {"starts_at", "ends_at"} & theirs.keys():
        old = dates.short_moment(
            ours.get("starts_at", meeting.starts_at), ours.get("ends_at", meeting.ends_at)
        )
        new = dates.short_moment(
            theirs.get("starts_at", meeting.starts_at), theirs.get("ends_at", meeting.ends_at)
        )
        found.append(Change(_("Wanneer"), old, new))
    for name, label in words.FIELDS.items():
        if name in theirs:
            blank = meeting.body.name if name == "title" else ""
            found.append(Change(str(label), ours[name] or blank, theirs[name] or blank))
    return found


def _consequences(outcome: Outcome, person: Person) -> list[Consequences]:
    """What follows from moving or cancelling a meeting, as the page of the meeting says it."""
    meeting = outcome.meeting
    if meeting is None:
        return []
    if outcome.result == Result.CANCELLED:
        return consequences_of_cancelling(meeting, person)
    moved = {
        one.field: one.theirs
        for one in outcome.differences
        if one.field in ("starts_at", "ends_at")
    }
    if not moved or outcome.question == Question.HELD:
        return []
    return consequences_of(meeting, details_of(meeting, **moved), person)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""
