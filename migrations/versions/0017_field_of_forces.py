"""field of forces"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Positions hang on the item: they are heard before there is a note; a group can have one."""
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.add_column(sa.Column("majority", sa.String(length=20), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_body_majority"),
            "majority IN ('simple', 'two_thirds', 'three_quarters', 'all')",
        )

    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.add_column(sa.Column("item_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("called_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("called_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("call_result", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("before_call", sa.JSON(none_as_null=True), nullable=True))
        batch_op.alter_column("organisation_id", existing_type=sa.INTEGER(), nullable=True)
    op.execute(
        "UPDATE position SET item_id = "
        "(SELECT note.item_id FROM note WHERE note.id = position.note_id)"
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.alter_column("item_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_constraint(batch_op.f("uq_position_note_id_organisation_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_position_note_id_note"), type_="foreignkey")
        batch_op.drop_column("note_id")
        batch_op.create_foreign_key(
            batch_op.f("fk_position_item_id_agenda_item"), "agenda_item", ["item_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_position_group_id_organisation_group"),
            "organisation_group",
            ["group_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_position_called_by_id_person"), "person", ["called_by_id"], ["id"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_position_item_id_organisation_id"), ["item_id", "organisation_id"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_position_item_id_group_id"), ["item_id", "group_id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_position_either"), "(organisation_id IS NULL) <> (group_id IS NULL)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_position_call"), "(called_at IS NULL) = (call_result IS NULL)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_position_call_result"),
            "call_result IN ('supports', 'opposes', 'not_reached')",
        )


def downgrade() -> None:
    """Take it back: what hangs on an item without a note, or on a group, has no place then."""
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note_id", sa.INTEGER(), nullable=True))
    op.execute(
        "UPDATE position SET note_id = "
        "(SELECT note.id FROM note WHERE note.item_id = position.item_id)"
    )
    op.execute("DELETE FROM position WHERE note_id IS NULL OR organisation_id IS NULL")
    with op.batch_alter_table("position", schema=None) as batch_op:
        for name in ("call_result", "call", "either"):
            batch_op.drop_constraint(batch_op.f(f"ck_position_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_position_item_id_organisation_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_position_item_id_group_id"), type_="unique")
        for name in (
            "called_by_id_person",
            "item_id_agenda_item",
            "group_id_organisation_group",
        ):
            batch_op.drop_constraint(batch_op.f(f"fk_position_{name}"), type_="foreignkey")
        for name in (
            "before_call",
            "call_result",
            "called_by_id",
            "called_at",
            "group_id",
            "item_id",
        ):
            batch_op.drop_column(name)
        batch_op.alter_column("note_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.alter_column("organisation_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_position_note_id_note"), "note", ["note_id"], ["id"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_position_note_id_organisation_id"), ["note_id", "organisation_id"]
        )

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_body_majority"), type_="check")
        batch_op.drop_column("majority")
