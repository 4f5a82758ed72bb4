"""Two who save the same thing at the same moment: once is saved, and neither sees a fault."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count, islice

from stdnum.no import orgnr

from core.accounts.models import RoleGrant, User
from core.accounts.roles import Role
from core.accounts.users import grant
from core.districts.models import Organisation
from core.problems import Refused
from tests.support.stovner import Browser, Stovner
from tests.support.together import together
from tests.test_addresses import sqlite

ROUNDS = 6


def test_two_make_the_same_account(stovner: Stovner) -> None:
    browsers = [stovner.browser("district-admin") for _number in range(2)]
    for browser in browsers:
        browser.get("/stovner/settings/users/new?lang=en")
    for number in range(ROUNDS):
        fields = {"name": "Ny", "email": f"ny{number}@example.no", "role": "viewer"}
        one, other = (
            lambda at=browser, form=fields: at.post("/stovner/settings/users/new", **form)
            for browser in browsers
        )
        answers = {answer.status_code: answer.text for answer in together(one, other)}
        assert answers.keys() <= {200, 409, 422}, answers
        if 409 in answers:
            assert "Somebody saved the same at the same moment" in answers[409]
    with stovner.database.platform_reading() as shared:
        made = shared.query(User).filter(User.email.like("ny_@example.no")).count()
    assert made == ROUNDS


def _numbers() -> Iterator[str]:
    """Organisation numbers that are right."""
    return (str(n) for n in count(974_760_673) if orgnr.is_valid(str(n)))


def _held(stovner: Stovner, number: str) -> int:
    with stovner.database.platform_reading() as shared:
        return shared.query(Organisation).filter_by(number=number).count()


def test_two_make_the_organisation_with_the_same_number(stovner: Stovner) -> None:
    browsers = [stovner.browser("district-admin") for _number in range(2)]
    for browser in browsers:
        browser.get("/stovner/organisations/new?lang=en")
    for number in islice(_numbers(), ROUNDS):
        fields = {"name": "Sanitetsforeningen", "number": number}
        answers = together(
            *(partial(at.post, "/stovner/organisations/new", **fields) for at in browsers)
        )
        refused, made = sorted(answers, key=lambda answer: answer.status_code, reverse=True)
        assert (refused.status_code, made.status_code) == (422, 302)
        assert "Sanitetsforeningen has this number and is here already." in refused.text
        assert f'value="{number}"' in refused.text
        assert _held(stovner, number) == 1


def test_two_districts_make_it(stovner: Stovner) -> None:
    browsers = {name: stovner.browser(name) for name in ("district-admin", "grorud-admin")}
    districts = dict(zip(browsers, ("stovner", "grorud"), strict=True))
    for number in islice(_numbers(), ROUNDS):
        fields = {"name": f"Laget {number}", "number": number}
        answers = together(
            *(
                partial(at.post, f"/{districts[name]}/organisations/new", **fields)
                for name, at in browsers.items()
            )
        )
        assert [answer.status_code for answer in answers] == [302, 302]
        assert _held(stovner, number) == 1


def test_two_are_given_the_same_number(stovner: Stovner) -> None:
    browsers = [stovner.browser("district-admin") for _number in range(2)]
    slugs = ("helsestasjonen", "oslo-rode-kors")
    for browser in browsers:
        browser.get("/stovner/organisations/new?lang=en")
    for number in islice(_numbers(), ROUNDS):
        answers = together(
            *(
                partial(at.post, f"/stovner/organisations/{slug}/edit", name=slug, number=number)
                for at, slug in zip(browsers, slugs, strict=True)
            )
        )
        refused, changed = sorted(answers, key=lambda answer: answer.status_code, reverse=True)
        assert (refused.status_code, changed.status_code) == (422, 302)
        assert "Another organisation has this number." in refused.text
        assert _held(stovner, number) == 1


@sqlite
def test_guesses_at_once_are_no_more_than_one_after_the_other(stovner: Stovner) -> None:
    with stovner.database.platform_reading() as shared:
        email = shared.get_one(User, stovner.users["leader"]).email
    browsers = [Browser(stovner.app.test_client()) for _number in range(12)]
    for browser in browsers:
        browser.get("/sign-in?lang=en")

    answers = together(
        *(partial(at.post, "/sign-in", email=email, password="en gjetning") for at in browsers)
    )

    said = Counter("Too many attempts" in answer.text for answer in answers)
    assert said == {False: 8, True: 4}
    assert all(answer.status_code == 422 for answer in answers)


def test_two_give_the_same_role(stovner: Stovner) -> None:
    someone = stovner.users["viewer"]

    def give(role: Role) -> bool:
        try:
            with stovner.database.platform_writing() as shared:
                user = shared.get_one(User, someone)
                grant(
                    shared,
                    user,
                    role,
                    district_id=stovner.grorud_id,
                    organisation_id=None,
                    now=stovner.clock(),
                    actor="command:0",
                )
        except Refused:
            return False
        return True

    for role in (Role.STAFF, Role.VIEWER, Role.DISTRICT_ADMIN):
        given = together(lambda to=role: give(to), lambda to=role: give(to))
        assert sorted(map(bool, given)) == [False, True]
    with stovner.database.platform_reading() as shared:
        held = shared.query(RoleGrant).filter_by(user_id=someone, district_id=stovner.grorud_id)
        assert held.count() == 3
