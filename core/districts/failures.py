"""Failures of plugins, as every process that serves or works tells of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from core.db.tenancy import PlatformSession
from core.db.upsert import insert
from core.districts.models import PluginFailure

KEPT_FOR = timedelta(days=7)


def note(session: PlatformSession, failures: Sequence[Mapping[str, object]]) -> None:
    """Keep each failure, its columns by name, for the one before in its hook; add its `times`."""
    statement = insert(session, PluginFailure)
    new = statement.excluded
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["plugin", "hook"],
            set_={
                "error": new.error,
                "traceback": new.traceback,
                "times": PluginFailure.times + new.times,
                "last_at": new.last_at,
            },
        ),
        failures,
    )


def noted(session: PlatformSession, now: datetime) -> Sequence[PluginFailure]:
    """Those of the last seven days, by plugin and hook."""
    return session.scalars(
        select(PluginFailure)
        .where(PluginFailure.last_at >= now - KEPT_FOR)
        .order_by(PluginFailure.plugin, PluginFailure.hook)
    ).all()


def forget_noted(session: PlatformSession, now: datetime) -> None:
    """Remove those that have not come again for seven days."""
    session.execute(delete(PluginFailure).where(PluginFailure.last_at < now - KEPT_FOR))
