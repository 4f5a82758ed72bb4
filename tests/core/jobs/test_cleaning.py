"""What docs/privacy.md promises to remove is removed without anybody doing anything."""

import os
from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.accounts.actors import Actor, Grant
from core.accounts.devices import make_code
from core.accounts.models import PairingCode, SignInAttempt, SignInSession
from core.accounts.roles import Role
from core.accounts.sign_in import note_failure, open_session
from core.audit.idempotency import Answered, GivenAnswer, Question, answer_once
from core.bookings import letters
from core.bookings.models import Letter
from core.db.tenancy import DistrictSession, PlatformSession
from core.jobs.cleaning import clean_up
from core.jobs.post import letters_folder
from core.jobs.scheduler import Workshop
from core.jobs.sending import send_letters
from core.people.models import Person
from core.testing.factories import make_activity, make_district, make_organisation, make_user
from core.uploads import service as uploads
from core.uploads.models import Upload
from tests.support.clock import Clock

LEADER = Actor("user", 1, "A leader", (Grant(Role.LEADER, None, None),))
SHARED = (SignInSession, SignInAttempt)
OWNED = (PairingCode, GivenAnswer, Upload, Person, Letter)


def _fill(workshop: Workshop, now: datetime) -> int:
    database = workshop.platform.database
    with database.platform_writing() as shared:
        district = make_district(shared)
        organisation = make_organisation(shared, district=district)
        user = make_user(shared, Role.LEADER, organisation=organisation)
        open_session(shared, user, now)
        note_failure(shared, "a@stovner.example", "127.0.0.1", now)
        district_id, organisation_id = district.id, organisation.id
    with database.writing(district_id) as session:
        activity = make_activity(session, organisation_id)
        make_code(session, LEADER, activity.id, "The door", now)
        question = Question("user:1", "/stovner/api/counts", "key", b"{}")
        answer_once(session, question, now, lambda: Answered(200, "{}"))
        letters.write(session, "a@stovner.example", "s", "b", now)
        uploads.stage(session, "user:1", "rodekors", activity.id, "besok.csv", b"1;2", now)
        session.add(_person(organisation_id, now))
    send_letters(workshop, now)
    return district_id


def _person(organisation_id: int, now: datetime) -> Person:
    return Person(
        id=1,
        organisation_id=organisation_id,
        name="Kari",
        task=None,
        email=None,
        phone=None,
        hidden=False,
        keep_until=now.date() + timedelta(days=20),
        created_at=now,
        archived_at=None,
    )


def _numbers(session: DistrictSession | PlatformSession, kinds: tuple[type, ...]) -> list[int]:
    return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


def _kept(workshop: Workshop, district_id: int) -> list[int]:
    database = workshop.platform.database
    with database.platform_reading() as shared, database.reading(district_id) as session:
        return [*_numbers(shared, SHARED), *_numbers(session, OWNED)]


def test_each_is_removed_in_its_own_time(workshop: Workshop, clock: Clock) -> None:
    district_id = _fill(workshop, clock())
    kept = []
    for hours in (0, 1, 23, 24 * 13, 24 * 7, 24 * 9):
        clean_up(workshop, clock.advance(hours=hours, seconds=1))
        kept.append(_kept(workshop, district_id))

    assert (
        kept
        == [  # sessions, attempts (account and address), codes, answers, files, people, letters
            [1, 2, 1, 1, 1, 1, 1],  # at once
            [1, 0, 0, 1, 1, 1, 1],  # after an hour
            [1, 0, 0, 0, 0, 1, 1],  # after a day
            [0, 0, 0, 0, 0, 1, 1],  # after 14 days
            [0, 0, 0, 0, 0, 0, 1],  # after 21 days: the person's last day is past
            [0, 0, 0, 0, 0, 0, 0],  # after 30 days
        ]
    )


def test_letters_in_the_folder_go_after_thirty_days(workshop: Workshop, clock: Clock) -> None:
    folder = letters_folder(workshop.config)
    folder.mkdir()
    old, new, other = folder / "1-1.eml", folder / "1-2.eml", folder / "notes.txt"
    for file, days in ((old, 31), (new, 29), (other, 31)):
        file.touch()
        moment = (clock() - timedelta(days=days)).timestamp()
        os.utime(file, (moment, moment))

    clean_up(workshop, clock())

    assert sorted(folder.iterdir()) == [new, other]
