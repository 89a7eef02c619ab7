"""deadlines in calendars have revisions of their own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "deadline_revision",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('write', 'decide')", name=op.f("ck_deadline_revision_kind")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_deadline_revision_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_deadline_revision_person_id_person")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "meeting_id", "kind", name=op.f("pk_deadline_revision")
        ),
    )
    with op.batch_alter_table("deadline_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_revision_meeting_id"), ["meeting_id"])


def downgrade() -> None:
    """Undo the change: what calendars said of deadlines is theirs to remember."""
    with op.batch_alter_table("deadline_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_revision_meeting_id"))
    op.drop_table("deadline_revision")
