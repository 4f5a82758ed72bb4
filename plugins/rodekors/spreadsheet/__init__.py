"""Reading a spreadsheet as a volunteer keeps it. Pure: bytes in, days and problems out."""

from core.spreadsheets import Sheet, open_sheet
from plugins.rodekors.spreadsheet.days import COLUMNS, Day, Parsed, Skipped, parse

__all__ = ["Day", "Parsed", "Skipped", "parse", "read_days_sheet"]


def read_days_sheet(content: bytes) -> Sheet:
    """The sheet that has days in it. Raises UnreadableFile."""
    return open_sheet(content, COLUMNS)
