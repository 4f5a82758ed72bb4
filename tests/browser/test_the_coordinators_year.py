"""The coordinator's whole year in a real browser: from planning to deciding and handing it over.

It needs two plugins, so it is in neither's folder."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from core.plugin_api import PluginHost
from tests.support.browser import (
    DESKTOP,
    OpenPage,
    looked_at,
    sign_in,
)

HOME = "/stovner/kvinnenettverk"
ACTIVITY = "/stovner/activities/kvinnenettverk"
OFFER = "/stovner/vurdering/offers/kvinnenettverk"
REASON = "Kveldene samler flest. Vi holder fast ved dem."
TODAY = date.today()  # noqa: DTZ011 (the running program has the real clock)
SPRING = TODAY + timedelta(days=70)
# An evening and a daytime each fortnight, the last of them a week ago
HELD = [TODAY - timedelta(days=7 * (12 - n)) for n in range(12)]


def plan(page: Page, day: date, starts: str, ends: str, theme: str) -> None:
    """Add a gathering."""
    page.goto(f"{ACTIVITY}/plan/day")
    page.fill("[name=day]", day.isoformat())
    page.fill("[name=starts]", starts)
    page.fill("[name=ends]", ends)
    page.select_option("[name=place]", "")
    page.fill("[name=title]", theme)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: not url.endswith("/plan/day"))


def count(page: Page, day: date, starts: str, visits: int) -> None:
    """Type how many came."""
    page.goto(f"{ACTIVITY}/days/{day}-{starts.replace(':', '')}")
    page.fill("[name=adult]", str(visits))
    page.fill("[name=child]", "0")
    page.get_by_role("button", name="Lagre tallene").click()
    expect(page.get_by_text("Tallene er lagret.")).to_be_visible()


MISSING = {"kvinnenettverk", "vurdering"} - set(PluginHost.discover().names)


@pytest.mark.slow
@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(sorted(MISSING))}")
def test_the_coordinators_year(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    sign_in(page, "coordinator")

    # Plan the spring: the board tells what comes first
    plan(page, SPRING, "18:00", "20:00", "")
    page.goto(f"{HOME}/")
    looked_at(page, "kvinnenettverk-board")
    key = f"{SPRING}-1800"
    page.locator(f'a[href="{ACTIVITY}/days/{key}/prepare"]').click()
    page.fill("[name=title]", "Barns språk")
    page.get_by_role("button", name="Lagre hva det handler om").click()
    expect(page.locator("[name=title]")).to_have_value("Barns språk")
    expect(page.get_by_text("Det treffet handler om, er lagret.")).to_be_visible()

    # The resource group: somebody from the police, without an account
    page.goto("/stovner/people/new")
    page.fill("[name=name]", "Pia Politi")
    page.fill("[name=email]", "pia@politi.example")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("Pia Politi")
    page.goto(f"{HOME}/group")
    page.get_by_text("Ta noen inn i gruppa").click()
    page.select_option("[name=person]", label="Pia Politi")
    page.fill("[name=comes_from]", "Politiet")
    page.fill("[name=role]", "Mangfoldskontakt")
    page.check("[name=external]")
    page.get_by_role("button", name="Lagre medlemmet").click()
    expect(page.locator("main")).to_contain_text("Politiet · utenfor bydelen")
    page.get_by_text("Planlegg et møte").click()
    page.fill("[name=day]", (TODAY + timedelta(days=9)).isoformat())
    page.fill("[name=starts]", "09:00")
    page.get_by_role("button", name="Lagre møtet").click()
    expect(page.get_by_text("Lagret.")).to_be_visible()
    looked_at(page, "kvinnenettverk-group")

    # Who does what
    page.goto(f"{ACTIVITY}/days/{key}/tasks")
    page.fill("[name=text]", "Hold innledningen")
    page.select_option("[name=person]", label="Pia Politi")
    page.get_by_role("button", name="Lagre oppgaven").click()
    page.get_by_role("button", name="Send på e-post").click()
    expect(page.get_by_text("Oppgaven er sendt på e-post.")).to_be_visible()
    looked_at(page, "kvinnenettverk-tasks")

    # What is to be done between the gatherings
    page.goto(f"{ACTIVITY}/tasks")
    page.fill("[name=text]", "Ring helsestasjonen")
    page.fill("[name=due]", (TODAY + timedelta(days=20)).isoformat())
    page.get_by_role("button", name="Lagre oppgaven").click()
    looked_at(page, "kvinnenettverk-between")
    page.goto(f"{HOME}/group")
    expect(page.locator("main")).to_contain_text("Ring helsestasjonen: Ingen ennå")

    # Invitations
    page.goto(f"{HOME}/gathering/{key}")
    looked_at(page, "kvinnenettverk-gathering")
    page.get_by_role("link", name="Plakat, tekster og kalender").click()
    expect(page.locator("#text-whatsapp")).to_have_value(re.compile("Barns språk"))
    looked_at(page, "kvinnenettverk-invitation")
    page.get_by_role("link", name="Plakat til å skrive ut (A4)").click()
    expect(page.locator("h1")).to_have_text("Barns språk")
    looked_at(page, "kvinnenettverk-poster")
    page.goto(f"{HOME}/gathering/{key}")
    page.get_by_role("button", name="Den er sendt eller skrevet ut").click()
    expect(page.locator("main")).to_contain_text("Ute siden")

    # Twelve gatherings are held and counted
    for number, day in enumerate(HELD):
        evening = number % 2 == 0
        starts, ends = ("18:00", "20:00") if evening else ("10:30", "12:30")
        plan(page, day, starts, ends, f"Tema {number // 2 + 1}")
        count(page, day, starts, 25 if evening else 8)
    page.goto(f"{HOME}/gathering/{HELD[-1]}-1030")
    page.fill("[name=went_well]", "Rolig, men få kom.")
    page.get_by_role("button", name="Lagre refleksjonen").click()
    expect(page.get_by_text("Lagret.")).to_be_visible()

    # Compare
    page.goto(f"{HOME}/formats?from={HELD[0]}&to={HELD[-1]}")
    expect(page.locator("figure h2")).to_have_text(
        "Kveldstreff: 25,0 besøk i gjennomsnitt (n = 6). Dagtreff: 8,0 (n = 6)."
    )
    looked_at(page, "kvinnenettverk-formats")

    # Decide, by what was counted and compared
    page.goto(f"{OFFER}/evaluation?from={HELD[0]}&to={HELD[-1]}")
    expect(page.locator("main")).to_contain_text("Kveldstreff: 25,0 besøk i gjennomsnitt (n = 6).")
    looked_at(page, "kvinnenettverk-evaluation")
    page.goto(f"{OFFER}/decide")
    page.get_by_label("Fortsetter", exact=True).check()
    page.get_by_label("Hvorfor?").fill(REASON)
    page.get_by_label("Varer til").fill("")
    page.get_by_label("Vurderes igjen").fill((TODAY + timedelta(days=120)).isoformat())
    page.get_by_role("button", name="Lagre beslutningen").click()
    expect(page.get_by_text("Beslutningen er lagret")).to_be_visible()
    looked_at(page, "kvinnenettverk-decided")

    # Hand over to another person
    page.goto(f"{ACTIVITY}/responsibility")
    page.select_option("[name=owner_id]", label="Dina Distrikt")
    page.select_option("[name=deputy_id]", label="Kari Koordinator")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("Ansvaret er lagret.")).to_be_visible()

    # She finds the gatherings and what was decided
    page = open_page(DESKTOP)
    sign_in(page, "district-admin")
    page.goto(f"{HOME}/")
    expect(page.locator("main")).to_contain_text("Barns språk")
    page.goto(OFFER)
    expect(page.locator("main")).to_contain_text(REASON)
    expect(page.locator("main")).to_contain_text("Kari Koordinator")
