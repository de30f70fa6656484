"""The metrics again, by hand: the fastest SQL that we know for the same numbers.

Each metric has a file of its own in ``metrics_by_hand/``. The first row of its first
statement begins with the metric's numerator and, where it has one, its denominator.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from employers.models import Employer, TailoredJob
from placements.metrics.definitions import Measure
from placements.metrics.scope import Scope
from placements.metrics.stays import PATHS
from placements.models import Candidate, Match, Placement, SubsidyProcess, Trial

#: What has a lifecycle whose moves are counted.
RECORDS = (Candidate, Employer, Match, Placement, SubsidyProcess, TailoredJob, Trial)
FILES = Path(__file__).parent / "metrics_by_hand"
#: How long ago a cohort began that counts today.
FOLLOWED = (30, 90, 180, 365)
#: Words of the files → what each database says for them.
WORDS = {
    "postgresql": (
        (r"days_after\(([^,]+), (\d+)\)", r"(\1 + \2)"),
        (r"days_between\(([^,]+), ([^)]+)\)", r"(\1 - \2)"),
    ),
    "sqlite": (
        (r"days_after\(([^,]+), (\d+)\)", r"date(\1, '+\2 days')"),
        (
            r"days_between\(([^,]+), ([^)]+)\)",
            r"CAST(julianday(\1) - julianday(\2) AS integer)",
        ),
        (r"\bleast\(", "min("),
        (r"\bgreatest\(", "max("),
    ),
}
#: Chains of jobs are followed in Python: its SQL only fetches what that needs.
FETCHED = {"M16", "M22"}
#: Their denominators are weeks and months.
TOP_ALONE = {"M3", "M4"}
#: The stays in the states of each lifecycle are asked for in the same way.
STAYS = {path.code: path for path in PATHS}


@cache
def statements(code: str, vendor: str) -> list[str]:
    """Return a metric's statements in the words of a database."""
    path = STAYS.get(code)
    text = (FILES / f"{'M15' if path else code}.sql").read_text()
    if path:
        states = ", ".join(f"'{state}'" for state in path.states)
        text = text.replace(":states", states)
    for word, said in WORDS[vendor]:
        text = re.sub(word, said, text)
    return [line for line in text.split(";\n") if line.strip()]


def is_written(code: str) -> bool:
    """Whether a metric has its SQL by hand; those of the self-audit have none."""
    return code in STAYS or (FILES / f"{code}.sql").exists()


def given(code: str, scope: Scope) -> dict[str, Any]:
    """Return what the statements ask with: days as text, keys of content types."""
    first, last = scope.days
    days = {"first": first, "last": last, "until": scope.until, "today": scope.today}
    days |= {f"ago_{n}": scope.today - timedelta(days=n) for n in FOLLOWED}
    kinds = ContentType.objects.get_for_models(*RECORDS)
    keys = {f"{m._meta.model_name}_kind": kind.pk for m, kind in kinds.items()}
    if path := STAYS.get(code):
        keys["kind"] = kinds[path.rows(scope).model].pk
    return {name: day.isoformat() for name, day in days.items()} | keys


def asking(code: str, scope: Scope) -> Callable[[], list[Any]]:
    """Return the asking of one metric by hand; it gives the rows of the first one."""
    lines, known = statements(code, connection.vendor), given(code, scope)

    def ask() -> list[Any]:
        found: list[list[Any]] = []
        with connection.cursor() as cursor:
            for line in lines:
                cursor.execute(line, known)
                found.append(cursor.fetchall())
        return found[0]

    return ask


def agrees(code: str, measure: Measure, rows: list[Any]) -> bool:
    """Whether the rows tell the metric's own numerator and denominator."""
    if code in FETCHED:
        return True
    numbers = [measure.top.count]
    if measure.base is not None and code not in TOP_ALONE:
        numbers.append(measure.base.count)
    first = rows[0][: len(numbers)] if rows else [0] * len(numbers)
    return [int(number or 0) for number in first] == numbers
