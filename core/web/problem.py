"""Errors as people read them (a page) and as programs do (RFC 9457 problem documents)."""

import logging
from http import HTTPStatus

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from core.bookings.desk import Busy
from core.db.collisions import is_collision
from core.plugin_api import PluginFailure
from core.problems import Forbidden, NotFound, Problem
from core.web.languages import translated

_log = logging.getLogger(__name__)
Answer = Response | tuple[str, int]
_PAGES = frozenset({400, 403, 404, 405, 409, 413, 421, 429, 500, 503})


def install(app: Flask) -> None:
    """No traceback reaches a person, and no program gets a page."""
    app.register_error_handler(Problem, _domain)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(PluginFailure, _plugin)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(IntegrityError, _collided)
    app.register_error_handler(Exception, _unexpected)


def is_api() -> bool:
    """Whether the address is one for programs: /<district>/api/…"""
    parts = request.path.split("/", 3)
    return len(parts) > 2 and parts[2] == "api"


def problem(status: int, detail: str, **more: object) -> Response:
    """A problem document."""
    answer = jsonify(
        {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    )
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    return answer


def unauthorised() -> Response:
    """401 for a program without a token that works."""
    answer = problem(401, gettext("Sign in, or send a token that works here."))
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _show(status: int, detail: str) -> Answer:
    if is_api():
        return problem(status, detail)
    page = render_template(f"errors/{status if status in _PAGES else 400}.html", detail=detail)
    return page, status


def _domain(error: Problem) -> Answer:
    status = {NotFound: 404, Forbidden: 403}.get(type(error), 409)
    return _show(status, translated(error.message, error.values))


def _csrf(_error: CSRFError) -> Answer:
    return _show(
        400, gettext("The page had been open too long. Go back, reload it, and save again.")
    )


def _http(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if code < HTTPStatus.BAD_REQUEST:
        return error  # a redirect
    answer = _show(code, _sentence(code))
    if code == HTTPStatus.METHOD_NOT_ALLOWED and error.get_response().headers.get("Allow"):
        response = answer if isinstance(answer, Response) else Response(answer[0], code)
        response.headers["Allow"] = error.get_response().headers["Allow"]
        return response
    return answer


def _sentence(code: int) -> str:
    known = {
        403: gettext("Your account may not do this."),
        404: gettext("There is nothing here."),
        405: gettext("This address cannot be used that way."),
        413: gettext("The file is too large. The limit is 5 MB."),
        421: gettext("The program does not answer to this name."),
    }
    return str(known.get(code) or gettext("The request could not be read. Go back and try again."))


def _plugin(error: PluginFailure) -> Answer:
    _log.error("strict hook failed", exc_info=error)
    return _show(503, gettext("A part of the program is unavailable. Nothing was saved."))


def _busy(_error: Busy) -> Answer:
    return _show(503, gettext("Many are booking just now. Nothing was saved. Try again."))


def _collided(error: IntegrityError) -> Answer:
    if not is_collision(error):
        return _unexpected(error)
    _log.warning("two saved the same at %s", request.endpoint)
    return _show(
        409, gettext("Somebody saved the same at the same moment. Go back, reload it, and look.")
    )


def _unexpected(error: Exception) -> Answer:
    _log.error("unexpected error at %s", request.endpoint, exc_info=error)
    return _show(
        500, gettext("Something went wrong on our side. Nothing was saved. Try again in a while.")
    )
