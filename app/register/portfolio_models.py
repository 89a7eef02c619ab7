"""Tables of portfolios: what belongs to which alderman or mayor, and which officer carries it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, Valid, Versioned
from app.people.models import Person
from app.register.models import Partnership, PolicyArea


def subject_name(area: PolicyArea | None, partnership: Partnership | None) -> str:
    """What a subject is called: exactly one of the two is there."""
    return area.name if area else partnership.name if partnership else ""


class Portfolio(Versioned, Base):
    """A portfolio of the executive: policy areas and partnerships under one portfolio holder."""

    __tablename__ = "portfolio"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    holders: Mapped[list[PortfolioHolder]] = relationship(
        back_populates="portfolio", order_by="PortfolioHolder.valid_from.nulls_first()"
    )
    subjects: Mapped[list[PortfolioSubject]] = relationship(back_populates="portfolio")


class PortfolioHolder(Valid, Base):
    """Who holds a portfolio, and when."""

    __tablename__ = "portfolio_holder"

    id: Mapped[int] = mapped_column(primary_key=True)
    portfolio_id: Mapped[int] = mapped_column(ForeignKey("portfolio.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    portfolio: Mapped[Portfolio] = relationship(back_populates="holders")
    person: Mapped[Person] = relationship()


class PortfolioSubject(Valid, Base):
    """That a policy area or a partnership belongs to a portfolio, and when."""

    __tablename__ = "portfolio_subject"
    __table_args__ = (
        CheckConstraint("(policy_area_id IS NULL) <> (partnership_id IS NULL)", name="either"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    portfolio_id: Mapped[int] = mapped_column(ForeignKey("portfolio.id"), index=True)
    policy_area_id: Mapped[int | None] = mapped_column(ForeignKey("policy_area.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    portfolio: Mapped[Portfolio] = relationship(back_populates="subjects")
    policy_area: Mapped[PolicyArea | None] = relationship()
    partnership: Mapped[Partnership | None] = relationship()

    @property
    def name(self) -> str:
        """The policy area or the partnership, by name."""
        return subject_name(self.policy_area, self.partnership)


class OfficerSubject(Valid, Base):
    """That an officer carries a policy area or a partnership, and when."""

    __tablename__ = "officer_subject"
    __table_args__ = (
        CheckConstraint("(policy_area_id IS NULL) <> (partnership_id IS NULL)", name="either"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    policy_area_id: Mapped[int | None] = mapped_column(ForeignKey("policy_area.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    person: Mapped[Person] = relationship()
    policy_area: Mapped[PolicyArea | None] = relationship()
    partnership: Mapped[Partnership | None] = relationship()

    @property
    def name(self) -> str:
        """The policy area or the partnership, by name."""
        return subject_name(self.policy_area, self.partnership)
