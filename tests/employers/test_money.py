"""Euros half up to cents, months by the number of the day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from employers.money import cents, month_end, months_on, percent, plainly, written


@pytest.mark.parametrize(
    ("euros", "rounded"),
    [
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 200), "0.00"),
        (Fraction(2, 3), "0.67"),
        (Decimal("1642.28"), "1642.28"),
        (Decimal("36.975"), "36.98"),
        (0, "0.00"),
    ],
)
def test_cents_are_rounded_half_up(euros, rounded):
    assert str(cents(euros)) == rounded


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(70), "70"), (Decimal("43.50"), "43,5"), (Fraction(37, 3), "12,333")],
)
def test_numbers_are_written_without_needless_zeros(value, text):
    with translation.override("fi"):
        assert plainly(value) == text


def test_euros_and_percentages_are_written_as_the_reader_does():
    with translation.override("fi"):
        assert written(Decimal(1770)) == "1\xa0770,00"
        assert percent(Fraction(435, 1000)) == "43,5 %"


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
    ],
)
def test_months_are_counted_by_the_number_of_the_day(day, months, then):
    assert months_on(day, months) == then


def test_months_do_not_shift_after_a_short_one():
    start = date(2026, 1, 31)

    assert months_on(start, 2) == date(2026, 3, 31)
    assert months_on(months_on(start, 1), 1) == date(2026, 3, 28)


@pytest.mark.parametrize(
    ("day", "end"),
    [(date(2028, 2, 1), date(2028, 2, 29)), (date(2026, 11, 30), date(2026, 11, 30))],
)
def test_month_has_an_end(day, end):
    assert month_end(day) == end
