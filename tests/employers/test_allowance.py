"""The allowance of work activity: rate less meal (SEED-43 to 45)."""

from datetime import date
from decimal import Decimal

import pytest

from crm.models import NoFigureError, Parameter
from employers.allowance import allowance

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures():
    return Parameter.objects.of_day(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("rate", "meal", "days", "a_day", "total"),
    [
        ("12", "5", 5, "7.00", "35.00"),
        ("8", "5", 3, "3.00", "9.00"),
        ("5", "5", 5, "0.00", "0.00"),
        ("5", "6.50", 5, "0.00", "0.00"),
        ("9", "0", 2, "9.00", "18.00"),
        ("9", "5", 0, "4.00", "0.00"),
    ],
)
def test_allowance_is_rate_less_meal_and_never_below_zero(
    figures, rate, meal, days, a_day, total
):
    found = allowance(Decimal(rate), Decimal(meal), days, figures)

    assert (str(found.a_day), str(found.total)) == (a_day, total)
    assert found.nothing_left is (a_day == "0.00")
    assert [row.key for row in found.rows] == ["rate", "meal", "a-day", "total"]


def test_usual_meal_is_taken_where_none_is_told(figures):
    found = allowance(Decimal(9), None, 5, figures)

    assert (str(found.rows[1].euros), str(found.a_day)) == ("-5.00", "4.00")
    assert not found.rows[1].confirmed


@pytest.mark.parametrize(
    ("rate", "taxable"), [("12.00", False), ("12.01", True), ("0", False)]
)
def test_rate_above_the_tax_free_day_is_flagged(figures, rate, taxable):
    found = allowance(Decimal(rate), Decimal(5), 5, figures)

    assert found.taxable is taxable
    assert (found.tax_free.value, found.tax_free.confirmed) == (12, False)


def test_no_tax_free_day_is_guessed():
    figures = Parameter.objects.of_day(date(2024, 6, 1))

    with pytest.raises(NoFigureError):
        allowance(Decimal(9), Decimal(5), 5, figures)
