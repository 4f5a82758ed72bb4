"""An activity's days as iCalendar (RFC 5545). No person is named."""

from collections.abc import Iterable, Mapping

from icalendar import Calendar, Event

from core.schedules.models import Activity, Occurrence, OccurrenceState


def calendar(
    activity: Activity,
    district: str,
    days: Iterable[Occurrence],
    places: Mapping[int, str],
) -> bytes:
    """The feed. A closed or cancelled day stays, as CANCELLED, with its reason.

    Times are UTC, which every calendar program shows in local time; UID stays with the day and
    SEQUENCE grows with its changes. Days that were withdrawn are not there. The same days give
    the same bytes, so that a calendar program that asks again is told that nothing is new.
    """
    feed = Calendar()
    feed.add("prodid", "-//Innbyggerbasen//NO")
    feed.add("version", "2.0")
    feed.add("name", activity.name)
    feed.add("x-wr-calname", activity.name)
    for row in days:
        if row.state != OccurrenceState.WITHDRAWN:
            feed.add_component(_event(activity, district, row, places))
    return bytes(feed.to_ical())


def _event(activity: Activity, district: str, row: Occurrence, places: Mapping[int, str]) -> Event:
    event = Event()
    event.add("uid", f"{row.id}@{district}.innbyggerbasen")
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("sequence", row.revision)
    event.add("dtstart", row.starts)
    event.add("dtend", row.ends)
    event.add("summary", f"{activity.name}: {row.title}" if row.title else activity.name)
    held = row.state == OccurrenceState.PLANNED
    event.add("status", "CONFIRMED" if held else "CANCELLED")
    if row.reason:
        event.add("description", row.reason)
    if row.place_id is not None and row.place_id in places:
        event.add("location", places[row.place_id])
    return event
