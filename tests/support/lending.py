"""PostgreSQL databases that tests use one after the other: emptied is sooner than made anew.

A new one takes half a second, which is most of the time of most tests. What a test has built on or
taken down is thrown away instead of lent again, and so is one that has been in use for long.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from tests.support.postgres import Cluster

_TIMES = 100
"""Deleted rows stay behind in the files, and make each search slower."""
_PATIENCE = "5s"
_TABLES = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
AND c.relkind = 'r' AND c.relname NOT LIKE 'alembic_version%' ORDER BY 1
"""
_SHAPE = """
SELECT
    (SELECT md5(string_agg(concat(oid, relname, relacl), ',' ORDER BY oid)) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace),
    (SELECT md5(string_agg(concat(oid, tgrelid, tgenabled), ',' ORDER BY oid)) FROM pg_trigger
        WHERE NOT tgisinternal),
    (SELECT md5(string_agg(pg_get_constraintdef(oid), ',' ORDER BY oid)) FROM pg_constraint),
    (SELECT md5(string_agg(concat(attrelid, attname, attnotnull, atttypid), ',' ORDER BY 1))
        FROM (SELECT a.* FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
            ORDER BY attrelid, attnum) columns),
    (SELECT md5(string_agg(prosrc, ',' ORDER BY oid)) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace)
"""
_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass
class _Copy:
    """One database, and who empties it: each new connection would first learn all its tables."""

    name: str
    inside: psycopg.Connection
    used: int = 0


class Lending:
    """Copies of one migrated database."""

    def __init__(self, cluster: Cluster, template: str) -> None:
        self._cluster = cluster
        self._template = template
        self._free: list[_Copy] = []
        with cluster.inside(template) as connection:
            self._shape = connection.execute(_SHAPE).fetchone()
            self._tables = [str(name) for (name,) in connection.execute(_TABLES)]

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The name of a database without a row."""
        copy = self._free.pop() if self._free else self._made()
        copy.used += 1
        yield copy.name
        if copy.used < _TIMES and self._emptied(copy.inside):
            self._free.append(copy)
        else:
            copy.inside.close()
            self._cluster.drop_database(copy.name)

    def close(self) -> None:
        """Let go of those that nobody has."""
        for copy in self._free:
            copy.inside.close()

    def _made(self) -> _Copy:
        name = self._cluster.create_database(self._template)
        return _Copy(name, self._cluster.inside(name))

    def _emptied(self, connection: psycopg.Connection) -> bool:
        with connection.transaction():
            connection.execute(_OTHERS)
            connection.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            # Neither triggers nor foreign keys are asked
            connection.execute("SET LOCAL session_replication_role = replica")
            if connection.execute(_SHAPE).fetchone() != self._shape:
                return False
            for table in self._filled(connection):
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        return True

    def _filled(self, connection: psycopg.Connection) -> list[str]:
        asked = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(table, sql.Identifier(table))
            for table in self._tables
        )
        return [str(name) for (name,) in connection.execute(asked)]
