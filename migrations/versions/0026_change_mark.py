"""one number that rises with every change, so that calendars know when nothing did"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; the first change after it makes the row."""
    op.create_table(
        "change_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_mark")),
    )


def downgrade() -> None:
    """Undo the change."""
    op.drop_table("change_mark")
