"""The description of the API, made from the types it reads and writes."""

from collections.abc import Mapping
from typing import Any

import msgspec

from core.web import openapi_bookings
from core.web.api_types import CountsIn, CountsOut, OccurrenceOut, ProblemOut, TotalsOut

_REFERENCE = "#/components/schemas/{name}"
_KEY: Mapping[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string"},
    "description": (
        "The same key and body within 24 hours give the same answer; another body gives 422."
    ),
}


def description(server: str) -> dict[str, Any]:
    """OpenAPI 3.1. `server` is the district's address, to which the paths are added."""
    (days, counts_in, counts_out, totals, problem), schemas = msgspec.json.schema_components(
        (list[OccurrenceOut], CountsIn, CountsOut, TotalsOut, ProblemOut), ref_template=_REFERENCE
    )
    booking_schemas, more = openapi_bookings.schemas_of(_REFERENCE)
    refused = {"default": _answer("What was wrong", problem, "application/problem+json")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Innbyggerbasen", "version": "1"},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": {
            "/api/occurrences": {
                "get": {
                    "summary": "Days of activities",
                    "parameters": [_date("from"), _date("to")],
                    "responses": {"200": _answer("Days by start", days), **refused},
                }
            },
            "/api/counts": {
                "post": {
                    "summary": "Save counts. A repeated id is accepted and counts once.",
                    "parameters": [_KEY],
                    "requestBody": {"required": True, "content": _content(counts_in)},
                    "responses": {"200": _answer("What became of them", counts_out), **refused},
                }
            },
            "/api/counts/{occurrence}": {
                "get": {
                    "summary": "A day's totals",
                    "parameters": [
                        {
                            "name": "occurrence",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "string"},
                        }
                    ],
                    "responses": {"200": _answer("Totals by category", totals), **refused},
                }
            },
            **openapi_bookings.paths(
                booking_schemas,
                refused,
                _answer,
                {"key": _KEY, "from": _date("from"), "to": _date("to")},
            ),
        },
        "components": {
            "schemas": {**schemas, **more},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _date(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "schema": {"type": "string", "format": "date"},
        "description": "Local date, inclusive. Without `from` it is today, without `to` one day.",
    }


def _answer(text: str, schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    return {"description": text, "content": _content(schema, kind)}


def _content(schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    return {kind: {"schema": schema}}
