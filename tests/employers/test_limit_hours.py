"""Hours below the earnings limit (738/2009 3 and 5 §, domain.md 2.6)."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from crm.models import NoFigureError, Parameter
from employers.earnings import monthly_pay
from employers.limit_hours import YEARS, hours_within, limits_by_time

pytestmark = pytest.mark.django_db

IN_2026 = date(2026, 11, 24)


@pytest.fixture
def figures():
    return Parameter.objects.of_day(IN_2026)


def told(within):
    return {row.key: str(row.euros) for row in within.rows}


def test_hours_at_twelve_euros_are_nineteen(figures):
    within = hours_within(figures, Decimal(12))

    assert within.hours == Decimal("19.0")
    assert told(within) == {"limit": "990.90", "most": "988.00"}
    assert within.over is None
    assert not within.confirmed


def test_supplements_use_up_the_limit(figures):
    within = hours_within(figures, Decimal(12), Decimal(100))

    assert within.hours == Decimal("17.1")
    assert told(within)["extra"] == "-100.00"


@pytest.mark.parametrize(
    ("hours", "over", "room"),
    [(19, False, "2.90"), (20, True, "49.10"), (80, True, "3169.10")],
)
def test_own_hours_are_held_against_the_limit(figures, hours, over, room):
    within = hours_within(figures, Decimal(12), None, hours * 60)

    assert within.over is over
    assert told(within)["room"] == room


def test_supplements_above_the_limit_leave_no_hours(figures):
    assert hours_within(figures, Decimal(12), Decimal(2000)).hours == 0


def test_most_hours_are_within_and_a_tenth_more_is_not(figures):
    rng = Random(738)  # noqa: S311 - repeatable
    limit = figures["earnings-limit"].value
    for _ in range(500):
        pay = Decimal(rng.randrange(100, 20_000)).scaleb(-2)
        extra = Decimal(rng.randrange(60_000)).scaleb(-2)

        minutes = round(hours_within(figures, pay, extra).hours * 60)

        assert monthly_pay("hour", pay, extra, minutes) <= limit
        # Half a cent is what rounding may hide.
        more = monthly_pay("hour", pay, extra, minutes + 6)
        assert more >= limit - Decimal("0.01")


def test_day_without_a_limit_is_said():
    with pytest.raises(NoFigureError):
        hours_within(Parameter.objects.of_day(date(2001, 1, 1)), Decimal(12))


def test_limits_are_told_newest_first_and_bounded():
    limits = limits_by_time(Decimal(12))

    days = [limit.parameter.valid_from for limit in limits]
    assert days == sorted(days, reverse=True)
    assert len(limits) <= YEARS
    assert limits[0].hours == Decimal("19.0")
    assert {limit.hours for limit in limits_by_time()} == {None}
