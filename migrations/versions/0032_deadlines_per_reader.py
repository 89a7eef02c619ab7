"""what a calendar said of a deadline is kept per reader"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

OF_PERSON = ["person_id", "meeting_id", "kind"]
PK = "pk_deadline_revision"


def upgrade() -> None:
    """Make the change: what was kept is of a person's own calendar."""
    with op.batch_alter_table("deadline_revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reader_id", sa.Integer(), nullable=True))
    op.execute("UPDATE deadline_revision SET reader_id = person_id")
    with op.batch_alter_table("deadline_revision", schema=None) as batch_op:
        batch_op.alter_column("reader_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_constraint(batch_op.f(PK), type_="primary")
        batch_op.create_primary_key(batch_op.f(PK), ["reader_id", *OF_PERSON])
        batch_op.create_foreign_key(
            batch_op.f("fk_deadline_revision_reader_id_person"), "person", ["reader_id"], ["id"]
        )


def downgrade() -> None:
    """Undo the change: what calendars of others said is theirs to remember."""
    op.execute("DELETE FROM deadline_revision WHERE reader_id <> person_id")
    with op.batch_alter_table("deadline_revision", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_deadline_revision_reader_id_person"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f(PK), type_="primary")
        batch_op.create_primary_key(batch_op.f(PK), OF_PERSON)
        batch_op.drop_column("reader_id")
