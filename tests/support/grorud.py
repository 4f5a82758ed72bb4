"""Another district with one thing of each kind, and what its addresses are made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from core.accounts.devices import make_code, pair
from core.accounts.models import ApiToken, Device, RoleGrant, User
from core.accounts.tokens import hashed
from core.bookings.models import Booking, Claim, ClaimState, PlaceRule, Series, Status
from core.calendar.zones import OSLO
from core.counts.days import day_by_id
from core.counts.models import CountBatch, CountTotal
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictPlugin, Organisation
from core.people.models import Person
from core.places.models import Place
from core.schedules.models import CalendarNote, InterpreterNeed
from core.testing.factories import (
    LONG_AGO,
    make_activity,
    make_agreement,
    make_assignment,
    make_occurrence,
    make_place,
)
from core.uploads.models import Upload
from tests.support.stovner import Stovner

SECRET = "Hemmelighet"
"""In every name and text of the other district; in no address."""

THE_TOTAL = re.compile(r"(?<!\w)77\s?777(?!\w)")
"""What is counted there, as people write it and as programs do; no part of an id or a token."""

PLACE = "nabohuset"
PLUGINS_TESTS = Path(__file__).parents[1] / "plugins"

TODAY = date(2026, 11, 22)
_LATER = timedelta(days=3)


@dataclass(frozen=True)
class Grorud:
    """`ids` are the parts of addresses by their names in the routing table.

    `device` and `token` are Stovner's: a paired phone and a program that counts there.
    """

    stovner: Stovner
    ids: Mapping[str, str]
    device: str
    token: str


@pytest.fixture
def grorud(stovner: Stovner) -> Grorud:
    """Both districts use every plugin, and each has an offer; Stovner's own has a paired phone."""
    _switch_on(stovner)
    plugins = sorted(stovner.parts.host.names)
    with stovner.database.writing(stovner.district_id) as session:
        for plugin in plugins:
            make_activity(session, stovner.partner, f"{plugin}-offer", plugin=plugin)
        offer = make_activity(session, stovner.partner)
        make_occurrence(session, offer.id, TODAY)
        device = _pair(session, stovner, offer.id)
    with stovner.database.writing(stovner.grorud_id) as session:
        ids = _things(session, stovner)
        for plugin in plugins:
            ids |= _plugins_things(session, stovner, plugin)
    return Grorud(stovner, {**ids, **_people(stovner)}, device, _token(stovner))


def _plugins_things(session: DistrictSession, stovner: Stovner, plugin: str) -> Mapping[str, str]:
    """An offer the plugin serves, and what `ids` of tests/plugins/<plugin>/addresses.py makes."""
    slug = f"nabotilbudet-{plugin}"
    offer = make_activity(session, stovner.elsewhere, slug, plugin=plugin)
    offer.name = offer.description = SECRET
    if not (PLUGINS_TESTS / plugin / "addresses.py").exists():
        return {}
    place = session.scalars(select(Place.id).where(Place.slug == PLACE)).one()
    own: Mapping[str, str] = import_module(f"tests.plugins.{plugin}.addresses").ids(
        session, offer, place
    )
    return own


def _switch_on(stovner: Stovner) -> None:
    with stovner.database.platform_writing() as shared:
        for district in (stovner.district_id, stovner.grorud_id):
            for plugin in stovner.parts.host.names:
                shared.add(
                    DistrictPlugin(
                        district_id=district,
                        plugin=plugin,
                        enabled=True,
                        changed_at=LONG_AGO,
                        changed_by="command:0",
                    )
                )


