"""Counting in the database: rows, persons, medians of histograms."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q, Value

from placements.metrics.definitions import Part, Spread
from placements.metrics.suppression import Cell

#: Counting it touches no column, so an index alone may answer.
ONE = Value(1)
#: The path of a person who is the row itself.
ITSELF = "pk"


def count_of(rows: Any, person: str = "") -> Cell:
    """Count the rows, and the different persons behind them by one path."""
    return counts_of(rows, person, all=None)["all"]


def counts_of(rows: Any, person: str = "", **conditions: Any) -> dict[str, Cell]:
    """Count the rows under each condition (a ``Q`` or None for all) by one query.

    No row may come twice, as by a join to many.
    """
    asked = {}
    for name, condition in conditions.items():
        asked[f"rows_{name}"] = Count(ONE, filter=condition)
        if person not in {"", ITSELF}:
            asked[f"people_{name}"] = Count(person, filter=condition, distinct=True)
    found = rows.aggregate(**asked)
    own = "rows" if person == ITSELF else "people"
    return {
        name: Cell(found[f"rows_{name}"], found.get(f"{own}_{name}"))
        for name in conditions
    }


def split_of(rows: Any, key: str, labels: Mapping[Any, Any]) -> tuple[Part, ...]:
    """Count the rows of each value of a column, in the order of the labels."""
    counted = rows.values_list(key).annotate(rows=Count(ONE))
    found = dict(counted)
    return tuple(
        Part(str(value), label, Cell(found.get(value, 0)))
        for value, label in labels.items()
    )


def whole_of(
    rows: Any, key: str, labels: Mapping[Any, Any], person: str
) -> tuple[dict[str, Cell], tuple[Part, ...]]:
    """Count all of the rows and those of each value of a column, by one query.

    Persons are counted once in the whole (``all``), whatever their values.
    """
    names = {f"part{place}": value for place, value in enumerate(labels)}
    asked = {name: Q(**{key: value}) for name, value in names.items()}
    found = counts_of(rows, person, all=None, **asked)
    parts = (
        Part(str(value), labels[value], found[name]) for name, value in names.items()
    )
    return found, tuple(parts)


def spread_of(values: Mapping[int, int], upper: float = 0.75) -> Spread:
    """Return the middle and the upper end of a histogram: value → how many.

    The median of an even number is the mean of the two in the middle; the upper end
    is the smallest value that at least that share does not exceed.
    """
    count = sum(values.values())
    if not count:
        return Spread(None, None, 0)
    low, high = at_rank(values, (count + 1) // 2), at_rank(values, count // 2 + 1)
    rank = -(-count * round(upper * 100) // 100)
    return Spread((low + high) / 2, at_rank(values, rank), count)


def at_rank(values: Mapping[int, int], rank: int) -> int:
    """Return the value of the so-manieth, counted from the smallest from 1."""
    seen = 0
    for value in sorted(values):
        seen += values[value]
        if seen >= rank:
            return value
    return max(values)


def days_between(
    rows: Iterable[tuple[date | None, date | None, int]],
) -> dict[int, int]:
    """Return the histogram of days between two dates that come with their count."""
    found: dict[int, int] = {}
    for earlier, later, count in rows:
        if earlier is not None and later is not None:
            days = (later - earlier).days
            found[days] = found.get(days, 0) + count
    return found
