"""What residents and partners are told about their data, open to all."""

from flask import Blueprint, render_template

from core.web.declare import public

bp = Blueprint("about", __name__, url_prefix="/about")


@bp.get("/privacy")
@public
def privacy() -> str:
    """What is kept of whom, why, and until when."""
    return render_template("about/privacy.html")
