"""sendings and print batches"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "print_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'ready') = (file_id IS NOT NULL)", name=op.f("ck_print_batch_ready_has_file")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'building', 'ready', 'failed', 'cancelled')",
            name=op.f("ck_print_batch_state"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_print_batch_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["person.id"], name=op.f("fk_print_batch_requested_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_batch")),
    )
    with op.batch_alter_table("print_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_print_batch_requested_by_id"), ["requested_by_id"], unique=False
        )

    op.create_table(
        "pack_sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["pack.id"], name=op.f("fk_pack_sending_pack_id_pack")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["person.id"], name=op.f("fk_pack_sending_sent_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_sending")),
    )
    with op.batch_alter_table("pack_sending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pack_sending_pack_id"), ["pack_id"], unique=False)

    op.create_table(
        "print_batch_line",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.CheckConstraint("copies BETWEEN 1 AND 20", name=op.f("ck_print_batch_line_copies")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["print_batch.id"], name=op.f("fk_print_batch_line_batch_id_print_batch")
        ),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["pack.id"], name=op.f("fk_print_batch_line_pack_id_pack")
        ),
        sa.PrimaryKeyConstraint("batch_id", "pack_id", name=op.f("pk_print_batch_line")),
    )
    with op.batch_alter_table("print_batch_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_batch_line_pack_id"), ["pack_id"], unique=False)



def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("print_batch_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_print_batch_line_pack_id"))

    op.drop_table("print_batch_line")
    with op.batch_alter_table("pack_sending", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pack_sending_pack_id"))

    op.drop_table("pack_sending")
    with op.batch_alter_table("print_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_print_batch_requested_by_id"))

    op.drop_table("print_batch")
