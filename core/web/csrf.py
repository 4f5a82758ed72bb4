"""Where a request comes from: Flask-WTF's check, made once for all it rests on."""

from flask import g, session
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFProtect

from core.db.remembered import Remembered


class RememberedCheck(CSRFProtect):  # type: ignore[misc]
    """Taps send one token again and again; its signature would take a tenth of each one's time.

    A token has no time limit: right for a browser's secret once, it is right until the secret is
    another. The rest of the check looks at the method, the connection, the referrer and the host.
    """

    def __init__(self) -> None:
        super().__init__()
        self._right = Remembered()

    def protect(self, apply_exemptions: bool = False) -> None:
        """Raises CSRFError when a request that changes something was sent by another site."""
        asked = request_ctx.request  # itself: its proxy would look it up for each word
        token = asked.headers.get("X-CSRFToken")
        if token is None or not asked.is_json:
            super().protect(apply_exemptions)
            return
        rests_on = (token, asked.method, asked.is_secure, asked.referrer, asked.host)
        self._right.get(session.get("csrf_token"), rests_on, self._checked)
        g.csrf_valid = True

    def _checked(self) -> bool:
        super().protect()
        return True
