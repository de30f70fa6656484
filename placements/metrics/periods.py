"""Periods of reports: ISO weeks, months, quarters and years."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ONE_DAY = timedelta(days=1)
MONTHS_OF_QUARTER = 3
CODE = re.compile(r"(?P<year>\d{4})(?:-(?P<part>W\d{2}|Q[1-4]|\d{2}))?")
#: No report looks further back.
FIRST_YEAR = 2000


class Kind(models.TextChoices):
    """How long a period is."""

    WEEK = "week", gettext_lazy("Week")
    MONTH = "month", gettext_lazy("Month")
    QUARTER = "quarter", gettext_lazy("Quarter")
    YEAR = "year", gettext_lazy("Year")


@dataclass(frozen=True)
class Period:
    """Whole days from the first to the last, both included."""

    kind: str
    first: date
    last: date

    @property
    def code(self) -> str:
        """Return what an address carries: "2026-W48", "2026-11", "2026-Q4", "2026"."""
        year, week, _weekday = self.first.isocalendar()
        codes = {
            Kind.WEEK: f"{year}-W{week:02}",
            Kind.MONTH: f"{self.first:%Y-%m}",
            Kind.QUARTER: f"{self.first.year}-Q{quarter_of(self.first)}",
        }
        return codes.get(Kind(self.kind), f"{self.first.year}")

    @property
    def label(self) -> str:
        year, week, _weekday = self.first.isocalendar()
        if self.kind == Kind.WEEK:
            return _("week %(week)d/%(year)d") % {"week": week, "year": year}
        if self.kind == Kind.MONTH:
            # Translators: month and year, as Django's date format
            return date_format(self.first, _("F Y"))
        if self.kind == Kind.QUARTER:
            known = {"quarter": quarter_of(self.first), "year": self.first.year}
            return _("quarter %(quarter)d/%(year)d") % known
        return f"{self.first.year}"

    @property
    def previous(self) -> "Period":
        return period_of(self.kind, self.first - ONE_DAY)

    @property
    def following(self) -> "Period":
        return period_of(self.kind, self.last + ONE_DAY)

    def holds(self, other: "Period") -> bool:
        """Whether every day of the other is one of this period's."""
        return self.first <= other.first and other.last <= self.last


def quarter_of(day: date) -> int:
    return (day.month - 1) // MONTHS_OF_QUARTER + 1


def period_of(kind: str, day: date) -> Period:
    """Return the period of the kind in which the day is."""
    if kind == Kind.WEEK:
        first = day - day.weekday() * ONE_DAY
        return Period(kind, first, first + 6 * ONE_DAY)
    if kind == Kind.MONTH:
        first = day.replace(day=1)
        return Period(kind, first, _before_next(first, 1))
    if kind == Kind.QUARTER:
        month = (quarter_of(day) - 1) * MONTHS_OF_QUARTER + 1
        first = date(day.year, month, 1)
        return Period(kind, first, _before_next(first, MONTHS_OF_QUARTER))
    return Period(Kind.YEAR, date(day.year, 1, 1), date(day.year, 12, 31))


def _before_next(first: date, months: int) -> date:
    """Return the last day of so many months from the first of one."""
    number = first.month - 1 + months
    return date(first.year + number // 12, number % 12 + 1, 1) - ONE_DAY


def parse(code: str, today: date) -> Period | None:
    """Return the period that the code names; None for none, or one to come."""
    found = CODE.fullmatch(code)
    if found is None or not FIRST_YEAR <= int(found["year"]) <= today.year + 1:
        return None
    try:
        kind, day = _read(int(found["year"]), found["part"] or "")
    except ValueError:  # a week or a month that the year does not have
        return None
    period = period_of(kind, day)
    return period if period.first <= today else None


def _read(year: int, part: str) -> tuple[str, date]:
    if part.startswith("W"):
        return Kind.WEEK, date.fromisocalendar(year, int(part[1:]), 1)
    if part.startswith("Q"):
        month = (int(part[1:]) - 1) * MONTHS_OF_QUARTER + 1
        return Kind.QUARTER, date(year, month, 1)
    if part:
        return Kind.MONTH, date(year, int(part), 1)
    return Kind.YEAR, date(year, 1, 1)


def last_followed(kind: str, days: int, today: date) -> Period:
    """Return the newest period of which everything has been followed so many days."""
    period = period_of(kind, today - timedelta(days=days))
    ends = period.last + timedelta(days=days)
    return period if ends <= today else period.previous
