"""a calendar is made of parts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

NEW = (
    ("with_cancelled", sa.Boolean(), sa.true()),
    ("version", sa.Integer(), "1"),
)
COLORS = (
    "teal",
    "royalblue",
    "seagreen",
    "darkorange",
    "crimson",
    "purple",
    "sienna",
    "slategray",
)
OF = ("portfolio", "partnership")


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "feed_size",
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_feed_size_subscription_id_subscription"),
        ),
        sa.PrimaryKeyConstraint("subscription_id", name=op.f("pk_feed_size")),
    )
    op.create_table(
        "subscription_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("portfolio_id", sa.Integer(), nullable=True),
        sa.Column("of_person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(scope = 'partnership') = (partnership_id IS NOT NULL)",
            name=op.f("ck_subscription_part_partnership"),
        ),
        sa.CheckConstraint(
            "(scope = 'portfolio') = (portfolio_id IS NOT NULL)",
            name=op.f("ck_subscription_part_portfolio"),
        ),
        sa.CheckConstraint(
            "scope = 'deadlines' OR (scope = 'person') = (of_person_id IS NOT NULL)",
            name=op.f("ck_subscription_part_of_person"),
        ),
        sa.CheckConstraint(
            "scope IN ('mine', 'person', 'partnership', 'portfolio', 'all', 'deadlines')",
            name=op.f("ck_subscription_part_scope"),
        ),
        sa.ForeignKeyConstraint(
            ["of_person_id"], ["person.id"], name=op.f("fk_subscription_part_of_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_subscription_part_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["portfolio_id"],
            ["portfolio.id"],
            name=op.f("fk_subscription_part_portfolio_id_portfolio"),
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_subscription_part_subscription_id_subscription"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_part")),
    )
    with op.batch_alter_table("subscription_part", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subscription_part_subscription_id"), ["subscription_id"], unique=False
        )

    op.execute(
        "INSERT INTO subscription_part (subscription_id, scope, partnership_id, portfolio_id)"
        " SELECT id, scope,"
        " CASE WHEN scope = 'partnership' THEN partnership_id END,"
        " CASE WHEN scope = 'portfolio' THEN portfolio_id END"
        " FROM subscription ORDER BY id"
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        for name, kind, value in NEW:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        batch_op.add_column(sa.Column("color", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("alarm_minutes", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_subscription_color"), f"color IN ({', '.join(map(repr, COLORS))})"
        )
        batch_op.create_check_constraint(
            op.f("ck_subscription_alarm"), "alarm_minutes IN (15, 60, 1440)"
        )
        batch_op.drop_constraint(op.f("ck_subscription_scope"), type_="check")
        for name in OF:
            batch_op.drop_constraint(op.f(f"fk_subscription_{name}_id_{name}"), type_="foreignkey")
            batch_op.drop_column(f"{name}_id")
        batch_op.drop_column("scope")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        for name, kind, _value in NEW:
            batch_op.alter_column(name, existing_type=kind, server_default=None)


def downgrade() -> None:
    """Undo the change: of several parts the first that the older version knows stays.

    A calendar without such a part is ended: it must not hold more than was asked for.
    """
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("scope", sa.String(length=20), nullable=False, server_default="mine")
        )
        for name in OF:
            batch_op.add_column(sa.Column(f"{name}_id", sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                op.f(f"fk_subscription_{name}_id_{name}"), name, [f"{name}_id"], ["id"]
            )
        for name in ("color", "alarm"):
            batch_op.drop_constraint(op.f(f"ck_subscription_{name}"), type_="check")
        for name in ("version", "alarm_minutes", "color", "with_cancelled"):
            batch_op.drop_column(name)
    _first_parts()
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.alter_column("scope", existing_type=sa.String(length=20), server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_subscription_scope"),
            "scope IN ('mine', 'all', 'partnership', 'portfolio', 'deadlines')",
        )
    with op.batch_alter_table("subscription_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscription_part_subscription_id"))
    op.drop_table("subscription_part")
    op.drop_table("feed_size")


def _first_parts() -> None:
    known = sa.table(
        "subscription_part",
        *map(sa.column, ("id", "subscription_id", "scope", "partnership_id", "portfolio_id")),
        sa.column("of_person_id"),
    )
    held = sa.table(
        "subscription",
        *map(sa.column, ("id", "scope", "partnership_id", "portfolio_id")),
        sa.column("revoked_at", sa.DateTime(timezone=True)),
    )
    first = (
        sa.select(sa.func.min(known.c.id))
        .where(known.c.of_person_id.is_(None))
        .group_by(known.c.subscription_id)
    )
    kept = sa.select(known).where(known.c.id.in_(first)).subquery()
    connection = op.get_bind()
    for row in connection.execute(sa.select(kept)).all():
        connection.execute(
            held.update()
            .where(held.c.id == row.subscription_id)
            .values(
                scope=row.scope,
                partnership_id=row.partnership_id,
                portfolio_id=row.portfolio_id,
            )
        )
    connection.execute(
        held.update()
        .where(
            held.c.id.not_in(sa.select(kept.c.subscription_id)),
            held.c.revoked_at.is_(None),
        )
        .values(revoked_at=sa.func.current_timestamp())
    )
