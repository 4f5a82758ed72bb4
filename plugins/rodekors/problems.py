"""What is wrong with a line of a spreadsheet, in a sentence, with what to do."""

from collections.abc import Mapping

from core.problems import N_
from plugins.rodekors.spreadsheet import Code, Problem
from plugins.rodekors.words import gettext

SENTENCES: Mapping[Code, str] = {
    Code.NO_HEADER: N_("No heading is found. A line must name the columns dato, voksne and barn."),
    Code.HEADING_TWICE: N_("“%(text)s”: another column means the same. Remove or rename one."),
    Code.COLUMN_IGNORED: N_("The column “%(text)s” is not read."),
    Code.SHEET_IGNORED: N_(
        "The sheet “%(text)s” has days too, and is not read. Save it as a file of its own."
    ),
    Code.MISSING_DATE: N_("The date is missing."),
    Code.IMPOSSIBLE_DATE: N_("“%(text)s” is a date that does not exist."),
    Code.UNKNOWN_DATE: N_("“%(text)s” cannot be read as a date. Write it as 22.11.2026."),
    Code.YEAR_MISSING: N_("“%(text)s” has no year. Write it as 22.11.2026."),
    Code.WRONG_WEEKDAY: N_("“%(text)s”: the weekday and the date do not agree."),
    Code.FUTURE: N_("“%(text)s” has not come yet."),
    Code.NEGATIVE: N_("%(column)s: “%(text)s” is below zero."),
    Code.FRACTION: N_("%(column)s: “%(text)s” is not a whole number."),
    Code.NOT_A_NUMBER: N_("%(column)s: “%(text)s” is not a number. Write the number alone."),
    Code.TOO_MANY: N_("%(column)s: “%(text)s” is more than can be right for a day."),
    Code.MISSING_NUMBER: N_(
        "%(column)s has no number. Write 0 if nobody came, or why it was closed."
    ),
    Code.MORE_NEW_THAN_VISITS: N_("%(column)s: there are more newcomers (%(text)s) than visits."),
    Code.SUM_DIFFERS: N_("%(column)s: the sum in the file is not the sum of its lines (%(text)s)."),
}


def in_english(problem: Problem) -> str:
    """The sentence for the command line."""
    return SENTENCES[problem.code] % {"text": problem.text, "column": problem.column}


def sentence(problem: Problem) -> str:
    """The sentence in the reader's language."""
    return str(gettext(SENTENCES[problem.code]) % {"text": problem.text, "column": problem.column})
