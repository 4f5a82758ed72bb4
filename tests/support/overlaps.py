"""Whether anybody is booked on top of somebody, asked of the database in plain SQL."""

from sqlalchemy import text

from core.db.database import Database

OVERLAPS = text(
    "SELECT count(*) FROM booking_takes a JOIN booking_takes b"
    " ON a.district_id = b.district_id AND a.room_id = b.room_id AND a.id < b.id"
    " AND a.active AND b.active AND a.starts < b.ends AND b.starts < a.ends"
    " AND a.lane_from < b.lane_to AND b.lane_from < a.lane_to"
)
OVER_THE_QUOTA = text(
    "SELECT count(*) FROM (SELECT 1 FROM bookings WHERE organisation_id = :organisation"
    " AND status IN ('pending', 'confirmed')"
    " GROUP BY substr(CAST(starts AS text), 1, 10) HAVING count(*) > :most) AS broken"
)


def overlaps(database: Database, district: int) -> int:
    """How many pairs of bookings have the same lane of a room at the same time."""
    return _number(database, district, OVERLAPS)


def days_over(database: Database, district: int, organisation: int, most: int) -> int:
    """On how many days (UTC) an organisation has more than `most` bookings."""
    return _number(
        database, district, OVER_THE_QUOTA.bindparams(organisation=organisation, most=most)
    )


def _number(database: Database, district: int, question: object) -> int:
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(
                text("SELECT set_config('innbyggerbasen.district', :district, true)"),
                {"district": str(district)},
            )
        return int(connection.execute(question).scalar_one())
