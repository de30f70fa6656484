"""What writing down takes: seconds and taps for each contact logged.

The log screen measures it. It is asked for here to keep the screen quick, is told of
the team only and leads to nobody: the records know no coach.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.models import LogEffort
from placements.metrics.counting import spread_of
from placements.metrics.definitions import (
    Form,
    Measure,
    Part,
    Spread,
    Unit,
    View,
    metric,
)
from placements.metrics.periods import Kind, period_of
from placements.metrics.scope import Scope
from placements.metrics.suppression import Cell

NOTE = _(
    "Measured by the log screen, without a coach or an employer. A week of fewer than"
    " five has no median. Time when the screen was not looked at is left out."
)


@metric(
    code="A1",
    title=_("Seconds to log a contact"),
    unit=Unit.LOGS,
    view=View.EVENTS,
    form=Form.MIDDLE,
    numerator=_("seconds from opening the log screen to saving"),
    note=NOTE,
    dimensions=(),
)
def seconds_a_log(scope: Scope) -> Measure:
    return _measure(scope, "seconds")


@metric(
    code="A2",
    title=_("Taps to log a contact"),
    unit=Unit.LOGS,
    view=View.EVENTS,
    form=Form.MIDDLE,
    numerator=_("taps on the log screen, the one that saves included"),
    note=NOTE,
    dimensions=(),
)
def taps_a_log(scope: Scope) -> Measure:
    return _measure(scope, "taps")


def _measure(scope: Scope, column: str) -> Measure:
    logged = scope.once("efforts", lambda: _read(scope))
    weeks: dict[Any, list[int]] = {}
    for row in logged:
        weeks.setdefault(week_of(row["on"]), []).append(row[column])
    parts = tuple(
        Part(week.code, week.label, Cell(len(values)), spread=_middle(values))
        for week, values in weeks.items()
    )
    middle = _middle([row[column] for row in logged])
    return Measure(Cell(len(logged)), spread=middle, upper=0.9, parts=parts)


def _read(scope: Scope) -> list[Any]:
    rows = LogEffort.objects.filter(on__range=scope.days).order_by("on")
    return list(rows.values("on", "seconds", "taps"))


def week_of(day: date) -> Any:
    return period_of(Kind.WEEK, day)


def _middle(values: Iterable[int]) -> Spread:
    """Return the median and the upper end, unless so few could be one coach's."""
    histogram: dict[int, int] = {}
    for value in values:
        histogram[value] = histogram.get(value, 0) + 1
    found = spread_of(histogram, 0.9)
    if found.count < settings.SMALL_NUMBER:
        return Spread(None, None, found.count)
    return found
