"""Activities as people make, find, change and put them away."""

import pytest
from sqlalchemy import select

from core.accounts.roles import Role
from core.schedules.models import Activity
from tests.core.web.counter_kit import BOARD, Browser, Town
from tests.core.web.counter_kit import town as town

ACTIVITIES = "/stovner/activities/"
CENTRE = "/stovner/activities/familiesenter"
OTHERS = "/stovner/activities/babytreff"
only_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def english(town: Town, role: Role) -> Browser:
    """A browser for a role, reading English."""
    browser = town.browser(role)
    browser.get("/stovner/account?lang=en")
    return browser


def organisation_of(town: Town, slug: str) -> str:
    with town.platform.database.reading(town.district) as session:
        found = session.scalars(select(Activity.organisation_id).where(Activity.slug == slug))
        return str(found.one())


def test_an_activity_is_made_in_three_fields_and_then_planned(town: Town) -> None:
    leader = english(town, Role.LEADER)
    own = organisation_of(town, "familiesenter")
    leader.get(ACTIVITIES + "new")
    for name, slug in (
        ("Språkkafé på Ås", "sprakkafe-pa-as"),
        ("Språkkafé på Ås", "sprakkafe-pa-as-2"),
        ("Ærlig øving", "aerlig-oving"),
        ("New", "new-2"),
        ("你好", "tilbud"),
    ):
        answer = leader.post(ACTIVITIES + "new", name=name, organisation=own, kind="drop-in")
        assert answer.request.path == f"{ACTIVITIES}{slug}/plan"
        assert "The activity is made" in leader.text
        assert leader.get(ACTIVITIES + slug).status_code == 200


def test_a_leader_makes_activities_for_the_own_organisation_only(town: Town) -> None:
    leader = english(town, Role.LEADER)
    leader.get(ACTIVITIES + "new")
    assert "Bydel Stovner</option>" not in leader.page
    other = organisation_of(town, "babytreff")
    answer = leader.post(ACTIVITIES + "new", name="Kupp", organisation=other, kind="drop-in")
    assert (answer.status_code, 'value="Kupp"' in leader.page) == (422, True)
    assert leader.post(ACTIVITIES + "new", name=" ", kind="drop-in").status_code == 422


def test_the_list_has_the_own_first_and_a_search(town: Town) -> None:
    leader = english(town, Role.LEADER)
    leader.get(ACTIVITIES)
    yours, others = leader.text.split("Others in the district")
    assert "Familiesenter" in yours
    assert "Babytreff" in others
    leader.get(ACTIVITIES + "?q=BABY")
    assert "1 activity for “BABY”" in leader.text
    assert "Familiesenter" not in leader.text


def test_the_page_shows_what_comes_what_was_and_what_is_missing(town: Town) -> None:
    leader = english(town, Role.LEADER)
    leader.post("/stovner/count/familiesenter/2026-11-21-1100", press="adult:2")
    leader.get("/stovner/count/familiesenter/2026-11-21-1100")
    leader.post("/stovner/count/familiesenter/2026-11-21-1100", press="adult:2,child:1")
    leader.get(CENTRE)
    for words in ("Today", "Days not entered (1)", "Coming up", "Lately", "3 visits"):
        assert words in leader.text
    for address in ("/plan", "/days", "/devices", "/staff", "/edit", "/days/2026-11-19-1100"):
        assert CENTRE + address in leader.page
    assert "/stovner/figures/familiesenter" in leader.page
    assert "/stovner/count/familiesenter/2026-11-22-1100" in leader.page
    assert "/stovner/feeds/" in leader.page


@only_sqlite
def test_readers_and_other_leaders_see_the_days_and_no_secret(town: Town) -> None:
    for browser, address in (
        (town.browser(Role.VIEWER), CENTRE),
        (town.browser(Role.LEADER), OTHERS),
    ):
        assert browser.get(address).status_code == 200
        assert "/feeds/" not in browser.page
        assert address + "/edit" not in browser.page
        assert address + "/days/" not in browser.page


def test_an_activity_is_changed_and_keeps_its_address(town: Town) -> None:
    leader = english(town, Role.LEADER)
    leader.get(CENTRE + "/edit")
    fields = {
        "organisation": organisation_of(town, "familiesenter"),
        "kind": "series",
        "place": "",
        "plugin": "centre",
    }
    answer = leader.post(CENTRE + "/edit", name="", description="Kom innom", **fields)
    assert (answer.status_code, "Kom innom" in leader.page) == (422, True)
    answer = leader.post(CENTRE + "/edit", name="Familiehuset", description="", **fields)
    assert (answer.request.path, "Familiehuset" in leader.text) == (CENTRE, True)


def test_an_activity_with_coming_days_is_not_put_away(town: Town) -> None:
    leader = english(town, Role.LEADER)
    leader.get(CENTRE)
    leader.post(CENTRE + "/archive")
    # Today's day has not ended, and next week's has not begun
    assert "Coming days of Familiesenter: 2. Cancel them first" in leader.text
    for day in ("2026-11-22-1100", "2026-11-29-1100"):
        leader.post(f"{CENTRE}/days/{day}/cancel", reason="Ferie")
    leader.post(CENTRE + "/archive")
    assert "The activity is put away" in leader.text
    leader.get(ACTIVITIES)
    assert "1 activity put away" in leader.text
    leader.get(ACTIVITIES + "?q=familie")
    assert "0 activities" in leader.text
    leader.post(CENTRE + "/restore")
    assert "in use again" in leader.text


def test_an_employee_on_an_activity_may_count_there(town: Town) -> None:
    employee = town.browser(Role.STAFF)
    board = "/stovner/count/babytreff/2026-11-22-1100"
    assert employee.get(board).status_code == 403
    admin = english(town, Role.DISTRICT_ADMIN)
    admin.get(OTHERS + "/staff")
    assert "A staff" in admin.text
    admin.post(OTHERS + "/staff", user=str(town.users[Role.STAFF]))
    assert "are saved" in admin.text
    assert employee.get(board).status_code == 200
    admin.get(OTHERS + "/staff")
    admin.post(OTHERS + "/staff")
    assert employee.get(board).status_code == 403


def test_a_partner_does_not_see_the_districts_employees(town: Town) -> None:
    admin = english(town, Role.DISTRICT_ADMIN)
    admin.get(CENTRE + "/staff")
    admin.post(CENTRE + "/staff", user=str(town.users[Role.STAFF]))
    leader = english(town, Role.LEADER)
    leader.get(CENTRE + "/staff")
    assert "A staff" not in leader.text
    assert "No employees to choose" in leader.text
    chosen = leader.post(CENTRE + "/staff", user=str(town.users[Role.STAFF]))
    assert chosen.status_code == 404
    leader.get(CENTRE)
    leader.post(CENTRE + "/staff")
    employee = town.browser(Role.STAFF)
    # Whom the partner does not see stays on
    assert employee.get(BOARD).status_code == 200


@only_sqlite
@pytest.mark.parametrize("page", ["/edit", "/staff", "/plan", "/plan/day"])
def test_another_organisations_activity_is_not_changed(town: Town, page: str) -> None:
    leader = town.browser(Role.LEADER)
    assert leader.get(OTHERS + page).status_code == 403
    leader.get(CENTRE)
    assert leader.post(OTHERS + page).status_code == 403
    assert leader.post(OTHERS + "/archive").status_code == 403
    assert town.browser(Role.VIEWER).get(CENTRE + page).status_code == 403
    assert leader.get("/stovner/activities/nothing").status_code == 404
