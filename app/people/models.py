"""Tables of people: accounts, roles, who leads, serves or stands in for whom, sessions, links."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime, Valid, Versioned


class Role(StrEnum):
    """What a person comes for; one person may have several."""

    OFFICER = "officer"
    ALDERMAN = "alderman"
    ADVISER = "adviser"
    SECRETARY = "secretary"
    COORDINATOR = "coordinator"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"


class Person(UserMixin, Versioned, Base):
    """An account: somebody of the municipality who can sign in."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    #: What the screen shows behind the name: wethouder, burgemeester, beleidsmedewerker jeugd …
    title: Mapped[str] = mapped_column(String(120), default="")
    password_hash: Mapped[str | None] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(String(2), default="nl")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    #: Read when asked for: few pages need the roles of others. Lists that do load them along.
    roles: Mapped[list[PersonRole]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )

    #: Token of the present session, set when it was found; what Flask-Login keeps in the cookie.
    session_token = ""

    def get_id(self) -> str:
        """What the cookie holds: the session's token, never the person's number."""
        return self.session_token

    @property
    def is_active(self) -> bool:
        """Whether this account may be used."""
        return self.active

    @property
    def role_names(self) -> frozenset[str]:
        """The roles of this person."""
        return frozenset(row.role for row in self.roles)

    def has_role(self, *names: str) -> bool:
        """Whether the person has one of these roles."""
        return not self.role_names.isdisjoint(names)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Person) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)


class PersonRole(Base):
    """One role of one person."""

    __tablename__ = "person_role"
    __table_args__ = (
        CheckConstraint(f"role IN ({', '.join(repr(role.value) for role in Role)})", name="role"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    person: Mapped[Person] = relationship(back_populates="roles")


class TeamLead(Valid, Base):
    """Who leads an officer's team, and when: a relation, not a role."""

    __tablename__ = "team_lead"
    __table_args__ = (CheckConstraint("leader_id <> officer_id", name="not_self"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    leader: Mapped[Person] = relationship(foreign_keys=leader_id)
    officer: Mapped[Person] = relationship(foreign_keys=officer_id)


class Serving(Valid, Base):
    """For which alderman or mayor a secretary works, and when: what they may do on instruction."""

    __tablename__ = "serving"
    __table_args__ = (CheckConstraint("secretary_id <> alderman_id", name="not_self"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    alderman_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    secretary: Mapped[Person] = relationship(foreign_keys=secretary_id)
    alderman: Mapped[Person] = relationship(foreign_keys=alderman_id)


class Absence(Base):
    """Days on which a person is away, both included; never why."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    person: Mapped[Person] = relationship()


class Substitution(Base):
    """Who stands in for a person, from the first to the last day (open-ended without one)."""

    __tablename__ = "substitution"
    __table_args__ = (
        CheckConstraint("substitute_id <> person_id", name="not_self"),
        CheckConstraint("last_day IS NULL OR first_day <= last_day", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    substitute: Mapped[Person] = relationship(foreign_keys=substitute_id)


class SignInSession(Base):
    """A session on the server: ending the row signs out every copy of its cookie for good."""

    __tablename__ = "sign_in_session"
    __table_args__ = QUIET

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class SignInLink(Base):
    """A one-time link by which a person sets a password: an invitation, or a forgotten one."""

    __tablename__ = "sign_in_link"
    __table_args__ = QUIET

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship(foreign_keys=person_id)


class SignInAttempt(Base):
    """A failed sign-in, counted per account and per address to slow guessing down."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_subject_at", "subject", "at"), QUIET)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of "email:…" or "address:…": enough to count, nothing to read.
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Installation(Base):
    """Facts of this installation as a whole (one row)."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    #: True where the sample municipality was loaded: only there may one sign in by picking a role.
    sample: Mapped[bool] = mapped_column(default=False)
