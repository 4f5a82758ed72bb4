"""What is wrong with a line of a spreadsheet, in a sentence, with what to do."""

from collections.abc import Mapping

from core.problems import N_
from plugins.bymisjon.reading import Code, Problem
from plugins.bymisjon.words import gettext

SENTENCES: Mapping[Code, str] = {
    Code.NO_HEADER: N_("No heading is found. A line must name the columns år, uke and kontakter."),
    Code.COLUMN_IGNORED: N_("The column “%(text)s” is not read."),
    Code.MISSING: N_("%(column)s has no number. If nobody, write 0."),
    Code.NEGATIVE: N_("%(column)s: “%(text)s” is below zero."),
    Code.FRACTION: N_("%(column)s: “%(text)s” is not a whole number."),
    Code.NOT_A_NUMBER: N_("%(column)s: “%(text)s” is not a number. Write the number alone."),
    Code.NO_SUCH_WEEK: N_("There is no week %(text)s."),
    Code.FUTURE: N_("Week %(text)s has not come yet."),
    Code.TOO_MANY: N_("%(column)s: “%(text)s” is more than can be right for a week."),
    Code.NOTE_TOO_LONG: N_("The note “%(text)s…” has more than 300 letters."),
}


def in_english(problem: Problem) -> str:
    """The sentence for the command line."""
    return SENTENCES[problem.code] % {"text": problem.text, "column": problem.column}


def sentence(problem: Problem) -> str:
    """The sentence in the reader's language."""
    return str(gettext(SENTENCES[problem.code]) % {"text": problem.text, "column": problem.column})
