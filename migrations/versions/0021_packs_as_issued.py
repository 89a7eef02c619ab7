"""packs as issued"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

FILLED = (
    ("choice", sa.String(length=64), ""),
    ("watermark", sa.Boolean(), sa.false()),
    ("right_hand", sa.Boolean(), sa.false()),
    ("chosen", sa.JSON(), sa.text("'[]'")),
    ("declares", sa.JSON(), sa.text("'[]'")),
)
CHECKS = {
    "occasion": "(meeting_id IS NULL) = (first_day IS NOT NULL)",
    "days": "(first_day IS NULL) = (last_day IS NULL) AND "
    "(first_day IS NULL OR last_day >= first_day)",
    "addendum": "(addendum_id IS NULL) = (addendum_number IS NULL)",
}


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("pack", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("last_day", sa.Date(), nullable=True))
        for name, kind, default in FILLED:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        batch_op.add_column(sa.Column("document_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("addendum_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("addendum_number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("addendum_pages", sa.Integer(), nullable=True))
        batch_op.alter_column("meeting_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.drop_constraint(
            batch_op.f("uq_pack_meeting_id_reader_id_variant_number"), type_="unique"
        )
        batch_op.create_index(batch_op.f("ix_pack_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_pack_first_day_last_day_reader_id_variant_choice_number"),
            ["first_day", "last_day", "reader_id", "variant", "choice", "number"],
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_pack_meeting_id_reader_id_variant_choice_number"),
            ["meeting_id", "reader_id", "variant", "choice", "number"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_pack_addendum_id_stored_file"), "stored_file", ["addendum_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_pack_replaces_id_pack"), "pack", ["replaces_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_pack_document_id_stored_file"), "stored_file", ["document_id"], ["id"]
        )
        for name, condition in CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_pack_{name}"), condition)
    with op.batch_alter_table("pack", schema=None) as batch_op:
        for name, _kind, _default in FILLED:
            batch_op.alter_column(name, server_default=None)
    op.create_table(
        "pack_meeting",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_pack_meeting_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["pack.id"], name=op.f("fk_pack_meeting_pack_id_pack")
        ),
        sa.PrimaryKeyConstraint("pack_id", "meeting_id", name=op.f("pk_pack_meeting")),
    )
    with op.batch_alter_table("pack_meeting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pack_meeting_meeting_id"), ["meeting_id"], unique=False
        )

    op.create_table(
        "pack_part",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("note_version", sa.Integer(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("change", sa.String(length=20), nullable=True),
        sa.Column("left_out", sa.String(length=30), nullable=False),
        sa.Column("obstacles", sa.JSON(), nullable=False),
        sa.CheckConstraint("change IN ('new', 'changed')", name=op.f("ck_pack_part_change")),
        sa.CheckConstraint("kind IN ('page', 'item', 'paper')", name=op.f("ck_pack_part_kind")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_pack_part_note_id_note")),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_pack_part_pack_id_pack")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_pack_part_paper_id_paper")
        ),
        sa.PrimaryKeyConstraint("pack_id", "position", name=op.f("pk_pack_part")),
    )
    op.execute(
        "INSERT INTO pack_meeting (pack_id, meeting_id, position) SELECT id, meeting_id, 1 FROM pack"
    )


def downgrade() -> None:
    """Take it back; packs of a period or of chosen items cannot be kept."""
    op.drop_table("pack_part")
    with op.batch_alter_table("pack_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pack_meeting_meeting_id"))
    op.drop_table("pack_meeting")
    op.execute("UPDATE pack SET replaces_id = NULL")
    op.execute("DELETE FROM pack WHERE meeting_id IS NULL OR choice <> ''")
    with op.batch_alter_table("pack", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(op.f(f"ck_pack_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_pack_document_id_stored_file"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_pack_replaces_id_pack"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_pack_addendum_id_stored_file"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("uq_pack_meeting_id_reader_id_variant_choice_number"), type_="unique"
        )
        batch_op.drop_constraint(
            batch_op.f("uq_pack_first_day_last_day_reader_id_variant_choice_number"), type_="unique"
        )
        batch_op.drop_index(batch_op.f("ix_pack_replaces_id"))
        batch_op.create_unique_constraint(
            batch_op.f("uq_pack_meeting_id_reader_id_variant_number"),
            ["meeting_id", "reader_id", "variant", "number"],
        )
        batch_op.alter_column("meeting_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("addendum_pages")
        batch_op.drop_column("addendum_number")
        batch_op.drop_column("addendum_id")
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("document_id")
        batch_op.drop_column("declares")
        batch_op.drop_column("chosen")
        batch_op.drop_column("right_hand")
        batch_op.drop_column("watermark")
        batch_op.drop_column("choice")
        batch_op.drop_column("last_day")
        batch_op.drop_column("first_day")
