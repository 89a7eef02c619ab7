"""about which file somebody said that addresses are of one organiser"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

SAID = sa.table(
    "same_organiser", *(sa.column(name) for name in ("address", "same_as", "person_id", "said_at"))
)


def upgrade() -> None:
    """Make the change; of what was said before it is not known about which file that was."""
    rows = _taken_away()
    op.create_table(
        "same_organiser",
        sa.Column("id", sa.Integer(), nullable=False),
        *_columns(),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["received_invitation.id"],
            name=op.f("fk_same_organiser_invitation_id_received_invitation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_organiser")),
        sa.UniqueConstraint("address", "same_as", name=op.f("uq_same_organiser_address_same_as")),
    )
    with op.batch_alter_table("same_organiser", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_same_organiser_invitation_id"), ["invitation_id"], unique=False
        )
    _put_back(rows)


def downgrade() -> None:
    """Take it back."""
    rows = _taken_away()
    op.create_table(
        "same_organiser",
        *_columns(),
        sa.PrimaryKeyConstraint("address", "same_as", name=op.f("pk_same_organiser")),
    )
    _put_back(rows)


def _columns() -> list[Any]:
    return [
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("same_as", sa.String(length=320), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_same_organiser_person_id_person")
        ),
    ]


def _taken_away() -> list[dict[str, Any]]:
    """What people said until now, few rows, in the order in which they did."""
    found = op.get_bind().execute(sa.select(SAID).order_by("said_at", "address", "same_as"))
    rows = [dict(row._mapping) for row in found]
    op.drop_table("same_organiser")
    return rows


def _put_back(rows: list[dict[str, Any]]) -> None:
    if rows:
        op.get_bind().execute(sa.insert(SAID), rows)
