"""Euros told row by row, and months counted on: what every money rule shares.

Sums are exact fractions until a row is written; then they are rounded half up to cents,
once. Months are counted by the number of the day, at most to the end of the month.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from django.utils.formats import number_format

if TYPE_CHECKING:
    from crm.models import Parameter

MONTHS_A_YEAR = 12
TIMES = " \N{MULTIPLICATION SIGN} "


@dataclass(frozen=True)
class Row:
    """One line of a reckoning: in words, in euros, and where it comes from."""

    key: str
    label: str
    #: None for what is told, but cannot be reckoned.
    euros: Decimal | None
    #: How it was reckoned, or why not.
    detail: str = ""
    #: The laws and notices of its figures.
    source: str = ""
    #: Whether each of its figures has been read in a source that says exactly it.
    confirmed: bool = True


def cents(euros: Fraction | Decimal) -> Decimal:
    """Round half up to cents."""
    return Decimal(floor(Fraction(euros) * 100 + Fraction(1, 2))).scaleb(-2)


def written(euros: Fraction | Decimal) -> str:
    """Write euros with cents as the reader's language does: "1 770,00"."""
    return str(number_format(cents(euros), 2, force_grouping=True))


def plainly(value: Fraction | Decimal) -> str:
    """Write a number with up to three decimals, no needless zeros: "70", "43,5"."""
    thousandths = floor(Fraction(value) * 1000 + Fraction(1, 2))
    return str(number_format(Decimal(thousandths).scaleb(-3).normalize()))


def product(*factors: str) -> str:
    """Write what is multiplied: "676,00 by 70 %" with the sign."""
    return TIMES.join(factors)


def percent(share: Fraction) -> str:
    """Write a share of one as a percentage: "43,5 %"."""
    return f"{plainly(share * 100)} %"


def sources(*figures: "Parameter") -> str:
    """Return the sources of the figures, each once."""
    return "; ".join(dict.fromkeys(figure.source for figure in figures))


def all_confirmed(*figures: "Parameter") -> bool:
    return all(figure.confirmed for figure in figures)


def months_on(day: date, months: int) -> date:
    """Return the day of that number so many months on, or the last of that month."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])
