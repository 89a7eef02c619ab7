"""Tables of the register: partnerships with their participants, status, reasons and areas."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, Valid, Versioned


class OrganisationKind(StrEnum):
    """What kind of organisation a participant is."""

    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    OTHER = "other"


class Nature(StrEnum):
    """Legal nature of a partnership: public law (Wgr and the like) or private law."""

    PUBLIC = "public"
    PRIVATE = "private"


class WorkingLevel(StrEnum):
    """At what the partnership works together (samenwerkingsniveau): never just "level"."""

    BOARD = "board"
    POLICY = "policy"
    EXECUTION = "execution"


class Obligation(StrEnum):
    """Whether taking part is a duty: by law, by force of circumstances, or by choice."""

    MANDATORY = "mandatory"
    PARTLY = "partly"
    NECESSARY = "necessary"
    VOLUNTARY = "voluntary"


class Status(StrEnum):
    """Where a partnership stands in its life."""

    PREPARING = "preparing"
    ACTIVE = "active"
    ENDING = "ending"
    ENDED = "ended"


class ReasonKind(StrEnum):
    """Why a municipality takes part; the first four are the strategy paper's own."""

    CHEAPER = "cheaper"
    TOO_HEAVY = "too_heavy"
    EXCHANGE = "exchange"
    GEOGRAPHY = "geography"
    LEGAL_DUTY = "legal_duty"


def one_of(column: str, kinds: type[StrEnum]) -> CheckConstraint:
    """A constraint that a column holds one of these words."""
    words = ", ".join(f"'{kind.value}'" for kind in kinds)
    return CheckConstraint(f"{column} IN ({words})", name=column)