def _things(session: DistrictSession, stovner: Stovner) -> dict[str, str]:
    place = make_place(session, PLACE)
    place.name = place.address = SECRET
    offer = make_activity(session, stovner.elsewhere, "nabotilbudet", place_id=place.id)
    offer.name = offer.description = SECRET
    day = make_occurrence(session, offer.id, TODAY, reason=SECRET, place_id=place.id)
    session.flush()
    session.add(CountTotal(occurrence_id=day.id, category="adult", total=77_777, entries=1))
    person = Person(
        organisation_id=stovner.elsewhere,
        name=SECRET,
        task=SECRET,
        email=f"{SECRET}@example.no",
        phone=None,
        keep_until=TODAY + timedelta(days=300),
        hidden=False,
        created_at=LONG_AGO,
        archived_at=None,
    )
    note = CalendarNote(kind="note", name=SECRET, first=TODAY, last=TODAY)
    upload = Upload(
        purpose="somebody's",
        activity_id=offer.id,
        filename=f"{SECRET}.csv",
        content=SECRET.encode(),
        decisions=[],
        uploaded_by=f"user:{stovner.users['leader']}",
        uploaded_at=stovner.clock(),
    )
    batch = CountBatch(
        activity_id=offer.id,
        label=SECRET,
        created_at=LONG_AGO,
        created_by=f"user:{stovner.users['leader']}",
        before={},
        undone_at=None,
        undone_by=None,
    )
    rule = PlaceRule(
        place_id=place.id,
        kind="feature",
        level="block",
        value={"what": {"feature": SECRET}},
        created_at=LONG_AGO,
        created_by="command:0",
    )
    need = InterpreterNeed(occurrence_id=day.id, language=SECRET, ordered=False)
    rows: dict[str, Any] = {
        "rule": rule,
        "person": person,
        "note": note,
        "upload": upload,
        "batch": batch,
    }
    rows["need"] = need
    for row in rows.values():
        row.id = new_id(LONG_AGO)
        session.add(row)
    session.flush()
    rows["assignment"] = make_assignment(session, day.id, person.id)
    _pair(session, stovner, offer.id, SECRET)
    rows |= _bookings(session, stovner, offer.id, place.id)
    local = (stovner.clock() + _LATER).astimezone(OSLO)
    return {
        **{name: str(row.id) for name, row in rows.items()},
        "place": place.slug,
        "kind": "place",
        "slug": place.slug,
        "variant": "bookings",
        "moment": f"{local:%Y-%m-%dT%H.%M}",
        "agreement": str(make_agreement(session, stovner.elsewhere, place.id, 6).id),
        "day": "2026-11-29",
        "activity": offer.slug,
        "token": offer.feed_token,
        "key": day_by_id(session, day.id).key,
        "occurrence": str(day.id),
        "device": str(session.scalars(select(Device.id)).one()),
        "code": make_code(session, stovner.access("admin").actor, offer.id, SECRET, LONG_AGO),
    }


def _bookings(
    session: DistrictSession, stovner: Stovner, activity: int, place: int
) -> dict[str, Booking | Claim]:
    """A request that waits, and a date that was taken."""
    series = Series(
        id=new_id(LONG_AGO), activity_id=activity, created_at=LONG_AGO, created_by="command:0"
    )
    session.add(series)
    session.flush()
    starts = stovner.clock() + _LATER
    asked = {
        "series_id": series.id,
        "place_id": place,
        "activity_id": activity,
        "organisation_id": stovner.elsewhere,
        "starts": starts,
        "ends": starts + timedelta(hours=2),
        "shared": False,
        "people": 77_777,
        "created_at": LONG_AGO,
        "created_by": "command:0",
    }
    booking = Booking(
        id=new_id(LONG_AGO),
        occurrence_id=None,
        volunteers=None,
        status=Status.PENDING.value,
        reason=SECRET,
        revision=0,
        changed_at=LONG_AGO,
        changed_by="command:0",
        **asked,
    )
    claim = Claim(id=new_id(LONG_AGO), state=ClaimState.WAITING.value, offered_until=None, **asked)
    session.add_all([booking, claim])
    session.flush()
    return {"booking": booking, "claim": claim}


def _pair(session: DistrictSession, stovner: Stovner, activity: int, label: str = "phone") -> str:
    by = stovner.access("admin").actor
    code = make_code(session, by, activity, label, stovner.clock())
    session.flush()
    return pair(session, code, stovner.clock())


def _people(stovner: Stovner) -> dict[str, str]:
    user = stovner.users["grorud-leader"]
    with stovner.database.platform_writing() as shared:
        there = Organisation.id == stovner.elsewhere
        shared.execute(update(Organisation).where(there).values(name=SECRET))
        shared.execute(
            update(User).where(User.id == user).values(name=SECRET, email=f"{SECRET}@grorud.no")
        )
        role = shared.scalars(select(RoleGrant.id).where(RoleGrant.user_id == user)).one()
        return {
            "organisation": shared.scalars(select(Organisation.slug).where(there)).one(),
            "user": str(user),
            "role": str(role),
        }


def _token(stovner: Stovner) -> str:
    with stovner.database.platform_writing() as shared:
        shared.add(
            ApiToken(
                token_hash=hashed("a program's token"),
                user_id=stovner.users["leader"],
                district_id=stovner.district_id,
                created_at=LONG_AGO,
            )
        )
    return "a program's token"


def tells(said: str) -> bool:
    """Whether an answer, in small letters, has a word of the other district, or its total."""
    return SECRET.lower() in said or bool(THE_TOTAL.search(said))
