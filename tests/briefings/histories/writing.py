"""Writing: words that are typed and saved, the stance, and who write along."""

from __future__ import annotations

import uuid

from hypothesis import strategies as st
from hypothesis.stateful import rule

from app.briefings import actions
from app.briefings.content import Content
from app.briefings.drafts import actions as drafts
from app.briefings.drafts.typed import Sent
from app.briefings.models import Note
from app.briefings.queries import notes_for_items
from app.core.database import db
from app.core.errors import NotAllowed
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from tests.briefings.histories.beginning import Beginning
from tests.briefings.histories.model import CANARY, COVERED, OFFERED, PARTS, people


class Writing(Beginning):
    """Writers write; others try."""

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
