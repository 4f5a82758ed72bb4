"""Fixtures for all tests; each module of tests/support says what it brings."""

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
