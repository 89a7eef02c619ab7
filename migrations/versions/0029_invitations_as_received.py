"""invitations as they were received, and what was done with them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "received_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zones", sa.JSON(), nullable=False),
        sa.Column("unknown_zones", sa.JSON(), nullable=False),
        sa.Column("refusals", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'question', 'applied', 'undone', 'aside')",
            name=op.f("ck_received_invitation_state"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_received_invitation_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_received_invitation_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_received_invitation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_invitation")),
    )
    with op.batch_alter_table("received_invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_received_invitation_file_id"), ["file_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_received_invitation_partnership_id"), ["partnership_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_received_invitation_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_received_invitation_received_at"), ["received_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_received_invitation_state"), ["state"], unique=False)

    op.create_table(
        "same_organiser",
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("same_as", sa.String(length=320), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_same_organiser_person_id_person")
        ),
        sa.PrimaryKeyConstraint("address", "same_as", name=op.f("pk_same_organiser")),
    )
    op.create_table(
        "invitation_thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=500), nullable=False),
        sa.Column("organiser", sa.String(length=320), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_invitation_thread_body_id_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_thread")),
        sa.UniqueConstraint("uid", "organiser", name=op.f("uq_invitation_thread_uid_organiser")),
    )
    with op.batch_alter_table("invitation_thread", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_thread_body_id"), ["body_id"], unique=False)

    op.create_table(
        "invitation_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("known_before", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('new', 'matched', 'updated', 'cancelled', 'kept')",
            name=op.f("ck_invitation_change_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["received_invitation.id"],
            name=op.f("fk_invitation_change_invitation_id_received_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_invitation_change_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["invitation_thread.id"],
            name=op.f("fk_invitation_change_thread_id_invitation_thread"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_change")),
    )
    with op.batch_alter_table("invitation_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_change_invitation_id"), ["invitation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_invitation_change_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_invitation_change_thread_id"), ["thread_id"], unique=False
        )

    op.create_table(
        "invitation_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("recurrence_id", sa.String(length=40), nullable=False),
        sa.Column("organiser", sa.String(length=320), nullable=False),
        sa.Column("organiser_name", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("dtstamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("asks_zone", sa.String(length=200), nullable=True),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["received_invitation.id"],
            name=op.f("fk_invitation_message_invitation_id_received_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["invitation_thread.id"],
            name=op.f("fk_invitation_message_thread_id_invitation_thread"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_message")),
    )
    with op.batch_alter_table("invitation_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_message_invitation_id"), ["invitation_id"], unique=False
        )
        batch_op.create_index(
            "ix_invitation_message_thread_id", ["thread_id", "counted"], unique=False
        )

    op.create_table(
        "invited_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("recurrence_id", sa.String(length=40), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_invited_meeting_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["invitation_thread.id"],
            name=op.f("fk_invited_meeting_thread_id_invitation_thread"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invited_meeting")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_invited_meeting_meeting_id")),
        sa.UniqueConstraint(
            "thread_id", "recurrence_id", name=op.f("uq_invited_meeting_thread_id_recurrence_id")
        ),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("invited_meeting")
    with op.batch_alter_table("invitation_message", schema=None) as batch_op:
        batch_op.drop_index("ix_invitation_message_thread_id")
        batch_op.drop_index(batch_op.f("ix_invitation_message_invitation_id"))

    op.drop_table("invitation_message")
    with op.batch_alter_table("invitation_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_change_thread_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_change_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_change_invitation_id"))

    op.drop_table("invitation_change")
    with op.batch_alter_table("invitation_thread", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_thread_body_id"))

    op.drop_table("invitation_thread")
    op.drop_table("same_organiser")
    with op.batch_alter_table("received_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_invitation_state"))
        batch_op.drop_index(batch_op.f("ix_received_invitation_received_at"))
        batch_op.drop_index(batch_op.f("ix_received_invitation_person_id"))
        batch_op.drop_index(batch_op.f("ix_received_invitation_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_received_invitation_file_id"))

    op.drop_table("received_invitation")
