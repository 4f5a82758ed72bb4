"""The gathering's pages as staff see them, and what others do not see."""

import re
from datetime import date
from html import unescape

import pytest

from core.places.service import find
from core.testing.factories import make_place, make_staff
from tests.plugins.apen_barnehage.conftest import Babies
from tests.support.stovner import Browser

GROUP = "/stovner/apen_barnehage/group"
SLIPS = "/stovner/apen_barnehage/slips"
WAITING = "/stovner/apen_barnehage/waiting"
NOVEMBER = "2026-11"
PRINTED, GIVEN = "apen_barnehage.printed", "apen_barnehage.given"
PRESS = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def leader(babies: Babies) -> Browser:
    """The district's leader, reading English."""
    browser = babies.stovner.browser("coordinator")
    browser.get(f"{GROUP}?lang=en")
    return browser


def test_slips_are_noted_and_printed_all_alike(leader: Browser) -> None:
    answer = leader.post(
        SLIPS, place="hvitt-hus", month=NOVEMBER, kind=PRINTED, n="16", press=PRESS
    )
    assert answer.location == GROUP
    leader.post(SLIPS, place="hvitt-hus", month=NOVEMBER, kind=PRINTED, n="16", press=PRESS)
    page = leader.get(GROUP).text
    assert ">16<" in page, "a form sent twice counts once"
    printed = leader.get(f"{SLIPS}/print?place=hvitt-hus&month={NOVEMBER}").text
    slips = printed.split('<li class="slip">')[1:]
    assert len(slips) == 8
    assert len({slip.split("</li>")[0] for slip in slips}) == 1, "a slip tells nothing of its own"
    assert "November 2026" in printed


def test_a_page_that_is_sent_again_with_another_number_says_so(leader: Browser) -> None:
    fields = {"place": "hvitt-hus", "month": NOVEMBER, "kind": GIVEN, "press": PRESS}
    assert leader.post(SLIPS, **fields, n="40").location == GROUP
    answer = leader.post(SLIPS, **fields, n="45")
    assert answer.status_code == 422
    assert "The page was sent before" in answer.text
    assert 'value="45"' in answer.text
    [press] = re.findall(r'id="press" name="press"[^>]*value="([^"]*)"', answer.text)
    assert leader.post(SLIPS, **{**fields, "press": press}, n="45").location == GROUP
    assert ">85<" in leader.get(GROUP).text


@pytest.mark.parametrize("n", ["0", "-3", "many", "", "99999999999999999999"])
def test_a_refused_number_says_why_and_keeps_what_was_typed(leader: Browser, n: str) -> None:
    answer = leader.post(SLIPS, place="hvitt-hus", month=NOVEMBER, kind=GIVEN, n=n, press=PRESS)
    assert answer.status_code == 422
    assert "How many" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert f'value="{n}"' in answer.text or not n


@pytest.mark.parametrize("field", ["place", "month", "kind"])
def test_what_is_not_among_the_choices_is_refused(leader: Browser, field: str) -> None:
    fields = {"place": "hvitt-hus", "month": NOVEMBER, "kind": GIVEN, "n": "4", field: "2026-02"}
    fields["press"] = PRESS
    assert leader.post(SLIPS, **fields).status_code == 422


def test_a_number_is_given_and_ends(leader: Browser) -> None:
    for _again in range(2):
        assert leader.post(WAITING, place="hvitt-hus", press=PRESS).location == GROUP
    page = leader.get(GROUP).text
    assert "Number 1 is given. Press again if one more waits." in page
    assert "Number 2" not in page
    assert "Number 1" in page
    address = page.split('action="')[1:]
    [got] = [one.split('"')[0] for one in address if one.split('"')[0].endswith("/place")]
    assert leader.post(got).location == GROUP
    page = leader.get(GROUP).text
    assert "Nobody waits" in page
    again = got.removesuffix("place") + "again"
    assert f'action="{again}"' in page
    assert leader.post(again).location == GROUP
    assert "Nobody waits" not in leader.get(GROUP).text
    assert leader.post(got).location == GROUP
    assert (
        "waits no longer"
        in leader.client.post(got, data={"csrf_token": leader._token}, follow_redirects=True).text
    )


