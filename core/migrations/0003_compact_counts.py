"""Fewer pages a tap: events live in their key's own tree, and only an undo is indexed as one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_EVENTS = "count_events"
_UNDOES = "uq_count_events_undoes"
_OF_UNDOES = sa.text("undoes IS NOT NULL")


def upgrade() -> None:
    """SQLite writes the row into the key's tree; both engines forget the events that undo none."""
    _events(without_rowid=True)
    op.drop_index(_UNDOES, _EVENTS)
    op.create_index(
        _UNDOES,
        _EVENTS,
        ["district_id", "undoes"],
        unique=True,
        sqlite_where=_OF_UNDOES,
        postgresql_where=_OF_UNDOES,
    )


def downgrade() -> None:
    """A table with row numbers, and every event in the index."""
    _events(without_rowid=False)
    op.drop_index(_UNDOES, _EVENTS)
    op.create_index(_UNDOES, _EVENTS, ["district_id", "undoes"], unique=True)


def _events(*, without_rowid: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    kept = {"sqlite_with_rowid": not without_rowid}
    with op.batch_alter_table(_EVENTS, recreate="always", table_kwargs=kept):
        pass
