"""which address sends for an organiser, apart from which are of one"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

#: Of an address that was never an organiser itself somebody said that it sends for one.
SENDS = """
UPDATE same_organiser SET sends_for = true
WHERE EXISTS (
    SELECT 1 FROM invitation_message
    WHERE sent_by = same_organiser.address AND organiser = same_organiser.same_as
) AND NOT EXISTS (
    SELECT 1 FROM invitation_message WHERE organiser = same_organiser.address
)
"""
SAID_TWICE = """
DELETE FROM same_organiser
WHERE sends_for AND EXISTS (
    SELECT 1 FROM same_organiser AS other
    WHERE other.address = same_organiser.address AND other.same_as = same_organiser.same_as
    AND NOT other.sends_for
)
"""


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("same_organiser", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("sends_for", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.drop_constraint(batch_op.f("uq_same_organiser_address_same_as"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_same_organiser_address_same_as_sends_for"),
            ["address", "same_as", "sends_for"],
        )
    op.execute(SENDS)
    with op.batch_alter_table("same_organiser", schema=None) as batch_op:
        batch_op.alter_column("sends_for", server_default=None)


def downgrade() -> None:
    """Take it back."""
    op.execute(SAID_TWICE)
    with op.batch_alter_table("same_organiser", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_same_organiser_address_same_as_sends_for"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_same_organiser_address_same_as"), ["address", "same_as"]
        )
        batch_op.drop_column("sends_for")