class Organisation(Valid, Versioned, Base):
    """A municipality, province or other body that can take part; ends by merging or closing."""

    __tablename__ = "organisation"
    __table_args__ = (one_of("kind", OrganisationKind),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    #: True for the municipality whose register this is (exactly one row).
    ours: Mapped[bool] = mapped_column(default=False)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    successor: Mapped[Organisation | None] = relationship(remote_side=id)


class OrganisationGroup(Versioned, Base):
    """A group that takes part as one word ("alle Groninger gemeenten") and resolves to members."""

    __tablename__ = "organisation_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    #: False where the members are not all listed: the group then resolves to what is known.
    complete: Mapped[bool] = mapped_column(default=True)
    memberships: Mapped[list[GroupMembership]] = relationship(
        back_populates="group", cascade="all, delete-orphan"
    )


class GroupMembership(Valid, Base):
    """That an organisation belongs to a group, and when."""

    __tablename__ = "group_membership"
    __table_args__ = (UniqueConstraint("group_id", "organisation_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("organisation_group.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    group: Mapped[OrganisationGroup] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()


class PolicyArea(Versioned, Base):
    """A policy area (beleidsterrein)."""

    __tablename__ = "policy_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    #: False once the area is no longer used for new entries.
    in_use: Mapped[bool] = mapped_column(default=True)


class Partnership(Versioned, Base):
    """A partnership that others run and in which we take part."""

    __tablename__ = "partnership"
    __table_args__ = (
        one_of("nature", Nature),
        one_of("obligation", Obligation),
        CheckConstraint("parent_id <> id", name="not_own_parent"),
        CheckConstraint("note_lead_days BETWEEN 0 AND 60", name="note_lead_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    abbreviation: Mapped[str] = mapped_column(String(40), default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    nature: Mapped[str | None] = mapped_column(String(20))
    #: Legal or working form in words: gemeenschappelijke regeling, netwerk, overleg …
    form: Mapped[str] = mapped_column(String(120), default="")
    obligation: Mapped[str | None] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    #: How the sub-regional alignment works, beside who is in it.
    alignment_description: Mapped[str] = mapped_column(Text, default="")
    goal: Mapped[str] = mapped_column(Text, default="")
    ambition: Mapped[str] = mapped_column(Text, default="")
    strategy: Mapped[str] = mapped_column(Text, default="")
    exit_terms: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[str] = mapped_column(Text, default="")
    #: Doubtful readings and inferences from the source, to be confirmed by somebody who knows.
    to_confirm: Mapped[str] = mapped_column(Text, default="")
    #: Names of the facts that were inferred, not read: the page marks them "te bevestigen".
    unconfirmed: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Working days before a meeting by which a note is with the portfolio holder.
    note_lead_days: Mapped[int] = mapped_column(default=6)
    #: A note goes past the officer's team leader before the portfolio holder sees it.
    asks_team_lead: Mapped[bool] = mapped_column(default=False)
    #: The other leads of its chain that differ from the defaults, by step (app.register.chain).
    chain: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)

    parent: Mapped[Partnership | None] = relationship(remote_side=id, back_populates="children")
    children: Mapped[list[Partnership]] = relationship(
        back_populates="parent", order_by="Partnership.name"
    )
    areas: Mapped[list[PolicyArea]] = relationship(
        secondary="partnership_area", order_by="PolicyArea.name"
    )
    working_levels: Mapped[list[PartnershipWorkingLevel]] = relationship(
        cascade="all, delete-orphan", order_by="PartnershipWorkingLevel.working_level"
    )
    reasons: Mapped[list[PartnershipReason]] = relationship(
        cascade="all, delete-orphan", order_by="PartnershipReason.reason"
    )
    statuses: Mapped[list[PartnershipStatus]] = relationship(
        cascade="all, delete-orphan", order_by="PartnershipStatus.valid_from.nulls_first()"
    )
    participations: Mapped[list[Participation]] = relationship(
        back_populates="partnership", cascade="all, delete-orphan"
    )
    own_participations: Mapped[list[OwnParticipation]] = relationship(
        cascade="all, delete-orphan", order_by="OwnParticipation.valid_from.nulls_first()"
    )
    alignment: Mapped[list[AlignmentMember]] = relationship(cascade="all, delete-orphan")


class PartnershipArea(Base):
    """That a partnership works in a policy area."""

    __tablename__ = "partnership_area"

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), primary_key=True)
    policy_area_id: Mapped[int] = mapped_column(
        ForeignKey("policy_area.id"), primary_key=True, index=True
    )


class PartnershipWorkingLevel(Base):
    """One of the levels at which a partnership works."""

    __tablename__ = "partnership_working_level"
    __table_args__ = (one_of("working_level", WorkingLevel),)

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), primary_key=True)
    working_level: Mapped[str] = mapped_column(String(20), primary_key=True)


class PartnershipReason(Base):
    """One reason why we take part, with an explanation where it helps."""

    __tablename__ = "partnership_reason"
    __table_args__ = (one_of("reason", ReasonKind),)

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    explanation: Mapped[str] = mapped_column(Text, default="")


class PartnershipStatus(Valid, Base):
    """The status of a partnership during a time."""

    __tablename__ = "partnership_status"
    __table_args__ = (one_of("status", Status),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))


class Participation(Valid, Versioned, Base):
    """That an organisation, or a group as a whole, takes part in a partnership, and when."""

    __tablename__ = "participation"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (group_id IS NULL)", name="either"),
        CheckConstraint("votes IS NULL OR votes >= 0", name="votes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("organisation_group.id"), index=True)
    votes: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    partnership: Mapped[Partnership] = relationship(back_populates="participations")
    organisation: Mapped[Organisation | None] = relationship()
    group: Mapped[OrganisationGroup | None] = relationship()


class OwnParticipation(Valid, Versioned, Base):
    """That our own municipality takes part: a fact of its own, often absent from the list."""

    __tablename__ = "own_participation"

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    votes: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="")


class AlignmentMember(Valid, Base):
    """A participant of the sub-regional alignment layer: always one of the participants."""

    __tablename__ = "alignment_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    organisation: Mapped[Organisation] = relationship()
