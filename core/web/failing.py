"""Plugins' failures are told to every process: who looks may be answered by another one."""

import logging
from collections.abc import Sequence
from datetime import datetime

from flask import Flask, Response
from sqlalchemy.exc import SQLAlchemyError

from core.districts.failures import note, noted
from core.districts.models import PluginFailure
from core.plugin_api import RecordedFailure
from core.web.here import Platform, platform

_log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Tell after each request, when nothing else is being written."""
    app.after_request(_at_the_end)


def told(running: Platform, now: datetime) -> Sequence[PluginFailure]:
    """Those of every process, this one's newest among them."""
    tell(running, now, at_once=True)
    with running.database.platform_reading() as shared:
        return noted(shared, now)


def tell(running: Platform, now: datetime, *, at_once: bool = False) -> None:
    """Keep this process's new failures in the database, or in the log alone if that fails too.

    Outside any transaction. Those of one hook are kept once a minute, unless it is `at_once`.
    """
    untold = running.host.untold_failures(now, at_once=at_once)
    if not untold:
        return
    try:
        with running.database.platform_writing() as shared:
            note(shared, [_row(one, now) for one in untold])
    except SQLAlchemyError:
        _log.exception("Failures of plugins could not be kept")


def _row(one: RecordedFailure, now: datetime) -> dict[str, object]:
    return {
        "plugin": one.plugin,
        "hook": one.hook,
        "error": one.error,
        "traceback": one.traceback,
        "times": one.count,
        "last_at": now,
    }


def _at_the_end(response: Response) -> Response:
    running = platform()
    tell(running, running.clock())
    return response
