"""What an application server loads: `core.wsgi:application`, a factory."""

import os

from flask import Flask

from core import logs
from core.app import create_app
from core.config import Config


def application() -> Flask:
    """The program with the settings of the environment."""
    config = Config.from_environment(os.environ)
    logs.install(config.data)
    return create_app(config)
