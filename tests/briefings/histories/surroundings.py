"""What changes around a note: who stands in or is away, the portfolio, the agenda, and time."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.people.models import Absence, Person, Substitution
from tests.briefings.histories.beginning import Beginning
from tests.factories import make_substitution


class Surroundings(Beginning):
    """People and agendas change while a note is on its way."""

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
