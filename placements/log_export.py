"""One candidate's access log, told in words and as a spreadsheet."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from crm.models import AccessLog
from employers.exporting import XLSX, printable
from employers.resources import escape
from placements.access import purpose_text, section_text
from placements.models import Candidate

HEADINGS = (
    gettext_lazy("Row"),
    gettext_lazy("When"),
    gettext_lazy("Who"),
    gettext_lazy("User number"),
    gettext_lazy("Whose"),
    gettext_lazy("What was done"),
    gettext_lazy("What"),
    gettext_lazy("Purpose"),
    gettext_lazy("To whom"),
    gettext_lazy("Ground"),
    gettext_lazy("Digest"),
)
__all__ = ["XLSX", "log_file", "log_name", "told"]


@dataclass(frozen=True)
class Told:
    """A row of the log in words."""

    row: AccessLog
    when: str
    kind: str
    what: str
    purpose: str


def told(row: AccessLog) -> Told:
    when = date_format(timezone.localtime(row.at), "SHORT_DATETIME_FORMAT")
    if row.kind == AccessLog.Kind.DISCLOSED:
        when = date_format(row.on, "SHORT_DATE_FORMAT")
    return Told(
        row,
        when,
        str(row.get_kind_display()),
        section_text(row.what),
        purpose_text(row.purpose),
    )


def log_name(candidate: Candidate) -> str:
    return f"{_('log')}-{candidate}-{timezone.localdate().isoformat()}.xlsx"


def log_file(rows: Iterable[AccessLog]) -> Any:
    """Return an open temporary file with one sheet; formulas are escaped."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(_("Access log")))
    sheet.append([str(heading) for heading in HEADINGS])
    for row in rows:
        sheet.append([printable(escape(cell)) for cell in cells(told(row))])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def cells(line: Told) -> list[Any]:
    row = line.row
    return [
        row.number,
        line.when,
        row.user_name,
        row.user_key,
        row.subject_name,
        line.kind,
        line.what,
        line.purpose,
        row.recipient,
        row.basis,
        row.digest,
    ]
