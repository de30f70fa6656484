"""The allowance of work activity (työosuusraha): a day's rate less the meal.

SEED-43 to 45 and domain.md 2.7: it follows the days that were worked, the municipality
sets rate and meal, nothing goes below zero, and above the tax-free day it is taxable
(law 1535/1992 92 § 23 k.).
"""

from dataclasses import dataclass
from decimal import Decimal

from crm.models import Figures
from employers.money import cents


@dataclass(frozen=True)
class Allowance:
    """What days of work activity bring."""

    rate: Decimal
    meal: Decimal
    days: int
    a_day: Decimal
    total: Decimal
    #: Whether the meal takes the whole rate: it must be said plainly.
    nothing_left: bool
    #: The most that is free of tax a day, and whether the rate is above it.
    tax_free: Decimal
    taxable: bool
    confirmed: bool


def allowance(rate: Decimal, meal: Decimal, days: int, figures: Figures) -> Allowance:
    """Reckon the allowance; NoFigureError when no tax-free day is known."""
    limit = figures["work-allowance-tax-free"]
    a_day = max(Decimal("0.00"), cents(rate) - cents(meal))
    return Allowance(
        rate=cents(rate),
        meal=cents(meal),
        days=days,
        a_day=a_day,
        total=a_day * days,
        nothing_left=not a_day,
        tax_free=cents(limit.value),
        taxable=cents(rate) > cents(limit.value),
        confirmed=limit.confirmed,
    )
