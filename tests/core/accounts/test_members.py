"""Users and roles: a district's administrator decides about the roles in the district."""

import pytest
from sqlalchemy import select

from core.accounts import members as service
from core.accounts.models import RoleGrant, SignInSession, User
from core.accounts.roles import Role
from core.accounts.users import create_user, grant
from core.audit.models import PlatformAuditEntry
from core.problems import Forbidden, NotFound, Refused
from tests.support.stovner import Stovner


def _add(
    stovner: Stovner, who: str = "district-admin", email: str = "ny@example.no", **fields: object
) -> service.AddedMember:
    wanted = {"name": "Ny", "role": Role.LEADER, "organisation_id": stovner.partner}
    with stovner.database.platform_writing() as shared:
        return service.add(
            shared,
            stovner.access(who),
            email=email,
            password_hash="a hash",
            now=stovner.clock(),
            **{**wanted, **fields},
        )


def _roles(stovner: Stovner, user_id: int) -> list[tuple[str, int | None, int | None]]:
    with stovner.database.platform_reading() as shared:
        rows = shared.scalars(select(RoleGrant).where(RoleGrant.user_id == user_id))
        return sorted((row.role, row.district_id, row.organisation_id) for row in rows)


def _actions(stovner: Stovner, user_id: int) -> set[str]:
    with stovner.database.platform_reading() as shared:
        rows = shared.scalars(
            select(PlatformAuditEntry.action).where(PlatformAuditEntry.target == f"user:{user_id}")
        )
        return set(rows)


def test_a_new_user_gets_a_role_here(stovner: Stovner) -> None:
    added = _add(stovner, email=" Ny@Example.no ")

    with stovner.database.platform_reading() as shared:
        member = service.member(shared, stovner.access("district-admin"), added.user_id)
    assert (added.was_known, member.name, member.email) == (False, "Ny", "ny@example.no")
    assert [held.organisation for held in member.roles] == ["Oslo Rode Kors"]
    assert _actions(stovner, added.user_id) == {"accounts:create", "accounts:grant"}


def test_a_known_account_gets_the_role_and_keeps_the_rest(stovner: Stovner) -> None:
    with stovner.database.platform_writing() as shared:
        user = shared.get_one(User, stovner.users["grorud-leader"])
        user.password_hash = "their own"
        email = user.email or ""

    added = _add(stovner, email=email, role=Role.VIEWER, organisation_id=None)

    assert (added.was_known, added.user_id) == (True, stovner.users["grorud-leader"])
    with stovner.database.platform_reading() as shared:
        assert shared.get_one(User, added.user_id).password_hash == "their own"
        shown = service.member(shared, stovner.access("district-admin"), added.user_id)
    assert [held.role for held in shown.roles] == [Role.VIEWER]


def test_users_of_other_districts_do_not_exist_here(stovner: Stovner) -> None:
    access, now = stovner.access("district-admin"), stovner.clock()
    with stovner.database.platform_writing() as shared:
        listed = {member.id for member in service.members(shared, access)}
        assert listed == {
            number
            for who, number in stovner.users.items()
            if who != "admin" and not who.startswith("grorud")
        }
        for other in (stovner.users["grorud-leader"], stovner.users["admin"]):
            with pytest.raises(NotFound):
                service.member(shared, access, other)
            with pytest.raises(NotFound):
                service.new_password(shared, access, other, "x", now)
            with pytest.raises(NotFound):
                service.close(shared, access, other, now)
            with pytest.raises(NotFound):
                service.give_role(shared, access, other, Role.VIEWER, None, now)


def test_an_account_used_elsewhere_keeps_its_password_and_its_life(stovner: Stovner) -> None:
    access, now = stovner.access("district-admin"), stovner.clock()
    shared_user = stovner.users["leader"]
    with stovner.database.platform_writing() as shared:
        grant(
            shared,
            shared.get_one(User, shared_user),
            Role.VIEWER,
            district_id=stovner.grorud_id,
            organisation_id=None,
            now=now,
            actor="command:0",
        )
    with stovner.database.platform_writing() as shared:
        assert not service.decides_over(shared, access, shared_user)
        for refused in (
            lambda: service.new_password(shared, access, shared_user, "x", now),
            lambda: service.close(shared, access, shared_user, now),
        ):
            with pytest.raises(Refused, match="roles outside this district"):
                refused()
        service.close(shared, stovner.access("admin"), shared_user, now)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.DEVICE])
