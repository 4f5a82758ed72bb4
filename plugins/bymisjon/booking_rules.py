"""What the stand asks of those who book its place in the shopping centre."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time

from core.plugin_api import (
    Frequency,
    LeadTime,
    Level,
    OpeningWindow,
    Own,
    Request,
    Rule,
    Snapshot,
    Text,
    Unit,
    Window,
)
from plugins.bymisjon.settings import BymisjonSettings
from plugins.bymisjon.words import (
    ACTIVITY,
    LEISURE_CONTACT,
    ORGANISATION,
    PLACE,
    VOLUNTEER_CENTRE,
    lazy_gettext,
)

_WEEKDAYS, _SATURDAY = frozenset(range(5)), frozenset({5})
_MISSING: Mapping[str, Text] = {
    LEISURE_CONTACT: lazy_gettext("No leisure contact is assigned at that time."),
    VOLUNTEER_CENTRE: lazy_gettext(
        "Nobody from the volunteer centre or Kirkens Bymisjon is assigned at that time."
    ),
}
_ELSEWHERE: Mapping[str, Text] = {
    LEISURE_CONTACT: lazy_gettext("The leisure contact is assigned elsewhere at the same time."),
    VOLUNTEER_CENTRE: lazy_gettext(
        "Somebody from the volunteer centre or Kirkens Bymisjon is assigned elsewhere at the "
        "same time."
    ),
}


def rules(settings: BymisjonSettings) -> Sequence[Rule]:
    """The rules with this district's numbers."""
    opens = time.fromisoformat(settings.opens)
    hours = lazy_gettext("Within the centre's opening hours")
    return (
        _rule("opening-hours", hours, OpeningWindow(_open(_WEEKDAYS, opens, settings.closes))),
        _rule(
            "opening-hours-saturday",
            hours,
            OpeningWindow(_open(_SATURDAY, opens, settings.saturday_closes)),
        ),
        _rule(
            "lead-time",
            lazy_gettext("The centre is asked in time"),
            LeadTime(hours=24 * settings.lead_days),
        ),
        _rule(
            "both-there",
            lazy_gettext("Both the leisure contact and the volunteer centre are there"),
            Own(both_there),
            Level.WARN,
        ),
        _rule(
            "once-a-month",
            lazy_gettext("One stand a month"),
            Frequency(settings.stands_a_month, Unit.MONTH),
            Level.WARN,
        ),
    )


def both_there(request: Request, snapshot: Snapshot) -> Sequence[Text]:
    """A sentence for each role nobody has at that time, and for each who is elsewhere, too."""
    return tuple(_found(request, snapshot))


def _found(request: Request, snapshot: Snapshot) -> Iterator[Text]:
    at_the_time = [
        one for one in snapshot.on_duty if one.starts < request.ends and request.starts < one.ends
    ]
    elsewhere = {one.person_id for one in at_the_time if one.activity_id != request.activity.id}
    for role in (LEISURE_CONTACT, VOLUNTEER_CENTRE):
        here = {
            one.person_id
            for one in at_the_time
            if one.role == role and one.activity_id == request.activity.id
        }
        if not here:
            yield _MISSING[role]
        elif here & elsewhere:
            yield _ELSEWHERE[role]


def _open(weekdays: frozenset[int], opens: time, closes: str) -> Window:
    return Window(weekdays, opens, time.fromisoformat(closes))


def _rule(key: str, title: Text, what: object, level: Level = Level.BLOCK) -> Rule:
    return Rule(
        key,
        title,
        what,  # type: ignore[arg-type]
        level,
        places=(PLACE,),
        activities=(ACTIVITY,),
        approver=ORGANISATION,
    )
