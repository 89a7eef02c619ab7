"""who sent an invitation, where that is another address than the organiser's"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; of what came before nobody kept who sent it."""
    with op.batch_alter_table("invitation_message", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("sent_by", sa.String(length=320), nullable=False, server_default="")
        )
    with op.batch_alter_table("invitation_message", schema=None) as batch_op:
        batch_op.alter_column("sent_by", existing_type=sa.String(length=320), server_default=None)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("invitation_message", schema=None) as batch_op:
        batch_op.drop_column("sent_by")
