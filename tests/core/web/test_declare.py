"""Every address says who may open it; one that says nothing is named."""

import pytest
from flask import Flask

from core.web.declare import UndeclaredAddress, check_all, declaration, public, requires, signed_in


@pytest.fixture
def bare() -> Flask:
    """An app with nothing but its static files."""
    return Flask(__name__)


def test_what_is_declared_is_found(bare: Flask) -> None:
    for name, mark in (("all", public), ("some", signed_in), ("few", requires("a:b:c"))):
        bare.add_url_rule(f"/{name}", name, mark(lambda: ""))

    check_all(bare)

    found = {name: declaration(bare, name) for name in ("static", "all", "some", "few")}
    assert [(one.public, one.permission) for one in found.values() if one] == [
        (True, None),
        (True, None),
        (False, None),
        (False, "a:b:c"),
    ]


def test_every_address_that_declares_nothing_is_named(bare: Flask) -> None:
    bare.add_url_rule("/one", "one", lambda: "")
    bare.add_url_rule("/two", "two", lambda: "", methods=["POST"])
    bare.add_url_rule("/three", "three", public(lambda: ""))

    with pytest.raises(UndeclaredAddress, match=r"/one, /two\. ") as refused:
        check_all(bare)

    assert "three" not in str(refused.value)
