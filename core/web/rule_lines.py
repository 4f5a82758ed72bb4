"""The rules of a place as its page says them: a sentence each, whose it is, and how hard."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from core.bookings.agreements import has_ended, listed
from core.bookings.facts import AgreementFacts, OwnedRule
from core.bookings.place_rules import KEY, holding
from core.bookings.sentences import agreement_sentence, sentence
from core.bookings.vocabulary import Level, Rule
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import Place
from core.places.tree import related
from core.schedules.models import Activity
from core.text import Text
from core.web.here import here


@dataclass(frozen=True)
class Line:
    """One rule. `about` says whom and which place it is for, where that is not everyone and here.

    `owner` is a phrase. `change_url` and its label are where it is changed or removed; None where
    that is the plugin's affair.
    """

    text: Text
    owner: Text
    hardness: str
    color: str
    about: tuple[str, ...] = ()
    change_url: str | None = None
    change_label: str = ""


@dataclass(frozen=True)
class _Names:
    """What short names stand for."""

    places: Mapping[str, str]
    activities: Mapping[str, str]
    organisations: Mapping[str, str]


def rule_lines(session: DistrictSession, place: Place, rules: Sequence[OwnedRule]) -> list[Line]:
    """Standing agreements first, then the rules: all that whoever books the place may meet."""
    every_place = session.scalars(select(Place)).all()
    near = related({row.id: row.parent_id for row in every_place}, place.id)
    names = _Names(
        {row.slug: row.name for row in every_place},
        _named(session, Activity),
        _named(session, Organisation),
    )
    places = {row.id: row for row in every_place}
    return [
        *(
            _agreement_line(one, place, places)
            for one in listed(session)
            if one.place_id in near and not has_ended(one, here().now)
        ),
        *(_rule_line(one, place, names) for one in holding(rules, place, every_place)),
    ]


def _named(
    session: DistrictSession, kind: type[Activity] | type[Organisation]
) -> Mapping[str, str]:
    return {row.slug: row.name for row in session.execute(select(kind.slug, kind.name))}


def _agreement_line(agreement: AgreementFacts, place: Place, places: Mapping[int, Place]) -> Line:
    where = places[agreement.place_id]
    about = () if where.id == place.id else (_set_for([where.name]),)
    return Line(
        agreement_sentence(agreement),
        lazy_gettext("standing agreement of %(owner)s", owner=agreement.organisation.name),
        gettext("refuses"),
        "danger",
        about,
        url_for("agreements.edit", agreement=agreement.id),
        gettext("Change"),
    )


def _rule_line(owned: OwnedRule, place: Place, names: _Names) -> Line:
    rule = owned.rule
    color = {Level.BLOCK: "danger", Level.APPROVE: "info", Level.WARN: "warning"}[rule.level]
    return Line(
        sentence(rule, names.places),
        lazy_gettext("set by: %(owner)s", owner=_owner(owned)),
        _hardness(rule.level),
        color,
        tuple(_about(rule, place, names)),
        _remove_url(owned),
        gettext("Remove"),
    )


def _owner(owned: OwnedRule) -> Text:
    return owned.owner if owned.owner is not None else lazy_gettext("The district")


def _hardness(level: Level) -> str:
    words: dict[Level, str] = {
        Level.BLOCK: gettext("refuses"),
        Level.APPROVE: gettext("needs a yes"),
        Level.WARN: gettext("warns"),
    }
    return words[level]


def _about(rule: Rule, place: Place, names: _Names) -> Iterable[str]:
    if rule.level is Level.APPROVE:
        yield gettext("from %(who)s", who=_approver(rule, names))
    if rule.places and place.slug not in rule.places:
        yield _set_for([names.places.get(slug, slug) for slug in rule.places])
    whom = [
        *(names.organisations.get(slug, slug) for slug in rule.organisations),
        *(names.activities.get(slug, slug) for slug in rule.activities),
    ]
    if whom:
        yield gettext("only for %(names)s", names=", ".join(whom))
    if rule.except_organisations:
        others = [names.organisations.get(slug, slug) for slug in rule.except_organisations]
        yield gettext("not for %(names)s", names=", ".join(others))


def _approver(rule: Rule, names: _Names) -> str:
    if rule.approver is None:
        return str(gettext("the district's administrator"))
    name = names.organisations.get(rule.approver, rule.approver)
    return str(gettext("the leader at %(organisation)s", organisation=name))


def _set_for(places: Iterable[str]) -> str:
    return str(gettext("set for %(places)s", places=", ".join(places)))


def _remove_url(owned: OwnedRule) -> str | None:
    """Of an administrator's rule, which is always one place's."""
    _, is_ours, number = owned.rule.key.partition(KEY)
    if owned.plugin is not None or not is_ours:
        return None
    return url_for("place_rules.ask_remove", place=owned.rule.places[0], rule=int(number))
