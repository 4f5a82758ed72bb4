"""What an application server loads: `core.wsgi:application`, a factory."""

import os

from flask import Flask

from core.app import create_app
from core.config import Config


def application() -> Flask:
    """The program with the settings of the environment."""
    return create_app(Config.from_environment(os.environ))
