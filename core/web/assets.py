"""Headers every answer carries, and addresses of static files that change when the file does."""

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request

_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def install(app: Flask) -> None:
    """Install both."""
    app.after_request(_headers)
    fingerprint = lru_cache(maxsize=256)(_fingerprint)

    def version(endpoint: str, values: dict[str, object]) -> None:
        _version(fingerprint, endpoint, values)

    app.url_defaults(version)


def _headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.add(name, value)
    if not (request.endpoint or "").endswith("static"):
        response.headers.setdefault("Cache-Control", "private, no-store")
    elif "v" not in request.args:
        # A script module imports its neighbours without a version: ask each time if they are new
        response.headers["Cache-Control"] = "no-cache"
    return response


def _version(
    fingerprint: Callable[[Path], str | None], endpoint: str, values: dict[str, object]
) -> None:
    """Static files are cached for a year; a changed file gets another address."""
    if endpoint == "static" or endpoint.endswith(".static"):
        folder = _static_folder(endpoint)
        if folder and "v" not in values:
            values["v"] = fingerprint(Path(folder) / str(values["filename"]))


def _static_folder(endpoint: str) -> str | None:
    name = endpoint.rpartition(".")[0]
    owner = current_app.blueprints[name] if name else current_app
    return owner.static_folder


def _fingerprint(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else None
