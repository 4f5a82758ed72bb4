"""A district that books, on either database."""

import pytest

from core.db.database import Database
from tests.core.bookings.office import Office, make_office
from tests.support.clock import Clock


@pytest.fixture
def office(database: Database, clock: Clock) -> Office:
    """A house of two rooms, a hall, three organisations; Sunday 22 November 2026, 13:00."""
    return make_office(database, clock)
