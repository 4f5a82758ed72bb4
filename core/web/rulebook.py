"""Asking the plugins for their booking rules, within a second each, by name."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from core.bookings.facts import OwnedRule
from core.bookings.looking import Broken, Offered
from core.bookings.models import PluginRooms
from core.bookings.vocabulary import Level, Rule
from core.bookings.watch import NoAnswer, Watch
from core.db.database import Database
from core.db.upsert import insert
from core.districts.service import kept_settings, switched_on
from core.plugin_api import DistrictRef, PluginFailure, PluginHost, settings_from

_log = logging.getLogger(__name__)


class RuleBook:
    """One for the program. It remembers which places each plugin's last good rules named, in the
    database, so that they wait when the plugin fails."""

    def __init__(self, database: Database, host: PluginHost, watch: Watch) -> None:
        self._database = database
        self._host = host
        self._kept: dict[tuple[int, str], tuple[str, ...]] = {}
        self.watch = watch

    def offered(
        self,
        district: DistrictRef,
        enabled: frozenset[str],
        held_back: frozenset[str],
        now: datetime,
    ) -> Offered:
        """The rules of the plugins that are on, and those plugins that could not be asked."""
        rules: list[OwnedRule] = []
        broken = [Broken(name, self._title(name), Level.APPROVE) for name in sorted(held_back)]
        settings = self._settings(district)
        for name in self._host.names:
            if name not in enabled or not self._host.implements(name, "booking_rules"):
                continue
            title = self._host.manifest(name).title
            try:
                found = self._ask(name, district, settings)
            except NoAnswer as error:
                _log.warning("no booking rules: %s", error)
                broken.append(Broken(name, title, Level.BLOCK))
            else:
                rules += [OwnedRule(rule, name, title) for rule in found]
                self._keep(district, name, found, now)
        return Offered(tuple(rules), tuple(broken))

    def offered_in(self, district: DistrictRef, now: datetime) -> Offered:
        """The same outside requests: what is switched on is read first."""
        with self._database.platform_reading() as shared:
            on = switched_on(shared, district.id)
        enabled = on & self._host.names
        return self.offered(district, enabled, on - enabled, now)

    def _settings(self, district: DistrictRef) -> Mapping[str, object]:
        """What is kept here of the plugins that are installed; one query."""
        with self._database.looking() as shared:
            kept = kept_settings(shared, district.id)
        return {
            name: settings_from(schema, kept[name])
            for name in kept.keys() & self._host.names
            if (schema := self._host.plugin(name).settings) is not None
        }

    def _ask(
        self, name: str, district: DistrictRef, settings: Mapping[str, object]
    ) -> tuple[Rule, ...]:
        def ask() -> tuple[Rule, ...]:
            answers = self._host.call_enabled(
                "booking_rules", district, {name}, strict=True, settings=settings
            )
            return tuple(rule for answer in answers for rule in answer.value)

        try:
            return self.watch.call(name, ask)
        except PluginFailure as failure:
            raise NoAnswer(str(failure)) from failure

    def _title(self, name: str) -> str:
        found = next((one for one in self._host.quarantined if one.name == name), None)
        return str(found.title) if found else name

    def _keep(self, district: DistrictRef, name: str, rules: Iterable[Rule], now: datetime) -> None:
        places = tuple(sorted({slug for rule in rules for slug in rule.places}))
        if self._kept.get((district.id, name)) == places:
            return
        with self._database.writing(district.id) as session:
            # Of two who ask first, in two processes or threads, one finds the other's row
            new = {"district_id": district.id, "plugin": name, "places": [], "changed_at": now}
            once = ["district_id", "plugin"]
            add = insert(session, PluginRooms).on_conflict_do_nothing(index_elements=once)
            session.execute(add, [new])
            row = session.scalars(select(PluginRooms).where(PluginRooms.plugin == name)).one()
            if row.places != list(places):
                row.places, row.changed_at = list(places), now
        self._kept[district.id, name] = places
