"""A disability pension left dormant: its first and last days, and when to wake up.

Law 738/2009 (domain.md 2.6): dormant for at least three months and at most two years;
not claimed back within them, it ends from the start of the dormancy; after at least one
month in payment it may be left dormant again. Months are counted from the first day, by
the number of the day, so that they do not shift after a short month.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.models import Figures, Parameter
from employers.money import all_confirmed, months_on, sources

#: Months after which the coach is woken before the last day (domain.md, SEED-41).
ALARMS = (18, 21, 23)
KEYS = ("dormant-least", "dormant-most", "dormant-between")


@dataclass(frozen=True)
class Mark:
    """One day on the way."""

    key: str
    months: int
    on: date
    text: str


@dataclass(frozen=True)
class Dormancy:
    """A dormant pension from its first day on."""

    since: date
    #: From this day on it can be paid again.
    earliest: date
    #: By the day before this one it must have been claimed back.
    ends: date
    marks: tuple[Mark, ...]
    #: What there is to say of the day on which it is to be paid again.
    trouble: str
    #: From when it can be left dormant again; None without a possible restart.
    again: date | None
    source: str
    #: Whether the rule is confirmed, and for the whole of the dormancy.
    confirmed: bool


def dormancy(since: date, figures: Figures, restart: date | None = None) -> Dormancy:
    """Count the days of a dormancy; NoFigureError without a rule on its first day."""
    least, most, between = (figures.whole(key) for key in KEYS)
    earliest, ends = months_on(since, least), months_on(since, most)
    trouble = _trouble(restart, earliest, ends)
    used = [figures[key] for key in KEYS]
    return Dormancy(
        since=since,
        earliest=earliest,
        ends=ends,
        marks=_marks(since, least, most),
        trouble=trouble,
        again=months_on(restart, between) if restart and not trouble else None,
        source=sources(*used),
        confirmed=all_confirmed(*used) and _outlasts(ends, used),
    )


def _outlasts(ends: date, used: list[Parameter]) -> bool:
    """Whether the rule of the first day still holds when the dormancy ends."""
    return all(rule.valid_to is None or rule.valid_to >= ends for rule in used)


def _marks(since: date, least: int, most: int) -> tuple[Mark, ...]:
    alarms = {least: "earliest", most: "ends"} | {
        months: "alarm" for months in ALARMS if least < months < most
    }
    return tuple(
        Mark(key, months, months_on(since, months), _text(key, most - months))
        for months, key in sorted(alarms.items())
    )


def _text(key: str, months_left: int) -> str:
    if key == "earliest":
        return _("Can be paid again from this day on.")
    if key == "ends":
        return _("Claimed back before this day, or it ends from the start.")
    text = ngettext(
        "%(months)d month left: does the work go on?",
        "%(months)d months left: does the work go on?",
        months_left,
    )
    return text % {"months": months_left}


def _trouble(restart: date | None, earliest: date, ends: date) -> str:
    if restart is None:
        return ""
    if restart < earliest:
        return _("Too early: the shortest dormancy is not over.")
    if restart >= ends:
        return _("Too late: the pension has ended from the start of the dormancy.")
    return ""
