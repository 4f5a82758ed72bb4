"""The list is the owner's and the deputy's, each look is logged, and nothing else leads to it."""

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.schedules.models import Activity
from plugins.paaminnelse.models import Reminder
from tests.plugins.paaminnelse.conftest import LIST, Network

OWNER, DEPUTY = "staff", "district-admin"


def logged(network: Network) -> list[tuple[str, str]]:
    with network.reading() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        found = [row for row in rows if row.action.startswith("paaminnelse:")]
        assert all(row.target == f"activity:{network.activity}" for row in found)
        assert all("@" not in f"{row.detail}{row.reason}" for row in found)
        return [(row.actor, row.action.partition(":")[2]) for row in found]


@pytest.mark.parametrize("who", [OWNER, DEPUTY])
def test_the_two_who_are_responsible_see_it_and_each_look_is_logged(
    network: Network, who: str
) -> None:
    network.ask()
    browser = network.browser(who)
    for _time in range(2):
        page = browser.get(LIST)
        assert page.status_code == 200
        assert "amina@example.no" in page.text
        assert "no-store" in page.headers["Cache-Control"]
    actor = f"user:{network.stovner.users[who]}"
    assert logged(network) == [(actor, "look")] * 2


@pytest.mark.parametrize("who", ["coordinator", "leader"])
def test_other_leaders_are_told_whose_list_it_is(network: Network, who: str) -> None:
    network.ask()
    browser = network.browser(who)
    page = browser.get(LIST)
    assert page.status_code == 200
    assert "Bare den ansvarlige og stedfortrederen ser denne lista" in page.text
    assert "amina@example.no" not in page.text
    _tries_to_change(network, who)
    assert logged(network) == []


@pytest.mark.parametrize("who", ["admin", "counter", "viewer"])
def test_administrators_and_others_may_not(network: Network, who: str) -> None:
    network.ask()
    assert network.browser(who).get(LIST).status_code == 403
    _tries_to_change(network, who)


def _tries_to_change(network: Network, who: str) -> None:
    with network.reading() as session:
        row = session.scalars(select(Reminder.id)).one()
    browser = network.browser(who)
    assert browser.post(f"{LIST}/remove", row=row).status_code == 403
    added = browser.post(f"{LIST}/add", day=network.days[1], email="b@example.no")
    assert added.status_code == 403
    assert network.kept() == ["amina@example.no"]


def test_an_owner_whose_role_is_elsewhere_now_sees_it_no_more(network: Network) -> None:
    network.ask()
    with network.writing() as session:
        session.scalars(select(Activity)).one().owner_id = network.stovner.users["leader"]
    assert "amina@example.no" not in network.browser("leader").get(LIST).text
    _tries_to_change(network, "leader")


def test_it_is_typed_in_for_somebody_and_taken_away(network: Network) -> None:
    browser = network.browser(OWNER)
    wrong = browser.post(f"{LIST}/add", day=network.days[1], email="fatima")
    assert wrong.status_code == 422
    assert "Dette er ikke en e-postadresse." in wrong.text
    assert 'value="fatima"' in wrong.text
    no_day = browser.post(f"{LIST}/add", day="x", email="fatima@example.no")
    assert no_day.status_code == 422
    added = browser.post(f"{LIST}/add", day=network.days[1], email="fatima@example.no")
    assert added.status_code == 303
    assert network.kept() == ["fatima@example.no"]
    with network.reading() as session:
        row = session.scalars(select(Reminder.id)).one()
    assert browser.post(f"{LIST}/remove", row=row).status_code == 303
    assert browser.post(f"{LIST}/remove", row=row).status_code == 404
    assert browser.post(f"{LIST}/remove", row=2**70).status_code == 404
    assert network.kept() == []
    assert {what for _actor, what in logged(network)} == {"look", "add", "remove"}


def test_there_is_no_download(network: Network) -> None:
    own = [
        rule
        for rule in network.stovner.app.url_map.iter_rules()
        if rule.endpoint.startswith("paaminnelse")
    ]
    lists = {rule.endpoint for rule in own if "GET" in (rule.methods or ())}
    assert lists <= {
        "paaminnelse.listed",
        "paaminnelse_public.ask",
        "paaminnelse_public.off",
    }
