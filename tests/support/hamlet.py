"""A house, a barn and a yard, and a program of somebody who may book them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.accounts.models import ApiToken
from core.accounts.roles import Role
from core.accounts.tokens import hashed, new_token
from core.calendar.zones import to_utc
from core.db.tenancy import PlatformSession
from core.districts.models import District, Organisation
from core.testing.factories import (
    LONG_AGO,
    make_activity,
    make_agreement,
    make_district,
    make_organisation,
    make_place,
    make_user,
)
from core.testing.programs import ON, parts, running

HOUSE, BARN, YARD = "hvitt-hus", "laven", "tunet"
CENTRE, CHOIR = "oslo-rode-kors", "koret"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@dataclass
class Hamlet:
    """The program with a house, a barn and a yard, and a program of somebody who may ask."""

    app: Flask
    token: str

    def book(
        self, place: str, day: date = TUESDAY, hour: int = 18, who: str = CHOIR
    ) -> TestResponse:
        """Ask for an hour."""
        starts = to_utc(day, time(hour))
        body = {
            "place": place,
            "activity": who,
            "organisation": who,
            "starts": starts.isoformat(),
            "ends": (starts + timedelta(hours=1)).isoformat(),
        }
        return self.app.test_client().post(
            f"/{ON}/api/bookings", json=body, headers={"Authorization": f"Bearer {self.token}"}
        )


@contextmanager
def hamlet(url: str, folder: Path, *plugins: object) -> Iterator[Hamlet]:
    """Settled when it is opened for the first time; then it is the same again."""
    with running(url, folder, plugins) as app:
        names = tuple(parts(app).host.names)
        with parts(app).database.platform_writing() as shared:
            district = shared.scalar(select(District).where(District.slug == ON))
            new = district is None
            if district is None:
                district = make_district(shared, ON, plugins=names)
                for slug in (CENTRE, CHOIR):
                    make_organisation(shared, slug, district=district)
            known = {row.slug: row.id for row in shared.scalars(select(Organisation))}
            token, number = _token(shared, district), district.id
        if new:
            _furnish(app, number, known)
        yield Hamlet(app, token)


def _token(shared: PlatformSession, district: District) -> str:
    user, token = make_user(shared, Role.DISTRICT_ADMIN, district=district), new_token()
    shared.add(
        ApiToken(
            token_hash=hashed(token), user_id=user.id, district_id=district.id, created_at=LONG_AGO
        )
    )
    return token


def _furnish(app: Flask, district: int, organisations: Mapping[str, int]) -> None:
    with parts(app).database.writing(district) as session:
        house = make_place(session, HOUSE)
        make_place(session, BARN)
        make_place(session, YARD)
        make_agreement(session, organisations[CENTRE], house.id, TUESDAY.weekday())
        for slug, organisation in organisations.items():
            make_activity(session, organisation, slug)
