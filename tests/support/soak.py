"""How often the patient tests try: seldom in `make test`, long in `make soak`."""

import os

SOAKING = bool(os.environ.get("INNBYGGERBASEN_SOAK"))
"""Whether there is time for all of it."""

ROUNDS = 200 if SOAKING else 20
"""Rounds of each contention."""

HISTORIES = 500 if SOAKING else 50
"""Random histories on each database."""
