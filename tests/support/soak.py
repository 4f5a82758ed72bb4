"""How often the patient tests try: seldom in `make test`, long in `make soak`."""

import os

_SOAKING = bool(os.environ.get("INNBYGGERBASEN_SOAK"))

ROUNDS = 200 if _SOAKING else 20
"""Rounds of each contention."""

HISTORIES = 500 if _SOAKING else 50
"""Random histories on each database."""
