"""Weeks in addresses: ?week=2026-W47."""

from datetime import date, timedelta

from flask import request

from core.calendar.counting_year import Period
from core.calendar.weeks import Week
from core.calendar.zones import local_date
from core.problems import NotFound
from core.web.here import here

ONE_WEEK = timedelta(days=7)


def asked_week() -> Period:
    """The dates of the week the address asks for, else of this one. Raises NotFound."""
    return asked_iso_week().period


def asked_iso_week() -> Week:
    """The week the address asks for, else this one. Raises NotFound for what is no week."""
    now = Week.of(local_date(here().now))
    try:
        return Week.parse(request.args.get("week") or now.key)
    except ValueError:
        raise NotFound from None


def week_name(day: date) -> str:
    """How an address names the week of a local date: "2026-W47"."""
    year, number, _weekday = day.isocalendar()
    return f"{year}-W{number:02}"
