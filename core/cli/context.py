"""What a command works with: the app, its parts, and a district by its slug."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from core.app import migration_sources
from core.config import Config
from core.db.migrations import is_current
from core.districts.models import District
from core.plugin_api import DistrictRef
from core.problems import Refused
from core.web.here import EXTENSION, Platform


@dataclass(frozen=True)
class Program:
    """The program as a command sees it; plugins' commands get it by `click.pass_obj`."""

    app: Flask
    config: Config

    @property
    def parts(self) -> Platform:
        """Database, plugin host, policy, clock."""
        found: Platform = self.app.extensions[EXTENSION]
        return found

    def check_current(self) -> None:
        """Raises Refused when the database lacks tables of core's or a plugin's."""
        if not is_current(self.parts.database, migration_sources(self.parts.host)):
            raise Refused("The database is not up to date. Run `innbyggerbasen db upgrade` first.")

    def district(self, slug: str) -> DistrictRef:
        """The district with that slug. Raises Refused."""
        with self.parts.database.platform_reading() as shared:
            row = shared.execute(
                select(District.id, District.name).where(District.slug == slug)
            ).first()
        if row is None:
            raise Refused("There is no district %(slug)s.", slug=slug)
        return DistrictRef(row.id, slug, row.name)
