"""acting for somebody"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: (table, column) that names a person. Added by plain SQL, which both engines know: a table that is
#: made anew (batch) would lose the triggers that keep the journal append-only.
COLUMNS = (
    ("journal_entry", "in_place_of_id"),
    ("note_step", "on_behalf_of_id"),
    ("remark", "in_place_of_id"),
    ("remark", "on_behalf_of_id"),
)


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "serving",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secretary_id", sa.Integer(), nullable=False),
        sa.Column("alderman_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("secretary_id <> alderman_id", name=op.f("ck_serving_not_self")),
        sa.ForeignKeyConstraint(
            ["alderman_id"], ["person.id"], name=op.f("fk_serving_alderman_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["secretary_id"], ["person.id"], name=op.f("fk_serving_secretary_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serving")),
    )
    with op.batch_alter_table("serving", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_serving_alderman_id"), ["alderman_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_serving_secretary_id"), ["secretary_id"], unique=False)
    for table, column in COLUMNS:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER "
            f"CONSTRAINT fk_{table}_{column}_person REFERENCES person (id)"
        )
    # so far who stood in was written where an instruction belongs; only steps of notes knew it
    _rewrite_journal(
        "UPDATE journal_entry SET in_place_of_id = on_behalf_of_id, on_behalf_of_id = NULL "
        "WHERE object_kind = 'note' AND on_behalf_of_id IS NOT NULL"
    )


def downgrade() -> None:
    """Take it back."""
    _rewrite_journal(
        "UPDATE journal_entry SET on_behalf_of_id = in_place_of_id WHERE in_place_of_id IS NOT NULL"
    )
    for table, column in COLUMNS:
        if table == "note_step":  # made anew since: SQLite cannot drop it from the table as it is
            with op.batch_alter_table(table, schema=None) as batch_op:
                batch_op.drop_column(column)
        else:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    with op.batch_alter_table("serving", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_serving_secretary_id"))
        batch_op.drop_index(batch_op.f("ix_serving_alderman_id"))
    op.drop_table("serving")


def _rewrite_journal(statement: str) -> None:
    """Correct what the journal says of whom, with its guard away for this one statement."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_entry_no_update")
        op.execute(statement)
        op.execute(
            "CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry "
            "BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END"
        )
        return
    op.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_no_update")
    op.execute(statement)
    op.execute("ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_no_update")
