"""One number told by municipality, by coach or by industry (domain.md 5.2 and 5.3).

About people, small rows are put together first, and what would still tell of few is
hidden by the one engine. Persons are counted once, however many records they have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, F, Value, When
from django.utils.translation import gettext as _

from employers.industries import Scheme
from placements.metrics.definitions import (
    MOST_ON_PEOPLE,
    Dimension,
    Groups,
    Metric,
)
from placements.metrics.lines import is_clear, refusal
from placements.metrics.scope import Scope, employer_of, path
from placements.metrics.suppression import (
    Asked,
    Cell,
    Differencing,
    Shown,
    exactly,
    show_percent,
    show_table,
    withheld,
)

#: Values of a dimension → its words, in the order in which they are shown.
Labels = Mapping[Any, str]
#: Record → the persons behind it.
Bag = dict[int, frozenset[Any]]


@dataclass(frozen=True)
class SplitRow:
    """One value of the dimension; ``key`` is empty when it leads nowhere."""

    key: str
    label: str
    top: Shown
    base: Shown | None
    value: Shown

    @property
    def is_told(self) -> bool:
        return not self.top.hidden


@dataclass(frozen=True)
class Split:
    """A number by one dimension, or why it is not told so."""

    rows: list[SplitRow]
    why_not: str = ""


def split(
    metric: Metric,
    scope: Scope,
    dimension: Dimension,
    labels: Labels,
    told: Differencing,
) -> Split:
    """Tell the number by the dimension; ``told`` is what the session has seen."""
    definition = metric.definition
    if why := _refusal(metric, scope, dimension):
        return Split([], why)
    groups = metric.measure(scope).groups
    if groups is None:
        return Split([], _("This number is not told by parts."))
    if groups.person and not is_clear(definition, scope):
        return _Secret(metric, scope, dimension, told).split(groups, labels)
    return Split(_plain(groups, dimension, labels))


def _refusal(metric: Metric, scope: Scope, dimension: Dimension) -> str:
    definition = metric.definition
    if dimension in scope.filters:
        return _("It is narrowed by this already.")
    if dimension not in definition.dimensions:
        return _("Not told by: %(dimensions)s.") % {
            "dimensions": str(dimension.label).lower()
        }
    if definition.people and len(scope.filters) + 1 > MOST_ON_PEOPLE:
        return _("Numbers about people are narrowed in two ways at most.")
    return refusal(definition, scope)


def _by(rows: Any, dimension: Dimension, event: str) -> Any:
    """Return the rows with the value of the dimension as ``split_by``."""
    known = path(rows.model, dimension, event)
    if dimension == Dimension.INDUSTRY:
        at = employer_of(rows.model)
        newest = {f"{at}industry_scheme": Scheme.TOL2025}
        known = Case(When(**newest, then=F(f"{at}industry_section")), default=Value(""))
    if rows.query.group_by is not None:  # it sums up something of its own
        rows = rows.model.objects.filter(pk__in=rows.values("pk")).order_by()
    return rows.annotate(split_by=known)


# --- about no persons, or about one's own candidates ------------------------


def _plain(groups: Groups, dimension: Dimension, labels: Labels) -> list[SplitRow]:
    tops = _counts(groups.top, dimension, groups.event)
    bases = None
    if groups.base is not None:
        bases = _counts(groups.base, dimension, groups.event)
    known = bases if bases is not None else tops
    return [
        _row(
            value,
            label,
            tops.get(value, 0),
            None if bases is None else bases.get(value, 0),
        )
        for value, label in _named(known, labels)
    ]


def _counts(rows: Any, dimension: Dimension, event: str) -> dict[Any, int]:
    found = _by(rows, dimension, event).values("split_by")
    counted = found.annotate(records=Count("pk", distinct=True))
    return dict(counted.values_list("split_by", "records"))


def _named(known: Mapping[Any, Any], labels: Labels) -> list[tuple[Any, str]]:
    """Return the values that there are with their words, the unknown one last."""
    named = [(value, label) for value, label in labels.items() if value in known]
    strange = [(value, _("not known")) for value in known if value not in labels]
    return [*named, *strange]


def _row(value: Any, label: str, top: int, base: int | None) -> SplitRow:
    key = str(value or "")
    if base is None:
        return SplitRow(key, label, exactly(top), None, exactly(top))
    percent = show_percent(100 * top / base if base else None)
    return SplitRow(key, label, exactly(top), exactly(base), percent)


# --- about people -----------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """The records of one value, or of several put together."""

    keys: tuple[Any, ...]
    label: str
    top: Bag
    base: Bag | None

    @property
    def whole(self) -> Bag:
        return self.top if self.base is None else self.base

    @property
    def cells(self) -> list[Cell]:
        """The numerator, and what is left of the denominator."""
        if self.base is None:
            return [cell_of(self.top)]
        rest = {pk: who for pk, who in self.base.items() if pk not in self.top}
        return [cell_of(self.top), cell_of(rest)]

    def with_part(self, other: "Part") -> "Part":
        base = None if self.base is None else self.base | (other.base or {})
        keys = self.keys + other.keys
        return replace(self, keys=keys, top=self.top | other.top, base=base)


def cell_of(bag: Bag) -> Cell:
    """Count records and persons; None when it is about none."""
    people = set().union(*bag.values())
    return Cell(len(bag), min(len(people), len(bag)) if people or not bag else None)


class _Secret:
    """A number about people, by a dimension."""

    def __init__(
        self, metric: Metric, scope: Scope, dimension: Dimension, told: Differencing
    ) -> None:
        self.metric = metric
        self.scope = scope
        self.dimension = dimension
        self.told = told

    def split(self, groups: Groups, labels: Labels) -> Split:
        parts = together(self._parts(groups, labels))
        if len(parts) == 1 and len(parts[0].keys) > 1:
            return Split([], _("Too few people to be told apart."))
        rows = _shown(parts) if parts else []
        pairs = zip(parts, rows, strict=True)
        asked = [self._asked(part) for part, row in pairs if row.key and row.is_told]
        if any(self.told.reveals(one) for one in asked):
            return Split([], _("Beside what you have seen, it would tell of too few."))
        for one in asked:
            self.told.remember(one)
        return Split(rows)

    def _parts(self, groups: Groups, labels: Labels) -> list[Part]:
        tops = self._bags(groups.top, groups.person, groups.event)
        bases: dict[Any, Bag] | None = None
        if groups.base is not None:
            own = groups.base_person
            person = groups.person if own is None else own
            bases = self._bags(groups.base, person, groups.event)
        known = tops if bases is None else bases
        return [
            Part(
                (value,),
                label,
                tops.get(value, {}),
                None if bases is None else bases.get(value, {}),
            )
            for value, label in _named(known, labels)
        ]

    def _bags(self, rows: Any, person: str, event: str) -> dict[Any, Bag]:
        columns = ("split_by", "pk", person) if person else ("split_by", "pk")
        found: dict[Any, Bag] = {}
        for value, pk, *people in _by(rows, self.dimension, event).values_list(
            *columns
        ):
            # A record of somebody who is not known is still about one person.
            who = frozenset(one or f"record {pk}" for one in people)
            bag = found.setdefault(value, {})
            bag[pk] = bag.get(pk, frozenset()) | who
        return found

    def _asked(self, part: Part) -> Asked:
        filters = self.scope.filters | {self.dimension: part.keys[0]}
        first, last = (day.isoformat() for day in self.scope.days)
        texts = tuple((str(k), str(v)) for k, v in sorted(filters.items()))
        people = cell_of(part.whole).people
        if people is None:
            people = cell_of(part.top).people
        return Asked(self.metric.code, first, last, texts, people or 0)


def together(parts: Sequence[Part]) -> list[Part]:
    """Put small rows together, and the smallest other with them while it is needed."""
    small = [part for part in parts if cell_of(part.whole).is_small]
    large = [part for part in parts if part not in small]
    if not small:
        return large
    rest = small[0]
    for part in small[1:]:
        rest = rest.with_part(part)
    while cell_of(rest.whole).is_small and large:
        least = min(large, key=lambda part: len(part.whole))
        large.remove(least)
        rest = rest.with_part(least)
    label = _("others together") if len(rest.keys) > 1 else rest.label
    return [*large, replace(rest, label=label)]


def _shown(parts: Sequence[Part]) -> list[SplitRow]:
    table = show_table([part.cells for part in parts])
    rows = zip(parts, table.rows, strict=True)
    return [_secret_row(part, shown.parts, shown.total) for part, shown in rows]


def _secret_row(part: Part, shown: Sequence[Shown], total: Shown) -> SplitRow:
    key = str(part.keys[0] or "") if len(part.keys) == 1 else ""
    if part.base is None:
        return SplitRow(key, part.label, shown[0], None, shown[0])
    if any(cell.hidden for cell in shown):
        return SplitRow(key, part.label, shown[0], total, withheld())
    percent = 100 * len(part.top) / len(part.base) if part.base else None
    return SplitRow(key, part.label, shown[0], total, show_percent(percent))
