"""A verdict for each row: new, changed, same, perhaps a double, or wrong and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy

from crm.models import Municipality, User
from employers.importing import progress, reading, tables
from employers.importing.comparing import Comparer, Difference
from employers.importing.matching import (
    NOBODY,
    Current,
    Desk,
    Match,
    Register,
    fetch_current,
    is_certain,
)
from employers.importing.values import Cleaned, Cleaner, Places, Problem
from employers.models import Employer, Import, ImportRow

Verdict = ImportRow.Verdict
#: Rows between two signs of life.
STEP = 500
BROKE = gettext_lazy("It broke off, and nothing was written. Try again.")


@dataclass
class Judged:
    """A row on its way to a verdict."""

    number: int
    cells: list[str]
    row: Cleaned
    match: Match = NOBODY
    verdict: str = Verdict.NEW
    differences: list[Difference] = field(default_factory=list)

    def refuse(self, problem: Problem) -> None:
        """Keep the row out because of the problem."""
        self.row.problems.append(problem)
        self.verdict = Verdict.ERROR


class Checker:
    """Checks the rows of one import against everything that is here."""

    def __init__(self, run: Import, desk: Desk | None = None) -> None:
        self.run = run
        places = Places(Municipality.objects.all())
        self.cleaner = Cleaner(run.mapping, run.headings, places)
        self.register: Desk | Register = desk or Register(places)
        coaches = {}
        if self.cleaner.coaches:
            coaches = dict(User.objects.assignable().values_list("pk", "email"))
        self.comparer = Comparer(places, coaches)

    def judge(self, rows: Iterator[tuple[int, list[str]]], total: int) -> list[Judged]:
        """Return all rows with their verdicts."""
        judged = []
        for number, cells in rows:
            judged.append(self._first_look(number, cells))
            if len(judged) % STEP == 0:
                progress.tell(self.run.pk, len(judged), total)
        current = fetch_current(item.match.pk for item in judged if item.match.pk)
        for item in judged:
            if item.match.pk:
                self._compare(item, current[item.match.pk])
        return judged

    def _first_look(self, number: int, cells: list[str]) -> Judged:
        item = Judged(number, cells, self.cleaner.clean(cells))
        if any(problem[1] == "secret" for problem in item.row.problems):
            item.cells = self._without_secret(item)
        if item.row.is_bad:
            item.verdict = Verdict.ERROR
        elif earlier := self.register.double(number, item.row):
            item.refuse(("name", "twice", str(earlier)))
        else:
            item.match = self.register.find(item.row)
        return item

    def _without_secret(self, item: Judged) -> list[str]:
        bad = {problem[0] for problem in item.row.problems if problem[1] == "secret"}
        columns = {column for column, name in self.cleaner.columns if name in bad}
        return ["" if n in columns else cell for n, cell in enumerate(item.cells)]

    def _compare(self, item: Judged, current: Current) -> None:
        item.differences = self.comparer.differences(item.row.values, current)
        if item.match.via:
            item.row.problems.append(("name", "merged", item.match.via))
        if current.employer.state == Employer.State.DO_NOT_CONTACT:
            item.verdict = Verdict.BANNED
        elif not item.differences:
            item.verdict = Verdict.SAME
        elif is_certain(item.match, item.row, current):
            item.verdict = Verdict.CHANGED
        else:
            item.verdict = Verdict.DUPLICATE


def table_of(run: Import) -> reading.Table:
    """Read the file again; ValidationError if it holds more than it may."""
    table = reading.read(bytes(run.content), run.sheet)
    if len(table.rows) - run.first_row > reading.MAX_ROWS:
        raise reading.too_many_rows()
    return table


def check(run: Import) -> None:
    """Give each row its verdict, or say why the file cannot be checked."""
    try:
        table = table_of(run)
    except ValidationError as problem:
        fail(run, " ".join(problem.messages))
        return
    rows = list(zip(table.numbers, table.rows, strict=True))[run.first_row :]
    progress.tell(run.pk, 0, len(rows))
    judged = Checker(run).judge(iter(rows), len(rows))
    with transaction.atomic():
        claimed = Import.objects.filter(pk=run.pk, stage=Import.Stage.CHECKING).update(
            stage=Import.Stage.CHECKED, row_count=len(rows), problem=""
        )
        if claimed:
            tables.delete(ImportRow, "run_id", [run.pk])
            store(run, judged)
            recount(run)
    progress.forget(run.pk)


def fail(run: Import, problem: str) -> None:
    """Take the run back to the step before, with the reason."""
    Stage = Import.Stage  # noqa: N806 - a class
    before = {Stage.CHECKING: Stage.UPLOADED, Stage.APPLYING: Stage.CHECKED}
    for now, then in before.items():
        Import.objects.filter(pk=run.pk, stage=now).update(
            stage=then, problem=problem[:300]
        )
    progress.forget(run.pk)


COLUMNS = (
    "number",
    "cells",
    "values",
    "verdict",
    "problems",
    "match_id",
    "similarity",
    "differences",
)


def store(run: Import, judged: list[Judged]) -> None:
    """Keep the judged rows."""
    tables.insert(ImportRow, COLUMNS, map(columns_of, judged), run=run)


def columns_of(item: Judged) -> tuple[Any, ...]:
    """Return a judged row as its columns."""
    match = item.match
    return (
        item.number,
        as_json(item.cells),
        as_json(item.row.values),
        str(item.verdict),
        as_json(item.row.problems),
        match.pk,
        match.similarity if match.pk else None,
        as_json(item.differences),
    )


def as_json(value: Any) -> Any:
    """Return a value for a JSON column."""
    return connection.ops.adapt_json_value(value, None)


def check_again(row: ImportRow, changed: dict[str, str]) -> None:
    """Judge one row anew after its cells were corrected by hand."""
    run = row.run
    column_of = {target: int(column) for column, target in run.mapping.items()}
    cells = [*row.cells]
    for target, text in changed.items():
        if target in column_of:
            cells[column_of[target]] = text.strip()[: reading.MAX_CELL]
    checker = Checker(run, Desk())
    for number, values in _other_rows(row):
        checker.register.double(number, Cleaned(values))
    judged = checker.judge(iter([(row.number, cells)]), 1)[0]
    row.cells, row.values = judged.cells, judged.row.values
    row.verdict, row.problems = judged.verdict, [list(p) for p in judged.row.problems]
    row.match_id, row.similarity = judged.match.pk, judged.match.similarity or None
    row.differences = [list(d) for d in judged.differences]
    row.decision = ""
    row.save()
    recount(run)


def _other_rows(row: ImportRow) -> Iterator[tuple[int, dict[str, str]]]:
    others = row.run.rows.exclude(pk=row.pk).exclude(verdict=Verdict.ERROR)
    yield from others.order_by("number").values_list("number", "values").iterator()


def recount(run: Import) -> None:
    """Count the verdicts and what waits for a decision."""
    rows = run.rows.order_by()
    by_verdict = rows.values_list("verdict").annotate(n=models.Count("pk"))
    counts = dict.fromkeys(Verdict.values, 0) | dict(by_verdict)
    counts["undecided"] = rows.undecided().count()
    run.counts = counts
    Import.objects.filter(pk=run.pk).update(counts=counts)
