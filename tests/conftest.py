"""Fixtures for all tests; each module of tests/support says what it brings."""

import gc

from hypothesis import settings

# A timing is never a test: a busy machine fails nothing.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

pytest_plugins = (
    "tests.support.postgres",
    "tests.support.databases",
    "tests.support.clock",
    "tests.support.apps",
    "tests.support.stovner",
    "tests.support.servers",
    "tests.support.mail",
    "tests.support.browser",
    "tests.support.keyboard",
)

_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def pytest_collection_finish() -> None:
    """As the served program does (core/wsgi.py): what all tests share is no garbage to look for."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
