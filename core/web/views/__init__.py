"""Core's pages, one blueprint a file. Pages of a district lie under /<district>/."""

from flask import Flask

from core.web.views import (
    about,
    account,
    activities,
    admin,
    agreements,
    api,
    api_bookings,
    approvals,
    booking_changes,
    booking_feeds,
    booking_series,
    bookings,
    calendar,
    count,
    days,
    devices,
    district_plugins,
    fairness,
    feeds,
    figures,
    giving_up,
    health,
    home,
    organisations,
    pair,
    people,
    place_rules,
    places,
    plan,
    prepare,
    public_languages,
    responsibility,
    rooms,
    rota,
    search,
    settings,
    sign_in,
    users,
    what_if,
)

_OUTSIDE = (health.bp, sign_in.bp, admin.bp)
_INSIDE = (
    home.bp,
    about.bp,
    count.bp,
    devices.bp,
    pair.bp,
    api.bp,
    api_bookings.bp,
    bookings.bp,
    what_if.bp,
    booking_series.bp,
    booking_changes.bp,
    booking_feeds.bp,
    approvals.bp,
    places.bp,
    place_rules.bp,
    agreements.bp,
    fairness.bp,
    organisations.bp,
    people.bp,
    users.bp,
    settings.bp,
    public_languages.bp,
    district_plugins.bp,
    account.bp,
    search.bp,
    activities.bp,
    responsibility.bp,
    plan.bp,
    rota.bp,
    prepare.bp,
    days.bp,
    calendar.bp,
    rooms.bp,
    feeds.bp,
    giving_up.bp,
    figures.bp,
)


def register(app: Flask) -> None:
    """Register every blueprint of core."""
    for blueprint in _OUTSIDE:
        app.register_blueprint(blueprint)
    for blueprint in _INSIDE:
        app.register_blueprint(blueprint, url_prefix=f"/<district>{blueprint.url_prefix or ''}")
