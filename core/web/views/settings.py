"""Where the district is set up: a card for each page the role may open."""

from flask import Blueprint, render_template

from core.accounts.roles import Permission
from core.web.declare import requires

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("")
@requires(Permission.PLACES_SEE)
def index() -> str:
    """The cards."""
    return render_template("settings/index.html")
