"""a pack that came to nothing leaves its number to the next"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_OF_MEETING = ["meeting_id", "reader_id", "variant", "choice", "number"]
_OF_PERIOD = ["first_day", "last_day", "reader_id", "variant", "choice", "number"]
_COUNTS = sa.text("state IN ('waiting', 'building', 'ready')")


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("pack", schema=None) as batch_op:
        for columns in (_OF_MEETING, _OF_PERIOD):
            batch_op.drop_constraint(_name(columns), type_="unique")
        for name, columns in (("meeting", _OF_MEETING), ("period", _OF_PERIOD)):
            batch_op.create_index(
                f"uq_pack_number_of_{name}",
                columns,
                unique=True,
                sqlite_where=_COUNTS,
                postgresql_where=_COUNTS,
            )


def downgrade() -> None:
    """Undo the change; attempts that came to nothing get numbers of their own, after the rest."""
    op.execute("UPDATE pack SET number = 1000000 + id WHERE state IN ('failed', 'cancelled')")
    with op.batch_alter_table("pack", schema=None) as batch_op:
        for name in ("meeting", "period"):
            batch_op.drop_index(f"uq_pack_number_of_{name}")
        for columns in (_OF_MEETING, _OF_PERIOD):
            batch_op.create_unique_constraint(_name(columns), columns)


def _name(columns: list[str]) -> str:
    return op.f("uq_pack_" + "_".join(columns))
