"""Settings that were kept in a district, as the struct their plugin declares."""

import logging
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from core.db.tenancy import DistrictSession
from core.districts.service import kept_settings

logger = logging.getLogger(__name__)

Schema = TypeVar("Schema", bound=msgspec.Struct)


def settings_from(schema: type[Schema], kept: Mapping[str, Any]) -> Schema:
    """The kept values under the schema; its defaults where they no longer hold."""
    try:
        return msgspec.convert(kept, schema)
    except msgspec.ValidationError:
        logger.warning("settings no longer fit %s; defaults are used", schema.__name__)
        return schema()


def settings_in(session: DistrictSession, plugin: str, schema: type[Schema]) -> Schema:
    """A plugin's settings in the session's district, for a service that has no request."""
    return settings_from(schema, kept_settings(session, session.district_id).get(plugin, {}))
