"""which file taught a rule that guesses"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; of rules until now that is not known."""
    with op.batch_alter_table("invitation_rule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invitation_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_invitation_rule_invitation_id"), ["invitation_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_rule_invitation_id_received_invitation"),
            "received_invitation",
            ["invitation_id"],
            ["id"],
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("invitation_rule", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_invitation_rule_invitation_id_received_invitation"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_invitation_rule_invitation_id"))
        batch_op.drop_column("invitation_id")
