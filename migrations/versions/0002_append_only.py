"""journal entries and note versions can be added, never rewritten"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: (table, deed that is refused)
REFUSED = (("journal_entry", "UPDATE"), ("journal_entry", "DELETE"), ("note_version", "UPDATE"))


def upgrade() -> None:
    """Refuse the deeds in the database itself."""
    if op.get_bind().dialect.name == "sqlite":
        for table, deed in REFUSED:
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table, deed in REFUSED:
        op.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()"
        )


def downgrade() -> None:
    """Allow them again."""
    on_table = op.get_bind().dialect.name != "sqlite"
    for table, deed in REFUSED:
        op.execute(
            f"DROP TRIGGER {table}_no_{deed.lower()}" + (f" ON {table}" if on_table else "")
        )
    if on_table:
        op.execute("DROP FUNCTION refuse_rewriting()")
