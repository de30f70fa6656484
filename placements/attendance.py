"""The week that is marked day by day, and the sheet of a month (not payroll)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.models import NoFigureError, Parameter
from crm.workdays import is_workday
from employers.allowance import Allowance, allowance
from employers.week import day_name
from placements.models import AllowanceRate, AttendanceDay, Placement
from placements.models.attendance import day_problems

if TYPE_CHECKING:
    from collections.abc import Iterable

Mark = AttendanceDay.Mark
WEEK = timedelta(days=7)
#: Icon of each mark.
ICONS = {Mark.PRESENT: "check", Mark.AWAY: "x", Mark.NO_WORK: "ban"}


def monday_of(text: str) -> date:
    """Return the Monday of the week that holds the day; this week's for no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = timezone.localdate()
    return day - timedelta(days=day.weekday())


def month_of(text: str) -> date:
    """Return the first day of "2026-11"; of this month for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)


def month_end(first: date) -> date:
    following = (first + timedelta(days=31)).replace(day=1)
    return following - timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """One day of the week as its row shows it."""

    on: date
    mark: str
    planned: bool
    blocked: str

    @property
    def name(self) -> str:
        return day_name(self.on.weekday())

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The marks, each a button; the present one is pressed."""
        return [
            {
                "value": f"{self.on.isoformat()}:{mark}",
                "label": mark.label,
                "icon": ICONS[mark],
                "pressed": self.mark == mark,
            }
            for mark in Mark
        ]


@dataclass(frozen=True)
class Week:
    """Seven days of one placement."""

    days: list[Day]

    @property
    def first(self) -> date:
        return self.days[0].on

    @property
    def before(self) -> str:
        return (self.first - WEEK).isoformat()

    @property
    def after(self) -> str:
        """The next week; none beyond this one."""
        following = self.first + WEEK
        return following.isoformat() if following <= timezone.localdate() else ""

    @property
    def number(self) -> int:
        return self.first.isocalendar().week

    @property
    def unmarked(self) -> list[Day]:
        """Planned days that can be marked and are not."""
        return [
            day
            for day in self.days
            if day.planned and not day.mark and not day.blocked and is_workday(day.on)
        ]


def week_of(placement: Placement, first: date) -> Week:
    """Return the week that begins on the day, with what has been marked."""
    last = first + WEEK - timedelta(days=1)
    marks = dict(
        placement.attendance.filter(on__range=(first, last)).values_list("on", "mark")
    )
    planned = {shift["weekday"] for shift in placement.shifts}
    days = [first + timedelta(days=n) for n in range(7)]
    return Week(
        [
            Day(
                on,
                marks.get(on, ""),
                on.weekday() in planned,
                " ".join(day_problems(placement, on)),
            )
            for on in days
        ]
    )


# --- the sheet of a month -------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """The days of one rate, and what they bring."""

    rate: AllowanceRate
    days: int
    sum: Allowance


@dataclass(frozen=True)
class Sheet:
    """A month's days of one placement, by the candidate's code."""

    placement: Placement
    first: date
    days: list[AttendanceDay]
    parts: list[Part]
    #: Days at work for which no rate is known.
    without_rate: int
    #: Whether a figure that the reckoning needs is missing for the month.
    gap: bool

    @property
    def month(self) -> str:
        return str(date_format(self.first, "F Y"))

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def title(self) -> str:
        named = {"code": self.placement.candidate, "month": self.month}
        return _("Days of work activity, %(code)s, %(month)s") % named

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many days of each mark."""
        found = Counter(day.mark for day in self.days)
        return [(str(mark.label), found[mark]) for mark in Mark]

    @property
    def total(self) -> Any:
        return sum(part.sum.total for part in self.parts)


def sheet_of(placement: Placement, first: date) -> Sheet:
    """Return the sheet of the month that begins on the day: three queries."""
    last = month_end(first)
    days = list(placement.attendance.filter(on__range=(first, last)).order_by("on"))
    place, kind = placement.candidate.municipality, AllowanceRate.Kind.OPEN_ACTIVITY
    rates = AllowanceRate.objects.of(place, kind, last)
    worked = [day.on for day in days if day.mark == Mark.PRESENT]
    by_rate, without = by_rates(worked, rates)
    figures = Parameter.objects.of_day(first)
    try:
        parts = [
            Part(rate, count, allowance(rate.rate, rate.meal, count, figures))
            for rate, count in by_rate.items()
        ]
    except NoFigureError:
        return Sheet(placement, first, days, [], without, gap=True)
    return Sheet(placement, first, days, parts, without, gap=False)


def by_rates(
    worked: "Iterable[date]", rates: list[AllowanceRate]
) -> tuple[dict[AllowanceRate, int], int]:
    """Count the days under the rate of their day; also those without any."""
    counts: Counter[AllowanceRate] = Counter()
    without = 0
    for day in worked:
        rate = next((one for one in rates if one.valid_from <= day), None)
        if rate:
            counts[rate] += 1
        else:
            without += 1
    return dict(counts), without
