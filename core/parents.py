"""A process that was started by another of ours ends with it, even when that one is killed."""

import multiprocessing
import os
import signal
import threading

_LOOK_EVERY = 1.0


def end_with_parent() -> None:
    """Look after the parent from now on; without it, this process gets SIGTERM.

    Only where `multiprocessing` started this process: another server's workers are its own affair.
    """
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        threading.Thread(target=_watch, args=(parent.pid,), daemon=True).start()


def _watch(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(_LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
