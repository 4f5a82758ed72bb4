"""Demo data all districts share: districts, organisations, switches, users."""

from sqlalchemy import select

from core.accounts.actors import COMMAND
from core.accounts.models import RoleGrant, User
from core.accounts.roles import Role
from core.cli.demo_common import Loading, shared_id
from core.cli.demo_files import DemoFile
from core.db.ids import new_id
from core.db.tenancy import PlatformSession
from core.districts.models import District, DistrictOrganisation, DistrictPlugin, Organisation
from core.districts.service import create_district, switch_plugin


def load_shared(shared: PlatformSession, loading: Loading, parts: list[DemoFile]) -> None:
    """Each section over all files before the next one, which builds on it."""
    for part in parts:
        _districts(shared, loading, part)
    shared.flush()
    for part in parts:
        _organisations(shared, loading, part)
    for part in parts:
        _switches(shared, loading, part)
        _users(shared, loading, part)


def _districts(shared: PlatformSession, loading: Loading, part: DemoFile) -> None:
    for data in part.districts:
        if shared.scalar(select(District.id).where(District.slug == data.slug)) is None:
            create_district(shared, slug=data.slug, name=data.name, now=loading.now)


def _organisations(shared: PlatformSession, loading: Loading, part: DemoFile) -> None:
    for data in part.organisations:
        if shared_id(shared, Organisation, data.slug) is not None:
            continue
        parent = shared_id(shared, Organisation, data.parent) if data.parent else None
        row = Organisation(
            id=new_id(loading.now),
            slug=data.slug,
            name=data.name,
            number=None,
            parent_id=parent,
            created_at=loading.now,
        )
        link = DistrictOrganisation(
            district_id=shared_id(shared, District, data.district),
            organisation_id=row.id,
            is_own=data.own,
            archived_at=None,
        )
        shared.add(row)
        shared.flush()
        shared.add(link)


def _switches(shared: PlatformSession, loading: Loading, part: DemoFile) -> None:
    for data in part.plugins:
        district_id = shared_id(shared, District, data.district) or 0
        if shared.get(DistrictPlugin, (district_id, data.plugin)) is None:
            switch_plugin(
                shared,
                district_id,
                data.plugin,
                enabled=True,
                actor=COMMAND.reference,
                now=loading.now,
            )


def _users(shared: PlatformSession, loading: Loading, part: DemoFile) -> None:
    for data in part.users:
        user = shared.scalar(select(User).where(User.email == data.email))
        if user is not None:
            user.password_hash = loading.password_hash
            continue
        user = User(
            id=new_id(loading.now),
            email=data.email,
            name=data.name,
            password_hash=loading.password_hash,
            language=None,
            created_at=loading.now,
            last_seen_at=None,
            closed_at=None,
        )
        shared.add(user)
        shared.flush()
        shared.add(
            RoleGrant(
                id=new_id(loading.now),
                user_id=user.id,
                district_id=shared_id(shared, District, data.district),
                organisation_id=shared_id(shared, Organisation, data.organisation),
                role=Role(data.role).value,
            )
        )
