"""A stand: short of people or not, what it shows, what it brings and how much of it went."""

import re
from datetime import date

from core.db.ids import new_id
from core.people.models import Person
from core.schedules import assignments
from core.testing.factories import LONG_AGO
from plugins.bymisjon.words import LEISURE_CONTACT, ROLES, VOLUNTEER_CENTRE
from tests.plugins.bymisjon.conftest import TODAY, FamilyDay

STAND, THINGS = "/stovner/bymisjon/stands/2026-11-22-1100", "/stovner/bymisjon/things"
PRESS = re.compile(r'name="press" type="hidden" value="([^"]+)"')


def assign(family_day: FamilyDay, stand: int, organisation: int, role: str, name: str) -> None:
    stovner = family_day.stovner
    with stovner.database.writing(stovner.district_id) as session:
        person = Person(
            id=new_id(LONG_AGO),
            organisation_id=organisation,
            name=name,
            task=None,
            email=None,
            phone=None,
            keep_until=date(2027, 1, 1),
            hidden=False,
            created_at=LONG_AGO,
            archived_at=None,
        )
        session.add(person)
        session.flush()
        who = "district-admin" if organisation == stovner.own else "leader"
        access, now = stovner.access(who), stovner.clock()
        assignments.assign(session, access, stand, person.id, role, ROLES.keys(), now)


def test_a_stand_is_short_of_people_until_both_are_there(family_day: FamilyDay) -> None:
    stand, stovner = family_day.stand(), family_day.stovner
    assert "Mangler folk" in family_day.browser().get(STAND).text
    assign(family_day, stand, stovner.own, LEISURE_CONTACT, "Frida")
    page = family_day.browser("leader").get(STAND).text
    assert "Frivilligsentral eller Kirkens Bymisjon" in page
    assert "Frida" not in page, "another organisation's people have no name"
    assign(family_day, stand, stovner.partner, VOLUNTEER_CENTRE, "Bodil")
    page = family_day.browser("leader").get(STAND).text
    assert "Mangler folk" not in page
    assert "Bodil" in page
    assert "Mangler folk" not in family_day.browser().get("/stovner/bymisjon/stands").text


def test_offers_are_shown_once_and_counted_over_stands(family_day: FamilyDay) -> None:
    family_day.stand()
    family_day.stand(date(2026, 11, 15))
    browser = family_day.browser()
    for key in ("2026-11-22-1100", "2026-11-15-1100"):
        where = f"/stovner/bymisjon/stands/{key}/offers"
        for fields in ({"offer": "babytreff"}, {"offer": "babytreff"}, {"text": "Fotball"}):
            assert browser.post(where, **fields).status_code == 303
    assert browser.post(f"{STAND}/offers", hide="Fotball").status_code == 303
    assert browser.post(f"{STAND}/offers").status_code == 422
    page = browser.get("/stovner/bymisjon/figures?year=2026").text
    shown = re.findall(r'<th scope="row">(Babytreff|Fotball)</th><td[^>]*>(\d)', page)
    assert shown == [("Babytreff", "2"), ("Fotball", "1")]


def test_stock_is_what_came_less_what_went(family_day: FamilyDay) -> None:
    family_day.stand()
    browser = family_day.browser()

    def left() -> str:
        return re.findall(r'data-label="På lager">([−-]?\d+)', browser.get(THINGS).text)[0]

    press = PRESS.findall(browser.get(THINGS).text)[0]
    for _again in range(2):
        assert browser.post(THINGS, press=press, name="Plakat", n="50").status_code == 303
    assert left() == "50"
    press = PRESS.findall(browser.get(STAND).text)[0]
    list_of = {"press": press, "packed": "Plakat", "gone-Plakat": "20"}
    for _again in range(2):
        assert browser.post(f"{STAND}/things", **list_of).status_code == 303
    assert left() == "30"
    page = browser.get(STAND).text
    assert re.search(r'name="packed" value="Plakat"[^>]* checked', page)
    wrong = browser.post(f"{STAND}/things", press=press, **{"gone-Plakat": "ca. 7"})
    assert wrong.status_code == 422
    assert 'value="ca. 7"' in wrong.text
    press = PRESS.findall(browser.get(THINGS).text)[0]
    counted = {"press": press, "name": "Plakat", "n": "28", "left": "1"}
    assert browser.post(THINGS, **counted).status_code == 422
    assert browser.post(THINGS, **counted, reason="To ble våte").status_code == 303
    assert left() == "28"


