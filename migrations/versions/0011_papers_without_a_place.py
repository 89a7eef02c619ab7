"""papers without a place"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; the papers that are there all have their place."""
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("unplaced", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_paper_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_paper_replaces_id_paper"), "paper", ["replaces_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_paper_placed"), "item_id IS NULL OR NOT unplaced"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_paper_not_own_successor"), "replaces_id <> id"
        )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.alter_column("unplaced", server_default=None)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_paper_not_own_successor"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_paper_placed"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_paper_replaces_id_paper"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_paper_replaces_id"))
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("unplaced")
