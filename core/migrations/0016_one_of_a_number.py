"""An organisation number is one organisation's, also where two are made in the same moment.

Some may have been made twice before. They stay as they are, each with its number: the index leaves
the later ones out, and whoever changes one is told that another organisation has its number.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_INDEX, _TABLE = "ix_organisations_number", "organisations"
_LATER = sa.text(
    "SELECT id FROM organisations AS later WHERE EXISTS (SELECT 1 FROM organisations AS first"
    " WHERE first.number = later.number AND first.id < later.id) ORDER BY id"
)


def upgrade() -> None:
    later = op.get_bind().scalars(_LATER).all()
    but = sa.text(f"id NOT IN ({', '.join(map(str, later))})") if later else None
    op.create_index(_INDEX, _TABLE, ["number"], unique=True, sqlite_where=but, postgresql_where=but)


def downgrade() -> None:
    op.drop_index(_INDEX, _TABLE)
