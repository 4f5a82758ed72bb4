"""Settings that were kept in a district, as the struct their plugin declares."""

import logging
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

logger = logging.getLogger(__name__)

Schema = TypeVar("Schema", bound=msgspec.Struct)


def settings_from(schema: type[Schema], kept: Mapping[str, Any]) -> Schema:
    """The kept values under the schema; its defaults where they no longer hold."""
    try:
        return msgspec.convert(kept, schema)
    except msgspec.ValidationError:
        logger.warning("settings no longer fit %s; defaults are used", schema.__name__)
        return schema()
