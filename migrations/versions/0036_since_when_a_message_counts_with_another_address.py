"""since when a message counts with another address"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; of what counts already it is not known since when."""
    with op.batch_alter_table("invitation_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("invitation_message", schema=None) as batch_op:
        batch_op.drop_column("joined_at")
