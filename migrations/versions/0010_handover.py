"""handover"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("giver_id <> receiver_id", name=op.f("ck_handover_not_self")),
        sa.ForeignKeyConstraint(
            ["giver_id"], ["person.id"], name=op.f("fk_handover_giver_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_handover_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["receiver_id"], ["person.id"], name=op.f("fk_handover_receiver_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_giver_id"), ["giver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_receiver_id"), ["receiver_id"], unique=False)
    op.create_table(
        "handed_thing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handed_thing_handover_id_handover")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_thing")),
    )
    with op.batch_alter_table("handed_thing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_handed_thing_handover_id"), ["handover_id"], unique=False
        )
    op.execute(
        "ALTER TABLE note ADD COLUMN handed_to_id INTEGER "
        "CONSTRAINT fk_note_handed_to_id_person REFERENCES person (id)"
    )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("note", schema=None) as batch_op:  # SQLite: made anew since
        batch_op.drop_column("handed_to_id")
    with op.batch_alter_table("handed_thing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handed_thing_handover_id"))
    op.drop_table("handed_thing")
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_receiver_id"))
        batch_op.drop_index(batch_op.f("ix_handover_giver_id"))
    op.drop_table("handover")
