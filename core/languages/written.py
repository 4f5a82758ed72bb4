"""What somebody writes in several languages: a text, or options that are the same in each."""

from collections.abc import Mapping

from core.languages import NORWEGIAN, OURS
from core.problems import N_, Refused

MOST_OPTIONS = 8
MOST_LETTERS = 200


def text_in_languages(written: Mapping[str, str], field: str, missing: str) -> dict[str, str]:
    """What was written, without the languages left blank.

    Raises Refused at the language's field (`<field>_nb`), where it is too long, or, with the
    sentence `missing`, where bokmål or English is.
    """
    kept = {language: text.strip() for language, text in written.items() if text.strip()}
    for language in sorted(OURS, reverse=True):
        if language not in kept:
            raise Refused(missing, field=f"{field}_{language}")
    for language, text in kept.items():
        _fits(text, f"{field}_{language}")
    return kept


def options_in_languages(written: Mapping[str, str], field: str) -> list[dict[str, object]]:
    """Options, one on each line, the same in each language from line to line; blank lines are none.

    Each is {"key": "1", "texts": {…}}, from two to eight of them. Raises Refused at the language's
    field (`<field>_nb`).
    """
    lines = {
        language: [line.strip() for line in text.splitlines() if line.strip()]
        for language, text in written.items()
    }
    number = len(lines.get(NORWEGIAN.code, ()))
    if not 2 <= number <= MOST_OPTIONS:
        sentence = N_("Write from two to %(n)s options, one on each line.")
        raise Refused(sentence, field=f"{field}_{NORWEGIAN.code}", n=MOST_OPTIONS)
    for language, given in lines.items():
        if len(given) != number and (given or language in OURS):
            sentence = N_("Write as many options as in Norwegian, in the same order.")
            raise Refused(sentence, field=f"{field}_{language}")
        for line in given:
            _fits(line, f"{field}_{language}")
    return [
        {"key": str(at + 1), "texts": {code: given[at] for code, given in lines.items() if given}}
        for at in range(number)
    ]


def _fits(text: str, field: str) -> None:
    if len(text) > MOST_LETTERS:
        raise Refused(N_("Write it in at most %(n)s letters."), field=field, n=MOST_LETTERS)
