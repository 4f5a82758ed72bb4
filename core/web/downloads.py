"""Files for spreadsheets and calendars. A cell is never a formula, whatever a person wrote."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from core.web.declare import requires

Cell = str | int | None
_KINDS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Semicolons and a byte order mark, as Norwegian Excel expects."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([[_plain(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(name: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet; texts are written as texts, numbers as numbers."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # The same rows are the same bytes, whenever they are asked for
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, bold if number == 0 else None)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return buffer.getvalue()


def spreadsheet(rows: Sequence[Sequence[Cell]], name: str, kind: str) -> Response:
    """The rows as a file of that name, "csv" or "xlsx"."""
    body = as_csv(rows) if kind == "csv" else as_xlsx(name, rows)
    answer = Response(body, content_type=_KINDS[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def add_downloads(
    bp: Blueprint,
    rule: str,
    permission: str,
    table: Callable[..., tuple[Sequence[Sequence[Cell]], str]],
) -> None:
    """Give the blueprint one table as `<rule>.csv` and `<rule>.xlsx`, the views "csv" and "xlsx".

    `table` gets the address's own parts, and gives the rows and what the file is called.
    """
    for kind in _KINDS:
        bp.add_url_rule(f"{rule}.{kind}", kind, requires(permission)(_download(kind, table)))


def _download(
    kind: str, table: Callable[..., tuple[Sequence[Sequence[Cell]], str]]
) -> Callable[..., Response]:
    def view(**parts: Any) -> Response:
        rows, name = table(**parts)
        return spreadsheet(rows, name, kind)

    return view


def calendar_file(body: bytes, name: str) -> BaseResponse:
    """iCalendar under that name; 304 when the calendar program has these very bytes."""
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def _write(sheet: object, row: int, column: int, cell: Cell, form: object) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, form)  # type: ignore[attr-defined]
    elif cell is not None:
        sheet.write_number(row, column, cell, form)  # type: ignore[attr-defined]


def _plain(cell: Cell) -> Cell:
    """A text that a spreadsheet would run gets an apostrophe before it, which it shows as text."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return cell
