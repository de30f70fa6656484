"""Who stays at work: M16 of domain.md 5.2 and its curve."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from placements.metrics.definitions import (
    Form,
    Groups,
    Measure,
    Part,
    Unit,
    View,
    metric,
)
from placements.metrics.scope import Scope
from placements.metrics.suppression import Cell
from placements.models import Placement
from placements.models.placements import JOB_CHANGE

#: The days at which one looks who is still at work.
MARKS = (90, 180, 365)
#: The points of the curve.
CURVE = (0, 30, 60, 90, 120, 150, 180, 240, 300, 365)
Reason = Placement.EndReason


@dataclass(frozen=True)
class Spell:
    """One paid placement as it counts here."""

    pk: int
    candidate: int
    started: date
    ended: date | None
    reason: str


class Fate(Enum):
    """What has become of a placement by some day."""

    STAYS, LEFT, STUDIES, RETIRED, COMING = range(5)


#: Reasons that are told apart.
APART: dict[str, Fate] = {Reason.STUDY: Fate.STUDIES, Reason.RETIRED: Fate.RETIRED}


@dataclass(frozen=True)
class Followed:
    """A placement, how many days its chain of jobs lasted, and why it ended."""

    spell: Spell
    #: None while it goes on.
    lasted: int | None
    reason: str

    def fate(self, days: int, cutoff: date) -> Fate:
        """Return what is so at day N, for those that began by the cutoff."""
        if self.spell.started > cutoff:
            return Fate.COMING
        if self.lasted is None or self.lasted > days:
            return Fate.STAYS
        return APART.get(self.reason, Fate.LEFT)


def follow(cohort: Iterable[Spell], everything: Sequence[Spell]) -> list[Followed]:
    """Return what became of each: a new paid job within 30 days goes on with it."""
    by_person: dict[int, list[Spell]] = {}
    for spell in sorted(everything, key=lambda one: (one.started, one.pk)):
        by_person.setdefault(spell.candidate, []).append(spell)
    return [_chain(spell, by_person.get(spell.candidate, [])) for spell in cohort]


def _chain(spell: Spell, own: list[Spell]) -> Followed:
    until, reason = spell.ended, spell.reason
    for later in own:  # in the order in which they began
        if until is None:
            break
        goes_on = later.ended is None or later.ended > until
        if later.pk != spell.pk and goes_on and later.started <= until + JOB_CHANGE:
            until, reason = later.ended, later.reason
    lasted = None if until is None else (until - spell.started).days
    return Followed(spell, lasted, reason)


@dataclass(frozen=True)
class Kept:
    """How many of those followed to day N are still at work, and who left how."""

    days: int
    retained: Cell
    base: Cell
    studying: Cell
    retired: Cell
    coming: Cell
    keys: tuple[int, ...]
    base_keys: tuple[int, ...]


def kept_at(days: int, found: Sequence[Followed], today: date) -> Kept:
    """Count day N: pensioners are in neither number, students are told beside."""
    by_fate: dict[Fate, list[Followed]] = {fate: [] for fate in Fate}
    cutoff = today - timedelta(days=days)
    for one in found:
        by_fate[one.fate(days, cutoff)].append(one)
    stays = by_fate[Fate.STAYS]
    base = [*stays, *by_fate[Fate.LEFT]]
    return Kept(
        days,
        persons(stays),
        persons(base),
        persons(by_fate[Fate.STUDIES]),
        persons(by_fate[Fate.RETIRED]),
        persons(by_fate[Fate.COMING]),
        tuple(one.spell.pk for one in stays),
        tuple(one.spell.pk for one in base),
    )


def persons(rows: Sequence[Followed]) -> Cell:
    return Cell(len(rows), len({one.spell.candidate for one in rows}))


def cohort_of(scope: Scope) -> list[Followed]:
    """Return what became of the paid placements that began in the period."""
    rows = scope.placements().paid().filter(started_on__range=scope.days)
    cohort = _spells(rows)
    people = rows.values("candidate")
    everything = Placement.objects.paid().filter(
        started_on__isnull=False, candidate__in=people
    )
    return follow(cohort, _spells(everything) if cohort else [])


def _spells(rows: Any) -> list[Spell]:
    columns = ("pk", "candidate", "started_on", "ended_on", "end_reason")
    return [Spell(*row) for row in rows.order_by("pk").values_list(*columns)]


@metric(
    code="M16",
    title=_("Still in paid work"),
    unit=Unit.PLACEMENTS,
    view=View.COHORT,
    form=Form.SHARE,
    numerator=_(
        "of them those at work on day 90, 180 and 365, in the same job or in one that"
        " began within 30 days"
    ),
    denominator=_("paid placements that began in the period and have reached the day"),
    note=_(
        "Whoever retired by age before the day is in neither number; whoever went to"
        " study is told beside. The headline is day 90."
    ),
    followed=MARKS[0],
    people=True,
)
def retention(scope: Scope) -> Measure:
    found = cohort_of(scope)
    points = [kept_at(days, found, scope.today) for days in CURVE]
    parts = tuple(_point(kept) for kept in points)
    first = points[CURVE.index(MARKS[0])]
    beside = (
        Part("studying", Reason.STUDY.label, first.studying),
        Part("retired", Reason.RETIRED.label, first.retired),
        Part("coming", _("not followed long enough yet"), first.coming),
    )
    rows = scope.placements().filter(pk__in=first.keys)
    followed = scope.placements().filter(pk__in=first.base_keys)
    return Measure(
        first.retained,
        first.base,
        parts=parts,
        beside=beside,
        rows=rows,
        shape="series",
        groups=Groups(rows, followed, "candidate"),
    )


def _point(kept: Kept) -> Part:
    label = ngettext("%(days)d day", "%(days)d days", kept.days) % {"days": kept.days}
    return Part(str(kept.days), label, kept.retained, kept.base)
