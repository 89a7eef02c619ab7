"""The table of rules: which invitations belong to which body or partnership."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.invitations.guessing.rules import Conditions, Rule
from app.meetings.models import Body
from app.people.models import Person
from app.register.models import Partnership


class InvitationRule(Versioned, Base):
    """Invitations for which all conditions hold belong to this body, or to this partnership.

    Every secretary sees it, so no condition holds words of a meeting that only a circle may know.
    """

    __tablename__ = "invitation_rule"
    __table_args__ = (
        CheckConstraint("(body_id IS NULL) <> (partnership_id IS NULL)", name="either"),
        CheckConstraint(
            "sender <> '' OR sender_name <> '' OR title <> '' OR place <> ''", name="conditions"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: An address or a domain, in small letters.
    sender: Mapped[str] = mapped_column(String(254), default="")
    sender_name: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    #: Made by itself, because a person chose a body for an invitation.
    learned: Mapped[bool] = mapped_column(default=False)
    #: The received file about which somebody chose so, last.
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("received_invitation.id"), index=True
    )
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: How often it was followed, and how often a person chose otherwise.
    followed: Mapped[int] = mapped_column(default=0)
    corrected: Mapped[int] = mapped_column(default=0)
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    body: Mapped[Body | None] = relationship()
    partnership: Mapped[Partnership | None] = relationship()
    made_by: Mapped[Person | None] = relationship()

    @property
    def when(self) -> Conditions:
        """Its conditions."""
        return Conditions(self.sender, self.sender_name, self.title, self.place)

    @property
    def meant(self) -> Partnership:
        """The partnership that it points at, by itself or by its body."""
        found = self.body.partnership if self.body is not None else self.partnership
        assert found is not None, "the table keeps one of both"
        return found

    def as_rule(self) -> Rule:
        """What guessing needs of it."""
        return Rule(self.id, self.when, self.meant.id, self.body_id)
