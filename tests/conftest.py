"""Fixtures for all tests; each module of tests/support says what it brings."""

pytest_plugins = (
    "tests.support.postgres",
    "tests.support.databases",
    "tests.support.clock",
    "tests.support.apps",
    "tests.support.stovner",
    "tests.support.servers",
    "tests.support.browser",
)
