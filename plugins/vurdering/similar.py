"""Whether what people say now resembles something that was stopped.

A simple match that can be explained: words are cut to their stems, and one stem begins as the
other. No score, no threshold: the words that met are shown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.matching import folded
from core.schedules.models import Activity
from plugins.vurdering.models import Decision

_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = ("enes", "ene", "ane", "ens", "ets", "ers", "en", "et", "er", "a", "e", "s")
_SHORTEST = 4
_GENERAL = frozenset({"famili", "foreldr"})  # they begin the names of many offers, and say nothing
_COMMON = """alle andre bare barn barna bydel bydelen denne dere dette eller etter flere folk fordi
gjerne gruppa gruppe gruppen grupper hadde helst hver hvor igjen ikke ingen kafe kafé kanskje kom
komme kunne litt mange mer mest møte møteplass nett nettverk noen over person sammen samling savner
skulle slik tilbud tilbudet treff under veldig ville vært være ønske ønsker"""


Gone = tuple[Activity, Decision]
"""An offer, and the decision that stopped it."""

Said = tuple[str, str]
"""What somebody said, word for word, and the name of the offer they said it at."""


@dataclass(frozen=True)
class Again:
    """An offer that was stopped, what was said that resembles it, and the words that met."""

    activity: Activity
    decision: Decision
    said: Sequence[Said]
    words: Sequence[str]


def stems(text: str) -> Mapping[str, str]:
    """The words that say something, by their stems: "fedrene" and "fedre" are both "fedr"."""
    words = [word for word in _words(text) if len(word) >= _SHORTEST]
    return {_stem(word): word for word in words}


def resemble(one: Iterable[str], other: Iterable[str]) -> set[str]:
    """The stems of `one` that begin as one of the other's, or the other way round."""
    known = tuple(other)
    return {a for a in one if any(a.startswith(b) or b.startswith(a) for b in known)}


def asked_again(stopped: Sequence[Gone], said: Sequence[Said]) -> list[Again]:
    """What resembles an offer that was stopped: by its name or keywords, or why it was stopped.

    Two words of a reason must be met, for one says little. Short keywords ("far") are met as such.
    """
    spoken = [(one, stems(one[0]), _words(one[0])) for one in said]
    found = []
    for activity, decision in stopped:
        keywords = decision.keywords or ""
        known, exact = stems(f"{activity.name} {keywords}"), _words(keywords)
        reason, met = stems(decision.reason), dict[Said, set[str]]()
        for one, words, whole in spoken:
            telling = words.keys() - (_GENERAL - known.keys())
            named = {words[stem] for stem in resemble(telling, known)} | (exact & whole)
            why = {words[stem] for stem in resemble(words, reason)}
            if named or len(why) > 1:
                met[one] = named | why
        if met:
            shown = sorted(set().union(*met.values()))
            found.append(Again(activity, decision, list(met), shown))
    return found


def _words(text: str) -> set[str]:
    return set(_WORD.findall(folded(text))) - set(_COMMON.split())


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word
