"""The allowance of work activity (työosuusraha): a day's rate less the meal.

SEED-43 to 45 and domain.md 2.7: it follows the days that were worked, the municipality
sets rate and meal, nothing goes below zero, and above the tax-free day it is taxable
(law 1535/1992 92 § 23 k.).
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.models import Figures, Parameter
from employers.money import Row, cents, product, written

TAX_FREE_KEY = "work-allowance-tax-free"
MEAL_KEY = "meal-deduction"


@dataclass(frozen=True)
class Allowance:
    """What days of work activity bring."""

    rows: tuple[Row, ...]
    a_day: Decimal
    total: Decimal
    #: Whether the meal takes the whole rate: it must be said plainly.
    nothing_left: bool
    #: The most that is free of tax a day, and whether the rate is above it.
    tax_free: Parameter
    taxable: bool


def allowance(
    rate: Decimal, meal: Decimal | None, days: int, figures: Figures
) -> Allowance:
    """Reckon the allowance; without a meal's price by the usual one of the day.

    NoFigureError when a figure that is needed does not hold on that day.
    """
    limit = figures[TAX_FREE_KEY]
    meal_row = _meal_row(meal, figures)
    a_day = max(Decimal("0.00"), cents(rate) + (meal_row.euros or 0))
    told = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    total = a_day * days
    return Allowance(
        rows=(
            Row("rate", _("Allowance a day"), cents(rate)),
            meal_row,
            Row("a-day", _("Left of a day"), a_day),
            Row("total", _("Together"), total, product(written(a_day), told)),
        ),
        a_day=a_day,
        total=total,
        nothing_left=not a_day,
        tax_free=limit,
        taxable=cents(rate) > cents(limit.value),
    )


def _meal_row(meal: Decimal | None, figures: Figures) -> Row:
    label = _("Meal")
    if meal is not None:
        return Row("meal", label, 0 - cents(meal))
    usual = figures[MEAL_KEY]
    return Row(
        "meal",
        label,
        0 - cents(usual.value),
        _("the usual one, about"),
        usual.source,
        usual.confirmed,
    )
