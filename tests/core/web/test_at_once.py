"""Two who save the same thing at the same moment: once is saved, and neither sees a fault."""

from core.accounts.models import RoleGrant, User
from core.accounts.roles import Role
from core.accounts.users import grant
from core.problems import Refused
from tests.support.stovner import Stovner
from tests.support.together import together

ROUNDS = 10


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
