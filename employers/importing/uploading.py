"""A file comes in: looked through once, and kept only if it can be read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.models import User
from employers.importing.columns import (
    ASSIGNING,
    Layout,
    headings_key,
    lay_out,
    samples,
)
from employers.importing.reading import MAX_ROWS, Table, read, too_many_rows
from employers.models import Import


def upload(name: str, content: bytes, user: User) -> Import:
    """Keep the file as a new import; ValidationError (and nothing kept) if bad."""
    run = Import(user=user, file_name=name[-200:], content=content)
    describe(run, read(content))
    run.save()
    return run


def choose_sheet(run: Import, sheet: str) -> None:
    """Read another sheet of the workbook."""
    describe(run, read(bytes(run.content), sheet))
    run.save()


def describe(run: Import, table: Table) -> None:
    """Note what the table holds: its headings, samples, and what we think they are."""
    layout = lay_out(table)
    if len(table.rows) <= layout.first:
        raise ValidationError(_("There are only headings in the file."), code="empty")
    if len(table.rows) - layout.first > MAX_ROWS:
        raise too_many_rows()
    run.row_count = len(table.rows) - layout.first
    run.format, run.sheet, run.sheets = table.format, table.sheet, table.sheets
    run.first_row, run.headings = layout.first, layout.headings
    run.headings_key = headings_key(layout.headings)
    run.sample = samples(table, layout.first)
    run.mapping = allowed(remembered(run, layout), run.user)


def remembered(run: Import, layout: Layout) -> dict[str, str]:
    """Return how the user mapped such a list last time, else our own guess."""
    last = (
        Import.objects.like(run).only("mapping").first()
        if any(layout.headings)
        else None
    )
    return last.mapping if last else layout.mapping


def allowed(mapping: dict[str, str], user: User) -> dict[str, str]:
    """Return the mapping without what the user may not set."""
    if user.has_perm("crm.assign_work"):
        return mapping
    return {column: name for column, name in mapping.items() if name != ASSIGNING}
