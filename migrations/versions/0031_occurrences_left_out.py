"""occurrences of a series that somebody does not want planned"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; until now nobody could leave any out."""
    with op.batch_alter_table("invitation_thread", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_out", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("invitation_thread", schema=None) as batch_op:
        batch_op.alter_column("left_out", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("invitation_thread", schema=None) as batch_op:
        batch_op.drop_column("left_out")
