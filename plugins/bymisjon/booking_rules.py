"""What the stand asks of those who book its place in the shopping centre."""

from collections.abc import Mapping, Sequence
from datetime import time
from functools import partial

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
from plugins.bymisjon import words
from plugins.bymisjon.settings import BymisjonSettings
from plugins.bymisjon.words import LEISURE_CONTACT, VOLUNTEER_CENTRE, lazy_gettext

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


_rule = partial(
    Rule, places=(words.PLACE,), activities=(words.ACTIVITY,), approver=words.ORGANISATION
)


def rules(settings: BymisjonSettings) -> Sequence[Rule]:
    """The rules with this district's numbers."""
    title = lazy_gettext("Within the centre's opening hours")
    opens = time.fromisoformat(settings.opens)
    closes, saturday = (
        time.fromisoformat(at) for at in (settings.closes, settings.saturday_closes)
    )
    return (
        _rule("opening-hours", title, OpeningWindow(Window(_WEEKDAYS, opens, closes))),
        _rule("opening-hours-saturday", title, OpeningWindow(Window(_SATURDAY, opens, saturday))),
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
    at_the_time = [
        one for one in snapshot.on_duty if one.starts < request.ends and request.starts < one.ends
    ]
    here = [one for one in at_the_time if one.activity_id == request.activity.id]
    elsewhere = {one.person_id for one in at_the_time if one.activity_id != request.activity.id}
    found: list[Text] = []
    for role in (LEISURE_CONTACT, VOLUNTEER_CENTRE):
        people = {one.person_id for one in here if one.role == role}
        if not people:
            found.append(_MISSING[role])
        elif people & elsewhere:
            found.append(_ELSEWHERE[role])
    return found
