"""The Finnish working calendar: weekends, public holidays and the two eves."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@lru_cache(maxsize=8)
def free_days(year: int) -> frozenset[date]:
    """Return the year's weekday holidays, Midsummer's and Christmas Eve included.

    The eves are not statutory, yet most workplaces are closed (domain.md 6.6).
    """
    public = holidays.country_holidays("FI", years=year)
    midsummer = next(
        date(year, 6, 19) + n * ONE_DAY
        for n in range(7)
        if (date(year, 6, 19) + n * ONE_DAY).weekday() == SATURDAY - 1
    )
    return frozenset({*public, midsummer, date(year, 12, 24)})


def is_workday(day: date) -> bool:
    """Whether offices are open on the day."""
    return day.weekday() < SATURDAY and day not in free_days(day.year)


def workday_from(day: date) -> date:
    """Return the day itself or the next working day after it."""
    while not is_workday(day):
        day += ONE_DAY
    return day


def add_workdays(day: date, count: int) -> date:
    """Return the working day that lies ``count`` working days after ``day``."""
    for _ in range(count):
        day = workday_from(day + ONE_DAY)
    return day


def workdays_back(day: date, count: int) -> date:
    """Return the working day that lies ``count`` working days before ``day``."""
    for _ in range(count):
        day -= ONE_DAY
        while not is_workday(day):
            day -= ONE_DAY
    return day
