"""mails and preferences"""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op
from flask import current_app


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TO_MAIL = sa.text("mail_id IS NULL AND settled_at IS NULL AND mail_at IS NOT NULL")
#: How a message's key began, and the kind that it is now.
KINDS = ("note", "meeting", "pack", "account", "handover", "nudge")


def upgrade() -> None:
    """Make the change: what was sent of a message becomes a mail."""
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=320), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_mail_sent_has_moment")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'uncertain', 'refused', 'settled')",
            name=op.f("ck_mail_state"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_id")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_state"), ["state"], unique=False)

    op.create_table(
        "message_preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("timings", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 4", name=op.f("ck_message_preference_weekday")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_message_preference_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_message_preference")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        for name, length, default in (
            ("kind", 20, "other"),
            ("about", 80, ""),
            ("timing", 10, "never"),
        ):
            batch_op.add_column(
                sa.Column(name, sa.String(length=length), nullable=False, server_default=default)
            )
        batch_op.add_column(sa.Column("mail_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("mail_id", sa.Integer(), nullable=True))
    for kind in KINDS:
        op.execute(f"UPDATE message SET kind = '{kind}' WHERE key LIKE '{kind}-%'")
    _make_mails()
    with op.batch_alter_table("message", schema=None) as batch_op:
        for name in ("kind", "about", "timing"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_index(batch_op.f("ix_message_mail_id"), ["mail_id"], unique=False)
        batch_op.create_index(
            "ix_message_to_mail",
            ["mail_at"],
            unique=False,
            sqlite_where=TO_MAIL,
            postgresql_where=TO_MAIL,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_message_mail_id_mail"), "mail", ["mail_id"], ["id"]
        )
        batch_op.drop_constraint(batch_op.f("ck_message_mail_state"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_message_timing"), "timing IN ('now', 'day', 'week', 'never')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_message_never_has_no_moment"), "timing <> 'never' OR mail_at IS NULL"
        )
        batch_op.drop_column("mailed_at")
        batch_op.drop_column("mail_state")
    # jobs of before name a message; mails that wait are asked for anew within a quarter of an hour
    op.execute("DELETE FROM job WHERE name = 'send-mail' AND state <> 'done'")


def _make_mails() -> None:
    """A mail for every message of which one was wanted, with the Message-ID that it had."""
    connection = op.get_bind()
    message = sa.table(
        "message",
        *(
            sa.column(name)
            for name in ("id", "person_id", "key", "mail_state", "timing", "mail_id")
        ),
        *(
            sa.column(name, sa.DateTime(timezone=True))
            for name in ("made_at", "mailed_at", "mail_at")
        ),
    )
    mail = sa.table(
        "mail",
        *(sa.column(name) for name in ("id", "person_id", "message_id", "state")),
        *(sa.column(name, sa.DateTime(timezone=True)) for name in ("made_at", "sent_at")),
    )
    config = current_app.config
    root = config["PUBLIC_URL"] or f"http://127.0.0.1:{config['PORT']}"
    domain = config["MAIL_FROM"].rpartition("@")[2] or urlsplit(root).hostname
    for row in connection.execute(
        sa.select(message).where(message.c.mail_state != "none").order_by(message.c.id)
    ).all():
        digest = hashlib.sha256(f"{root}|{row.key}".encode()).hexdigest()[:32]
        values = {
            "person_id": row.person_id,
            "message_id": f"<{digest}@{domain}>",
            "made_at": row.made_at,
            "state": row.mail_state,
            "sent_at": (row.mailed_at or row.made_at) if row.mail_state == "sent" else None,
        }
        made = connection.scalar(sa.insert(mail).values(**values).returning(mail.c.id))
        connection.execute(
            sa.update(message)
            .where(message.c.id == row.id)
            .values(timing="now", mail_at=row.made_at, mail_id=made)
        )


def downgrade() -> None:
    """Take it back; what waited for a bundle stays in the application only."""
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("mail_state", sa.String(length=20), nullable=False, server_default="none")
        )
        batch_op.add_column(sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE message SET"
        " mailed_at = (SELECT mail.sent_at FROM mail WHERE mail.id = message.mail_id),"
        " mail_state = (SELECT CASE WHEN mail.state = 'settled' THEN 'none' ELSE mail.state END"
        "               FROM mail WHERE mail.id = message.mail_id)"
        " WHERE mail_id IS NOT NULL"
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.alter_column("mail_state", server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_message_mail_state"),
            "mail_state IN ('none', 'waiting', 'sent', 'uncertain', 'refused')",
        )
        batch_op.drop_constraint(batch_op.f("ck_message_timing"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_message_never_has_no_moment"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_message_mail_id_mail"), type_="foreignkey")
        batch_op.drop_index("ix_message_to_mail", sqlite_where=TO_MAIL, postgresql_where=TO_MAIL)
        batch_op.drop_index(batch_op.f("ix_message_mail_id"))
        for name in ("mail_id", "settled_at", "mail_at", "timing", "about", "kind"):
            batch_op.drop_column(name)

    op.drop_table("message_preference")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_state"))
        batch_op.drop_index(batch_op.f("ix_mail_person_id"))

    op.drop_table("mail")
    op.execute("DELETE FROM job WHERE name IN ('gather-mail', 'post-mail') AND state <> 'done'")
