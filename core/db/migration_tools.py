"""What revisions share: district keys, protection by the database, append-only tables."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op


def district_table(name: str, *columns: sa.schema.SchemaItem, numbered: bool = True) -> None:
    """Create a district-owned table: PRIMARY KEY (district_id, id), protected on PostgreSQL.

    One that is not `numbered` keeps no row numbers on SQLite, which tell the order of writing.
    """
    op.create_table(
        name,
        sa.Column("district_id", sa.BigInteger, sa.ForeignKey("districts.id"), nullable=False),
        sa.Column("id", sa.BigInteger, nullable=False, autoincrement=False),
        *columns,
        sa.PrimaryKeyConstraint("district_id", "id"),
        sqlite_with_rowid=numbered,
    )
    protect(name)


def refers(column: str, table: str, *, goes_with: bool = False) -> sa.ForeignKeyConstraint:
    """A foreign key to a row of the same district. The row `goes_with` it when that is erased."""
    there = [f"{table}.district_id", f"{table}.id"]
    ondelete = "CASCADE" if goes_with else None
    return sa.ForeignKeyConstraint(["district_id", column], there, ondelete=ondelete)


def protect(table: str) -> None:
    """PostgreSQL: forced row-level security. A session that names no district sees no row."""
    if op.get_bind().dialect.name != "postgresql":
        return
    mine = "district_id = nullif(current_setting('innbyggerbasen.district', true), '')::bigint"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY of_district ON {table} USING ({mine}) WITH CHECK ({mine})")


def append_only(table: str) -> None:
    """Rows are added and never changed: REVOKE on PostgreSQL, triggers on SQLite."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM CURRENT_USER")
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def districts() -> Iterator[int]:
    """Each district, whose rows PostgreSQL shows while it is named."""
    bind = op.get_bind()
    for district in bind.scalars(sa.text("SELECT id FROM districts ORDER BY id")).all():
        if bind.dialect.name == "postgresql":
            name = sa.text("SELECT set_config('innbyggerbasen.district', :district, true)")
            bind.execute(name, {"district": str(district)})
        yield district
