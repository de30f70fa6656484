"""Employers as a file: written row by row, so that its size does not matter."""

import csv
import tempfile
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from crm.models import User
from employers.models import EmployerQuerySet
from employers.resources import EmployerResource, escape

FORMATS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows that are in memory at a time.
CHUNK = 1_000
#: What Excel tells UTF-8 by.
BOM = "\ufeff"


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def export(employers: EmployerQuerySet, user: User, kind: str) -> HttpResponseBase:
    """Return the employers as a file, with no more than the user may see of them."""
    rows = rows_of(employers, EmployerResource(user))
    name = f"{_('employers')}-{timezone.localdate().isoformat()}.{kind}"
    if kind == "csv":
        return StreamingHttpResponse(
            csv_lines(rows),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": content_disposition_header(
                    as_attachment=True, filename=name
                )
            },
        )
    return FileResponse(
        xlsx_file(rows), as_attachment=True, filename=name, content_type=XLSX
    )


def rows_of(
    employers: EmployerQuerySet, resource: EmployerResource
) -> Iterator[list[Any]]:
    """Yield the headings, then one row an employer."""
    yield resource.get_export_headers()
    for employer in resource.filter_export(employers).iterator(chunk_size=CHUNK):
        yield [escape(cell) for cell in resource.export_resource(employer)]


def csv_lines(rows: Iterator[list[Any]]) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=";")
    yield BOM
    for row in rows:
        yield writer.writerow(row)


def xlsx_file(rows: Iterator[list[Any]]) -> Any:
    """Return an open temporary file with one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(_("Employers")))
    for row in rows:
        sheet.append([printable(cell) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def printable(cell: Any) -> Any:
    """Drop the control characters that a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell
