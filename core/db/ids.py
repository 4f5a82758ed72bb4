"""Ids: 63 bits, time-ordered, made by the program, so that districts can be moved or merged."""

import secrets
from datetime import datetime

_RANDOM_BITS = 21


def new_id(now: datetime) -> int:
    """One id: milliseconds since 1970 in the upper 42 bits, random bits below (until year 2109)."""
    return (int(now.timestamp() * 1000) << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)


def new_ids(now: datetime, count: int) -> range:
    """`count` ids in a row. Random bits alone would collide within one millisecond's bulk."""
    first = new_id(now)
    return range(first, first + count)
