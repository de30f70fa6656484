"""The deadlines of a pay subsidy: pure reckoning in days and months (domain.md 4.7).

A period of so many months ends the day before the same number of the day, at most at
the end of the month. A reminder lands on a Finnish working day, the one before if its
own is free, so that it is never later than it should be.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from crm.workdays import is_workday
from employers.money import month_end, months_on
from employers.subsidy import Ground

ONE_DAY = timedelta(days=1)
#: A continuation is thought of and at last applied for so long before the end (4.7).
EARLY, URGENT = timedelta(days=60), timedelta(days=30)
#: An interruption of so many months suspends the payment (law 380/2023 92 §).
BREAK_MONTHS = 1
#: Grounds whose period ends within twelve months of its first day in spite of
#: interruptions; 87-90 § are exempt (law 380/2023 92 §).
BOUNDED = {Ground.GENERAL, Ground.AGED_55}
OUTER_MONTHS = 12


class Timer(StrEnum):
    """Other things at a job with pay subsidy that must be applied for in time."""

    TRANSFER = "transfer"
    ARRANGEMENT = "arrangement"
    HELP = "help"


#: Months from the day of each (law 380/2023 84 and 98 §, decree 385/2024 19 §).
TIMER_MONTHS = {Timer.TRANSFER: 1, Timer.ARRANGEMENT: 1, Timer.HELP: 2}


def workday_by(day: date) -> date:
    """Return the day itself or the last working day before it."""
    while not is_workday(day):
        day -= ONE_DAY
    return day


def last_day(first: date, months: int) -> date:
    """Return the last day of a period of so many months from its first day on."""
    return months_on(first, months) - ONE_DAY


def reminders(last: date) -> tuple[date, date]:
    """Return when to prepare a continuation, and when it is urgent."""
    return workday_by(last - EARLY), workday_by(last - URGENT)


def is_long_break(stopped: date, back: date) -> bool:
    """Whether no work from one day until another suspends the payment (92 §)."""
    return back >= months_on(stopped, BREAK_MONTHS)


def lengthened(first: date, last: date, stopped: date, back: date, ground: str) -> date:
    """Return the last day after an interruption from ``stopped`` until ``back``.

    As much longer as it lasted within the period; for some grounds at most to twelve
    months from the first day (law 380/2023 92 §).
    """
    lost = max(min(back, last + ONE_DAY) - stopped, timedelta())
    longer = last + lost
    if ground not in BOUNDED:
        return longer
    return max(last, min(longer, last_day(first, OUTER_MONTHS)))


def months_of(first: date, last: date) -> Iterator[date]:
    """Yield the first day of each calendar month that a period touches."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = months_on(month, 1)


def ended_months(first: date, last: date, today: date) -> list[date]:
    """Return the months of a period that are over by the day, its last one with it."""
    return [
        month
        for month in months_of(first, last)
        if month_end(month) < today or last < today
    ]


def timer_deadline(timer: Timer, on: date) -> date:
    """Return the last day to apply or claim after what happened on a day."""
    return months_on(on, TIMER_MONTHS[timer])
