"""What pages are put together from."""

from flask import Flask, render_template_string
from flask_babel import lazy_gettext

TABLE = """{% import "macros/ui.html" as ui %}
{% call ui.table("Caption", [lazy, "Plain", {"label": lazy, "number": true}]) %}{% endcall %}"""


def test_a_tables_heading_may_be_a_lazy_text(app: Flask) -> None:
    with app.test_client() as client:
        client.get("/sign-in")
        page = render_template_string(TABLE, lazy=lazy_gettext("Name"))

    assert '<th scope="col">Navn</th>' in page
    assert '<th scope="col">Plain</th>' in page
    assert '<th scope="col" class="number">Navn</th>' in page
