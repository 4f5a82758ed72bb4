"""Users and one's own account, as pages."""

import re

import pytest
from flask.testing import FlaskClient

from core.accounts.models import User
from tests.support.stovner import Browser, Stovner

_MADE = re.compile(r"<code>([^<]+)</code>")


@pytest.fixture
def admin(stovner: Stovner) -> Browser:
    """The district's administrator, reading English."""
    browser = stovner.browser("district-admin")
    browser.get("/stovner/settings/users?lang=en")
    return browser


def _sign_in(stovner: Stovner, email: str, password: str) -> tuple[FlaskClient, int]:
    client = stovner.app.test_client()
    browser = Browser(client)
    browser.get("/sign-in")
    return client, browser.post("/sign-in", email=email, password=password).status_code


def _new(stovner: Stovner, admin: Browser, **fields: object) -> str:
    wanted = {
        "name": "Ny Leder",
        "email": "ny@example.no",
        "role": "leader",
        "organisation": stovner.partner,
    }
    answer = admin.post("/stovner/settings/users/new", **{**wanted, **fields})
    assert answer.status_code in {200, 302}, answer.text
    return answer.text


def test_a_password_we_make_is_shown_once_and_works(stovner: Stovner, admin: Browser) -> None:
    made = _MADE.search(_new(stovner, admin))
    assert made is not None

    client, status = _sign_in(stovner, "ny@example.no", made[1])

    assert status == 302
    assert client.get("/stovner/people").status_code == 200
    assert "Ny Leder" in admin.get("/stovner/settings/users").text
    assert made[1] not in admin.get("/stovner/settings/users").text


def test_a_password_that_is_typed_is_not_shown(stovner: Stovner, admin: Browser) -> None:
    _new(stovner, admin, password="hest batteri stift")

    assert _sign_in(stovner, "ny@example.no", "hest batteri stift")[1] == 302


def test_a_refused_form_keeps_what_was_typed(stovner: Stovner, admin: Browser) -> None:
    answer = admin.post(
        "/stovner/settings/users/new", name="Ny", email="ny@example.no", role="leader"
    )
    assert answer.status_code == 422
    assert "Choose the organisation this role is for" in answer.text
    assert 'value="ny@example.no"' in answer.text
    short = admin.post(
        "/stovner/settings/users/new", name="Ny", email="ny@x.no", role="viewer", password="short"
    )
    assert "at least 12 characters" in short.text
    for role in ("admin", "device"):
        never = admin.post("/stovner/settings/users/new", name="Ny", email="ny@x.no", role=role)
        assert never.status_code == 422


def test_users_of_another_district_are_nowhere(stovner: Stovner, admin: Browser) -> None:
    other = stovner.users["grorud-leader"]

    assert "grorud" not in admin.get("/stovner/settings/users").text.lower()
    for page in ("", "/roles/new", "/password", "/close"):
        assert admin.get(f"/stovner/settings/users/{other}{page}").status_code == 404
    for page in ("/roles/new", "/password", "/close"):
        answer = admin.post(f"/stovner/settings/users/{other}{page}", role="viewer")
        assert answer.status_code == 404


def test_roles_are_changed_added_and_taken_away(stovner: Stovner, admin: Browser) -> None:
    user = f"/stovner/settings/users/{stovner.users['leader']}"
    role = re.search(rf'{user}/roles/(\d+)"', admin.get(user).text)
    assert role is not None

    assert re.search(
        r'<input checked [^>]*value="leader"', admin.get(f"{user}/roles/{role[1]}").text
    )
    changed = admin.post(
        f"{user}/roles/{role[1]}", role="counter", organisation=str(stovner.partner)
    )
    assert changed.location == user
    assert admin.post(f"{user}/roles/new", role="viewer", organisation="").location == user
    page = admin.get(user).text
    assert "volunteer on duty" in page
    assert "reader" in page
    roles = re.findall(rf'{user}/roles/(\d+)/remove"', page)
    assert [admin.post(f"{user}/roles/{one}/remove").location for one in roles] == [
        user,
        "/stovner/settings/users",
    ]


def test_a_new_password_signs_out_and_a_closed_account_stays_out(
    stovner: Stovner, admin: Browser
) -> None:
    leader, user = stovner.browser("leader"), f"/stovner/settings/users/{stovner.users['leader']}"
    assert leader.get("/stovner/people").status_code == 200

    assert _MADE.search(admin.post(f"{user}/password").text)
    assert leader.get("/stovner/people").status_code == 302

    assert "You cannot get them back" in admin.get(f"{user}/close").text
    assert admin.post(f"{user}/close").location == "/stovner/settings/users"
    assert admin.get(user).status_code == 404


def test_nobody_takes_away_their_own_role(stovner: Stovner, admin: Browser) -> None:
    me = f"/stovner/settings/users/{stovner.users['district-admin']}"

    assert "/remove" not in admin.get(me).text
    assert admin.post(f"{me}/close").status_code == 409


@pytest.mark.parametrize("who", ["leader", "staff", "viewer", "counter"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_others_may_not(stovner: Stovner, who: str) -> None:
    assert stovner.browser(who).get("/stovner/settings/users").status_code == 403


def test_a_person_changes_password_and_language(stovner: Stovner) -> None:
    with stovner.database.platform_writing() as shared:
        user = shared.get_one(User, stovner.users["leader"])
        user.password_hash = stovner.parts.passwords.hash("hest batteri stift")
        email = user.email or ""
    here, elsewhere = stovner.browser("leader"), stovner.browser("leader")
    here.get("/stovner/account?lang=en")

    wrong = here.post("/stovner/account/password", current="gjetning", password="ny setning her")
    assert (wrong.status_code, "not the password you have now" in wrong.text) == (422, True)
    right = here.post(
        "/stovner/account/password", current="hest batteri stift", password="en helt ny setning"
    )
    assert right.location == "/stovner/account"
    assert here.get("/stovner/account").status_code == 200
    assert elsewhere.get("/stovner/account").status_code == 302
    assert _sign_in(stovner, email, "en helt ny setning")[1] == 302

    here.post("/stovner/account/language", language="nb")
    assert '<html lang="nb"' in here.get("/stovner/account").text
    here.post("/stovner/account/language", language="en")
    assert '<html lang="en"' in here.get("/stovner/account").text
    with stovner.database.platform_reading() as shared:
        assert shared.get_one(User, stovner.users["leader"]).language == "en"
