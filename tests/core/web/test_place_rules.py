"""The rules of a place as its page shows them, and the forms that set them."""

import re
from datetime import timedelta

import pytest

from core.bookings.models import Booking, Status
from core.bookings.rule_kinds import KINDS
from core.db.ids import new_id
from core.places.models import Place
from core.testing.factories import LONG_AGO, make_activity
from core.web.forms_place_rules import FORMS
from tests.support.stovner import Browser, Stovner

PLACE = "/stovner/places/hvitt-hus"


@pytest.fixture
def admin(stovner: Stovner) -> Browser:
    """The district's administrator, reading English, with a house and its kitchen."""
    browser = stovner.browser("district-admin")
    browser.get("/stovner/places?lang=en")
    browser.post("/stovner/places/new", name="Hvitt hus", lanes="1")
    browser.post("/stovner/places/new", name="Kjøkkenet", lanes="1", parent="hvitt-hus")
    return browser


def add(browser: Browser, kind: str, at: str = PLACE, **fields: object) -> None:
    answer = browser.post(f"{at}/rules/new?kind={kind}", **fields)
    assert answer.location == f"{at}#rules", answer.text


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_there_is_a_form_with_few_fields_for_every_kind(admin: Browser) -> None:
    assert FORMS.keys() == KINDS.keys()
    kinds = admin.get(f"{PLACE}/rules/new").text
    for kind in FORMS:
        assert f"?kind={kind}" in kinds
        page = admin.get(f"{PLACE}/rules/new?kind={kind}")
        fields = set(re.findall(r'name="(\w+)"', page.text.partition('class="form"')[2]))
        assert page.status_code == 200
        assert len(fields - {"csrf_token", "press"}) <= 5
    assert admin.get(f"{PLACE}/rules/new?kind=nonsense").status_code == 404


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        (
            "opening",
            {"weekdays": ["2"], "starts": "15:00", "level": "block"},
            "It can be booked on Wednesdays at 15.00–24.00.",
        ),
        ("duration", {"least": "30", "level": "warn"}, "A booking lasts at least 30 minutes."),
        ("lead-time", {"hours": "48", "level": "approve"}, "Ask at least 2 days before"),
        ("buffer", {"after": "30"}, "30 minutes free after each booking, for clearing."),
        ("capacity", {"people": "25", "level": "block"}, "There is room for 25 people."),
        ("feature", {"feature": "kjøkken", "level": "block"}, "have this: kjøkken."),
        ("people", {"least": "2", "level": "warn"}, "At least 2 people must be on duty."),
        ("companion", {"place": "kjokkenet"}, "Kjøkkenet is booked along."),
        (
            "quota",
            {"hours": "10", "unit": "week", "per": "organisation", "level": "block"},
            "At most 10 hours a week for each organisation.",
        ),
        (
            "frequency",
            {"times": "1", "unit": "month", "per": "room", "level": "block"},
            "At most one booking a month for each room.",
        ),
        ("exclusive", {"level": "block"}, "It is not shared"),
        ("neighbour", {"not_beside": "loud", "tag": "", "level": "block"}, "“loud”"),
        (
            "approval",
            {"weekdays": ["6"], "approver": "oslo-rode-kors"},
            "from the leader at Oslo Rode Kors",
        ),
    ],
)
def test_each_kind_is_set_and_said_in_a_sentence(
    admin: Browser, kind: str, fields: dict[str, object], said: str
) -> None:
    add(admin, kind, **fields)
    assert said in admin.get(PLACE).text


def test_a_rule_says_whose_it_is_how_hard_for_whom_and_where(
    stovner: Stovner, admin: Browser
) -> None:
    add(admin, "capacity", people="25", level="warn", organisations=["oslo-rode-kors"])
    add(admin, "exclusive", "/stovner/places/kjokkenet", level="approve")
    house = stovner.browser("viewer").get(PLACE + "?lang=en").text

    assert "set by: The district" in house
    assert "warns" in house
    assert "only for Oslo Rode Kors" in house
    assert "from the district&#39;s administrator" in house
    assert "set for Kjøkkenet" in house
    assert "/rules/" not in house


def test_a_rule_is_removed_after_saying_what_goes_and_what_stays(admin: Browser) -> None:
    add(admin, "capacity", people="25", level="block")
    remove = re.search(rf"{PLACE}/rules/\d+/remove", admin.get(PLACE).text)
    assert remove
    asked = admin.get(remove[0]).text
    assert "There is room for 25 people." in asked
    assert "Bookings that are made." in asked

    assert admin.post(remove[0]).location == f"{PLACE}#rules"
    assert "There is room for 25 people." not in admin.get(PLACE).text
    assert admin.post(remove[0]).status_code == 404


def test_a_refused_rule_says_why_and_keeps_what_was_typed(admin: Browser) -> None:
    answer = admin.post(f"{PLACE}/rules/new?kind=duration", least="60", most="30", level="block")

    assert answer.status_code == 422
    assert "The longest is shorter than the shortest." in answer.text
    assert 'value="60"' in answer.text


def test_a_leader_sets_no_rules(stovner: Stovner, admin: Browser) -> None:
    leader = stovner.browser("leader")
    assert "rules/new" not in leader.get(PLACE).text
    assert leader.get(f"{PLACE}/rules/new").status_code == 403
    assert leader.post(f"{PLACE}/rules/new?kind=exclusive", level="block").status_code == 403


def test_what_is_booked_is_not_put_away(stovner: Stovner, admin: Browser) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        place = session.query(Place).filter_by(slug="hvitt-hus").one()
        activity = make_activity(session, stovner.partner)
        starts = stovner.clock() + timedelta(days=1)
        row = Booking(
            id=new_id(LONG_AGO),
            place_id=place.id,
            activity_id=activity.id,
            organisation_id=stovner.partner,
            starts=starts,
            ends=starts + timedelta(hours=2),
            shared=False,
            status=Status.PENDING.value,
            revision=0,
            created_at=LONG_AGO,
            created_by="command:0",
            changed_at=LONG_AGO,
            changed_by="command:0",
        )
        session.add(row)

    assert "1 coming booking" in admin.post(f"{PLACE}/archive").text
    archive = admin.post("/stovner/organisations/oslo-rode-kors/archive")
    assert "1 coming booking" in archive.text
    admin.post("/stovner/activities/familiesenter/archive")
    assert "Cancel them first" in admin.get("/stovner/activities/familiesenter").text
