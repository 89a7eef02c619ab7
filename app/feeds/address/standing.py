"""Whose an address is and whether it runs, by one statement; and what is known that it gives."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import NamedTuple, TypeVar

from sqlalchemy import bindparam, select

from app.core import clock
from app.core.changes import ChangeMark
from app.core.database import db
from app.core.recorder import THROTTLE
from app.feeds.address.keeping import MOST_ROOTS, Place
from app.feeds.models import Subscription
from app.people.models import Person

#: How long a revoked address gives an empty calendar: programs that ask seldom must see it once.
EMPTY_FOR = timedelta(days=30)
#: Of so many addresses each process knows what it gives.
KNOWN_ADDRESSES = 4096

Key = TypeVar("Key")
Value = TypeVar("Value")

_STANDING = (
    select(
        Subscription.id,
        Subscription.person_id,
        Subscription.revoked_at,
        Person.active,
        select(ChangeMark.number).scalar_subquery(),
    )
    .join(Person, Person.id == Subscription.person_id)
    .where(Subscription.token_hash == bindparam("token_hash"))
)


class Standing(NamedTuple):
    """What one statement tells of an address; what is read afterwards is at least as new."""

    subscription_id: int
    person_id: int
    revoked_at: datetime | None
    active: bool
    mark: int | None

    @property
    def runs(self) -> bool:
        """Whether it gives meetings."""
        return self.active and self.revoked_at is None

    @property
    def is_over(self) -> bool:
        """Whether it was revoked so long ago that every program knows."""
        return self.revoked_at is not None and clock.now() - self.revoked_at > EMPTY_FOR


@dataclass(frozen=True)
class Given:
    """What an address gives as long as nothing changes anywhere, and the day does not."""

    standing: Standing
    day: date
    digest: str
    modified: int | None


def find_standing(token_hash: str) -> Standing | None:
    """Whose address it is, whether it runs, and the change mark: one statement."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql" and not connection.in_transaction():
            # one statement is a transaction by itself: its begin and end are two journeys less
            connection.execution_options(isolation_level="AUTOCOMMIT")
        row = connection.execute(_STANDING, {"token_hash": token_hash}).first()
    return Standing(*row) if row is not None else None


class Known:
    """What each address gives by each root; of one address no more roots than are kept."""

    def __init__(self) -> None:
        self._given: OrderedDict[str, dict[str, Given]] = OrderedDict()
        self._noted: OrderedDict[str, datetime] = OrderedDict()
        self._lock = Lock()

    def find(self, place: Place) -> Given | None:
        """What was last remembered of an address that is asked by a root."""
        return self._given.get(place.token_hash, {}).get(place.root_hash)

    def remember(self, place: Place, given: Given) -> None:
        """Remember what an address gives, and forget what was remembered longest ago."""
        token_hash, root_hash = place
        with self._lock:
            others = self._given.get(token_hash, {}).items()
            latest = [one for one in others if one[0] != root_hash][-MOST_ROOTS + 1 :]
            _put_last(self._given, token_hash, dict([*latest, (root_hash, given)]))

    def is_to_be_noted(self, token_hash: str) -> bool:
        """Whether this reading is worth a look at when the last one was: not every poll is."""
        last, now = self._noted.get(token_hash), clock.now()
        if last is not None and now - last < THROTTLE:
            return False
        with self._lock:
            _put_last(self._noted, token_hash, now)
        return True


def _put_last(found: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    found[key] = value
    found.move_to_end(key)
    while len(found) > KNOWN_ADDRESSES:
        found.popitem(last=False)
