"""Asking the plugins that are on here, once a request, and their settings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

import msgspec
from flask import g, url_for

from core.calendar.counting_year import CountingYear
from core.counts.categories import Categories, categories
from core.counts.service import Counting
from core.db.tenancy import DistrictSession
from core.districts.service import kept_settings
from core.plugin_api import Answer, CountCategory, MenuItem, settings_from
from core.schedules.days import counting_for
from core.schedules.models import Activity
from core.text import Text
from core.web.here import access, district, here, platform

_DEFAULT_YEAR = CountingYear(9, 1)


def counted_categories() -> Mapping[str | None, Categories]:
    """What is counted, by the plugin an activity belongs to; a plugin that is off is not there."""
    enabled = here().enabled
    answers = tuple(platform().host.call_enabled("count_categories", district(), enabled))
    # Asked for with every tap, and the answers are nearly always those of the last one
    return platform().counted.get(
        district().id, (enabled, answers), lambda: _counted(enabled, answers)
    )


def _counted(
    enabled: Iterable[str], answers: Sequence[Answer[CountCategory]]
) -> Mapping[str | None, Categories]:
    known: dict[str | None, Categories] = {None: categories()}
    known |= {name: categories() for name in enabled}
    everywhere = [one for answer in answers for one in answer.value if one.activity is None]
    if everywhere:
        known = dict.fromkeys(known, categories(everywhere))
    for answer in answers:
        known[answer.plugin] = categories([*answer.value, *everywhere])
    return known


def counting() -> Counting:
    """Who counts, what, and when, for the counting services."""
    return Counting(access(), counted_categories(), here().now)


def counts_now(session: DistrictSession) -> Callable[[Activity], bool]:
    """Whether this actor may count for an activity and its plugin, if any, is on. Asked of many."""
    may, known = counting_for(session, access()), counted_categories()
    return lambda activity: activity.plugin in known and may(activity)


def menu_items(activity: Activity) -> list[tuple[Text, str]]:
    """The pages plugins add under an activity, those this actor may open: labels, addresses."""
    answers = platform().host.call_enabled("menu", district(), here().enabled)
    return [
        (item.label, _address(item, activity))
        for answer in answers
        for item in answer.value
        if item.activity is None or answer.plugin == activity.plugin
        if access().may(item.permission)
    ]


def public_links(activity: str) -> list[tuple[Text, str]]:
    """The pages plugins have for residents of the activity with that short name: labels, endpoints.

    Each address takes the activity.
    """
    answers = platform().host.call_enabled("public_links", district(), here().enabled)
    return [
        (link.label, link.endpoint)
        for answer in answers
        for link in answer.value
        if link.activity in {None, activity}
    ]


def _address(item: MenuItem, activity: Activity) -> str:
    return (
        url_for(item.endpoint) if item.activity else url_for(item.endpoint, activity=activity.slug)
    )


def settings_of(session: DistrictSession, plugin: str | None) -> msgspec.Struct | None:
    """A plugin's settings here, as its schema's struct; None without a plugin or a schema.

    A page asks for those of several plugins, so a request reads all of them, once. What is kept
    under an older schema and no longer holds gives way to the defaults.
    """
    if plugin is None or plugin not in platform().host.names:
        return None
    schema = platform().host.plugin(plugin).settings
    if schema is None:
        return None
    return settings_from(schema, _kept(session).get(plugin, {}))


def _kept(session: DistrictSession) -> Mapping[str, dict[str, Any]]:
    if "kept_settings" not in g:
        g.kept_settings = kept_settings(session, session.district_id)
    return cast("Mapping[str, dict[str, Any]]", g.kept_settings)


def counting_year(session: DistrictSession, plugin: str | None) -> CountingYear:
    """The counting year of a plugin's activities, from its setting `counting_year_start`."""
    start = getattr(settings_of(session, plugin), "counting_year_start", None)
    return CountingYear.parse(start) if start else _DEFAULT_YEAR
