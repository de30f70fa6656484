"""How long a trial may last: pure reckoning in whole days (domain.md 2.4, 4.5).

A maximum is in calendar months. Parts of months from several trials are added in days,
30 to a month; domain.md says nothing more exact, so the reckoning keeps to the safe
side: never more than the maximum.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

DAY = timedelta(days=1)
#: So many days make a month when parts of months are added.
MONTH = 30
#: Months of unemployment after which the reckoning begins anew (law 380/2023 55 §).
RESTART, RESTART_UNDER_25 = 12, 3
#: Untold days in a row after which one gets in touch, and after which the authority
#: decides (law 380/2023 59 §, domain.md 4.5).
ALARM, DECIDES = 3, 5


@dataclass(frozen=True, order=True)
class Used:
    """Time used: whole months and days beyond them (0-29)."""

    months: int = 0
    days: int = 0

    @classmethod
    def of(cls, days: int) -> "Used":
        return cls(*divmod(max(days, 0), MONTH))

    @property
    def total(self) -> int:
        """Days, 30 to a month."""
        return self.months * MONTH + self.days


@dataclass(frozen=True)
class Period:
    """A trial from its first to its last day, and days that do not count of it."""

    starts: date
    ends: date
    stopped: int = 0


def anniversary(day: date, months: int) -> date:
    """Return the same day so many months later; the month's last if there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def span(starts: date, ends: date) -> Used:
    """Return how long it is from the first day to the last, both counted."""
    if ends < starts:
        return Used()
    after = ends + DAY
    months = (after.year - starts.year) * 12 + after.month - starts.month
    if anniversary(starts, months) > after:
        months -= 1
    days = (after - anniversary(starts, months)).days
    # 30 days beyond a month of 31 are still less than the next one.
    return Used(months, min(days, MONTH - 1))


def used(periods: Iterable[Period]) -> Used:
    """Add up the periods, whatever they were called and whoever the employer was."""
    return Used.of(sum(span(p.starts, p.ends).total - p.stopped for p in periods))


def counting(periods: Iterable[Period], since: date | None) -> list[Period]:
    """Return those periods that count when the reckoning began anew on a day."""
    return [p for p in periods if since is None or p.ends >= since]


def restarted_on(
    unemployed_since: date | None, on: date, *, under_25: bool, used_up: bool
) -> date | None:
    """Return the day before which trials no longer count; None if all count.

    Twelve months of unbroken unemployment begin the reckoning anew, three for those
    under 25 who have used the maximum (law 380/2023 55 §).
    """
    if unemployed_since is None:
        return None
    months = RESTART_UNDER_25 if under_25 and used_up else RESTART
    return unemployed_since if anniversary(unemployed_since, months) <= on else None


def last_day(starts: date, months: int, before: Used) -> date | None:
    """Return the last day a trial may have; None when nothing of the time is left."""
    left = Used.of(months * MONTH - before.total)
    if left == Used():
        return None
    ends = anniversary(starts, left.months) + timedelta(days=left.days) - DAY
    while span(starts, ends).total > left.total:
        ends -= DAY
    return ends


def hours_fit(hours: Decimal, least: Decimal | None, most: Decimal | None) -> bool:
    """Whether the hours a day are within the bounds, both ends included."""
    return (least is None or hours >= least) and (most is None or hours <= most)


def checkpoint_days(starts: date, ends: date) -> list[tuple[int, date]]:
    """Return (weeks passed, day): the first day, weeks 1 and 2, then every second.

    Never the last day or later, when the end is assessed; at most half a year ahead.
    """
    weeks = (0, 1, *range(2, 27, 2))
    days = [(week, starts + timedelta(weeks=week)) for week in weeks]
    return [(week, day) for week, day in days if week == 0 or day < ends]


def longest_run(
    spans: Iterable[tuple[date, date]], is_workday: Callable[[date], bool]
) -> int:
    """Return how many working days in a row the spans cover; free days do not part.

    Each span is a first and a last day, both counted.
    """
    away = {
        first + timedelta(days=n)
        for first, last in spans
        for n in range((last - first).days + 1)
    }
    worked = sorted(day for day in away if is_workday(day))
    longest = run = 0
    before: date | None = None
    for day in worked:
        run = run + 1 if before and _next(before, is_workday) == day else 1
        longest, before = max(longest, run), day
    return longest


def _next(day: date, is_workday: Callable[[date], bool]) -> date:
    """Return the working day after a day."""
    day += DAY
    while not is_workday(day):
        day += DAY
    return day
