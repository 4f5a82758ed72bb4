"""Whether the program and its database answer."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from core.web.declare import public
from core.web.here import platform

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """200 when the database answers."""
    with platform().database.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return jsonify(status="ok")
