"""By keyboard on a phone: a number is given, ended by mistake, and waits again."""

from tests.browser.test_keyboard_days import says
from tests.support.browser import PHONE, looked_at
from tests.support.keyboard import SitDown


def test_a_number_is_given_ended_and_waits_again(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("coordinator", PHONE)
    page = keys.page
    page.goto("/stovner/apen_barnehage/group")
    keys.send("^Det er fullt")
    says(page, "Gi dem nummer 1.")
    keys.send("^Har fått plass")
    says(page, "Nummeret venter ikke lenger.")
    keys.unfold("Avsluttet de siste sju dagene")
    looked_at(page, "apen_barnehage-group")
    keys.send("^Venter likevel")
    says(page, "Nummeret venter igjen.")
