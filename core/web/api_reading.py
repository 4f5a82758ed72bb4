"""Reading what programs send, and telling them what could not be read."""

import re
from datetime import date
from typing import Any

import msgspec
from flask import Blueprint, Response, request
from flask_babel import gettext

from core.audit.idempotency import KeyReused
from core.calendar.days import read_date
from core.web.languages import translated
from core.web.problem import problem

_NULL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""A null character as JSON writes it, which no text of ours holds and PostgreSQL refuses."""


class Unreadable(Exception):
    """The request cannot be read; carries the problem document to answer with."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer


def install(bp: Blueprint) -> None:
    """Answer 400, 413 or 422 where the blueprint's views cannot read what was sent."""
    bp.register_error_handler(Unreadable, _unreadable)
    bp.register_error_handler(KeyReused, _key_reused)


def read(body: bytes, kind: type[Any]) -> Any:
    """The body as that struct. Raises Unreadable with 400 or 422, naming what was wrong."""
    if b"\\u0000" in body and _NULL.search(body):
        detail = gettext("A text holds a null character. Leave it out.")
        raise Unreadable(problem(422, detail))
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at `$")
        raise Unreadable(problem(422, str(error), field=path.strip("`.") or text)) from None
    except msgspec.DecodeError:
        raise Unreadable(problem(400, gettext("The body is not JSON."))) from None


def asked_date(name: str) -> date | None:
    """A local date in the address; None without it. Raises Unreadable."""
    text = request.args.get(name)
    if not text:
        return None
    try:
        return read_date(text)
    except ValueError:
        detail = gettext("Write dates as 2026-11-22, from 2000 to 2098.")
        raise Unreadable(problem(422, detail, field=name)) from None


def _unreadable(error: Unreadable) -> Response:
    return error.answer


def _key_reused(error: KeyReused) -> Response:
    """The same key with another body is somebody's mistake: nothing is done."""
    return problem(422, translated(error.message, error.values))
