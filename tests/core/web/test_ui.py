"""What pages are put together from."""

from flask import Flask, render_template_string
from flask_babel import lazy_gettext

from core.web.declare import public

TABLE = """{% import "macros/ui.html" as ui %}
{% call ui.table("Caption", [lazy, "Plain", {"label": lazy, "number": true}]) %}{% endcall %}"""


def test_a_tables_heading_may_be_a_lazy_text(app: Flask) -> None:
    @public
    def table() -> str:
        return render_template_string(TABLE, lazy=lazy_gettext("Name"))

    app.add_url_rule("/healthz/table", view_func=table)

    page = app.test_client().get("/healthz/table").text

    assert '<th scope="col">Navn</th>' in page
    assert '<th scope="col">Plain</th>' in page
    assert '<th scope="col" class="number">Navn</th>' in page
