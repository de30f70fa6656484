"""The sheet of a month as a spreadsheet and as a paper; by code, and not payroll."""

import tempfile
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook

from crm.templatetags.crm import euros
from employers.exporting import printable
from employers.money import Row
from employers.printing.papers import AttendancePaper, Fact
from employers.resources import escape
from placements.attendance import Sheet

NOTHING = Decimal(0)


def not_payroll() -> str:
    return _("This counts days and allowances. It is not payroll and pays nothing.")


def sheet_name(sheet: Sheet, ending: str) -> str:
    return f"{sheet.placement.candidate}-{sheet.key}.{ending}"


def sheet_file(sheet: Sheet) -> Any:
    """Return an open temporary file with one sheet; formulas are escaped."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.key)
    for row in lines(sheet):
        page.append([printable(escape(cell)) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def lines(sheet: Sheet) -> list[list[Any]]:
    """Return the rows of the spreadsheet."""
    named = [[sheet.title], [str(sheet.placement.employer)], [not_payroll()], []]
    days = [[day.on.isoformat(), str(day.get_mark_display())] for day in sheet.days]
    counts = [[label, count] for label, count in sheet.counts]
    sums = [
        [row.label, float(row.euros or 0)]
        for part in sheet.parts
        for row in part.sum.rows
    ]
    heading = [[_("Day"), _("Mark")]]
    return [*named, *heading, *days, [], *counts, [], *sums, *remarks_rows(sheet)]


def remarks_rows(sheet: Sheet) -> list[list[Any]]:
    return [[text] for text in remarks(sheet)]


def remarks(sheet: Sheet) -> list[str]:
    """Say plainly what the sums hide: nothing left, tax, a rate that is not known."""
    found = []
    if any(part.sum.nothing_left for part in sheet.parts):
        found.append(_("Nothing is left: the meal takes the whole allowance."))
    taxed = next((part.sum for part in sheet.parts if part.sum.taxable), None)
    if taxed:
        said = {"euros": number_format(taxed.tax_free.value, 2)}
        text = _("Taxable: free of tax is at most %(euros)s € a day on average")
        found.append(f"{text % said} ({taxed.tax_free.source})")
    if sheet.without_rate:
        text = _("No rate is known for %(count)d days: they are not in the sum.")
        found.append(text % {"count": sheet.without_rate})
    if sheet.gap:
        found.append(_("A figure is missing for this month: nothing was reckoned."))
    return found


def sheet_paper(sheet: Sheet) -> AttendancePaper:
    """Return what the paper says, in the language of its reader."""
    placement = sheet.placement
    where = ", ".join(map(str, filter(None, [placement.employer, placement.workplace])))
    days = [Fact(long_day(day.on), str(day.get_mark_display())) for day in sheet.days]
    return AttendancePaper(
        lang=get_language() or "fi",
        title=sheet.title,
        subtitle=where,
        days=days,
        counts=[Fact(label, str(count)) for label, count in sheet.counts],
        sums=[
            Fact(
                f"{row.label} {row.detail}".strip(), f"{euros(row.euros or NOTHING)} €"
            )
            for part in sheet.parts
            for row in part.sum.rows
        ],
        remarks=remarks(sheet),
        footnote=not_payroll(),
    )


def fact_of(row: Row) -> Fact:
    said = f"{row.label} {row.detail}".strip()
    return Fact(said, f"{euros(row.euros or NOTHING)} €")


def long_day(on: Any) -> str:
    return str(date_format(on, "l j.n."))
