"""The log goes to a file in the data folder: tracebacks are for operators, not for people."""

import logging
from logging.handlers import WatchedFileHandler
from pathlib import Path

_FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


def install(data: Path) -> None:
    """Write to `innbyggerbasen.log`; a rotating tool may move it, and processes share it."""
    handler = WatchedFileHandler(data / "innbyggerbasen.log", encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
