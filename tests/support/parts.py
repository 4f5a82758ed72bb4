"""Parts of the machine a test needs. Where one is missing the test is skipped, and says so."""

import os
from typing import NoReturn

import pytest


def missing(part: str, remedy: str) -> NoReturn:
    """Skip the test, loudly; fail it where everything must be tested, as in CI."""
    sentence = f"{part} is missing; {remedy}"
    if os.environ.get("INNBYGGERBASEN_TEST_EVERYTHING"):
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
