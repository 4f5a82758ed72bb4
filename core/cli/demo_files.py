"""The shape of demo files: JSON, strict, in sections that are read in one order over all files."""

from datetime import time
from pathlib import Path
from typing import Literal

import msgspec

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mistake in a demo file is told, not passed over."""


class DistrictData(Shape, frozen=True):
    """A district."""

    slug: str
    name: str


class OrganisationData(Shape, frozen=True):
    """An organisation and the district it works in."""

    slug: str
    name: str
    district: str
    parent: str | None = None
    own: bool = False


class PlaceData(Shape, frozen=True):
    """A place; its parent comes before it."""

    slug: str
    name: str
    district: str
    parent: str | None = None
    capacity: int | None = None
    lanes: int = 1
    equipment: list[str] = []


class ActivityData(Shape, frozen=True):
    """An activity."""

    slug: str
    name: str
    district: str
    organisation: str
    kind: str
    place: str | None = None
    plugin: str | None = None


class OwnerData(Shape, frozen=True):
    """Who owns an activity, by role and sign-in; days are counted from the day it is loaded."""

    activity: str
    district: str
    audience: str | None = None
    description: str | None = None
    role: str | None = None
    owner: str | None = None
    deputy: str | None = None
    continues_days: int | None = None
    review_days: int | None = None


class PersonData(Shape, frozen=True):
    """Somebody an organisation keeps, and the offers whose coming two weeks they are on."""

    name: str
    task: str
    organisation: str
    district: str
    email: str | None = None
    role: str = "host"
    on: list[str] = []


class SwitchData(Shape, frozen=True):
    """A plugin that is on in a district, and the activity there that it serves."""

    plugin: str
    district: str
    serves: str | None = None


class PlanData(Shape, frozen=True):
    """Days around today, local times, in each or `every` so many weeks.

    `today` adds today whatever weekday it is. `titles` are what the first of them are about.
    """

    activity: str
    district: str
    weekdays: list[Weekday]
    starts: time
    ends: time
    weeks_back: int
    weeks_on: int
    today: bool = False
    every: int = 1
    titles: list[str] = []


class AgreementData(Shape, frozen=True):
    """A standing agreement on a weekday, local times, from the day it is loaded."""

    organisation: str
    place: str
    district: str
    weekdays: list[Weekday]
    starts: time
    ends: time
    release_days: int
    notice_days: int


class CountsData(Shape, frozen=True):
    """A CSV file beside the JSON: `day` or `weeks_back`, then one column a category."""

    activity: str
    district: str
    file: str
    label: str


class CommandData(Shape, frozen=True):
    """A plugin's own command, run once the rest is there; "{folder}" is where this file lies.

    It is one that changes nothing when it is repeated.
    """

    plugin: str
    words: list[str]


class UserData(Shape, frozen=True):
    """A sign-in of the demo."""

    email: str
    name: str
    role: str
    district: str | None = None
    organisation: str | None = None
    staff_on: list[str] = []


class DemoFile(Shape, frozen=True):
    """One file."""

    note: str = ""
    districts: list[DistrictData] = []
    organisations: list[OrganisationData] = []
    places: list[PlaceData] = []
    activities: list[ActivityData] = []
    owners: list[OwnerData] = []
    plugins: list[SwitchData] = []
    plans: list[PlanData] = []
    agreements: list[AgreementData] = []
    counts: list[CountsData] = []
    commands: list[CommandData] = []
    users: list[UserData] = []
    people: list[PersonData] = []


def read(folder: Path) -> list[tuple[Path, DemoFile]]:
    """Every demo file of a folder, by name. Raises msgspec.ValidationError naming the mistake."""
    return [
        (path, msgspec.json.decode(path.read_bytes(), type=DemoFile))
        for path in sorted(folder.glob("*.json"))
    ]