@pytest.mark.parametrize("who", ["district-admin", "admin"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_nobody_becomes_administrator_of_all_in_a_district(
    stovner: Stovner, who: str, role: Role
) -> None:
    with pytest.raises(Refused, match="cannot be given here"):
        _add(stovner, who, role=role, organisation_id=None)
    with stovner.database.platform_writing() as shared, pytest.raises(Refused):
        service.give_role(
            shared, stovner.access(who), stovner.users["leader"], role, None, stovner.clock()
        )


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        (Role.LEADER, None),
        (Role.COUNTER, None),
        (Role.DISTRICT_ADMIN, "partner"),
        (Role.LEADER, "elsewhere"),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_role_has_the_reach_it_can_have(
    stovner: Stovner, role: Role, organisation: str | None
) -> None:
    reach = getattr(stovner, organisation) if organisation else None
    with pytest.raises(Refused) as refusal:
        _add(stovner, role=role, organisation_id=reach)

    assert refusal.value.field == "organisation"


def test_a_role_is_changed_and_taken_away(stovner: Stovner) -> None:
    access, now, leader = stovner.access("district-admin"), stovner.clock(), stovner.users["leader"]
    with stovner.database.platform_writing() as shared:
        held = service.member(shared, access, leader).roles[0]
        service.give_role(
            shared, access, leader, Role.COUNTER, stovner.partner, now, instead_of=held.id
        )
    assert _roles(stovner, leader) == [("counter", stovner.district_id, stovner.partner)]

    with stovner.database.platform_writing() as shared:
        held = service.member(shared, access, leader).roles[0]
        assert not service.take_role(shared, access, leader, held.id, now)
    assert _roles(stovner, leader) == []


def test_a_grant_elsewhere_cannot_be_reached_from_here(stovner: Stovner) -> None:
    access, now = stovner.access("district-admin"), stovner.clock()
    leader = stovner.users["leader"]
    with stovner.database.platform_writing() as shared:
        other = shared.scalars(
            select(RoleGrant.id).where(RoleGrant.district_id == stovner.grorud_id)
        ).first()
        assert other is not None
        with pytest.raises(NotFound):
            service.take_role(shared, access, leader, other, now)
        with pytest.raises(NotFound):
            service.give_role(shared, access, leader, Role.VIEWER, None, now, instead_of=other)


def test_administrators_do_not_lock_themselves_out(stovner: Stovner) -> None:
    access, now, me = (
        stovner.access("district-admin"),
        stovner.clock(),
        stovner.users["district-admin"],
    )
    with stovner.database.platform_writing() as shared:
        held = service.member(shared, access, me).roles[0]
        for locked_out in (
            lambda: service.take_role(shared, access, me, held.id, now),
            lambda: service.close(shared, access, me, now),
            lambda: service.give_role(shared, access, me, Role.VIEWER, None, now),
        ):
            with pytest.raises(Refused, match="your own roles"):
                locked_out()


def test_a_closed_account_leaves_its_id_and_nothing_else(stovner: Stovner) -> None:
    leader = stovner.users["leader"]
    stovner.browser("leader")

    with stovner.database.platform_writing() as shared:
        service.close(shared, stovner.access("district-admin"), leader, stovner.clock())

    with stovner.database.platform_reading() as shared:
        user = shared.get_one(User, leader)
        assert (user.email, user.name, user.password_hash) == (None, "", None)
        sessions = select(SignInSession).where(SignInSession.user_id == leader)
        assert shared.scalars(sessions).all() == []
    assert _roles(stovner, leader) == []
    assert "accounts:close" in _actions(stovner, leader)


@pytest.mark.parametrize("email", ["", "ny", "ny@", "@example.no", "n y@example.no", "ny@no"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_an_account_needs_an_address(stovner: Stovner, email: str) -> None:
    with stovner.database.platform_writing() as shared, pytest.raises(Refused) as refusal:
        create_user(
            shared,
            email=email,
            name="Ny",
            password_hash=None,
            now=stovner.clock(),
            actor="command:0",
        )
    assert refusal.value.field == "email"


@pytest.mark.parametrize("who", ["leader", "coordinator", "staff", "viewer", "counter"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_others_see_no_users(stovner: Stovner, who: str) -> None:
    with pytest.raises(Forbidden):
        _add(stovner, who)
    with stovner.database.platform_reading() as shared, pytest.raises(Forbidden):
        service.members(shared, stovner.access(who))
