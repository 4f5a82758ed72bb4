"""What takes long and need not be done twice: one test process does it for all of a run."""

import fcntl
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` fills, unless another process of this run has done so already."""
    run = _of_the_run(folders)
    made = run / name
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder = folders.mktemp(name)
            make(folder)
            folder.rename(made)
    return made


def comes_first(folders: pytest.TempPathFactory, what: str) -> bool:
    """Whether nobody in this run has said this before; of several processes one is told so."""
    said = hashlib.sha256(what.encode()).hexdigest()
    try:
        (_of_the_run(folders) / f"said-{said}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _of_the_run(folders: pytest.TempPathFactory) -> Path:
    own = folders.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
