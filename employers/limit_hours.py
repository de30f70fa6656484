"""How many hours a week an hourly pay allows below the earnings limit, row by row.

Pay above the limit suspends a disability pension: domain.md 2.6 (738/2009 3 and 5 §).
Supplements count. Hours are rounded down to a tenth, so their pay never exceeds it.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from crm.models import Figures, Parameter
from employers.earnings import LIMIT_KEY, held_against, monthly_pay
from employers.money import Row, cents, plainly, product, written

HOUR = 60
#: So many years of limits are told.
YEARS = 8


@dataclass(frozen=True)
class Within:
    """The most hours below the limit, and how the hours thought of stand to it."""

    rows: tuple[Row, ...]
    hours: Decimal
    #: Whether the hours thought of are above the limit; None when none were told.
    over: bool | None
    confirmed: bool


@dataclass(frozen=True)
class LimitOfTime:
    """The limit from a day on, and the hours that it allowed; None without a pay."""

    parameter: Parameter
    hours: Decimal | None


def hours_within(
    figures: Figures,
    pay: Decimal,
    supplements: Decimal | None = None,
    week_minutes: int | None = None,
) -> Within:
    """Reckon with the day's limit; NoFigureError when none holds on that day."""
    limit = figures[LIMIT_KEY]
    hours = most_hours(limit, pay, supplements)
    rows = [_limit_row(limit), *_extra_rows(supplements)]
    rows.append(_most_row(pay, hours))
    over = None
    if week_minutes:
        room = held_against(limit, "hour", pay, supplements, week_minutes)
        rows += _own_rows(room.pay, room.euros, week_minutes)
        over = room.over
    return Within(tuple(rows), hours, over, limit.confirmed)


def most_hours(
    limit: Parameter, pay: Decimal, supplements: Decimal | None = None
) -> Decimal:
    """Return the hours a week whose pay, supplements added, is within the limit."""
    room = held_against(limit, "hour", pay, supplements, 0)
    return room.hours_a_week or Decimal("0.0")


def limits_by_time(
    pay: Decimal | None = None, supplements: Decimal | None = None
) -> list[LimitOfTime]:
    """Return the newest limits that are known, each with the hours at that pay."""
    rows = Parameter.objects.filter(key=LIMIT_KEY).order_by("-valid_from")[:YEARS]
    return [
        LimitOfTime(row, None if pay is None else most_hours(row, pay, supplements))
        for row in rows
    ]


def _limit_row(limit: Parameter) -> Row:
    return Row(
        "limit",
        _("Earnings limit a month"),
        cents(limit.value),
        _("Gross pay, supplements included"),
        limit.source,
        limit.confirmed,
    )


def _extra_rows(supplements: Decimal | None) -> list[Row]:
    if not supplements:
        return []
    detail = _("Evening, weekend and other supplements use up the limit.")
    return [Row("extra", _("Supplements a month"), 0 - cents(supplements), detail)]


def _most_row(pay: Decimal, hours: Decimal) -> Row:
    return Row(
        "most",
        _("At most %(hours)s hours a week") % {"hours": plainly(hours)},
        monthly_pay("hour", pay, None, round(hours * HOUR)),
        product(f"{written(pay)} €", f"{plainly(hours)} h", "52 / 12"),
    )


def _own_rows(pay: Decimal, left: Decimal, week_minutes: int) -> list[Row]:
    hours = plainly(Decimal(week_minutes) / HOUR)
    words = _("Pay for %(hours)s hours a week") % {"hours": hours}
    label = _("Over the limit") if left < 0 else _("Left below the limit")
    return [
        Row("pay", words, pay, _("With the supplements")),
        Row("room", label, abs(left)),
    ]
