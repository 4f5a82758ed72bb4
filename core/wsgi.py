"""What an application server loads: `core.wsgi:application`, a factory."""

import gc
import os

from flask import Flask

from core import logs
from core.app import create_app
from core.config import Config
from core.parents import end_with_parent

_OBJECTS_BETWEEN_COLLECTIONS = 20_000


def application() -> Flask:
    """The program with the settings of the environment."""
    end_with_parent()
    config = Config.from_environment(os.environ)
    logs.install(config.data)
    app = create_app(config)
    # What lives as long as the process is never garbage: without it, each full collection would
    # walk through all of it, and one request in some hundreds would wait for that.
    gc.collect()
    gc.freeze()
    # A request makes more objects than the default lets live, and keeps none of them
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    return app
