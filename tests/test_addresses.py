"""Every address of the routing table, as every role, with another district's ids: never a word.

Generated from the routing table, so that a new address cannot escape: a new part of an address
must be made in tests/support/grorud.py (a plugin's own in tests/plugins/<plugin>/addresses.py),
or stand in NOBODYS, before this passes.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask, url_for
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule

from core.accounts.actors import Access
from core.accounts.models import RoleGrant
from core.people.models import Person
from core.plugin_api import PluginHost
from core.schedules.models import Activity
from core.testing.rows import tables
from core.web.declare import Declared, declaration
from core.web.login import device_token
from tests.support.grorud import THE_TOTAL, Grorud, tells
from tests.support.grorud import grorud as grorud
from tests.support.stovner import Stovner

pytestmark = pytest.mark.slow

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SIGNED_IN = ("admin", "district-admin", "coordinator", "leader", "staff", "counter", "viewer")
ACTORS = (*SIGNED_IN, "device", "token", "nobody")
STRANGERS = tuple(actor for actor in ACTORS if actor != "admin")
PLUGINS = PluginHost.discover(None).names
NOBODYS = {"plugin": min(PLUGINS), "filename": "app.css", "what": "close", "slug": "grorud"}
"""Parts of addresses that are no district's own."""

# What PostgreSQL adds is tried with the first of these tests, in half the time of all
sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

CSRF_SALT = "wtf-csrf-token"
ENDS_THE_VISIT = {"sign_in.out"}


@dataclass
class Visitor:
    """Somebody who tries addresses, by browser or by program."""

    name: str
    client: FlaskClient
    headers: dict[str, str]
    app: Flask
    access: Access | None
    """What a user may do in Stovner."""

    def ask(self, method: str, address: str, form: Mapping[str, str]) -> tuple[int, str]:
        """The status, and all that is said in the answer."""
        data = form if method in {"POST", "PUT", "PATCH"} else None
        with self.client.open(address, method=method, data=data, headers=self.headers) as answer:
            body = answer.data.decode(errors="replace")  # a workbook is no text
            return answer.status_code, f"{answer.headers}{body}".lower()


def visitor(grorud: Grorud, name: str) -> Visitor:
    app = grorud.stovner.app
    if name == "token":
        headers = {"Authorization": f"Bearer {grorud.token}"}
        return Visitor(name, app.test_client(), headers, app, grorud.stovner.access("leader"))
    known = name in SIGNED_IN
    access = grorud.stovner.access(name) if known else None
    client = grorud.stovner.browser(name).client if known else app.test_client()
    seed = hashlib.sha256(b"seed").hexdigest()
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = seed
        if name == "device":
            cookie["_user_id"] = device_token(grorud.device)
    token = URLSafeTimedSerializer(str(app.secret_key), salt=CSRF_SALT).dumps(seed)
    return Visitor(name, client, {"X-CSRFToken": str(token)}, app, access)


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in ENDS_THE_VISIT]


def tries(grorud: Grorud, district: str) -> Iterator[tuple[Rule, str, str, bool]]:
    """Every address in a district with every method, and whether the address knows the method.

    Without a district, those outside districts.
    """
    found: dict[str, dict[str, Rule]] = {}
    for rule in rules(grorud.stovner.app):
        if ("district" in rule.arguments) is bool(district):
            known = found.setdefault(rule.rule, {})
            known.update(dict.fromkeys(rule.methods or (), rule))
    for known in found.values():
        where = address(grorud, known["OPTIONS"], district)
        for method in METHODS:
            yield known.get(method, known["OPTIONS"]), method, where, method in known


def of_a_thing(rule: Rule) -> bool:
    """Whether the address has the id of something a district owns."""
    return bool(rule.arguments - NOBODYS.keys() - {"district"})


