"""How a job meets a person, line by line: for, against, or not known.

There is no score: each line says what was held against what (domain.md 3.1 stage 3,
SEED-2). What nobody has said is said to be unknown, never guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from crm.lifecycle import Look
from crm.search import fold
from employers.demands import compare
from employers.earnings import Headroom
from employers.week import (
    HOUR,
    SATURDAY,
    Shift,
    day_name,
    hours_text,
    minutes_text,
    sorted_shifts,
)
from placements.models.work_profile import WorkProfile, shown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FOR, AGAINST, UNKNOWN = "for", "against", "unknown"
Time, Travel = WorkProfile.Time, WorkProfile.Travel
#: From when to when a wished time of day reaches, in minutes; they overlap.
WINDOWS = {
    Time.MORNING: (0, 12 * HOUR),
    Time.DAY: (8 * HOUR, 18 * HOUR),
    Time.EVENING: (16 * HOUR, 24 * HOUR),
}
#: Two words are the same thing when they begin alike for so many letters.
ALIKE = 5
#: Shorter words say nothing of a task.
SHORTEST = 4
#: Ways to work that the first bus does not concern.
WITHOUT_BUS = {Travel.BIKE, Travel.CAR, Travel.SERVICE}


@dataclass(frozen=True)
class Person:
    """What a work profile says."""

    levels: Mapping[str, int]
    hours_min: int | None = None
    hours_max: int | None = None
    times: Sequence[str] = ()
    likes: Sequence[str] = ()
    dislikes: Sequence[str] = ()
    modes: Sequence[str] = ()
    most_minutes: int | None = None
    town: str = ""
    #: Whether a pension's earnings limit concerns the person; None when not known.
    limited: bool | None = None


@dataclass(frozen=True)
class Work:
    """What a job asks and offers; None is what nobody has written down."""

    levels: Mapping[str, int]
    week_minutes: int = 0
    shifts: Sequence[Shift] = ()
    tasks: Sequence[str] = ()
    town: str = ""
    late_first_bus: bool | None = None
    unpaid: bool = False
    pay: Headroom | None = None


@dataclass(frozen=True)
class Journey:
    """The way to work as it was checked (SEED-60)."""

    mode: str
    minutes: int
    changes: int | None = None
    last_bus: time | None = None


@dataclass(frozen=True)
class Line:
    """One thing held against another."""

    item: str
    label: str
    #: "for", "against" or "unknown".
    tone: str
    words: str
    #: What the job asks, and what the person has said; "" when neither side has.
    asks: str = ""
    has: str = ""

    @property
    def look(self) -> Look:
        return LOOKS[self.tone]


LOOKS = {
    FOR: Look(pgettext_lazy("match", "For"), "spruce", "full"),
    AGAINST: Look(pgettext_lazy("match", "Against"), "berry", "stop"),
    UNKNOWN: Look(pgettext_lazy("match", "Not known"), "plain", "todo"),
}
LABELS: "dict[str, StrOrPromise]" = {
    "hours": gettext_lazy("Hours a week"),
    "times": gettext_lazy("Times of day"),
    "likes": gettext_lazy("Tasks one likes"),
    "dislikes": gettext_lazy("Tasks one does not like"),
    "town": gettext_lazy("Place"),
    "journey": gettext_lazy("Journey"),
    "bus": gettext_lazy("First bus"),
    "last_bus": gettext_lazy("Last bus"),
    "earnings": gettext_lazy("Pay and benefits"),
}


def lines(person: Person, work: Work, journey: Journey | None = None) -> list[Line]:
    """Hold the job against the person, in the order in which one talks of it."""
    return [
        *_wishes(person, work),
        *_levels(person, work),
        _hours(person, work),
        _times(person, work),
        *_travel(person, work, journey),
        *_earnings(person, work),
    ]


def counts(found: Iterable[Line]) -> dict[str, int]:
    """Return how many lines speak for, how many against, and how many are open."""
    tones = [line.tone for line in found]
    return {tone: tones.count(tone) for tone in (FOR, AGAINST, UNKNOWN)}


def line(item: str, tone: str, words: str, asks: str = "", has: str = "") -> Line:
    return Line(item, str(LABELS[item]), tone, words, asks, has)


def alike(wish: str, task: str) -> bool:
    """Whether a word of the wish begins as a word of the task does."""
    theirs = [word for word in fold(task).split() if len(word) >= SHORTEST]
    mine = [word for word in fold(wish).split() if len(word) >= SHORTEST]
    return any(other.startswith(word[:ALIKE]) for word in mine for other in theirs)


# --- Wishes ------------------------------------------------------------------


def _wishes(person: Person, work: Work) -> list[Line]:
    return [_liked(person, work), _disliked(person, work)]


def _liked(person: Person, work: Work) -> Line:
    tasks, wishes = ", ".join(work.tasks), ", ".join(person.likes)
    if not person.likes or not work.tasks:
        return line("likes", UNKNOWN, _("Not asked yet."), tasks, wishes)
    if met := _met(person.likes, work.tasks):
        return line("likes", FOR, _("In the job: %s.") % ", ".join(met), tasks, wishes)
    words = _("None is named in the job. Ask what they think of it.")
    return line("likes", UNKNOWN, words, tasks, wishes)


def _disliked(person: Person, work: Work) -> Line:
    tasks, wishes = ", ".join(work.tasks), ", ".join(person.dislikes)
    if not person.dislikes or not work.tasks:
        return line("dislikes", UNKNOWN, _("Not asked yet."), tasks, wishes)
    if met := _met(person.dislikes, work.tasks):
        words = _("In the job: %s.") % ", ".join(met)
        return line("dislikes", AGAINST, words, tasks, wishes)
    return line("dislikes", FOR, _("None of them is in the job."), tasks, wishes)


def _met(wishes: Sequence[str], tasks: Sequence[str]) -> list[str]:
    return [task for task in tasks if any(alike(wish, task) for wish in wishes)]


# --- What the work demands ---------------------------------------------------


def _levels(person: Person, work: Work) -> list[Line]:
    words = {
        FOR: _("Suits."),
        AGAINST: _("Asks more than suits."),
        UNKNOWN: _("The profile does not say."),
    }
    return [
        Line(
            fit.item,
            fit.label,
            fit.verdict,
            words[fit.verdict],
            fit.needs_word,
            fit.can_word,
        )
        for fit in compare(work.levels, person.levels)
    ]


def _hours(person: Person, work: Work) -> Line:
    least, most = person.hours_min, person.hours_max
    asks = minutes_text(work.week_minutes) if work.week_minutes else ""
    has = _span(least, most)
    if not asks or not has:
        return line("hours", UNKNOWN, _("Not known."), asks, has)
    if least and work.week_minutes < least * HOUR:
        return line("hours", AGAINST, _("Fewer hours than wished."), asks, has)
    if most and work.week_minutes > most * HOUR:
        return line("hours", AGAINST, _("More hours than wished."), asks, has)
    return line("hours", FOR, _("Suits."), asks, has)


def _span(least: int | None, most: int | None) -> str:
    if least and most:
        return _("%(least)d-%(most)d h") % {"least": least, "most": most}
    if most:
        return _("at most %(hours)d h") % {"hours": most}
    return _("at least %(hours)d h") % {"hours": least} if least else ""


def _times(person: Person, work: Work) -> Line:
    asks = ", ".join(_shift_text(shift) for shift in sorted_shifts(work.shifts))
    has = ", ".join(shown(Time, list(person.times)))
    if not asks or not has:
        return line("times", UNKNOWN, _("Not known."), asks, has)
    outside = [shift for shift in work.shifts if not _suits(shift, person.times)]
    if outside:
        days = ", ".join(_shift_text(shift) for shift in sorted_shifts(outside))
        return line("times", AGAINST, _("Outside: %s.") % days, asks, has)
    return line("times", FOR, _("Suits."), asks, has)


def _shift_text(shift: Shift) -> str:
    return f"{day_name(shift['weekday'])} {hours_text(shift)}"


def _suits(shift: Shift, times: Sequence[str]) -> bool:
    """Whether a shift lies within the wished times, from beginning to end."""
    if shift["weekday"] >= SATURDAY and Time.WEEKEND not in times:
        return False
    windows = sorted(WINDOWS[Time(name)] for name in times if name in WINDOWS)
    if not windows:  # weekends alone, at any time
        return bool(shift["weekday"] >= SATURDAY)
    at, end = _minutes(shift["starts"]), _minutes(shift["ends"])
    for first, last in windows:
        if first <= at < last:
            at = last
    return at >= end


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * HOUR + int(minutes)


# --- The journey -------------------------------------------------------------


def _travel(person: Person, work: Work, journey: Journey | None) -> list[Line]:
    found = [_town(person, work), _way(person, journey)]
    if work.late_first_bus:
        found.append(_first_bus(person, journey))
    if journey and journey.last_bus and work.shifts:
        found.append(_last_bus(work, journey.last_bus))
    return found


def _town(person: Person, work: Work) -> Line:
    asks, has = work.town, person.town
    if not asks or not has:
        return line("town", UNKNOWN, _("Not known."), asks, has)
    if asks == has:
        return line("town", FOR, _("In the same municipality."), asks, has)
    words = _("In another municipality: check the journey.")
    return line("town", UNKNOWN, words, asks, has)


def _way(person: Person, journey: Journey | None) -> Line:
    has = [", ".join(shown(Travel, list(person.modes)))]
    if person.most_minutes:
        has.append(_("at most %(minutes)d min") % {"minutes": person.most_minutes})
    said = ", ".join(filter(None, has))
    if journey is None:
        return line("journey", UNKNOWN, _("Not checked yet."), has=said)
    asks, tone, words = journey_text(journey), FOR, _("Suits.")
    if person.modes and journey.mode not in person.modes:
        tone, words = AGAINST, _("Not a way in which the person travels.")
    elif person.most_minutes is None:
        tone, words = UNKNOWN, _("The profile does not say how long it may take.")
    elif journey.minutes > person.most_minutes:
        tone, words = AGAINST, _("Longer than wished.")
    return line("journey", tone, words, asks, said)


def journey_text(journey: Journey) -> str:
    """Write the way to work: how, how long, with how many changes."""
    parts = [
        str(Travel(journey.mode).label),
        _("%(minutes)d min") % {"minutes": journey.minutes},
    ]
    if journey.changes is not None:
        text = ngettext("%(count)d change", "%(count)d changes", journey.changes)
        parts.append(text % {"count": journey.changes})
    return ", ".join(parts)


def _first_bus(person: Person, journey: Journey | None) -> Line:
    asks = _("A shift starts before the first bus.")
    modes = [journey.mode] if journey else list(person.modes)
    has = ", ".join(shown(Travel, modes))
    if not modes:
        return line("bus", UNKNOWN, _("Not known."), asks)
    if WITHOUT_BUS.intersection(modes):
        return line("bus", FOR, _("Gets there without the bus."), asks, has)
    if set(modes) == {Travel.TRANSIT}:
        return line("bus", AGAINST, _("Does not get there in time."), asks, has)
    return line("bus", UNKNOWN, _("Check how to get there in time."), asks, has)


def _last_bus(work: Work, last_bus: time) -> Line:
    late = max(_minutes(shift["ends"]) for shift in work.shifts)
    last = last_bus.hour * HOUR + last_bus.minute
    ends = time(late // HOUR % 24, late % HOUR)
    asks = _("The last shift ends at %s.") % time_format(ends)
    has = _("The last bus leaves at %s.") % time_format(last_bus)
    if last < late:
        return line("last_bus", AGAINST, _("Leaves before the shift ends."), asks, has)
    return line("last_bus", FOR, _("Leaves after the shift ends."), asks, has)


# --- Pay and benefits --------------------------------------------------------


def _earnings(person: Person, work: Work) -> list[Line]:
    """Hold the pay against the limit of the day (domain.md 2.6)."""
    if work.unpaid:
        return []
    if not person.limited:
        words = _("Count together how pay affects the benefits.")
        return [line("earnings", UNKNOWN, words, _pay_text(work.pay))]
    if work.pay is None:
        return [line("earnings", UNKNOWN, _("The limit of the day is not known."))]
    asks, has = _pay_text(work.pay), _limit_text(work.pay)
    if not work.pay.pay:
        return [line("earnings", UNKNOWN, _("The pay is not known."), asks, has)]
    euros = _euros(abs(work.pay.euros))
    if work.pay.over:
        words = _("%s €/month above the limit: the pension may be suspended.") % euros
        return [line("earnings", AGAINST, words, asks, has)]
    words = _("%s €/month below the limit.") % euros
    return [line("earnings", FOR, words, asks, has)]


def _pay_text(pay: Headroom | None) -> str:
    return _("%s €/month") % _euros(pay.pay) if pay and pay.pay else ""


def _limit_text(pay: Headroom) -> str:
    day = date_format(pay.limit_from, "SHORT_DATE_FORMAT")
    values = {"limit": _euros(pay.limit), "day": day}
    text = _("limit %(limit)s €/month since %(day)s") % values
    return text if pay.confirmed else f"{text} ({pgettext('figure', 'unconfirmed')})"


def _euros(value: Any) -> str:
    return str(number_format(value, decimal_pos=2))
