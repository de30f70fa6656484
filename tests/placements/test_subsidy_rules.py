"""The reckoning of pay-subsidy deadlines, over any day of the Finnish calendar."""

from datetime import date, timedelta
from random import Random

import pytest

from crm.workdays import is_workday
from employers.money import month_end, months_on
from employers.subsidy import Ground
from placements.subsidy_rules import (
    Timer,
    ended_months,
    is_long_break,
    last_day,
    lengthened,
    months_of,
    reminders,
    timer_deadline,
    workday_by,
)

DAY = timedelta(days=1)
dice = Random(2024)  # noqa: S311 - a repeatable test, not a secret
#: Days of leap years, month ends and holidays among any others.
DAYS = [
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2023, 2, 28),
    date(2025, 12, 24),
    date(2026, 1, 31),
    date(2026, 12, 31),
    date(2027, 6, 25),
    date(2028, 2, 29),
    *(date(2020, 1, 1) + timedelta(days=dice.randrange(5000)) for _n in range(300)),
]


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 1, 1), 10, date(2026, 10, 31)),
        (date(2026, 3, 31), 10, date(2027, 1, 30)),
        (date(2026, 4, 30), 10, date(2027, 2, 27)),
        (date(2027, 4, 30), 10, date(2028, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 27)),
        (date(2026, 2, 15), 5, date(2026, 7, 14)),
    ],
)
def test_period_ends_the_day_before_the_same_number(first, months, last):
    assert last_day(first, months) == last


def test_following_periods_leave_no_day_between():
    for first in DAYS:
        for months in (5, 10, 24):
            last = last_day(first, months)

            assert last + DAY == months_on(first, months)
            assert first < last
            assert next(months_of(first, last)) == first.replace(day=1)
            assert list(months_of(first, last))[-1] == last.replace(day=1)


def test_reminders_are_working_days_that_are_never_late():
    for last in DAYS:
        early, urgent = reminders(last)

        assert is_workday(early)
        assert is_workday(urgent)
        assert (last - early).days >= 60
        assert (last - urgent).days >= 30
        assert (last - early).days <= 66
        assert (last - urgent).days <= 36
        assert early < urgent < last


def test_reminder_before_christmas_comes_before_the_holidays():
    # 26 December 2026 is a Saturday, the 24th and 25th are free as well.
    assert workday_by(date(2026, 12, 26)) == date(2026, 12, 23)


@pytest.mark.parametrize(
    ("stopped", "back", "long"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), False),
        (date(2026, 1, 31), date(2026, 2, 28), True),
        (date(2028, 1, 31), date(2028, 2, 28), False),
        (date(2028, 1, 31), date(2028, 2, 29), True),
        (date(2026, 3, 15), date(2026, 4, 15), True),
    ],
)
def test_break_of_a_month_suspends(stopped, back, long):
    assert is_long_break(stopped, back) is long


def test_period_grows_by_the_break_and_never_shrinks():
    for first in DAYS:
        last = last_day(first, 10)
        for _try in range(5):
            stopped = first + timedelta(days=dice.randrange((last - first).days + 1))
            back = stopped + timedelta(days=dice.randrange(400))
            within = min(back, last + DAY) - stopped

            assert (
                lengthened(first, last, stopped, back, Ground.REDUCED) == last + within
            )
            bounded = lengthened(first, last, stopped, back, Ground.GENERAL)
            assert last <= bounded <= last_day(first, 12)
            assert bounded == min(last + within, last_day(first, 12))


def test_month_is_over_when_its_last_day_of_the_period_has_passed():
    for first in DAYS:
        last = last_day(first, 5)
        for days in range(0, 200, 7):
            today = first + timedelta(days=days)
            over = ended_months(first, last, today)

            assert all(min(month_end(month), last) < today for month in over)
            waiting = set(months_of(first, last)) - set(over)
            assert all(min(month_end(month), last) >= today for month in waiting)


@pytest.mark.parametrize(
    ("timer", "on", "deadline"),
    [  # law 380/2023 84 § 3 and 98 §, decree 385/2024 19 § (domain.md 2.1, 2.2)
        (Timer.TRANSFER, date(2026, 1, 31), date(2026, 2, 28)),
        (Timer.TRANSFER, date(2028, 1, 31), date(2028, 2, 29)),
        (Timer.ARRANGEMENT, date(2026, 11, 24), date(2026, 12, 24)),
        (Timer.HELP, date(2026, 12, 31), date(2027, 2, 28)),
    ],
)
def test_timer_ends_after_its_months(timer, on, deadline):
    assert timer_deadline(timer, on) == deadline
