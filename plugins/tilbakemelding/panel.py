"""Feedback beside an activity's figures, and wherever it is decided about."""

from core.db.tenancy import DistrictSession
from core.plugin_api import Link, Panel, PanelBody, PanelContext, PanelTable, Text
from plugins.tilbakemelding.results import results, summary
from plugins.tilbakemelding.words import gettext, lazy_gettext


def feedback_panel() -> Panel:
    """What people answered, as numbers of each answer, and what was released of their words."""
    title = lazy_gettext("Feedback")
    return Panel("feedback", title, "statistics:figures:see", _load)


def _load(context: PanelContext) -> PanelBody | None:
    session = context.session
    assert isinstance(session, DistrictSession)  # noqa: S101 (core gives no other)
    found = results(session, context.activity_id, context.period, office=context.office)
    if found.is_empty:
        return None
    link = Link("tilbakemelding.results", gettext("All feedback"), {"activity": context.activity})
    rows = [
        (f"{one.title} – {label}", "–" if number is None else number, one.n)
        for one in found.distributions
        for label, number in one.rows
    ]
    rows += [
        (gettext("Told at the door: %(how)s", how=label), number, None)
        for label, number in found.told
    ]
    headings: tuple[Text, ...] = (gettext("Answer"), gettext("Number"), gettext("Of"))
    return PanelBody(
        lines=(summary(found),) if found.n != 0 else (),
        table=PanelTable(headings, tuple(rows)) if rows else None,
        quotes=tuple(one.text for one in found.quotes),
        link=link,
    )
