"""Random histories of one note, beside a plain model of what must come of each deed.

The model knows the rules from DOMAIN.md and the issue's own words, not from the code: who reads
what in which state, which step is whose, what a guard asks. After every deed the note is compared
with the model: state, versions with all their words, steps with their journal, who sees it.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from hypothesis import note as remember
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from app.briefings import actions, step_actions
from app.briefings.advice.actions import Request, ask_advice, give_advice, withdraw_advice
from app.briefings.content import Content, of_version
from app.briefings.drafts import actions as drafts
from app.briefings.drafts.models import NoteDraft
from app.briefings.drafts.typed import Sent
from app.briefings.models import Advice, Note, NoteStep, NoteVersion
from app.briefings.permissions import readable_sections, visible_to
from app.briefings.queries import get_note, get_note_for_step, notes_for_items
from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.core.journal import JournalEntry
from app.meetings.agenda_models import AgendaItem
from app.people.models import Absence, Person, Substitution
from tests.briefings.test_workflow import EXPECTED
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_partnership,
    make_person,
    make_serving,
    make_substitution,
    make_team_lead,
)

#: Everybody around the note, with their role.
CAST = {
    "officer": "officer",
    "colleague": "officer",
    "outsider": "officer",
    "leader": "officer",
    "second leader": "officer",
    "holder": "alderman",
    "successor": "alderman",
    "mayor": "alderman",
    "secretary": "secretary",
    "other secretary": "secretary",
    "coordinator": "coordinator",
    "finance": "adviser",
    "legal": "adviser",
    "clerk": "clerk",
    "administrator": "administrator",
}
ALIGNED = {"aligned", "locked", "finished"}
OFFERED = ALIGNED | {"with_alderman", "discuss"}
EVERY = OFFERED | {"concept", "advice", "team_lead"}
#: DOMAIN.md, "Who may see what", per tie.
OPEN_TO = {
    "writer": EVERY,
    "adviser": EVERY,
    "leader": OFFERED | {"team_lead"},
    "holder": OFFERED,
    "substitute": OFFERED,
    "serves": OFFERED,
    "secretary": OFFERED,
    "coordinator": OFFERED,
    "executive": ALIGNED,
}
IN_PERSON = {"writer", "adviser", "leader", "holder", "substitute"}
BUTTONS = (
    *("submit", "offer", "pass", "send-back", "withdraw", "agree", "agree-with-remarks"),
    *("discuss", "return", "record-agreement", "confirm", "contest", "acknowledge"),
)
ASK_WORDS = {"send-back", "agree-with-remarks", "return", "record-agreement"}
AGREEING = {"agree", "agree-with-remarks", "record-agreement", "staff-agree"}
#: Parts to write in; an agreement is about the first three.
COVERED = ("ask", "core", "speaking_points")
PARTS = (*COVERED, "history", "undisclosed")
CANARY = "kanariepiet"

ADVISERS = ("finance", "legal")
#: Days from the first one to the meeting.
TO_MEETING = 40
MEETING_DAY = date(2026, 11, 23) + timedelta(days=TO_MEETING)

people = st.sampled_from(sorted(CAST))


@dataclass
class Asked:
    """One request for advice."""

    adviser: str
    due_on: date
    given: bool = False
    withdrawn: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return not (self.given or self.withdrawn)


@dataclass
class World:
    """What the model knows."""

    state: str = "concept"
    versions: list[dict[str, str]] = field(default_factory=list)
    stance: str = "agree"
    allowed: str | None = None
    writers: set[str] = field(default_factory=lambda: {"officer"})
    holder: str = "holder"
    circle: set[str] | None = None
    stands_in: set[tuple[str, str]] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    asks_team_lead: bool = False
    stands: bool = True
    unconfirmed: bool = False
    #: Whose agreement it is.
    said_for: str | None = None
    unseen: bool = False
    agreed_words: dict[str, str] | None = None
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    #: What somebody typed last in their window, and did not save.
    typed: dict[str, str] = field(default_factory=dict)
    today: date = date(2026, 11, 23)

    def ties(self, who: str) -> set[str]:
        """How somebody is tied to the note."""
        found = {
            "writer": who in self.writers,
            "adviser": any(one.adviser == who and not one.withdrawn for one in self.asked),
            "leader": who == "leader" or (("leader", who) in self.stands_in),
            "holder": who == self.holder,
            "substitute": (self.holder, who) in self.stands_in,
            "serves": who == "secretary" and self.holder == "holder",
            "secretary": CAST[who] == "secretary",
            "coordinator": who == "coordinator",
            "executive": CAST[who] == "alderman",
        }
        return {tie for tie, tied in found.items() if tied}

    def sees(self, who: str) -> bool:
        """Whether the note exists for somebody."""
        if CAST[who] in ("clerk", "administrator"):
            return False
        if self.circle is not None and who not in self.circle:
            return False
        return any(self.state in OPEN_TO[tie] for tie in self.ties(who))

    @property
    def past_team_lead(self) -> bool:
        """Whether a team leader comes first."""
        there = "leader" not in self.away or any(one == "leader" for one, _who in self.stands_in)
        return self.asks_team_lead and there

    @property
    def ready(self) -> bool:
        """Whether the note can be offered."""
        now = self.versions[-1]
        read = self.circle is None or self.holder in self.circle
        awaited = any(one.is_open and one.due_on >= self.today for one in self.asked)
        return self.stands and bool(now.get("ask") and now.get("core")) and read and not awaited

    def open_request(self, adviser: str) -> Asked | None:
        """The request that waits for this adviser's answer."""
        return next((one for one in self.asked if one.adviser == adviser and one.is_open), None)

    @property
    def beyond(self) -> bool:
        """Whether the stance goes beyond the mandate."""
        return self.allowed is not None and self.allowed != self.stance

    def applies(self, step: str) -> bool:
        """Whether a step is for now."""
        return {
            "submit": self.past_team_lead,
            "offer": not self.past_team_lead,
            "confirm": self.unconfirmed and self.said_for == self.holder,
            "contest": self.unconfirmed and self.said_for == self.holder,
            "acknowledge": self.unseen,
        }.get(step, True)

    def guarded(self, step: str, words: str) -> bool:
        """Whether what a step asks for is there."""
        if step in ("submit", "offer", "pass"):
            return self.ready
        if step in AGREEING and (self.beyond or not self.stands):
            return False
        if step == "discuss":
            return self.stands
        return bool(words) or step not in ASK_WORDS | {"staff-adjust"}

    def target(self, step: str, who: str) -> str | None:
        """Where a step of somebody leads from here; None where it is not theirs, or not now."""
        ties = self.ties(who)
        targets = {
            str(target)
            for name, source, target, needed in EXPECTED
            if (name, source) == (step, self.state) and ties & needed
        }
        if step == "withdraw-advice" and len(targets) > 1:
            last = sum(not one.withdrawn for one in self.asked) <= 1
            return "concept" if last else "advice"
        return min(targets, default=None)

    def take(self, step: str, target: str, who: str) -> None:
        """What a step changes."""
        self.steps.append((step, self.state, target))
        decides = bool(self.ties(who) & {"holder", "substitute"})
        self.state = target
        if step in AGREEING:
            told = step == "record-agreement" or (step == "staff-agree" and not decides)
            self.unconfirmed, self.said_for = told, self.holder
            self.agreed_words = {key: self.versions[-1].get(key, "") for key in COVERED}
        if step == "agree-with-remarks":
            self.unseen = True
        if step == "confirm":
            self.unconfirmed = False
        if step == "acknowledge":
            self.unseen = False


