"""The bookings' part of the API's description."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from core.web.api_types import Moment
from core.web.booking_api import BookingChange, BookingIn, BookingOut, Reason


class FindingOut(Struct):
    """What a rule says: `level` is block, approve or warn; `plugin` null is the district's own."""

    level: str
    plugin: str | None
    rule: str
    text: str


class OfferOut(Struct):
    """What is free instead. `place` is a slug."""

    place: str
    starts: Moment
    ends: Moment


class AskedOut(Struct):
    """A booking that was made; `status` is confirmed or pending."""

    id: str
    status: str
    findings: list[FindingOut]


class RefusalOut(Struct):
    """RFC 9457, with every reason and up to three alternatives that pass every rule."""

    title: str
    status: int
    detail: str
    findings: list[FindingOut]
    alternatives: list[OfferOut]


TYPES = (BookingIn, AskedOut, list[BookingOut], BookingChange, BookingOut, Reason, RefusalOut)
Answer = Callable[..., dict[str, Any]]
_ID: Mapping[str, Any] = {
    "name": "booking",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
}


def paths(
    schemas: tuple[dict[str, Any], ...],
    refused: Mapping[str, Any],
    answer: Answer,
    parameters: Mapping[str, Any],
) -> dict[str, Any]:
    """The addresses. `parameters` holds "key", "from" and "to"."""
    asked_in, asked, listed, change, shown, reason, refusal = schemas
    conflict = {"409": answer("Why not, and what is free", refusal, "application/problem+json")}
    changed = {"200": answer("The booking", shown), **conflict, **refused}

    def post(summary: str, body: dict[str, Any] | None, responses: dict[str, Any]) -> Any:
        found = {"summary": summary, "parameters": [parameters["key"]], "responses": responses}
        if body is not None:
            found["requestBody"] = {
                "required": True,
                "content": {"application/json": {"schema": body}},
            }
        return found

    one = {
        "parameters": [_ID],
        "patch": post("Move or change a booking", change, changed),
        "delete": {"summary": "Cancel a booking", "responses": changed},
    }
    made = {"201": answer("Booked, or waiting", asked), **conflict, **refused}
    return {
        "/api/bookings": {
            "post": post("Ask for a place", asked_in, made),
            "get": {
                "summary": "Bookings that touch the dates",
                "parameters": [parameters["from"], parameters["to"]],
                "responses": {"200": answer("Bookings by start", listed), **refused},
            },
        },
        "/api/bookings/{booking}": one,
        "/api/bookings/{booking}/approve": {
            "parameters": [_ID],
            "post": post("Say yes", None, changed),
        },
        "/api/bookings/{booking}/reject": {
            "parameters": [_ID],
            "post": post("Say no", reason, changed),
        },
    }


def schemas_of(template: str) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    """The schemas of the types, and what they refer to."""
    return msgspec.json.schema_components(TYPES, ref_template=template)
