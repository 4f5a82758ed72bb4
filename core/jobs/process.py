"""A process that does nothing but jobs, and one that keeps such a process beside it."""

import logging
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from threading import Event, Thread

from flask import Flask

from core import logs
from core.app import create_app
from core.config import Config
from core.jobs.every import JOBS
from core.jobs.scheduler import Workshop, work
from core.parents import end_with_parent

_log = logging.getLogger(__name__)
_STOPS = frozenset({signal.SIGTERM, signal.SIGINT})
_STOP_SECONDS = 8
_STOP_SECONDS_BESIDE = 3  # after the servers, which may take five
_LOOK_EVERY = 0.5
_REST = 5.0


def work_until_told(app: Flask, config: Config) -> None:
    """Do the jobs until SIGTERM or Ctrl-C. A job that does not end in time is left off."""
    # Waited for, not handled: a handler could come while a lock it needs is held
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    workshop = Workshop(app, config, Event())
    worker = Thread(target=_work, args=(workshop,), daemon=True)
    worker.start()
    signal.sigwait(_STOPS)
    workshop.stopping.set()
    worker.join(_STOP_SECONDS)
    if worker.is_alive():
        _log.warning("A job did not end in time")
        os._exit(0)  # as a power cut: what it had not committed is undone
    workshop.platform.database.close()


@contextmanager
def jobs_beside() -> Iterator[None]:
    """The jobs in a process of their own while the block runs, started anew if it breaks."""
    stopping = Event()
    keeper = Thread(target=_keep, args=(_started(), stopping), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _work(workshop: Workshop) -> None:
    try:
        work(workshop, JOBS)
    finally:
        os.kill(os.getpid(), signal.SIGTERM)


def _started() -> SpawnProcess:
    # Spawned, not forked: it inherits no connection and no lock
    process = multiprocessing.get_context("spawn").Process(target=_main, daemon=True)
    process.start()
    return process


def _keep(process: SpawnProcess, stopping: Event) -> None:
    while not stopping.wait(_LOOK_EVERY):
        if not process.is_alive():
            _log.error("The jobs' process ended (%s) and is started anew", process.exitcode)
            if stopping.wait(_REST):
                return
            process = _started()
    process.terminate()
    process.join(_STOP_SECONDS_BESIDE)
    process.kill()


def _main() -> None:
    end_with_parent()
    config = Config.from_environment(os.environ)
    logs.install(config.data)
    work_until_told(create_app(config), config)
