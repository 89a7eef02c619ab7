"""who asks for a pack that is there already gets that one"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "pack_asker",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_pack_asker_pack_id_pack")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pack_asker_person_id_person")
        ),
        sa.PrimaryKeyConstraint("pack_id", "person_id", name=op.f("pk_pack_asker")),
    )
    with op.batch_alter_table("pack_asker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pack_asker_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Undo the change: the pack stays with its reader and with who had it made."""
    with op.batch_alter_table("pack_asker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pack_asker_person_id"))
    op.drop_table("pack_asker")
