"""what a pack draws from other meetings, and where it shows private parts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

#: Of packs that were issued before: every earlier meeting of a partnership in it from which its
#: pages may have been drawn. Too many rather than one too few: such a pack can be made again.
_SOURCES = """
INSERT INTO pack_source (pack_id, position, meeting_id)
SELECT pack_id, ROW_NUMBER() OVER (PARTITION BY pack_id ORDER BY meeting_id), meeting_id
FROM (
    SELECT DISTINCT pack.id AS pack_id, earlier.id AS meeting_id
    FROM pack
    JOIN pack_meeting ON pack_meeting.pack_id = pack.id
    JOIN meeting ON meeting.id = pack_meeting.meeting_id
    JOIN body ON body.id = meeting.body_id
    JOIN body AS other ON other.partnership_id = body.partnership_id
    JOIN meeting AS earlier ON earlier.body_id = other.id AND earlier.id <> meeting.id
    WHERE pack.variant = 'full' AND pack.state = 'ready' AND (
        earlier.status = 'held'
        OR EXISTS (SELECT 1 FROM action WHERE action.meeting_id = earlier.id)
        OR EXISTS (
            SELECT 1 FROM position JOIN agenda_item ON agenda_item.id = position.item_id
            WHERE agenda_item.meeting_id = earlier.id AND position.heard_on IS NOT NULL
        )
    )
) AS drawn
"""
#: Keys of the parts that only who works on a note in person may read.
_PRIVATE = ("undisclosed", "views")


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "pack_source",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_pack_source_action_id_action")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_pack_source_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_pack_source_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_pack_source_pack_id_pack")),
        sa.PrimaryKeyConstraint("pack_id", "position", name=op.f("pk_pack_source")),
    )
    with op.batch_alter_table("pack_part", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("pack_part", schema=None) as batch_op:
        batch_op.alter_column("private", existing_type=sa.Boolean(), server_default=None)
    op.execute(_SOURCES)
    _mark_private()


def downgrade() -> None:
    """Undo the change."""
    with op.batch_alter_table("pack_part", schema=None) as batch_op:
        batch_op.drop_column("private")
    op.drop_table("pack_source")


def _mark_private() -> None:
    """Of packs that were issued before: the parts with a note of which that version has private
    parts. Whether those were printed depended on who asked, and was not kept."""
    part = sa.table("pack_part", *map(sa.column, ("pack_id", "note_id", "note_version", "private")))
    version = sa.table(
        "note_version",
        sa.column("note_id"),
        sa.column("number"),
        sa.column("parts", sa.JSON()),
    )
    pack = sa.table("pack", sa.column("id"), sa.column("variant"))
    printed = sa.select(part.c.pack_id).where(
        part.c.note_id == version.c.note_id, part.c.note_version == version.c.number
    )
    rows = op.get_bind().execute(
        sa.select(version.c.note_id, version.c.number, version.c.parts).where(sa.exists(printed))
    )
    whole = sa.select(pack.c.id).where(pack.c.variant == "full")
    for note_id, number, parts in rows.all():
        if any((parts.get(key) or "").strip() for key in _PRIVATE):
            op.execute(
                part.update()
                .where(
                    part.c.note_id == note_id,
                    part.c.note_version == number,
                    part.c.pack_id.in_(whole),
                )
                .values(private=True)
            )
