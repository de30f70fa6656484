"""The pack as a file: a workbook with its definitions, or lines of text."""

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from employers.exporting import BOM
from employers.resources import escape

if TYPE_CHECKING:
    from placements.metrics.pack import Pack

#: How wide the columns of a sheet are, in characters.
WIDTHS = (8, 46, 40, 14, 14, 14, 14, 36, 60)


def headings() -> list[str]:
    return [
        _("Code"),
        _("Number"),
        _("Part"),
        _("Numerator"),
        _("Denominator"),
        _("Value"),
        _("Unit"),
        _("Median"),
        _("Window"),
        _("Note"),
    ]


def lines_of(pack: "Pack") -> list[list[Any]]:
    """Return the rows of the pack with its sections among them."""
    found: list[list[Any]] = []
    for section in pack.sections:
        found.append([section.title])
        for row in section.rows:
            columns = (row.code, row.title, row.part, row.top, row.base)
            value = (row.value, row.sign, row.median)
            found.append([*columns, *value, row.window, row.note])
    return [[escape(value) for value in line] for line in found]


def csv_of(pack: "Pack") -> str:
    """Return the pack as text that a spreadsheet opens."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow([pack.period, pack.about])
    writer.writerow(headings())
    writer.writerows(lines_of(pack))
    return BOM + file.getvalue()


def xlsx_of(pack: "Pack") -> bytes:
    """Return the pack as a workbook: the numbers, then the definitions."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Numbers")
    _fill(sheet, [[pack.period, pack.about], headings(), *lines_of(pack)], heading=2)
    _fill(book.create_sheet(_("Definitions")), _definitions(pack), heading=1)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _definitions(pack: "Pack") -> list[list[Any]]:
    titles = [_("Code"), _("Number"), _("Numerator"), _("Denominator"), _("Unit")]
    rows: list[list[Any]] = [[*titles, _("Form"), _("Time"), _("Note"), _("Version")]]
    rows += [list(vars(words).values()) for words in pack.words]
    return rows


def _fill(sheet: Any, rows: list[list[Any]], *, heading: int) -> None:
    for row in rows:
        sheet.append(row)
    for cell in sheet[heading]:
        cell.font = Font(bold=True)
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[number]].width = width
    sheet.freeze_panes = f"A{heading + 1}"
