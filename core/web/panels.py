"""What plugins show beside an activity's figures, and wherever it is decided about."""

from dataclasses import dataclass

from core.calendar.counting_year import Period
from core.counts.office import is_office
from core.db.tenancy import DistrictSession
from core.plugin_api import Failure, PanelBody, PanelContext
from core.schedules.models import Activity
from core.text import Text
from core.web.here import access, district, here, platform
from core.web.plugin_answers import settings_of


@dataclass(frozen=True)
class ShownPanel:
    """A panel ready to show; `body` is None where the plugin failed.

    `permission` is what its readers have; None where the plugin failed before it said.
    """

    plugin: str
    permission: str | None
    owner: Text
    title: Text
    body: PanelBody | None


def panels_of(
    session: DistrictSession, activity: Activity, period: Period, only: str | None = None
) -> list[ShownPanel]:
    """What the plugins that are on have to say of the activity in the period of local dates.

    A plugin that fails is shown as unavailable; one that has nothing to tell is left out. `only`
    asks one plugin, for a page of its own.
    """
    host = platform().host
    asked = here().enabled if only is None else here().enabled & {only}
    answers = host.call_enabled("panels", district(), asked)
    shown = [_failed(one.plugin) for one in answers.failures]
    for answer in answers:
        context = PanelContext(
            session,
            district(),
            access(),
            here().now,
            settings_of(session, answer.plugin),
            activity.id,
            activity.slug,
            period,
            is_office(session, access(), activity.organisation_id),
        )
        for panel in answer.value:
            if panel.activity not in {None, activity.slug} or not access().may(panel.permission):
                continue
            body = host.load_panel(answer.plugin, panel, context, guard=session.begin_nested)
            if isinstance(body, Failure):
                shown.append(_failed(answer.plugin))
            elif body is not None:
                owner = host.manifest(answer.plugin).title
                shown.append(ShownPanel(answer.plugin, panel.permission, owner, panel.title, body))
    return shown


def _failed(plugin: str) -> ShownPanel:
    title = platform().host.manifest(plugin).title
    return ShownPanel(plugin, None, title, title, None)
