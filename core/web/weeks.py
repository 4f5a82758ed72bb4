"""Weeks in addresses: ?week=2026-W47."""

import re
from datetime import date, timedelta

from flask import request

from core.calendar.counting_year import Period, iso_week
from core.calendar.zones import local_date
from core.problems import NotFound
from core.web.here import here

_WEEK = re.compile(r"((?:19|20)\d{2})-W(\d{2})", re.ASCII)
ONE_WEEK = timedelta(days=7)


def asked_week() -> Period:
    """The week the address asks for, else this one. Raises NotFound for what is no week."""
    asked = request.args.get("week")
    if not asked:
        return iso_week(local_date(here().now))
    match = _WEEK.fullmatch(asked)
    if match is None:
        raise NotFound
    try:
        return iso_week(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError:
        raise NotFound from None


def week_name(day: date) -> str:
    """How an address names the week of a local date: "2026-W47"."""
    year, number, _weekday = day.isocalendar()
    return f"{year}-W{number:02}"
