"""reading copies"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OLD = sa.table("paper", sa.column("file_id"))
NEW = sa.table(
    "reading_copy",
    *(sa.column(name) for name in ("original_id", "state", "recipe")),
    sa.column("reasons", sa.JSON()),
    *(sa.column(name) for name in ("accessible", "archivable", "failure")),
)


def upgrade() -> None:
    """Make the change; papers that are here already get theirs from the worker."""
    op.create_table(
        "reading_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("original_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("recipe", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=20), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("archivable", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.String(length=40), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'ready') = (copy_id IS NOT NULL)", name=op.f("ck_reading_copy_ready_has_copy")
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (failure <> '')",
            name=op.f("ck_reading_copy_refused_has_failure"),
        ),
        sa.CheckConstraint(
            "grade IN ('own', 'basic', 'scan', 'none')", name=op.f("ck_reading_copy_grade")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'ready', 'refused')", name=op.f("ck_reading_copy_state")
        ),
        sa.CheckConstraint(
            "(copy_id IS NOT NULL) = (grade IS NOT NULL)",
            name=op.f("ck_reading_copy_copy_has_grade"),
        ),
        sa.CheckConstraint(
            "NOT archivable OR accessible", name=op.f("ck_reading_copy_archivable_is_accessible")
        ),
        sa.ForeignKeyConstraint(
            ["copy_id"], ["stored_file.id"], name=op.f("fk_reading_copy_copy_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["stored_file.id"],
            name=op.f("fk_reading_copy_original_id_stored_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_copy")),
        sa.UniqueConstraint("original_id", name=op.f("uq_reading_copy_original_id")),
    )
    with op.batch_alter_table("reading_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_copy_copy_id"), ["copy_id"], unique=False)

    op.execute(
        NEW.insert().from_select(
            [column.name for column in NEW.c],
            sa.select(
                OLD.c.file_id,
                sa.literal("waiting"),
                sa.literal(0),
                sa.literal([], sa.JSON()),
                sa.false(),
                sa.false(),
                sa.literal(""),
            )
            .select_from(OLD)
            .group_by(OLD.c.file_id),
        )
    )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("reading_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_copy_copy_id"))

    op.drop_table("reading_copy")
    op.execute("DELETE FROM job WHERE name = 'prepare-paper' AND state <> 'done'")
