"""Who is on a day, and in which role, as pages show it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from core.db.tenancy import DistrictSession
from core.schedules.assignments import HELPER, HOST, Assigned, Elsewhere, assigned
from core.schedules.models import Activity
from core.text import Text
from core.web.filters import clock
from core.web.here import access, district, here, platform


@dataclass(frozen=True)
class OnDuty:
    """Somebody on a day. `name` says only where they come from when the reader knows no more."""

    id: int
    person_id: int
    role: str
    role_title: str
    name: str
    known: bool
    clashes: Sequence[str]


def roles_of(activity: Activity) -> Mapping[str, str]:
    """What somebody can be on the activity's days: core's roles, then its plugin's."""
    answers = platform().host.call_enabled("assignment_roles", district(), here().enabled)
    roles = {HOST: gettext("Host"), HELPER: gettext("Helper")}
    for answer in answers:
        if answer.plugin == activity.plugin:
            roles |= {role.key: str(role.title) for role in answer.value}
    return roles


def on_duty(
    session: DistrictSession, activity: Activity, days: Collection[int]
) -> Mapping[int, Sequence[OnDuty]]:
    """Who is on each of these days of the activity, by the day's id."""
    roles = roles_of(activity)
    found = assigned(session, access(), days, here().now)
    return {day: [_shown(one, roles) for one in rows] for day, rows in found.items()}


def untaken(people: Sequence[OnDuty], roles: Mapping[str, Text]) -> list[Text]:
    """The titles of the roles nobody of these has."""
    taken = {one.role for one in people}
    return [title for role, title in roles.items() if role not in taken]


def clashes(session: DistrictSession, activity: Activity, days: Collection[int]) -> list[str]:
    """A sentence for each who is on one of these days and somewhere else at the time."""
    return [
        f"{one.name} {clash}"
        for rows in on_duty(session, activity, days).values()
        for one in rows
        for clash in one.clashes
    ]


def _shown(one: Assigned, roles: Mapping[str, str]) -> OnDuty:
    return OnDuty(
        one.id,
        one.person_id,
        one.role,
        roles.get(one.role) or gettext("Another role"),
        one.name or gettext("Somebody from %(organisation)s", organisation=one.organisation),
        one.name is not None,
        [_clash(other) for other in one.elsewhere],
    )


def _clash(other: Elsewhere) -> str:
    return str(
        gettext(
            "is also at %(activity)s %(starts)s–%(ends)s",
            activity=other.activity,
            starts=clock(other.starts),
            ends=clock(other.ends),
        )
    )