def test_employees_on_the_activity_may_and_others_may_not(babies: Babies) -> None:
    staff = babies.stovner.browser("staff")
    assert staff.get(GROUP).status_code == 403
    with babies.stovner.database.writing(babies.stovner.district_id) as session:
        make_staff(session, babies.activity, babies.stovner.users["staff"])
    assert staff.get(GROUP).status_code == 200
    assert babies.stovner.browser("leader").get(GROUP).status_code == 403
    assert babies.stovner.browser("viewer").get(GROUP).status_code == 403
    assert babies.stovner.browser("grorud-admin").get(GROUP).status_code == 404


def test_babies_are_called_babies_and_places_stand_side_by_side(
    babies: Babies, leader: Browser
) -> None:
    babies.held(date(2026, 11, 19), adult=9, child=10, from_health_station=6)
    with babies.stovner.database.writing(babies.stovner.district_id) as session:
        room = make_place(session, "stua", parent=find(session, "hvitt-hus")).id
    babies.held(date(2026, 11, 12), room, adult=1, child=1)
    assert "Place by place" not in leader.get("/stovner/apen_barnehage/").text
    babies.held(date(2026, 11, 20), babies.other_place, adult=5, child=5)
    page = leader.get("/stovner/apen_barnehage/").text
    assert "Place by place" in page
    assert "Haugenstua" in page
    assert "From the health station" in page
    day = leader.get("/stovner/activities/babytreff/days/2026-11-19-1100").text
    assert "Babies" in day


def test_more_with_a_slip_than_adults_are_named_as_what_they_are(
    babies: Babies, leader: Browser
) -> None:
    babies.held(date(2026, 11, 19), adult=9, child=10)
    day = "/stovner/activities/babytreff/days/2026-11-19-1100"
    for language, sentence in (
        ("en", "“From the health station” (60) cannot be more than “Adults” (9)."),
        ("nb", "«Fra helsestasjonen» (60) kan ikke være flere enn «Voksne» (9)."),
    ):
        page = leader.get(f"{day}?lang={language}").text
        fields = dict(re.findall(r'name="(press|seen)" type="hidden" value="([^"]*)"', page))
        answer = leader.post(day, **fields, from_health_station="60", reason="Talt på nytt")
        assert answer.status_code == 422
        assert sentence in unescape(answer.text)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"counting_year_start": "02-29"}, "This cannot be used. Write it like this: 09-01"),
        ({"counting_year_start": "04-31"}, "This cannot be used. Write it like this: 09-01"),
        ({"earliest": "16:00", "latest": "08:00"}, "The first time of day must be before the last"),
    ],
)
def test_days_not_every_year_has_and_hours_backwards_are_refused(
    babies: Babies, fields: dict[str, str], sentence: str
) -> None:
    settings = "/stovner/settings/plugins/apen_barnehage/settings"
    admin = babies.stovner.browser("district-admin")
    page = admin.get(f"{settings}?lang=en").text
    shown = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', page.partition("<main")[2]))
    answer = admin.post(settings, **{**shown, **fields})
    assert answer.status_code == 422
    assert sentence in answer.text
    for value in fields.values():
        assert f'value="{value}"' in answer.text, "what was typed stays"
    assert admin.post(settings, **shown).status_code == 303


def test_few_who_came_by_the_health_station_are_not_told_outside(babies: Babies) -> None:
    babies.held(date(2026, 11, 19), adult=9, child=10, from_health_station=3)
    viewer = babies.stovner.browser("viewer")
    for address in ("/stovner/apen_barnehage/?lang=en", "/stovner/figures/babytreff?lang=en"):
        page = viewer.get(address).text
        assert "Mean per opening day" in page
        assert "From the health station" not in page
        assert "Adults through the health station" not in page
        assert "Came with one" not in page