def address(grorud: Grorud, rule: Rule, district: str) -> str:
    parts = {**NOBODYS, **grorud.ids, "district": district}
    values = {name: parts[name] for name in rule.arguments}
    with grorud.stovner.app.test_request_context():
        return str(url_for(rule.endpoint, **values)).partition("?")[0]


def form(grorud: Grorud) -> dict[str, str]:
    """A form that names the other district's things wherever it can."""
    organisation = str(grorud.stovner.elsewhere)
    known = {"parent": grorud.ids["place"], "place_id": grorud.ids["place"]}
    named = {"name": "Ny", "email": "ny@example.no", "role": "leader", "kind": "drop-in"}
    press = {"id": "00000000-0000-0000-0000-000000000001", "press": "adult:1"}
    return {**grorud.ids, **known, **named, **press, "organisation": organisation}


def declared(app: Flask, rule: Rule) -> Declared:
    found = declaration(app, rule.endpoint)
    assert found is not None
    return found


@sqlite
def test_every_part_of_an_address_is_known(grorud: Grorud) -> None:
    parts = {name for rule in rules(grorud.stovner.app) for name in rule.arguments}
    # Core makes what several plugins' addresses take, also where none of them is left
    assert parts - {"district"} <= grorud.ids.keys() | NOBODYS.keys()


@pytest.mark.parametrize("name", ACTORS)
def test_another_districts_ids_are_nothing_at_home(grorud: Grorud, name: str) -> None:
    who, wrong = visitor(grorud, name), []
    before = kept(grorud.stovner)
    for rule, method, where, known in tries(grorud, "stovner"):
        if not of_a_thing(rule):
            continue
        status, said = who.ask(method, where, form(grorud))
        expected = at_home(who, rule, method) if known else {404, 405}
        if status not in expected or tells(said):
            wrong.append(f"{method} {where} {status}, not {sorted(expected)}")
    assert not wrong, "\n".join(wrong)
    assert kept(grorud.stovner) == before


def at_home(who: Visitor, rule: Rule, method: str) -> set[int]:
    """What somebody may be told of an address at home whose thing is not there."""
    access = declared(who.app, rule)
    if method == "OPTIONS":
        return {200, 302, 401, 403, 404}  # answered by the routing table, which knows no things
    if access.public:
        # A pairing code is only looked up when it is sent: the page asks for it
        return {200} if rule.endpoint == "pair.confirm" else {404}
    if who.name == "nobody" or (who.name == "token" and "/api/" not in rule.rule):
        return {401} if "/api/" in rule.rule else {302}
    if access.permission and not may(who, access.permission):
        return {403}
    # A plugin's pages are those of one activity, which somebody may lead or not
    return {403, 404} if is_plugins(rule) else {404}


def is_plugins(rule: Rule) -> bool:
    """Whether a plugin's blueprint has it: one of its name, or one that begins with that."""
    blueprint = rule.endpoint.partition(".")[0]
    return any(blueprint == name or blueprint.startswith(f"{name}_") for name in PLUGINS)


def may(who: Visitor, permission: str) -> bool:
    if who.name == "device":
        return permission == "counts:today:save"
    assert who.access
    return who.access.may(permission)


@sqlite
@pytest.mark.parametrize("name", STRANGERS)
def test_another_district_is_not_there_for_strangers(grorud: Grorud, name: str) -> None:
    who, wrong = visitor(grorud, name), []
    before = kept(grorud.stovner)
    for rule, method, where, known in tries(grorud, "grorud"):
        if declared(who.app, rule).public:
            continue  # for everybody, or with a secret in its address
        status, said = who.ask(method, where, form(grorud))
        if status not in abroad(who, rule, known=known) or tells(said):
            wrong.append(f"{method} {where} {status}")
    assert not wrong, "\n".join(wrong)
    assert kept(grorud.stovner) == before


def abroad(who: Visitor, rule: Rule, *, known: bool) -> set[int]:
    """A token and a device of another district are nobody here; a person is a stranger."""
    if who.name in {"nobody", "token", "device"}:
        return ({401} if "/api/" in rule.rule else {302}) if known else {405}
    return {404}


