"""The cycle of a gathering: which step it waits for and what is late, told by facts alone. Pure."""

from collections.abc import Mapping, Set
from datetime import date, timedelta
from enum import StrEnum

from plugins.kvinnenettverk.settings import NetworkSettings


class Step(StrEnum):
    """The steps in their order."""

    THEME = "theme"
    TASKS = "tasks"
    ROOM = "room"
    INVITATION = "invitation"
    COUNT = "count"
    REFLECTION = "reflection"


_AFTERWARDS = (Step.COUNT, Step.REFLECTION)


def left(done: Set[Step], *, over: bool) -> tuple[Step, ...]:
    """The steps that are not done, in order. What prepares a gathering ends with it."""
    steps = _AFTERWARDS if over else tuple(Step)
    return tuple(step for step in steps if step not in done)


def due_days(day: date, settings: NetworkSettings) -> Mapping[Step, date]:
    """The last local date on which each step of a gathering that day is not late."""
    before = {
        Step.THEME: settings.theme_days,
        Step.TASKS: settings.tasks_days,
        Step.ROOM: settings.room_days,
        Step.INVITATION: settings.invitation_days,
        Step.COUNT: 0,
        Step.REFLECTION: -settings.reflection_days,
    }
    return {step: day - timedelta(days=days) for step, days in before.items()}
