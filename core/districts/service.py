"""Districts, and which plugins each of them uses."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from core.audit.service import record
from core.db.ids import new_id
from core.db.tenancy import PlatformSession
from core.districts.models import District, DistrictPlugin, PluginSettings
from core.problems import N_, Refused

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SETTINGS = select(PluginSettings.plugin, PluginSettings.values).where(
    PluginSettings.district_id == bindparam("district")
)
RESERVED = frozenset({"sign-in", "sign-out", "static", "healthz", "admin"})


def create_district(
    session: PlatformSession,
    *,
    slug: str,
    name: str,
    now: datetime,
    accessibility_url: str | None = None,
    actor: str = "command:0",
) -> District:
    """A new district. Raises Refused for a slug that is taken or cannot be in an address."""
    if not SLUG.fullmatch(slug) or slug in RESERVED:
        raise Refused(
            N_("The short name can have a–z, 0–9 and hyphens, and not be one of our own words."),
            field="slug",
        )
    if session.scalar(select(District.id).where(District.slug == slug)) is not None:
        raise Refused(N_("There is a district %(slug)s already."), field="slug", slug=slug)
    district = District(
        id=new_id(now), slug=slug, name=name, accessibility_url=accessibility_url, created_at=now
    )
    session.add(district)
    record(session, actor, "districts:create", f"district:{district.id}", now=now)
    return district


def change_district(
    session: PlatformSession,
    district: District,
    *,
    name: str,
    accessibility_url: str | None,
    now: datetime,
    actor: str,
) -> None:
    """Change what a district is called, and where its accessibility statement is."""
    before = {"name": district.name, "accessibility_url": district.accessibility_url}
    district.name, district.accessibility_url = name, accessibility_url
    record(session, actor, "districts:change", f"district:{district.id}", now=now, before=before)


def switch_plugin(
    session: PlatformSession,
    district_id: int,
    plugin: str,
    *,
    enabled: bool,
    actor: str,
    now: datetime,
) -> bool:
    """Switch a plugin on or off in a district; False when it was so already. Data stays."""
    row = session.get(DistrictPlugin, (district_id, plugin))
    if row is None:
        row = DistrictPlugin(district_id=district_id, plugin=plugin, enabled=False)
        session.add(row)
    elif row.enabled == enabled:
        return False
    row.enabled, row.changed_at, row.changed_by = enabled, now, actor
    action = "plugins:enable" if enabled else "plugins:disable"
    record(session, actor, action, f"plugin:{plugin}", now=now, district=str(district_id))
    return True


def switched_on(session: Session, district_id: int) -> frozenset[str]:
    """The plugins that are on in a district, those that are held back, too."""
    on = DistrictPlugin.enabled.is_(True) & (DistrictPlugin.district_id == district_id)
    return frozenset(session.scalars(select(DistrictPlugin.plugin).where(on)))


def kept_settings(session: Session | Connection, district_id: int) -> Mapping[str, dict[str, Any]]:
    """Each plugin's saved settings in a district; one that is not there has its defaults."""
    rows = session.execute(_SETTINGS, {"district": district_id})
    return {row.plugin: row.values for row in rows}


def save_settings(
    session: PlatformSession,
    district_id: int,
    plugin: str,
    values: dict[str, Any],
    *,
    actor: str,
    now: datetime,
) -> None:
    """Keep a plugin's settings, validated by the caller against its schema."""
    row = session.get(PluginSettings, (district_id, plugin))
    if row is None:
        row = PluginSettings(district_id=district_id, plugin=plugin)
        session.add(row)
    before = dict(row.values or {})
    row.values, row.changed_at, row.changed_by = values, now, actor
    record(
        session,
        actor,
        "plugins:settings",
        f"plugin:{plugin}",
        now=now,
        district=str(district_id),
        before=before,
        after=values,
    )
