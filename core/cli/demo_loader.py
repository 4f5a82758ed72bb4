"""Loading demo files. What is there already is left as it is, so that it is safe to repeat."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select

from core.accounts.models import User
from core.accounts.tokens import new_token
from core.calendar.counting_year import Period
from core.calendar.holidays_no import public_holidays
from core.calendar.zones import local_date, to_utc
from core.cli.demo_common import Loading, own
from core.cli.demo_files import WEEKDAYS, CountsData, DemoFile, PlanData, UserData
from core.cli.demo_owners import load_owners
from core.cli.demo_people import load_people
from core.cli.demo_shared import load_shared
from core.counts.batches import BatchDay, compare, save_batch
from core.db.ids import new_id, new_ids
from core.db.tenancy import DistrictSession
from core.districts.models import District, Organisation
from core.places.models import Place
from core.schedules.models import Activity, ActivityStaff, Occurrence, OccurrenceState

_HOURS = (time(15), time(19))


def load(loading: Loading, files: Sequence[tuple[Path, DemoFile]]) -> list[UserData]:
    """Load every file; gives the demo's sign-ins."""
    parts = [part for _path, part in files]
    with loading.database.platform_writing() as shared:
        load_shared(shared, loading, parts)
        shared.flush()
        districts = {row.slug: row.id for row in shared.scalars(select(District))}
        organisations = {row.slug: row.id for row in shared.scalars(select(Organisation))}
        users = {row.email: row.id for row in shared.scalars(select(User))}
    for slug, district_id in districts.items():
        with loading.database.writing(district_id) as session:
            for part in parts:
                _places(session, loading, part, slug)
                _activities(session, loading, part, slug, organisations)
            for part in parts:
                _serve(session, part, slug)
                load_owners(session, loading, part, slug, users)
            for path, part in files:
                _plans(session, loading, part, slug)
                _counts(session, loading, part, slug, path.parent)
                _staff(session, loading, part, slug, users)
                load_people(session, loading, part, slug, organisations)
    return [user for part in parts for user in part.users]


def _places(session: DistrictSession, loading: Loading, part: DemoFile, district: str) -> None:
    for data in part.places:
        if data.district != district or own(session, Place, data.slug):
            continue
        parent = own(session, Place, data.parent)
        session.add(
            Place(
                id=new_id(loading.now),
                slug=data.slug,
                name=data.name,
                parent_id=parent.id if parent else None,
                capacity=data.capacity,
                lanes=data.lanes,
                equipment=data.equipment,
                address=None,
                created_at=loading.now,
                archived_at=None,
            )
        )
        session.flush()


def _activities(
    session: DistrictSession,
    loading: Loading,
    part: DemoFile,
    district: str,
    organisations: Mapping[str, int],
) -> None:
    for data in part.activities:
        if data.district != district:
            continue
        there = own(session, Activity, data.slug)
        if there is not None:
            there.plugin = there.plugin or data.plugin
            continue
        place = own(session, Place, data.place)
        session.add(
            Activity(
                id=new_id(loading.now),
                slug=data.slug,
                name=data.name,
                kind=data.kind,
                organisation_id=organisations[data.organisation],
                plugin=data.plugin,
                place_id=place.id if place else None,
                description=None,
                feed_token=new_token(),
                created_at=loading.now,
                archived_at=None,
            )
        )
        session.flush()


def _serve(session: DistrictSession, part: DemoFile, district: str) -> None:
    for data in part.plugins:
        activity = own(session, Activity, data.serves) if data.district == district else None
        if activity is not None and activity.plugin is None:
            activity.plugin = data.plugin


def _plans(session: DistrictSession, loading: Loading, part: DemoFile, district: str) -> None:
    for number, data in enumerate(part.plans):
        activity = own(session, Activity, data.activity) if data.district == district else None
        if activity is not None:
            # A moment each: ids are made of it
            made = loading.now - timedelta(seconds=number + 1)
            _plan(session, loading, data, activity, made)


def _plan(
    session: DistrictSession,
    loading: Loading,
    data: PlanData,
    activity: Activity,
    made: datetime,
) -> None:
    today = local_date(loading.now)
    first = today - timedelta(weeks=data.weeks_back)
    dates = [first + timedelta(days=n) for n in range((data.weeks_back + data.weeks_on) * 7 + 1)]
    wanted = [
        day
        for day in dates
        if (WEEKDAYS[day.weekday()] in data.weekdays and (day - first).days // 7 % data.every == 0)
        or (data.today and day == today)
    ]
    there = set(
        session.scalars(
            select(Occurrence.day).where(
                Occurrence.activity_id == activity.id, Occurrence.day.in_(wanted)
            )
        )
    )
    # What comes is closed on public holidays, as a plan proposes; what has been was held
    closed = public_holidays(Period(today + timedelta(days=1), dates[-1]))
    titles = dict(zip(wanted, data.titles, strict=False))
    for number, day in zip(new_ids(made, len(wanted)), wanted, strict=True):
        if day not in there:
            state = OccurrenceState.CLOSED if day in closed else OccurrenceState.PLANNED
            session.add(
                Occurrence(
                    id=number,
                    activity_id=activity.id,
                    plan_id=None,
                    place_id=activity.place_id,
                    title=titles.get(day),
                    day=day,
                    starts=to_utc(day, data.starts),
                    ends=to_utc(day, data.ends),
                    state=state.value,
                    reason=closed.get(day),
                    revision=0,
                    changed_at=loading.now,
                )
            )
    session.flush()


def _counts(
    session: DistrictSession, loading: Loading, part: DemoFile, district: str, folder: Path
) -> None:
    for data in part.counts:
        if data.district != district:
            continue
        activity = own(session, Activity, data.activity)
        if activity is None:
            continue
        days = list(_rows(session, loading, data, activity, folder))
        new = compare(session, activity.id, days).new
        save_batch(
            session, loading.access(session.district_id), activity, data.label, new, loading.now
        )


def _rows(
    session: DistrictSession, loading: Loading, data: CountsData, activity: Activity, folder: Path
) -> Iterator[BatchDay]:
    past = _past_days(session, loading, activity)
    with (folder / data.file).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            nth = row.pop("nth", None)
            day = past[int(nth) - 1] if nth else date.fromisoformat(row.pop("day"))
            yield BatchDay(
                day,
                to_utc(day, _HOURS[0]),
                to_utc(day, _HOURS[1]),
                {category: int(value) for category, value in row.items()},
            )


def _past_days(session: DistrictSession, loading: Loading, activity: Activity) -> list[date]:
    """Past days, the latest first: a small history is told by "the nth day back"."""
    rows = session.scalars(
        select(Occurrence.day)
        .where(Occurrence.activity_id == activity.id, Occurrence.ends < loading.now)
        .order_by(Occurrence.day.desc())
    )
    return list(rows)


def _staff(
    session: DistrictSession,
    loading: Loading,
    part: DemoFile,
    district: str,
    users: Mapping[str | None, int],
) -> None:
    for data in part.users:
        if data.district != district:
            continue
        for slug in data.staff_on:
            activity = own(session, Activity, slug)
            found = select(ActivityStaff.id).where(ActivityStaff.user_id == users[data.email])
            if activity is not None and session.scalar(found) is None:
                session.add(
                    ActivityStaff(
                        id=new_id(loading.now),
                        activity_id=activity.id,
                        user_id=users[data.email],
                    )
                )
