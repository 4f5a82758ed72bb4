"""Rules about when: the past, opening hours, length, notice, approval by time window."""

from collections.abc import Iterator
from datetime import timedelta

from core.bookings.facts import Finding, Message, OwnedRule, PlaceFacts, Request, Snapshot
from core.bookings.findings import finding, plain
from core.bookings.scope import holds_time, of_kind, pieces
from core.bookings.vocabulary import Approval, Duration, LeadTime, OpeningWindow, Window
from core.bookings.words import ON_WEEKDAYS
from core.calendar.zones import local_date
from core.places.hours import closing
from core.problems import N_

LONGEST = timedelta(days=14)
"""The longest booking. The database looks for overlaps a little further back than this."""


def past(request: Request, snapshot: Snapshot) -> Iterator[Finding]:
    """What has begun can only be had longer, and nothing runs for more than two weeks."""
    if request.ends <= request.starts:
        yield plain("time", N_("It ends before it starts. Check the times."), waivable=False)
    elif request.ends - request.starts > LONGEST:
        text = N_("A booking lasts at most 14 days. Book the rest by itself.")
        yield plain("time", text, waivable=False)
    if request.starts < snapshot.now and not request.begun:
        yield plain("past", N_("The time has passed. Choose a later one."), waivable=False)


def opening(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """The place's own hours and those above it; then the opening windows of rules."""
    for place in snapshot.above(request.place_id):
        windows = [Window(frozenset({day}), opens, closes) for day, opens, closes in place.hours]
        if windows and not _inside(request, windows):
            yield plain("opening-hours", *_closed(request, place))
    asked: dict[object, list[tuple[OwnedRule, Window]]] = {}
    for one, what in of_kind(rules, OpeningWindow):
        asked.setdefault((one.plugin, one.rule.places), []).append((one, what.window))
    for group in asked.values():
        if not _inside(request, [window for _one, window in group]):
            times = ", ".join(_times(window) for _one, window in group)
            text = N_("It is open for booking at %(times)s.")
            yield finding(group[0][0], snapshot, Message(text, {"times": times}))


def length(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """Too short or too long."""
    minutes = round((request.ends - request.starts).total_seconds() / 60)
    for one, what in of_kind(rules, Duration):
        if what.least is not None and minutes < what.least:
            text = N_("A booking here lasts at least %(n)s minutes.")
            yield finding(one, snapshot, Message(text, {"n": what.least}))
        if what.most is not None and minutes > what.most:
            text = N_("A booking here lasts at most %(n)s minutes.")
            yield finding(one, snapshot, Message(text, {"n": what.most}))


def notice(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """Too late or too early to ask. What was asked in time may wait for its yes."""
    asked = request.asked or snapshot.now
    ahead = (local_date(request.starts) - local_date(asked)).days
    for one, what in of_kind(rules, LeadTime):
        if request.starts < asked + timedelta(hours=what.hours):
            text = N_("Ask at least %(n)s hours before it starts.")
            yield finding(one, snapshot, Message(text, {"n": what.hours}))
        if what.days is not None and ahead > what.days:
            text = N_("You can book at most %(n)s days ahead.")
            yield finding(one, snapshot, Message(text, {"n": what.days}))


def approval(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """Somebody says yes first; never inside the organisation's own standing agreement."""
    if holds_time(request, snapshot):
        return
    for one, what in of_kind(rules, Approval):
        if any(piece.touches(what.window) for piece in pieces(request.starts, request.ends)):
            yield finding(one, snapshot, Message(N_("%(title)s."), {"title": one.rule.title}))


def _inside(request: Request, windows: list[Window]) -> bool:
    return all(
        any(piece.within(window) for window in windows)
        for piece in pieces(request.starts, request.ends)
    )


def _closed(request: Request, place: PlaceFacts) -> tuple[str, dict[str, object]]:
    weekday = local_date(request.starts).weekday()
    hours = [(opens, closes) for day, opens, closes in place.hours if day == weekday]
    values: dict[str, object] = {"place": place.name, "weekday": ON_WEEKDAYS[weekday]}
    if not hours:
        return N_("%(place)s is closed %(weekday)s."), values
    values["times"] = ", ".join(
        f"{opens:%H.%M}–{closing(closes)}" for opens, closes in sorted(hours)
    )
    return N_("%(place)s is open %(weekday)s at %(times)s."), values


def _times(window: Window) -> str:
    return f"{window.starts:%H.%M}–{closing(window.ends)}"
