"""rules by which an invitation finds its body"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "invitation_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("sender_name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("learned", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("followed", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "sender <> '' OR sender_name <> '' OR title <> '' OR place <> ''",
            name=op.f("ck_invitation_rule_conditions"),
        ),
        sa.CheckConstraint(
            "(body_id IS NULL) <> (partnership_id IS NULL)", name=op.f("ck_invitation_rule_either")
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_invitation_rule_body_id_body")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_invitation_rule_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_invitation_rule_partnership_id_partnership"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_rule")),
    )
    with op.batch_alter_table("invitation_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_rule_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitation_rule_partnership_id"), ["partnership_id"], unique=False
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("invitation_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_rule_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_rule_body_id"))

    op.drop_table("invitation_rule")
