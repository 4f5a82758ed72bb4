"""A plugin's failure is told to every process: two look at one database here."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from core.app import platform_of
from core.districts.failures import KEPT_FOR, forget_noted
from core.plugin_api import DistrictRef, PluginHost
from core.web.failing import tell, told
from core.web.here import Platform
from tests.core.web.sample_plugin import PLUGINS, failing
from tests.support.apps import Program
from tests.support.clock import Clock
from tests.support.stovner import Browser, Stovner

SHOWN = [("failing", "menu", "KeyError: 'menu'")]


@pytest.fixture
def app(program: Program) -> Iterator[Flask]:
    with program(failing) as app:
        yield app


@pytest.fixture
def other(stovner: Stovner, migrated_url: str) -> Iterator[Platform]:
    """What another process works with."""
    parts = platform_of(PluginHost.discover([failing()]), migrated_url, stovner.clock)
    yield parts
    parts.database.close()


@pytest.fixture
def admin(stovner: Stovner) -> Browser:
    return stovner.browser("admin")


def fail(admin: Browser, times: int = 1) -> None:
    for _ in range(times):
        assert admin.get(f"{PLUGINS}/failing/switch").status_code == 200


def seen(parts: Platform, clock: Clock) -> list[tuple[str, str, str]]:
    return [(one.plugin, one.hook, one.error) for one in told(parts, clock())]


def test_whoever_is_asked_tells_of_it(stovner: Stovner, admin: Browser, other: Platform) -> None:
    assert seen(other, stovner.clock) == []
    fail(admin)
    assert seen(other, stovner.clock) == SHOWN


def test_both_processes_failures_are_added(
    stovner: Stovner, admin: Browser, other: Platform
) -> None:
    here = DistrictRef(stovner.district_id, "stovner", "Bydel Stovner")
    fail(admin, 3)
    for _ in range(2):
        other.host.call_enabled("menu", here, ["failing"])
    told(other, stovner.clock())
    page = admin.get("/admin/").text
    assert "5 ganger, sist 22.11.2026 kl. 13.00" in page


def test_one_that_fails_again_and_again_writes_once_a_minute(
    stovner: Stovner, admin: Browser, other: Platform
) -> None:
    fail(admin, 3)
    assert [one.times for one in told(other, stovner.clock())] == [1]
    stovner.clock.advance(seconds=59)
    fail(admin)
    assert [one.times for one in told(other, stovner.clock())] == [1]
    stovner.clock.advance(seconds=1)
    fail(admin)
    [now] = told(other, stovner.clock())
    assert (now.times, now.last_at) == (5, stovner.clock())


def test_one_that_does_not_come_again_is_forgotten_after_a_week(
    stovner: Stovner, admin: Browser, other: Platform
) -> None:
    fail(admin)
    stovner.clock.advance(seconds=KEPT_FOR.total_seconds())
    assert seen(other, stovner.clock) == SHOWN
    stovner.clock.advance(seconds=1)
    assert seen(other, stovner.clock) == []
    with other.database.platform_writing() as shared:
        forget_noted(shared, stovner.clock() - timedelta(seconds=1))
    with other.database.looking() as connection:
        assert connection.scalar(text("SELECT count(*) FROM plugin_failures")) == 1
    with other.database.platform_writing() as shared:
        forget_noted(shared, stovner.clock())
    with other.database.looking() as connection:
        assert connection.scalar(text("SELECT count(*) FROM plugin_failures")) == 0


def test_a_page_is_shown_also_when_nothing_can_be_kept(
    stovner: Stovner, admin: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with stovner.database.transaction() as connection:
        connection.execute(text("DROP TABLE plugin_failures"))
    fail(admin)
    assert "Failures of plugins could not be kept" in caplog.text


def test_what_is_written_meanwhile_is_not_waited_for(stovner: Stovner, other: Platform) -> None:
    """Nothing to tell, nothing to write: the end of a request costs no turn."""
    with stovner.database.platform_writing():
        tell(other, stovner.clock())
