"""Ids in addresses: no row has one that the databases cannot hold."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**63 - 1


class _IdConverter(IntegerConverter):
    """An `int` of an address; a greater number than any row can have answers 404."""

    def __init__(self, routes: Map, *args: Any, **more: Any) -> None:
        super().__init__(routes, *args, **{"max": LARGEST_ID} | more)


def install(app: Flask) -> None:
    """Hold it for every address there will be, plugins' as well."""
    app.url_map.converters["int"] = _IdConverter
