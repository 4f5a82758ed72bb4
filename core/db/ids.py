"""Ids: 63 bits, time-ordered, made by the program, so that districts can be moved or merged."""

import os
import secrets
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

_EPOCH, _MILLISECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)
_LOW_BITS = 21
_LOW = 1 << _LOW_BITS
# Drawn at random, the lower bits met within one moment's import: of 75 in 2 million, two are alike
# once in 750 times. Counted on, they meet in a process only after two million of one millisecond.
_NEXT = count(secrets.randbelow(_LOW))
_DAY = timedelta(1) // _MILLISECOND << _LOW_BITS
_APART = 1_296_111  # odd, so that processes forked from one begin each in a place of their own


def new_id(now: datetime) -> int:
    """One id: milliseconds since 1970 in the upper 42 bits (until year 2109), a number below.

    A process gives none twice, whatever `now` is. Two processes that make one in the same
    millisecond may, once in two million: the database refuses the second.
    """
    return first_id(now) | (next(_NEXT) + os.getpid() * _APART) % _LOW


def new_ids(now: datetime, number: int) -> list[int]:
    """So many ids."""
    return [new_id(now) for _ in range(number)]


def id_of_day(day: date) -> int:
    """One id that tells its day and nothing more: drawn from the whole of it, beside no other's.

    For what must not tell at which moment it was made, nor with what. Two of a day are alike once
    in 10**14 times: the database refuses the second. Before 1970 it is that year's first day.
    """
    begins = max(datetime.combine(day, time(), UTC), _EPOCH)
    return first_id(begins) + 1 + secrets.randbelow(_DAY - 1)


def first_id(moment: datetime) -> int:
    """What no id made from that millisecond on is below."""
    return (moment - _EPOCH) // _MILLISECOND << _LOW_BITS
