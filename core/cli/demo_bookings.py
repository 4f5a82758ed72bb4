"""The demo's standing agreements, and the rooms of the days it plans."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from core.bookings.catching_up import book_rooms
from core.bookings.desk import Desk
from core.bookings.models import Agreement
from core.calendar.zones import local_date
from core.cli.demo_common import Loading, own
from core.cli.demo_files import WEEKDAYS, AgreementData, DemoFile
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.districts.models import District, Organisation
from core.places.models import Place
from core.plugin_api import DistrictRef
from core.schedules.models import Activity
from core.web.booking_desk import tell
from core.web.here import Platform


def load_bookings(loading: Loading, platform: Platform, parts: Sequence[DemoFile]) -> None:
    """Agreements first, for they decide who may have the rooms; then the rooms of planned days."""
    with loading.database.platform_reading() as shared:
        rows = shared.execute(select(District.id, District.slug, District.name))
        districts = [DistrictRef(row.id, row.slug, row.name) for row in rows]
        found = shared.execute(select(Organisation.slug, Organisation.id))
        organisations = {row.slug: row.id for row in found}
    for district in districts:
        with loading.database.writing(district.id) as session:
            for part in parts:
                for data in part.agreements:
                    if data.district == district.slug:
                        _agreement(session, loading, data, organisations)
        _rooms(loading, platform, district)


def _agreement(
    session: DistrictSession,
    loading: Loading,
    data: AgreementData,
    organisations: Mapping[str, int],
) -> None:
    place = own(session, Place, data.place)
    holder = organisations[data.organisation]
    if place is None:
        return
    for name in data.weekdays:
        weekday = WEEKDAYS.index(name)
        there = select(Agreement.id).where(
            Agreement.place_id == place.id,
            Agreement.organisation_id == holder,
            Agreement.weekday == weekday,
        )
        if session.scalar(there) is None:
            session.add(
                Agreement(
                    id=new_id(loading.now),
                    organisation_id=holder,
                    place_id=place.id,
                    weekday=weekday,
                    starts=data.starts,
                    ends=data.ends,
                    first=local_date(loading.now),
                    last=None,
                    release_days=data.release_days,
                    notice_days=data.notice_days,
                    created_at=loading.now,
                )
            )
            session.flush()


def _rooms(loading: Loading, platform: Platform, district: DistrictRef) -> None:
    desk = Desk(
        loading.database,
        district.id,
        loading.access(district.id),
        platform.rulebook.watch,
        platform.rulebook.offered_in(district, loading.now),
        tell,
        loading.now,
    )
    with loading.database.reading(district.id) as session:
        activities = list(session.scalars(select(Activity.id).order_by(Activity.id)))
    for number, activity_id in enumerate(activities):
        book_rooms(replace(desk, now=loading.now + timedelta(seconds=number)), activity_id)
