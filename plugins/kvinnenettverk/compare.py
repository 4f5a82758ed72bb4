"""Evenings held against daytimes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from core.plugin_api import HeldDay
from core.statistics.summary import Summary, summary


@dataclass(frozen=True)
class Formats:
    """Both formats of one period."""

    evening: Summary
    daytime: Summary


def compare(days: Sequence[HeldDay], evening_from: time) -> Formats:
    """One that starts at `evening_from`, local time, or later is an evening."""
    return Formats(
        summary([day for day in days if day.starts >= evening_from]),
        summary([day for day in days if day.starts < evening_from]),
    )
