"""The family centre's plugin held back: its house waits for a yes, and its agreement stands."""

from pathlib import Path
from typing import NoReturn

from core.plugin_api import Candidate, Level
from plugins.rodekors import plugin as rodekors
from tests.support.hamlet import BARN, CENTRE, HOUSE, MONDAY, TUESDAY, hamlet


def _raise() -> NoReturn:
    raise ZeroDivisionError


def test_the_red_cross_held_back(migrated_url: str, tmp_path: Path) -> None:
    """The barn can be had, the house waits for a yes, and the agreement stands."""
    with hamlet(migrated_url, tmp_path, rodekors) as here:
        assert here.book(HOUSE, MONDAY, 8).get_json()["status"] == "confirmed"
    with hamlet(migrated_url, tmp_path, Candidate("rodekors", _raise)) as here:
        barn, house = here.book(BARN, MONDAY), here.book(HOUSE, MONDAY)
        strangers, holders = here.book(HOUSE, TUESDAY), here.book(HOUSE, TUESDAY, who=CENTRE)

    assert barn.get_json()["status"] == "confirmed"
    assert house.get_json()["status"] == "pending"
    assert [(one["level"], one["plugin"]) for one in house.get_json()["findings"]] == [
        (Level.APPROVE, "rodekors")
    ]
    assert strangers.status_code == 409
    assert any(one["rule"].startswith("agreement:") for one in strangers.get_json()["findings"])
    assert holders.get_json()["status"] == "pending"
