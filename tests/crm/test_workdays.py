"""The Finnish working calendar."""

from datetime import date

import pytest

from crm.models import FollowUp
from crm.queue import snooze_days
from crm.workdays import add_workdays, is_workday, workday_from, workdays_back
from tests.factories import FollowUpFactory


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # New Year
        date(2026, 1, 6),  # Epiphany
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 1),  # May Day
        date(2026, 5, 14),  # Ascension Day
        date(2026, 6, 19),  # Midsummer's Eve
        date(2026, 12, 24),  # Christmas Eve
        date(2026, 12, 25),
        date(2027, 12, 6),  # Independence Day, a Monday
        date(2026, 11, 21),  # Saturday
        date(2026, 11, 22),  # Sunday
    ],
)
def test_free_day_is_no_workday(day):
    assert not is_workday(day)


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 24), date(2026, 12, 23), date(2026, 6, 18), date(2026, 12, 31)],
)
def test_ordinary_day_is_a_workday(day):
    assert is_workday(day)


@pytest.mark.parametrize("year", range(2024, 2034))
def test_midsummers_eve_is_the_friday_between_19_and_25_june(year):
    free = [date(year, 6, n) for n in range(19, 26) if date(year, 6, n).weekday() == 4]

    assert [is_workday(day) for day in free] == [False]


def test_workday_from_a_workday_is_the_day_itself():
    assert workday_from(date(2026, 11, 24)) == date(2026, 11, 24)


def test_workday_from_christmas_eve_is_after_christmas():
    assert workday_from(date(2026, 12, 24)) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday to Monday
        (date(2026, 12, 22), 2, date(2026, 12, 28)),  # over Christmas
        (date(2026, 6, 18), 1, date(2026, 6, 22)),  # over Midsummer
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over the year
    ],
)
def test_workdays_are_counted_over_what_is_free(start, count, end):
    assert add_workdays(start, count) == end
    assert workdays_back(end, count) == start


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "today", "is_on_list"),
    [
        # Ten working days from Thursday 17 December end on Tuesday 5 January.
        (date(2026, 12, 17), date(2027, 1, 4), False),
        (date(2026, 12, 17), date(2027, 1, 5), True),
        # Ten working days from Wednesday 10 June: Midsummer's Eve is free.
        (date(2026, 6, 10), date(2026, 6, 24), False),
        (date(2026, 6, 10), date(2026, 6, 25), True),
    ],
)
def test_lateness_is_counted_in_working_days(due, today, is_on_list):
    FollowUpFactory(due_on=due)

    assert FollowUp.objects.late_by_workdays(10, today).exists() is is_on_list


def test_friday_offers_monday_tuesday_and_next_friday():
    friday = date(2026, 11, 27)

    assert snooze_days(friday) == [
        ("Monday", date(2026, 11, 30)),
        ("Tuesday", date(2026, 12, 1)),
        ("Next week", date(2026, 12, 4)),
    ]


def test_before_christmas_no_free_day_is_offered():
    days = [day for _name, day in snooze_days(date(2026, 12, 22))]

    assert days == [date(2026, 12, 23), date(2026, 12, 28), date(2026, 12, 29)]


def test_tomorrow_is_called_so():
    assert snooze_days(date(2026, 11, 24))[0] == ("Tomorrow", date(2026, 11, 25))