@sqlite
@pytest.mark.parametrize("name", ACTORS)
def test_pages_at_home_tell_nothing_of_another_district(grorud: Grorud, name: str) -> None:
    who, wrong = visitor(grorud, name), []
    before = kept(grorud.stovner)
    for rule, method, where, _known in tries(grorud, "stovner"):
        if of_a_thing(rule):
            continue
        status, said = who.ask(method, where, form(grorud))
        if status >= 500 or tells(said) or "nabotilbudet" in said:
            wrong.append(f"{method} {where} {status}")
    assert not wrong, "\n".join(wrong)
    assert kept(grorud.stovner) == before
    assert points_abroad(grorud.stovner) == 0


@sqlite
@pytest.mark.parametrize("name", ACTORS)
def test_outside_districts_only_the_administrator_sees_them_all(grorud: Grorud, name: str) -> None:
    who, wrong = visitor(grorud, name), []
    closed = 302 if name in {"nobody", "token", "device"} else 403
    for rule, method, where, known in tries(grorud, ""):
        status, said = who.ask(method, where, {})
        is_closed = known and declared(who.app, rule).permission and name != "admin"
        if status >= 500 or tells(said) or (is_closed and status != closed):
            wrong.append(f"{method} {where} {status}")
    assert not wrong, "\n".join(wrong)


def test_a_program_counts_nothing_on_another_districts_day(grorud: Grorud) -> None:
    who = visitor(grorud, "token")
    event = {
        "id": "00000000-0000-0000-0000-000000000001",
        "occurrence": grorud.ids["occurrence"],
        "category": "adult",
        "n": 1,
        "tapped_at": "2026-11-22T12:00:00+01:00",
    }
    answer = who.client.post("/stovner/api/counts", json={"events": [event]}, headers=who.headers)
    assert answer.status_code == 200
    assert answer.get_json()["accepted"] == []
    assert answer.get_json()["totals"] == {}
    assert not tells(answer.text.lower())


@sqlite
def test_what_is_looked_for_is_there_to_be_told(grorud: Grorud) -> None:
    who = visitor(grorud, "admin")
    for where in ("/grorud/", "/grorud/calendar/notes", "/grorud/activities/nabotilbudet"):
        status, said = who.ask("GET", where, {})
        assert status == 200
        assert tells(said)
    for where in ("/grorud/", "/grorud/figures/nabotilbudet/days.csv"):
        assert THE_TOTAL.search(who.ask("GET", where, {})[1])


def kept(stovner: Stovner) -> dict[str, list[str]]:
    """Every row of the other district."""
    found = {}
    with stovner.database.connection() as connection:
        if not stovner.database.is_sqlite:
            setting = "SELECT set_config('innbyggerbasen.district', :district, true)"
            connection.execute(sa.text(setting), {"district": str(stovner.grorud_id)})
        for table in tables(PluginHost.discover(None)):
            if "district_id" in table.columns:
                own = sa.select(table).where(table.c.district_id == stovner.grorud_id)
                found[table.name] = sorted(map(repr, connection.execute(own)))
    return found


def points_abroad(stovner: Stovner) -> int:
    """Rows of Stovner that name the other district's organisation, which no key forbids."""
    with stovner.database.reading(stovner.district_id) as session:
        activities, people = (
            session.scalar(
                sa.select(sa.func.count(entity.id)).where(
                    entity.organisation_id == stovner.elsewhere
                )
            )
            for entity in (Activity, Person)
        )
    with stovner.database.platform_reading() as shared:
        roles = shared.scalar(
            sa.select(sa.func.count(RoleGrant.id)).where(
                RoleGrant.district_id == stovner.district_id,
                RoleGrant.organisation_id == stovner.elsewhere,
            )
        )
    return (activities or 0) + (people or 0) + (roles or 0)
