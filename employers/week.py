"""The working times of a week: sums, overlaps, the picture of the week, and words.

A shift is ``{"weekday": 0..6, "starts": "07:00", "ends": "09:00"}``. Shifts past
midnight are not supported.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

type Shift = Mapping[str, Any]

HOUR = 60
SATURDAY = 5
SUNDAY = 6
MORNING = 7 * HOUR
EVENING = 18 * HOUR
LONGEST_DAY = 10 * HOUR
#: A longer day needs a break (Working Hours Act 872/2019, 24 §).
WITHOUT_BREAK = 6 * HOUR
FEWEST_ROWS = 4
#: Where the picture of a week without times begins.
OPENING = 8


@dataclass
class Cell:
    """One cell of the week; it may reach over several hours."""

    kind: str = ""
    label: str = ""
    rowspan: int = 1


@dataclass
class Row:
    """One hour of the week; cells that an earlier one reaches over are left out."""

    hour: int
    cells: list[Cell] = field(default_factory=list)


@dataclass
class WeekGrid:
    """The week as a table: days across, hours down."""

    days: list[str]
    rows: list[Row]


# --- reckoning ----------------------------------------------------------------


def sorted_shifts(shifts: Iterable[Shift]) -> list[Shift]:
    """Return the shifts by day and hour."""
    return sorted(shifts, key=lambda s: (s["weekday"], _start(s), _end(s)))


def total_minutes(shifts: Iterable[Shift]) -> int:
    """Return the minutes of a week; a shift that ends too early counts nothing."""
    return sum(_length(shift) for shift in shifts)


def overlaps(shifts: Iterable[Shift]) -> list[tuple[Shift, Shift]]:
    """Return every pair of shifts that overlap on the same day."""
    ordered = sorted_shifts(shifts)
    return [
        (one, other)
        for i, one in enumerate(ordered)
        for other in ordered[i + 1 :]
        if one["weekday"] == other["weekday"] and _shared(one, other) > 0
    ]


def early(shifts: Iterable[Shift]) -> bool:
    """Whether a shift begins before seven."""
    return any(_start(shift) < MORNING for shift in shifts)


def evening(shifts: Iterable[Shift]) -> bool:
    """Whether a shift ends after six in the evening."""
    return any(_end(shift) > EVENING for shift in shifts)


def weekend(shifts: Iterable[Shift]) -> bool:
    """Whether there is work on a Saturday or Sunday."""
    return any(shift["weekday"] >= SATURDAY for shift in shifts)


# --- words --------------------------------------------------------------------


def minutes_text(minutes: int) -> str:
    """Write a length of time: "2 h 30 min", "2 h", "40 min"."""
    hours, rest = divmod(minutes, HOUR)
    words = {"hours": hours, "minutes": rest}
    if hours and rest:
        return _("%(hours)d h %(minutes)d min") % words
    return _("%(hours)d h") % words if hours else _("%(minutes)d min") % words


def minutes_patterns() -> str:
    """Return the patterns of ``minutes_text``, for a script that writes the same."""
    patterns = (
        _("%(hours)d h %(minutes)d min"),
        _("%(hours)d h"),
        _("%(minutes)d min"),
    )
    return "|".join(patterns)


def hours_text(shift: Shift) -> str:
    """Write from when to when: "7-9", "6.30-9" with an en dash."""
    return f"{_clock(_start(shift))}\N{EN DASH}{_clock(_end(shift))}"


def day_name(weekday: int) -> str:
    """Return the name of a weekday as a heading."""
    return str(capfirst(str(WEEKDAYS[weekday])))


def problems(shifts: Iterable[Shift]) -> list[str]:
    """Say what of the working times cannot be."""
    ordered = sorted_shifts(shifts)
    found = [
        _("%(day)s %(hours)s: the end must be later than the beginning.")
        % {"day": day_name(shift["weekday"]), "hours": hours_text(shift)}
        for shift in ordered
        if _end(shift) <= _start(shift)
    ]
    found += [
        _("%(day)s: %(first)s and %(second)s overlap.")
        % {
            "day": day_name(one["weekday"]),
            "first": hours_text(one),
            "second": hours_text(other),
        }
        for one, other in overlaps(ordered)
    ]
    return found + [
        _("%(day)s: over 10 hours of work.") % {"day": day_name(weekday)}
        for weekday, minutes in _by_day(ordered).items()
        if minutes > LONGEST_DAY
    ]


def advice(shifts: Iterable[Shift]) -> list[str]:
    """Say what to remember of working times that are possible as such."""
    return [
        _("%(day)s %(hours)s: over 6 hours, agree on a break.")
        % {"day": day_name(shift["weekday"]), "hours": hours_text(shift)}
        for shift in sorted_shifts(shifts)
        if _length(shift) > WITHOUT_BREAK
    ]


# --- the picture --------------------------------------------------------------


def grid(shifts: Iterable[Shift], others: Iterable[Shift] = ()) -> WeekGrid:
    """Draw the week: work, the worker's other things, and where they clash.

    One of ``others`` may bring its own ``label``.
    """
    work = [shift for shift in shifts if _length(shift)]
    rest = [shift for shift in others if _length(shift)]
    sunday = any(shift["weekday"] == SUNDAY for shift in [*work, *rest])
    days = range(SUNDAY + 1 if sunday else SUNDAY)
    hours = _hours([*work, *rest])
    rows = [Row(hour) for hour in hours]
    for day in days:
        mine = [shift for shift in work if shift["weekday"] == day]
        theirs = [shift for shift in rest if shift["weekday"] == day]
        _fill(rows, [_look(hour, mine, theirs) for hour in hours])
    return WeekGrid([str(WEEKDAYS_ABBR[day]) for day in days], rows)


def _hours(shifts: Sequence[Shift]) -> range:
    """Return the hours to draw: from the first start to the last end, never few."""
    if not shifts:
        return range(OPENING, OPENING + FEWEST_ROWS)
    first = min(_start(shift) for shift in shifts) // HOUR
    last = -(-max(_end(shift) for shift in shifts) // HOUR)
    last = min(24, max(last, first + FEWEST_ROWS))
    return range(min(first, last - FEWEST_ROWS), last)


def _fill(rows: list[Row], looks: list[tuple[str, str]]) -> None:
    at = 0
    for (kind, label), run in groupby(looks):
        length = len(list(run))
        if kind:
            rows[at].cells.append(Cell(kind, label, length))
        else:
            for row in rows[at : at + length]:
                row.cells.append(Cell())
        at += length


def _look(hour: int, work: list[Shift], others: list[Shift]) -> tuple[str, str]:
    """Return kind and label of an hour; where two only meet, the longer one shows."""
    mine = _within(hour, work)
    theirs = _within(hour, others)
    if _clashing(mine, theirs) or _clashing(mine):
        other = _label(theirs) if theirs else _("Work")
        return "clash", f"{_('Work')} + {other}"
    if sum(map(_length, theirs)) > sum(map(_length, mine)):
        return "other", _label(theirs)
    return ("on", _("Work")) if mine else ("", "")


def _within(hour: int, shifts: list[Shift]) -> list[Shift]:
    """Cut the shifts to one hour."""
    start, end = hour * HOUR, (hour + 1) * HOUR
    cut = [
        {
            **shift,
            "starts": _written(max(start, _start(shift))),
            "ends": _written(min(end, _end(shift))),
        }
        for shift in shifts
    ]
    return [shift for shift in cut if _length(shift)]


def _clashing(mine: list[Shift], theirs: list[Shift] | None = None) -> bool:
    if theirs is None:
        return any(_shared(*pair) > 0 for pair in pairwise(sorted_shifts(mine)))
    return any(_shared(one, other) > 0 for one in mine for other in theirs)


def _label(others: list[Shift]) -> str:
    return str(others[0].get("label") or _("Other"))


# --- times of day -------------------------------------------------------------


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * HOUR + int(minutes)


def _written(minutes: int) -> str:
    return f"{minutes // HOUR:02}:{minutes % HOUR:02}"


def _clock(minutes: int) -> str:
    hour, rest = divmod(minutes, HOUR)
    mark = ":" if (get_language() or "").startswith("en") else "."
    return f"{hour}{mark}{rest:02}" if rest else str(hour)


def _start(shift: Shift) -> int:
    return _minutes(shift["starts"])


def _end(shift: Shift) -> int:
    return _minutes(shift["ends"])


def _length(shift: Shift) -> int:
    return max(0, _end(shift) - _start(shift))


def _shared(one: Shift, other: Shift) -> int:
    return min(_end(one), _end(other)) - max(_start(one), _start(other))


def _by_day(shifts: Iterable[Shift]) -> dict[int, int]:
    """Return the minutes of each day that has any."""
    days: dict[int, int] = {}
    for shift in shifts:
        days[shift["weekday"]] = days.get(shift["weekday"], 0) + _length(shift)
    return days
