"""search: entries with their words, and the text of received files"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: FTS5 keeps its index beside the entries, by triggers: nobody can forget it.
SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_entry', "
    "content_rowid='id', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_.'\")",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN "
    "INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN "
    "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); "
    "END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN "
    "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
)
POSTGRESQL = ("CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)",)


def upgrade() -> None:
    """Make the tables and the index of the engine; the first entries come with a job."""
    text_of_words = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
    op.create_table(
        "file_text",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("readable", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_file_text_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_file_text")),
    )
    op.create_table(
        "search_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("known_as", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", text_of_words, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint(
            "kind", "object_id", "part", name=op.f("uq_search_entry_kind_object_id_part")
        ),
    )
    op.create_index(
        op.f("ix_search_entry_partnership_id"), "search_entry", ["partnership_id"], unique=False
    )
    engine = op.get_bind().dialect.name
    for statement in SQLITE if engine == "sqlite" else POSTGRESQL:
        op.execute(statement)
    _ask_for_entries()


def _ask_for_entries() -> None:
    """Where there is something already, the worker makes the index at its next start."""
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT count(*) FROM partnership")):
        connection.execute(
            sa.text(
                "INSERT INTO job (name, key, ids, state, again, attempts, asked_at, run_after, "
                "fault) VALUES ('search.rebuild', 'search.rebuild', '{}', 'waiting', :no, 0, "
                "CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, '')"
            ),
            {"no": False},
        )


def downgrade() -> None:
    """Remove them: everything in them can be made again."""
    op.execute("DELETE FROM job WHERE name LIKE 'search.%'")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.drop_table("search_entry")
    op.drop_table("file_text")