def shown(page: str) -> dict[str, str | list[str]]:
    """The stand's list as it is on a page."""
    form = page.partition(f'action="{STAND}/things"')[2]
    one = re.findall(r'name="(press|seen|gone-[^"]+)"[^>]*value="([^"]*)"', form)
    was = re.findall(r'name="was-packed" value="([^"]+)"', form)
    packed = re.findall(r'name="packed" value="([^"]+)"[^>]* checked', form)
    return {**dict(one), "packed": packed, "was-packed": was}


def test_two_who_save_the_list_keep_what_each_wrote(family_day: FamilyDay) -> None:
    family_day.stand()
    browser, other = family_day.browser(), family_day.browser("leader")
    for name in ("Plakat: A3, farger", "Løpeseddel"):
        press = PRESS.findall(browser.get(THINGS).text)[0]
        browser.post(THINGS, press=press, name=name, n="50")
    mine, theirs = shown(browser.get(STAND).text), shown(other.get(STAND).text)
    mine |= {"gone-Løpeseddel": "30", "packed": ["Løpeseddel"]}
    theirs |= {"gone-Plakat: A3, farger": "7", "packed": ["Plakat: A3, farger"]}
    for who, form in ((browser, mine), (other, theirs), (other, theirs)):
        assert who.post(f"{STAND}/things", **form).status_code == 303
    now = shown(browser.get(STAND).text)
    assert (now["gone-Løpeseddel"], now["gone-Plakat: A3, farger"]) == ("30", "7")
    assert now["packed"] == ["Løpeseddel", "Plakat: A3, farger"]

    late = browser.post(f"{STAND}/things", **{**theirs, "gone-Løpeseddel": "20", "packed": []})
    assert late.status_code == 422
    assert "Telt nå: 30" in late.text
    again = shown(late.text)
    assert again["gone-Løpeseddel"] == "20"
    assert again["packed"] == ["Løpeseddel", "Plakat: A3, farger"]
    assert browser.post(f"{STAND}/things", **again).status_code == 303
    assert shown(browser.get(STAND).text)["gone-Løpeseddel"] == "20"


def test_a_number_that_cannot_be_keeps_the_ticks_and_stands_at_its_field(
    family_day: FamilyDay,
) -> None:
    family_day.stand()
    browser = family_day.browser()
    browser.post(THINGS, press=PRESS.findall(browser.get(THINGS).text)[0], name="Ballong", n="9")
    form = shown(browser.get(STAND).text) | {"gone-Ballong": "ti", "packed": "Ballong"}
    answer = browser.post(f"{STAND}/things", **form)
    assert answer.status_code == 422
    assert "Hvor mange gikk med: Ballong: Skriv et helt tall" in answer.text
    again = shown(answer.text)
    assert (again["gone-Ballong"], again["packed"], again["was-packed"]) == ("ti", ["Ballong"], [])


def test_people_counted_at_the_stand_add_to_the_week(family_day: FamilyDay) -> None:
    family_day.stand()
    browser = family_day.browser()
    press = PRESS.findall(browser.get("/stovner/bymisjon/").text)[0]
    assert browser.post("/stovner/bymisjon/", press=press, contacts="4").status_code == 303
    leader, day = (
        family_day.browser("leader"),
        "/stovner/activities/familiedag/days/2026-11-22-1100",
    )
    page = leader.get(day).text
    fields = dict(re.findall(r'name="(press|seen)" type="hidden" value="([^"]*)"', page))
    assert leader.post(day, **fields, **{"bymisjon-contact": "30"}).status_code == 303
    figures = family_day.figures("--from", "2026-01-01", "--to", "2026-12-31")
    assert (figures["contacts"], figures["visits"]) == (34, 0)


def test_files_are_as_seen(family_day: FamilyDay) -> None:
    browser = family_day.browser("viewer")
    answer = browser.get("/stovner/bymisjon/figures.csv?year=2026")
    assert answer.text.startswith("\ufeffÅr;Uke;Kontakter")
    assert browser.client.get("/stovner/bymisjon/figures.xlsx?year=2026").status_code == 200


def test_today_is_a_week_with_a_stand(family_day: FamilyDay) -> None:
    family_day.stand(TODAY)
    assert "Det var familiedag denne uka" not in family_day.browser().get("/stovner/bymisjon/").text
