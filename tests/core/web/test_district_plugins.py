"""A district's plugins: the list, and the switch with its preflight."""

from datetime import date

import pytest
from sqlalchemy import select

from core.audit.models import PlatformAuditEntry
from core.counts.models import CountBatch, CountTotal
from core.db.ids import new_id
from core.schedules.models import OccurrenceState, Plan
from core.testing.factories import LONG_AGO, make_activity, make_occurrence
from tests.core.web.sample_plugin import PLUGINS, SETTINGS, SWITCH, on, text
from tests.core.web.sample_plugin import admin as admin
from tests.core.web.sample_plugin import app as app
from tests.support.stovner import Browser, Stovner

TODAY = date(2026, 11, 22)


def counted(stovner: Stovner) -> None:
    """An activity of the sample: a day with counts, one to come, a plan and an import."""
    with stovner.database.writing(stovner.district_id) as session:
        activity = make_activity(session, stovner.partner, "samling", plugin="sample")
        held = make_occurrence(session, activity.id, TODAY.replace(day=20))
        make_occurrence(session, activity.id, TODAY.replace(day=29))
        gone = make_occurrence(session, activity.id, TODAY.replace(day=28))
        gone.state = OccurrenceState.CANCELLED
        session.add(CountTotal(occurrence_id=held.id, category="adult", total=0, entries=1))
        for undone in (None, LONG_AGO):
            session.add(
                CountBatch(
                    id=new_id(LONG_AGO),
                    activity_id=activity.id,
                    label="file",
                    created_at=LONG_AGO,
                    created_by="user:1",
                    before={},
                    undone_at=undone,
                    undone_by=None,
                )
            )
        session.add(
            Plan(
                id=new_id(LONG_AGO),
                activity_id=activity.id,
                weekdays=[6],
                starts=held.starts.time(),
                ends=held.ends.time(),
                first=TODAY,
                last=TODAY,
                place_id=None,
                created_at=LONG_AGO,
            )
        )


def test_the_list_says_title_version_and_state(admin: Browser) -> None:
    off = text(admin.get(PLUGINS))
    on(admin)

    assert "The sample 1.2.3 Off" in off
    assert "The sample 1.2.3 On" in text(admin.get(PLUGINS))


def test_the_preflight_names_what_goes_and_numbers_what_stays(
    stovner: Stovner, admin: Browser
) -> None:
    counted(stovner)
    coming = text(admin.get(SWITCH))
    on(admin)
    leaving = text(admin.get(SWITCH))

    for name in ("A page of it", "A card of it", "Days of it", "Prams lent"):
        assert name in coming
        assert name in leaving.partition("This stays:")[0]
    goes, _this, stays = leaving.partition("This stays:")
    assert "Nothing can be counted for Samling while it is off." in goes
    assert "1 day with counts" in stays
    assert "1 coming day: it stays planned" in stays
    assert "1 import, with its history" in stays
    assert "1 plan " in stays
    assert "paired" not in stays


def test_what_it_shows_comes_and_goes_with_the_switch(stovner: Stovner, admin: Browser) -> None:
    counted(stovner)
    seen = []
    for to in ("on", "off", "on"):
        admin.post(SWITCH, to=to)
        pages = [text(admin.get(at)) for at in ("/stovner/", "/stovner/activities/samling")]
        pages.append(text(admin.get("/stovner/figures/samling")))
        seen.append(
            ["A card of it" in pages[0], "A page of it" in pages[1], "Days of it" in pages[2]]
        )

    assert seen == [[True] * 3, [False] * 3, [True] * 3]


def test_the_switch_is_in_the_log(stovner: Stovner, admin: Browser) -> None:
    on(admin)
    with stovner.database.platform_reading() as shared:
        entry = shared.scalars(
            select(PlatformAuditEntry).where(PlatformAuditEntry.action == "plugins:enable")
        ).one()
        assert entry.actor == f"user:{stovner.users['district-admin']}"
        assert entry.target == "plugin:sample"


@pytest.mark.parametrize("who", ["coordinator", "leader", "staff", "counter", "viewer"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_only_administrators_may(stovner: Stovner, who: str) -> None:
    browser = stovner.browser(who)
    for address in (PLUGINS, SWITCH, SETTINGS):
        assert browser.get(address).status_code == 403
        if address != PLUGINS:
            assert browser.post(address, to="on").status_code == 403


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_is_not_installed_is_not_there(admin: Browser) -> None:
    for address in (f"{PLUGINS}/other/switch", f"{PLUGINS}/other/settings"):
        assert admin.get(address).status_code == 404
        assert admin.post(address, to="on").status_code == 404
    assert admin.post(SWITCH).status_code == 400