class Histories(RuleBasedStateMachine):
    """One note, many people, and time."""

    flask_app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.now = datetime.fromisoformat("2026-11-23T08:00:00+00:00")
        self.words = 0

    @contextmanager
    def moment(self) -> Iterator[None]:
        """A request of its own, at the present moment of this history."""
        with self.flask_app.app_context(), clock.at(self.now):
            yield
            db.session.rollback()

    @initialize()
    def begin(self) -> None:
        """People, a meeting, and the first version."""
        with self.moment():
            cast = {name: make_person(role, name=name) for name, role in CAST.items()}
            self.ids = {name: person.id for name, person in cast.items()}
            make_serving(cast["secretary"], cast["holder"])
            make_team_lead(cast["leader"], cast["officer"])
            body = make_body(partnership=make_partnership())
            meeting = make_meeting(
                body=body, days=TO_MEETING, officer=cast["officer"], alderman=cast["holder"]
            )
            item = make_item(meeting)
            first = {"ask": "Instemmen.", "core": "Begroting."}
            content = Content(parts=first, stance="agree")
            note = actions.start_note(item, content, cast["officer"])
            db.session.commit()
            self.note_id, self.item_id = note.id, item.id
            self.partnership_id = body.partnership_id
        self.world.versions.append(first)

    def tried(self, who: str, deed: Callable[[Note, Person], Any]) -> bool:
        """Do something as somebody would by the pages: whether it took effect."""
        with self.moment():
            person = db.session.get_one(Person, self.ids[who])
            try:
                deed(get_note_for_step(self.note_id, person), person)
                db.session.commit()
            except (NotAllowed, NotFound, RuleBroken):
                db.session.rollback()
                return False
        return True

    @rule(data=st.data(), said=st.integers(0, 5), stale=st.integers(0, 9))
    def go_on(self, data: st.DataObject, said: int, stale: int) -> None:
        """One of the steps that are possible now is taken, mostly with words and not too late."""
        possible = [
            (who, step)
            for who in sorted(CAST)
            for step in BUTTONS
            if self.world.target(step, who)
            and self.world.sees(who)
            and self.world.applies(step)
            and self.world.guarded(step, "x")
        ]
        if possible:
            who, step = data.draw(st.sampled_from(possible))
            self._press(who, step, words="Zo is het gezegd." if said else "", stale=stale == 0)

    @rule(data=st.data(), said=st.integers(0, 5))
    def go_on_again(self, data: st.DataObject, said: int) -> None:
        """The same, so that histories get somewhere."""
        self.go_on(data, said, 1)

    @rule(data=st.data())
    def go_on_once_more(self, data: st.DataObject) -> None:
        """And again: what is rare deep in a history must be reached often."""
        self.go_on(data, 1, 1)

    @rule(who=people, step=st.sampled_from(BUTTONS), said=st.booleans(), stale=st.integers(0, 9))
    def press(self, who: str, step: str, said: bool, stale: int) -> None:
        """Somebody presses a button that they have, or not; on a page of now, or not."""
        self._press(who, step, words="Zo is het gezegd." if said else "", stale=stale == 0)

    def _press(self, who: str, step: str, *, words: str, stale: bool) -> None:
        world = self.world
        target = world.target(step, who)
        expected = (
            target is not None
            and world.sees(who)
            and not stale
            and world.applies(step)
            and world.guarded(step, words)
        )
        seen = len(world.versions) - stale
        holder = self.ids[world.holder]
        remember(f"{who}: {step} in {world.state} -> {target if expected else 'refused'}")
        taken = self.tried(
            who,
            lambda note, person: step_actions.take_step(
                note, step, person, seen, words, on_behalf_of_id=holder
            ),
        )
        assert taken == expected, (who, step, world)
        if expected and target is not None:
            world.take(step, target, who)

    @rule(
        who=people,
        step=st.sampled_from(("staff-agree", "staff-adjust", "staff-discussed")),
        said=st.booleans(),
    )
    def note_in_staff_meeting(self, who: str, step: str, said: bool) -> None:
        """The outcome of a staff meeting decides."""
        world, words = self.world, "Zo is besproken." if said else ""
        target = world.target(step, who)
        expected = target is not None and world.sees(who) and world.guarded(step, words)
        taken = self.tried(
            who,
            lambda note, person: step_actions.decide_in_staff_meeting(note, step, person, words),
        )
        assert taken == expected, (who, step, world)
        if expected and target is not None:
            world.take(step, target, who)

    @rule(who=people, adviser=st.sampled_from(ADVISERS), days=st.integers(0, 4))
    def ask_advice(self, who: str, adviser: str, days: int) -> None:
        """Somebody asks for advice; mostly the officer does."""
        world, who = self.world, who if days == 0 else "officer"
        due = world.today + timedelta(days=days)
        target = world.target("ask-advice", who)
        expected = (
            target is not None
            and world.sees(who)
            and world.stands
            and world.open_request(adviser) is None
            and (world.circle is None or adviser in world.circle)
            and due <= max(MEETING_DAY, world.today)
        )
        request = Request(self.ids[adviser], "finance", "Klopt dit?", due)
        done = self.tried(who, lambda note, person: ask_advice(note, person, [request]))
        assert done == expected, (who, adviser, world)
        if expected and target is not None:
            world.take("ask-advice", target, who)
            world.asked.append(Asked(adviser, due))

    @rule(who=people, adviser=st.sampled_from(ADVISERS), own=st.integers(0, 4), said=st.booleans())
    def answer(self, who: str, adviser: str, own: int, said: bool) -> None:
        """Somebody gives advice; mostly the adviser does."""
        world, who = self.world, adviser if own else who
        request, target = world.open_request(adviser), world.target("give-advice", who)
        expected = (
            request is not None
            and target is not None
            and world.sees(who)
            and who == adviser
            and said
            and world.stands
        )
        seen = len(world.versions)

        def deed(note: Note, person: Person) -> None:
            give_advice(self._request(adviser), note, person, "negative", "Te duur." * said, seen)

        assert self.tried(who, deed) == expected, (who, adviser, world)
        if expected and request is not None and target is not None:
            request.given = True
            world.take("give-advice", target, who)

    @rule(who=people, adviser=st.sampled_from(ADVISERS), own=st.integers(0, 2))
    def take_request_back(self, who: str, adviser: str, own: int) -> None:
        """Somebody takes a request for advice back."""
        world, who = self.world, "officer" if own else who
        request, target = world.open_request(adviser), world.target("withdraw-advice", who)
        expected = request is not None and target is not None and world.sees(who)
        done = self.tried(
            who, lambda note, person: withdraw_advice(self._request(adviser), note, person)
        )
        assert done == expected, (who, adviser, world)
        if expected and request is not None and target is not None:
            world.take("withdraw-advice", target, who)
            request.withdrawn = True

    def _request(self, adviser: str) -> Advice:
        """The last request to an adviser; not found where there is none."""
        found = db.session.scalars(
            select(Advice)
            .where(Advice.note_id == self.note_id, Advice.adviser_id == self.ids[adviser])
            .order_by(Advice.id.desc())
        ).first()
        if found is None:
            raise NotFound
        return found

    @rule(who=people, part=st.sampled_from(PARTS))
    def type_on(self, who: str, part: str) -> None:
        """Somebody types, and the page keeps it as a draft of theirs; nobody else has it."""
        world = self.world
        self.words += 1
        text = f"{CANARY} getypt {self.words}"
        with self.moment():
            person = db.session.get_one(Person, self.ids[who])
            item = db.session.get_one(AgendaItem, self.item_id)
            note = notes_for_items([self.item_id], person).get(self.item_id)
            window = str(uuid.UUID(int=self.ids[who]))
            sent = Sent(window, len(world.versions), self.words, {part: [text]}, None)
            try:
                drafts.keep(item, note, person, sent)
                db.session.commit()
                kept = True
            except NotAllowed:
                kept = False
        assert kept == ("writer" in world.ties(who) and world.sees(who)), (who, world)
        if kept:
            world.typed[who] = text

    @rule(who=people, step=st.sampled_from(("lock", "reopen", "amend", "finish", "give-advice")))
    def force(self, who: str, step: str) -> None:
        """A step that has no button cannot be pressed, by nobody."""
        seen = len(self.world.versions)
        assert not self.tried(
            who, lambda note, person: step_actions.take_step(note, step, person, seen, "Woorden.")
        )

    @rule(
        who=people,
        part=st.sampled_from(PARTS),
        reopen=st.booleans(),
        stale=st.integers(0, 6),
        same=st.booleans(),
    )
    def edit(self, who: str, part: str, reopen: bool, stale: int, same: bool) -> None:
        """Somebody saves other words, or the same ones."""
        world = self.world
        before = world.versions[-1]
        self.words += 1
        after = dict(before) if same else {**before, part: f"{CANARY} {part} {self.words}"}
        writes = "writer" in world.ties(who) and world.sees(who)
        open_now = world.state in ("concept", "advice", "aligned", "locked")
        agreed = world.state in ("aligned", "locked")
        touches = not same and part in COVERED
        saved = (
            writes and open_now and stale > 0 and not same and (not (agreed and touches) or reopen)
        )
        seen = len(world.versions) - (stale == 0)
        content = Content(parts=after, stance=world.stance, mandate_stance=world.allowed)
        done = self.tried(
            who, lambda note, person: actions.save_note(note, content, person, seen, reopen=reopen)
        )
        # saving what stands there is no mistake, from an old page neither: it makes no version
        assert done == (saved or (same and writes and open_now)), (who, part, world)
        if not saved:
            return
        world.versions.append(after)
        if agreed:
            name, target = ("reopen", "concept") if touches else ("amend", "aligned")
            world.take(name, target, who)

    @rule(stance=st.sampled_from(("agree", "oppose")), allowed=st.sampled_from((None, "agree")))
    def change_stance(self, stance: str, allowed: str | None) -> None:
        """The officer takes another stance, or another mandate."""
        world = self.world
        same = (stance, allowed) == (world.stance, world.allowed)
        agreed = world.state in ("aligned", "locked")
        may = world.state in ("concept", "advice", "aligned", "locked") and world.sees("officer")
        content = Content(parts=world.versions[-1], stance=stance, mandate_stance=allowed)
        seen = len(world.versions)
        done = self.tried(
            "officer",
            lambda note, person: actions.save_note(note, content, person, seen, reopen=True),
        )
        assert done == may, world
        if not may or same:
            return
        world.stance, world.allowed = stance, allowed
        world.versions.append(dict(world.versions[-1]))
        if agreed:
            world.take("reopen", "concept", "officer")

    @rule(
        who=people,
        with_colleague=st.booleans(),
        circle=st.sets(people, max_size=6),
        narrow=st.integers(0, 3),
    )
    def choose_people(
        self, who: str, with_colleague: bool, circle: set[str] | None, narrow: int
    ) -> None:
        """Who write along, and now and then for whom it exists."""
        world, circle = self.world, circle if narrow == 0 else None
        may = "writer" in world.ties(who) and world.sees(who)
        writers = {"officer"} | ({"colleague"} if with_colleague else set())
        inside = None if circle is None else circle | writers | {who}
        offered = world.state in OFFERED
        may = may and not (inside is not None and offered and world.holder not in inside)

        def deed(note: Note, person: Person) -> None:
            actions.set_people(
                note,
                person,
                note.version,
                writer_ids=[self.ids["colleague"]] if with_colleague else [],
                restricted=circle is not None,
                circle_ids=[self.ids[name] for name in circle or ()],
            )

        assert self.tried(who, deed) == may, (who, circle, world)
        if may:
            world.writers, world.circle = writers, inside

    @rule(pair=st.sampled_from((("holder", "mayor"), ("leader", "second leader"))))
    def stand_in(self, pair: tuple[str, str]) -> None:
        """Somebody begins to stand in, or ends it."""
        with self.moment():
            away, instead = (db.session.get_one(Person, self.ids[name]) for name in pair)
            if pair in self.world.stands_in:
                for row in db.session.scalars(
                    select(Substitution).where(Substitution.person_id == away.id)
                ):
                    db.session.delete(row)
                db.session.commit()
            else:
                make_substitution(away, instead, first_day=clock.today())
        self.world.stands_in ^= {pair}

    @rule()
    def leave_or_return(self) -> None:
        """The team leader goes away for a long time, or comes back."""
        with self.moment():
            if "leader" in self.world.away:
                for row in db.session.scalars(
                    select(Absence).where(Absence.person_id == self.ids["leader"])
                ):
                    db.session.delete(row)
            else:
                today = clock.today()
                db.session.add(
                    Absence(
                        person_id=self.ids["leader"],
                        first_day=today,
                        last_day=today + timedelta(days=400),
                    )
                )
            db.session.commit()
        self.world.away ^= {"leader"}

    @rule()
    def ask_team_lead(self) -> None:
        """The partnership begins to ask for the team leader, or stops."""
        self.world.asks_team_lead = not self.world.asks_team_lead
        with self.moment():
            item = db.session.get_one(AgendaItem, self.item_id)
            item.meeting.body.partnership.asks_team_lead = self.world.asks_team_lead
            db.session.commit()

    @rule()
    def replace_holder(self) -> None:
        """The item gets another portfolio holder."""
        self.world.holder = "successor" if self.world.holder == "holder" else "holder"
        with self.moment():
            item = db.session.get_one(AgendaItem, self.item_id)
            item.alderman_id = self.ids[self.world.holder]
            db.session.commit()

    @rule(often=st.integers(0, 3))
    def withdraw_item(self, often: int) -> None:
        """The item goes from the agenda, or comes back; mostly it is there."""
        if self.world.stands and often:
            return
        self.world.stands = not self.world.stands
        with self.moment():
            item = db.session.get_one(AgendaItem, self.item_id)
            item.withdrawn_at = None if self.world.stands else clock.now()
            db.session.commit()

    @rule(days=st.integers(1, 6))
    def wait(self, days: int) -> None:
        """Time goes by, and decides nothing."""
        self.now += timedelta(days=days)
        self.world.today += timedelta(days=days)

    @rule(name=st.sampled_from(("lock", "finish")))
    def follow(self, name: str) -> None:
        """A pack is issued, or the meeting is debriefed."""
        world = self.world
        follows = world.state == "aligned" or (name == "finish" and world.state == "locked")
        with self.moment():
            note = db.session.get_one(Note, self.note_id)
            person = db.session.get_one(Person, self.ids["coordinator"])
            if name == "lock":
                taken = bool(step_actions.lock_notes([note], person))
            else:
                taken = step_actions.finish_note(note, person)
            db.session.commit()
        assert taken == follows, world
        if follows:
            world.take(name, "locked" if name == "lock" else "finished", "coordinator")

    @rule(who=people)
    def open_page(self, who: str) -> None:
        """The page itself says the same as the model; words that are not to be disclosed stay."""
        world = self.world
        with self.moment():
            client: Any = self.flask_app.test_client()
            client.sign_in(db.session.get_one(Person, self.ids[who]))
            answer = client.get(f"/notes/{self.note_id}")
        assert (answer.status_code == 200) == world.sees(who), (who, world)
        undisclosed = world.versions[-1].get("undisclosed")
        if undisclosed:
            in_person = world.sees(who) and bool(world.ties(who) & IN_PERSON)
            assert (undisclosed in answer.text) == in_person, (who, world)

    @invariant()
    def agrees_with_the_model(self) -> None:
        """State, versions and who sees it are what they must be."""
        if not self.world.versions:
            return
        who = random.Random(len(self.world.steps) + self.words).choice(sorted(CAST))
        with self.moment():
            note = db.session.get_one(Note, self.note_id)
            assert (note.state, note.current_number) == (
                self.world.state,
                len(self.world.versions),
            )
            person = db.session.get_one(Person, self.ids[who])
            seen = db.session.scalar(
                select(Note.id).where(Note.id == self.note_id, visible_to(person))
            )
            assert (seen is not None) == self.world.sees(who), (who, self.world)
            if seen is not None:
                keys = {one.key for one in readable_sections(get_note(note.id, person), person)}
                in_person = bool(self.world.ties(who) & IN_PERSON)
                assert ("undisclosed" in keys) == in_person, (who, self.world)

    def teardown(self) -> None:
        """Nothing was lost on the way: every version, step and journal entry is there."""
        if not self.world.versions:
            return
        with self.moment():
            versions = db.session.scalars(
                select(NoteVersion)
                .where(NoteVersion.note_id == self.note_id)
                .order_by(NoteVersion.number)
            ).all()
            assert [dict(one.parts) for one in versions] == self.world.versions
            steps = db.session.scalars(
                select(NoteStep).where(NoteStep.note_id == self.note_id).order_by(NoteStep.id)
            ).all()
            taken = [(one.step, one.from_state, one.to_state) for one in steps]
            assert taken == self.world.steps
            for name in {step for step, _from, _to in taken}:
                noted = db.session.scalar(
                    select(func.count(JournalEntry.id)).where(
                        JournalEntry.object_kind == "note",
                        JournalEntry.object_id == self.note_id,
                        JournalEntry.action == f"note.{name}",
                    )
                )
                assert noted == sum(step == name for step, _from, _to in taken)
            self._agreement_can_be_read(list(versions), list(steps))
            rows = db.session.scalars(select(NoteDraft).where(NoteDraft.item_id == self.item_id))
            kept = {
                row.person_id: [one for text in row.typed.values() for one in text] for row in rows
            }
            assert kept == {self.ids[who]: [text] for who, text in self.world.typed.items()}

    def _agreement_can_be_read(self, versions: list[NoteVersion], steps: list[NoteStep]) -> None:
        agreements = [one for one in steps if one.step in AGREEING]
        if not agreements:
            assert self.world.agreed_words is None
            return
        agreed = of_version(versions[agreements[-1].version_number - 1])
        assert {key: agreed.parts.get(key, "") for key in COVERED} == self.world.agreed_words
        if self.world.state in ALIGNED:
            now = self.world.versions[-1]
            assert {key: now.get(key, "") for key in COVERED} == self.world.agreed_words
