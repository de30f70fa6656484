"""What a job asks of the worker, in words, and how a work profile meets it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from employers.week import early, evening, minutes_text, weekend

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "literacy": gettext_lazy("Reading and writing"),
    "load": gettext_lazy("Physical load"),
    "pace": gettext_lazy("Pace"),
    "interaction": gettext_lazy("Dealing with people"),
    "noise": gettext_lazy("Noise, heat or cold"),
}
#: What each level of an item means.
LEVELS: "dict[str, dict[int, StrOrPromise]]" = {
    "literacy": {
        0: gettext_lazy("No reading or writing"),
        1: gettext_lazy("Recognises symbols"),
        2: gettext_lazy("Reads short text"),
        3: gettext_lazy("Reads and writes"),
    },
    "load": {
        1: pgettext_lazy("load", "Light"),
        2: pgettext_lazy("load", "Some lifting and carrying"),
        3: pgettext_lazy("load", "Heavy"),
    },
    "pace": {
        1: pgettext_lazy("pace", "Own pace"),
        2: pgettext_lazy("pace", "Brisk at times"),
        3: pgettext_lazy("pace", "Fast"),
    },
    "interaction": {
        1: pgettext_lazy("interaction", "Mostly alone"),
        2: pgettext_lazy("interaction", "With workmates"),
        3: pgettext_lazy("interaction", "With customers"),
    },
    "noise": {
        1: pgettext_lazy("noise", "Quiet and even"),
        2: pgettext_lazy("noise", "Some noise, heat or cold"),
        3: pgettext_lazy("noise", "Much noise, heat or cold"),
    },
}


@dataclass(frozen=True)
class Demand:
    """One thing the job asks; without a scale (hours, times, travel) top is 0."""

    item: str
    label: str
    level: int
    top: int
    word: str
    #: Names of the tasks that set the level.
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """One demand held against a work profile."""

    item: str
    label: str
    needs: int
    #: None when the profile does not say.
    can: int | None
    top: int
    #: "for", "against" or "unknown".
    verdict: str
    needs_word: str
    can_word: str


def level_word(item: str, level: int) -> str:
    """Return what a level means; nothing for a level that is not on the scale."""
    return str(LEVELS[item].get(level, ""))


def combined(tasks: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return for each item the highest level of the tasks; nothing without tasks."""
    rows = list(tasks)
    if not rows:
        return {}
    return {
        item: max(int(row.get(item, min(levels))) for row in rows)
        for item, levels in LEVELS.items()
    }


def demands_of(
    content: Mapping[str, Any],
    tasks: Iterable[Mapping[str, Any]],
    *,
    late_first_bus: bool = False,
    walk_minutes: int | None = None,
) -> list[Demand]:
    """Tell what the job asks: levels with their tasks, hours, times and travel."""
    rows = list(tasks)
    levels = content.get("demands") or combined(rows)
    found = [
        Demand(
            item,
            str(LABELS[item]),
            levels[item],
            max(LEVELS[item]),
            level_word(item, levels[item]),
            _setters(rows, item, levels[item]),
        )
        for item in LEVELS
        if item in levels
    ]
    others = (
        ("hours", _("Hours a week"), _hours(content)),
        ("times", _("Times"), _times(content)),
        ("travel", _("Journey"), _travel(walk_minutes, late=late_first_bus)),
    )
    return found + [
        Demand(item, label, 0, 0, word) for item, label, word in others if word
    ]


def compare(demands: Mapping[str, int], profile: Mapping[str, int]) -> list[Fit]:
    """Hold a work profile, on the same scales, against the demands line by line."""
    return [
        _fit(item, demands[item], profile.get(item))
        for item in LEVELS
        if item in demands
    ]


def _fit(item: str, needs: int, can: int | None) -> Fit:
    verdict = "unknown"
    if can is not None:
        verdict = "for" if can >= needs else "against"
    return Fit(
        item=item,
        label=str(LABELS[item]),
        needs=needs,
        can=can,
        top=max(LEVELS[item]),
        verdict=verdict,
        needs_word=level_word(item, needs),
        can_word="" if can is None else level_word(item, can),
    )


def _setters(rows: list[Mapping[str, Any]], item: str, level: int) -> tuple[str, ...]:
    """Name the tasks that set a level; the lowest one is set by none."""
    if level == min(LEVELS[item]):
        return ()
    return tuple(row["name"] for row in rows if row.get(item) == level)


def _hours(content: Mapping[str, Any]) -> str:
    minutes = content.get("week_minutes") or 0
    return minutes_text(minutes) if minutes else ""


def _times(content: Mapping[str, Any]) -> str:
    shifts = content.get("shifts") or []
    found = (
        (early(shifts), _("early mornings")),
        (evening(shifts), _("evenings")),
        (weekend(shifts), _("weekends")),
    )
    words = [word for there, word in found if there]
    if shifts and not words:
        words = [_("weekdays in the daytime")]
    return ", ".join(words)


def _travel(walk_minutes: int | None, *, late: bool) -> str:
    words = [_("the first bus comes too late")] if late else []
    if walk_minutes:
        text = ngettext(
            "%(minutes)d minute's walk from the stop",
            "%(minutes)d minutes' walk from the stop",
            walk_minutes,
        )
        words.append(text % {"minutes": walk_minutes})
    return ", ".join(words)
