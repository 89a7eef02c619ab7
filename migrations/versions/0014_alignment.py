"""alignment: advice, team leader, discussing, recorded agreement, mandate"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = ("concept", "advice", "with_alderman", "aligned", "locked", "finished")
MORE_STATES = ("concept", "advice", "team_lead", "with_alderman", "discuss", *STATES[3:])
STANCES = ("agree", "agree_if", "oppose", "abstain", "listen")
#: (table, column, constraint) that name a state.
OF_STATE = (
    ("note", "state", "ck_note_state"),
    ("note_step", "from_state", "ck_note_step_from_state"),
    ("note_step", "to_state", "ck_note_step_to_state"),
)
PERSON = "INTEGER CONSTRAINT fk_{table}_{column}_person REFERENCES person (id)"
OPEN = sa.text("given_at IS NULL AND withdrawn_at IS NULL")


def _in(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _allow(states: tuple[str, ...]) -> None:
    for table, column, name in OF_STATE:
        with op.batch_alter_table(table, schema=None) as batch:
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), _in(column, states))


def _add(table: str, column: str, kind: str) -> None:
    """Add a column by plain SQL: a table made anew would lose the triggers that guard it."""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} " + kind.format(table=table, column=column)
    )


def upgrade() -> None:
    """Make the change."""
    _allow(MORE_STATES)
    moment = "TIMESTAMP WITH TIME ZONE"
    if op.get_bind().dialect.name == "sqlite":
        moment = "DATETIME"
    stances = _in("mandate_stance", STANCES)
    _add(
        "note_version",
        "mandate_stance",
        f"VARCHAR(20) CONSTRAINT ck_note_version_mandate_stance CHECK ({stances})",
    )
    _add("note_version", "shared", "JSON DEFAULT '[]' NOT NULL")
    how = _in("how", ("own", "told", "staff_meeting"))
    _add(
        "note_step",
        "how",
        f"VARCHAR(20) DEFAULT 'own' NOT NULL CONSTRAINT ck_note_step_how CHECK ({how})",
    )
    _add("note_step", "said_at", moment)
    _add("note_step", "words", "TEXT DEFAULT '' NOT NULL")
    _add("note_step", "confirmed_at", moment)
    _add("note_step", "confirmed_by_id", PERSON)
    _add("remark", "acknowledge", "BOOLEAN DEFAULT false NOT NULL")
    _add("remark", "acknowledged_at", moment)
    _add("remark", "acknowledged_by_id", PERSON)
    _add("partnership", "asks_team_lead", "BOOLEAN DEFAULT false NOT NULL")
    # agreements that a secretary recorded before this are what they were: said, and not confirmed
    op.execute(
        "UPDATE note_step SET how = 'told' WHERE step = 'agree' AND on_behalf_of_id IS NOT NULL"
    )
    with op.batch_alter_table("advice", schema=None) as batch:
        batch.drop_constraint(op.f("uq_advice_note_id_adviser_id"), type_="unique")
        batch.add_column(
            sa.Column("field", sa.String(length=20), nullable=False, server_default="other")
        )
        batch.add_column(sa.Column("question", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("given_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(
            op.f("fk_advice_given_by_id_person"), "person", ["given_by_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_advice_field"), _in("field", ("finance", "legal", "communication", "other"))
        )
        batch.create_check_constraint(
            op.f("ck_advice_given_has_kind"), "(given_at IS NULL) = (kind IS NULL)"
        )
        batch.create_check_constraint(
            op.f("ck_advice_not_both"), "given_at IS NULL OR withdrawn_at IS NULL"
        )
        batch.create_index(batch.f("ix_advice_note_id"), ["note_id"], unique=False)
        batch.create_index(
            "ix_advice_open",
            ["note_id", "adviser_id"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    op.execute("UPDATE advice SET given_by_id = adviser_id WHERE given_at IS NOT NULL")
    op.create_table(
        "mandate_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("giver", sa.String(length=20), nullable=False),
        sa.Column("stance", sa.String(length=20), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            _in("giver", ("alderman", "executive", "council")), name=op.f("ck_mandate_grant_giver")
        ),
        sa.CheckConstraint(_in("stance", STANCES), name=op.f("ck_mandate_grant_stance")),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_mandate_grant_note_id_note")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_mandate_grant_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_grant")),
    )
    with op.batch_alter_table("mandate_grant", schema=None) as batch:
        batch.create_index(batch.f("ix_mandate_grant_note_id"), ["note_id"], unique=False)


def downgrade() -> None:
    """Take it back; notes in a state that will not exist go to the one before it."""
    op.drop_table("mandate_grant")
    with op.batch_alter_table("advice", schema=None) as batch:
        batch.drop_index("ix_advice_open")
        batch.drop_index(batch.f("ix_advice_note_id"))
        for name in ("not_both", "given_has_kind", "field"):
            batch.drop_constraint(op.f(f"ck_advice_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_advice_given_by_id_person"), type_="foreignkey")
        for column in ("withdrawn_at", "given_by_id", "question", "field"):
            batch.drop_column(column)
    # one row per adviser: the last that was asked
    op.execute(
        "DELETE FROM advice WHERE id NOT IN (SELECT max(id) FROM advice GROUP BY note_id, adviser_id)"
    )
    with op.batch_alter_table("advice", schema=None) as batch:
        batch.create_unique_constraint(
            op.f("uq_advice_note_id_adviser_id"), ["note_id", "adviser_id"]
        )
    for table, columns in (
        ("partnership", ("asks_team_lead",)),
        ("remark", ("acknowledged_by_id", "acknowledged_at", "acknowledge")),
        ("note_step", ("confirmed_by_id", "confirmed_at", "words", "said_at", "how")),
        ("note_version", ("shared", "mandate_stance")),
    ):
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for new, old in (("team_lead", "concept"), ("discuss", "with_alderman")):
        for table, column, _name in OF_STATE:
            op.execute(f"UPDATE {table} SET {column} = '{old}' WHERE {column} = '{new}'")
    _allow(STATES)

