"""Fixtures for all tests; each module of tests/support says what it brings."""

import gc

import pytest
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with something slow begin first: at the end nobody is to wait for one of them."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """As the served program does (core/wsgi.py): what all tests share is no garbage to look for."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
