"""A pension left dormant: first and last days (domain.md 2.6)."""

from datetime import date, timedelta

import pytest

from crm.models import NoFigureError, Parameter
from employers.dormancy import dormancy

pytestmark = pytest.mark.django_db


def reckon(since, restart=None):
    return dormancy(since, Parameter.objects.of_day(since), restart)


def test_dormancy_has_its_days():
    found = reckon(date(2026, 3, 1))

    assert (found.earliest, found.ends) == (date(2026, 6, 1), date(2028, 3, 1))
    assert [(m.months, m.key, m.on) for m in found.marks] == [
        (3, "earliest", date(2026, 6, 1)),
        (18, "alarm", date(2027, 9, 1)),
        (21, "alarm", date(2027, 12, 1)),
        (23, "alarm", date(2028, 2, 1)),
        (24, "ends", date(2028, 3, 1)),
    ]
    assert found.marks[1].text.startswith("6 months left")
    assert found.marks[3].text.startswith("1 month left")


def test_months_are_counted_from_the_first_day_to_the_end_of_short_months():
    found = reckon(date(2026, 8, 31))

    assert found.earliest == date(2026, 11, 30)
    assert [mark.on for mark in found.marks[1:]] == [
        date(2028, 2, 29),
        date(2028, 5, 31),
        date(2028, 7, 31),
        date(2028, 8, 31),
    ]


@pytest.mark.parametrize(
    ("restart", "trouble", "again"),
    [
        (date(2026, 5, 31), "Too early", None),
        (date(2026, 6, 1), "", date(2026, 7, 1)),
        (date(2028, 2, 29), "", date(2028, 3, 29)),
        (date(2028, 3, 1), "Too late", None),
        (None, "", None),
    ],
)
def test_restart_is_possible_between_the_first_and_the_last_day(
    restart, trouble, again
):
    found = reckon(date(2026, 3, 1), restart)

    assert found.trouble.startswith(trouble)
    assert bool(found.trouble) is bool(trouble)
    assert found.again == again


def test_a_month_in_payment_is_counted_to_the_end_of_a_short_month():
    assert reckon(date(2025, 9, 1), date(2026, 1, 31)).again == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("since", "confirmed"),
    [
        (date(2023, 12, 31), True),
        (date(2024, 1, 1), False),  # two years on, the law may have lapsed
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), False),
    ],
)
def test_rule_is_unconfirmed_once_the_law_was_to_lapse(since, confirmed):
    assert reckon(since).confirmed is confirmed


def test_no_rule_is_guessed_for_an_old_day():
    with pytest.raises(NoFigureError):
        reckon(date(2018, 12, 31))


def test_marks_come_in_order_whatever_the_day():
    for offset in range(0, 800, 7):
        since = date(2026, 1, 1) + timedelta(days=offset)
        found = reckon(since)
        days = [since, *(mark.on for mark in found.marks)]

        assert days == sorted(set(days))
        assert found.earliest < found.ends
