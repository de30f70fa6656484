"""What a job pays a month, and how far that is from the earnings limit.

Pay above the limit suspends a disability pension: domain.md 2.6 (738/2009 3 and 5 §).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from crm.models import Parameter
from employers.money import cents

WEEKS_PER_MONTH = Fraction(52, 12)
LIMIT_KEY = "earnings-limit"
#: How long the tape is that shows pay and limit, in its own units.
TAPE = 1200
#: What the tape shows beyond the limit, and beyond a pay that is above it.
BEYOND_LIMIT = Fraction(12, 10)
BEYOND_PAY = Fraction(105, 100)


@dataclass(frozen=True)
class Headroom:
    """How a month's gross pay stands to the earnings limit of its day."""

    limit: Decimal
    limit_from: date
    confirmed: bool
    pay: Decimal
    #: What is left below the limit; negative above it.
    euros: Decimal
    #: How many more hours a week fit at the hourly pay; None without one.
    hours_a_week: Decimal | None
    over: bool
    #: On the tape: the end of the basic pay, the width of supplements, the limit.
    pay_x: int
    extra_x: int
    limit_x: int

    @property
    def above(self) -> Decimal:
        """How much the pay is above the limit; zero below it."""
        return max(Decimal("0.00"), -self.euros)


def monthly_pay(
    form: str, amount: Decimal | None, supplements: Decimal | None, week_minutes: int
) -> Decimal:
    """Return a month's gross pay with supplements, rounded half up to cents."""
    if form not in {"hour", "month"}:
        return Decimal("0.00")
    basic = Fraction(amount or 0)
    if form == "hour":
        basic *= Fraction(week_minutes, 60) * WEEKS_PER_MONTH
    return cents(basic + Fraction(supplements or 0))


def headroom(
    form: str,
    amount: Decimal | None,
    supplements: Decimal | None,
    week_minutes: int,
    *,
    on: date,
) -> Headroom | None:
    """Hold the pay against the limit of the day (738/2009 3 and 5 §, domain.md 2.6).

    None when no limit is known for that day: an old one must not pass for it.
    """
    try:
        parameter = Parameter.objects.named(LIMIT_KEY, on)
    except Parameter.DoesNotExist:
        return None
    return held_against(parameter, form, amount, supplements, week_minutes)


def held_against(
    parameter: Parameter,
    form: str,
    amount: Decimal | None,
    supplements: Decimal | None,
    week_minutes: int,
) -> Headroom:
    """Hold the pay against a limit that has been looked up already."""
    limit = cents(parameter.value)
    pay = monthly_pay(form, amount, supplements, week_minutes)
    basic = monthly_pay(form, amount, None, week_minutes)
    end = max(Fraction(limit) * BEYOND_LIMIT, Fraction(pay) * BEYOND_PAY)
    pay_x = _on_tape(basic, end)
    return Headroom(
        limit=limit,
        limit_from=parameter.valid_from,
        confirmed=parameter.confirmed,
        pay=pay,
        euros=limit - pay,
        hours_a_week=_hours_left(limit - pay, amount) if form == "hour" else None,
        over=pay > limit,
        pay_x=pay_x,
        extra_x=_on_tape(pay, end) - pay_x,
        limit_x=_on_tape(limit, end),
    )


def _hours_left(euros: Decimal, amount: Decimal | None) -> Decimal | None:
    if not amount:
        return None
    hours = Fraction(euros) / (Fraction(amount) * WEEKS_PER_MONTH)
    return Decimal(max(0, floor(hours * 10))).scaleb(-1)


def _on_tape(euros: Decimal, end: Fraction) -> int:
    return round(Fraction(euros) / end * TAPE) if end else 0
