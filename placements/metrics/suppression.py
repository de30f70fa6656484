"""What of a number about people may be shown (domain.md 5.3).

A cell knows how many different persons are behind it. From one to four of them is
"under 5"; what would let one reckon them out of the rest is hidden as well, and sums
over hidden cells are rounded. Numbers about no persons are shown as they are. Screens
and exports show only what comes out of here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

#: Sums over hidden cells are rounded to the nearest multiple of this.
ROUND_TO = 5


@dataclass(frozen=True)
class Cell:
    """A count, and how many persons are behind it; None when it is not about any."""

    count: float
    people: int | None = None

    @property
    def is_small(self) -> bool:
        return self.people is not None and 0 < self.people < settings.SMALL_NUMBER

    def less(self, part: "Cell") -> "Cell":
        """Return what is left without a part: at least somebody is behind it."""
        rest = self.count - part.count
        if self.people is None:
            return Cell(rest)
        persons = self.people - (part.people or 0)
        return Cell(rest, max(persons, 1) if rest > 0 else 0)


@dataclass(frozen=True)
class Shown:
    """What is shown of a number: ``value`` is None when it is hidden."""

    value: float | None
    text: str
    hidden: bool = False
    rounded: bool = False


def exactly(count: float, digits: int = 0) -> Shown:
    near = round(count, digits)
    return Shown(near, number_format(near, digits, force_grouping=True))


def under() -> Shown:
    text = _("under %(threshold)d") % {"threshold": settings.SMALL_NUMBER}
    return Shown(None, text, hidden=True)


def withheld() -> Shown:
    """Return what stands for a number that would tell a hidden one."""
    return Shown(None, "\N{EN DASH}", hidden=True)


def about(count: float) -> Shown:
    """Return a sum over hidden cells: to the nearest five."""
    near = int(ROUND_TO * ((count + ROUND_TO // 2) // ROUND_TO))
    text = _("about %(count)s") % {"count": number_format(near, force_grouping=True)}
    return Shown(near, text, rounded=True)


def show_one(cell: Cell) -> Shown:
    """Return a count that stands alone."""
    if cell.is_small:
        return under()
    return exactly(cell.count, 0 if cell.count == int(cell.count) else 1)


@dataclass(frozen=True)
class Parts:
    """Parts of a whole as they may be shown, and the whole."""

    parts: list[Shown]
    total: Shown


@dataclass(frozen=True)
class Table:
    """A table as it may be shown, with its sums."""

    rows: list[Parts]
    columns: list[Shown]
    total: Shown


def show_parts(parts: Sequence[Cell], total: Cell | None = None) -> Parts:
    """Return the parts of a whole; ``total`` is their sum unless persons overlap."""
    hidden = _hide([list(parts)])[0]
    shown = [_show(cell, hide=hide) for cell, hide in zip(parts, hidden, strict=True)]
    if any(hidden):
        shown = [_without_zero(one) for one in shown]
    return Parts(shown, _sum(total or _total(parts), over_hidden=any(hidden)))


def show_table(rows: Sequence[Sequence[Cell]]) -> Table:
    """Return a crossed table: no row and no column hides one cell alone."""
    cells = [list(row) for row in rows]
    hidden = _hide(cells)
    whole = any(any(row) for row in hidden)
    shown = [
        [_show(cell, hide=hide) for cell, hide in zip(row, hides, strict=True)]
        for row, hides in zip(cells, hidden, strict=True)
    ]
    if whole:
        shown = [[_without_zero(one) for one in row] for row in shown]
    columns = [
        _sum(_total(column), over_hidden=any(hides))
        for column, hides in zip(
            zip(*cells, strict=True), zip(*hidden, strict=True), strict=True
        )
    ]
    lines = [
        Parts(line, _sum(_total(row), over_hidden=any(hides)))
        for line, row, hides in zip(shown, cells, hidden, strict=True)
    ]
    everything = _total([cell for row in cells for cell in row])
    return Table(lines, columns, _sum(everything, over_hidden=whole))


def _show(cell: Cell, *, hide: bool) -> Shown:
    if not hide:
        return exactly(cell.count)
    return under() if cell.is_small else withheld()


def _without_zero(shown: Shown) -> Shown:
    """Return a dash for a nought beside hidden cells: it could tell who they are."""
    return withheld() if shown.value == 0 else shown


def _total(cells: Sequence[Cell]) -> Cell:
    count = sum(cell.count for cell in cells)
    if all(cell.people is None for cell in cells):
        return Cell(count)
    return Cell(count, sum(cell.people or 0 for cell in cells))


def _sum(total: Cell, *, over_hidden: bool) -> Shown:
    if total.is_small:
        return under()
    return about(total.count) if over_hidden else exactly(total.count)


def _hide(rows: list[list[Cell]]) -> list[list[bool]]:
    """Return which cells are hidden: the small ones, and what would tell them."""
    hidden = [[cell.is_small for cell in row] for row in rows]
    while _hide_another(rows, hidden):
        pass
    return hidden


def _hide_another(rows: list[list[Cell]], hidden: list[list[bool]]) -> bool:
    """Hide one more cell where a line hides only one; False when none does."""
    for line in _lines(rows):
        covered = [place for place in line if hidden[place[0]][place[1]]]
        if len(covered) != 1:
            continue
        others = [place for place in line if place not in covered]
        around = [(rows[r][c].count, r, c) for r, c in others if rows[r][c].count]
        if around:
            _count, row, column = min(around)
            hidden[row][column] = True
            return True
    return False


def _lines(rows: list[list[Cell]]) -> list[list[tuple[int, int]]]:
    """Return the places of each row and, when there are several, of each column."""
    across = [[(r, c) for c in range(len(row))] for r, row in enumerate(rows)]
    down = [[(r, c) for r in range(len(rows))] for c in range(len(rows[0]))]
    return [*across, *down] if len(rows) > 1 else across


@dataclass(frozen=True)
class Share:
    """A part of a whole with its percentage."""

    top: Shown
    base: Shown
    percent: Shown


def show_share(top: Cell, base: Cell, rest: Cell | None = None) -> Share:
    """Return a part of a whole: who is not in it must not be told either.

    ``rest`` is what is not in it, when the same persons can be in both.
    """
    split = show_parts([top, rest or base.less(top)], base)
    total = split.total if base.people is not None else exactly(base.count)
    if any(part.hidden for part in split.parts) or base.is_small:
        return Share(split.parts[0], total, withheld())
    percent = 100 * top.count / base.count if base.count else None
    return Share(split.parts[0], total, show_percent(percent))


def show_percent(percent: float | None) -> Shown:
    if percent is None:
        return Shown(None, "\N{EN DASH}")
    text = f"{number_format(round(percent), 0)}\N{NO-BREAK SPACE}%"
    return Shown(round(percent, 1), text)


def show_money(euros: Cell) -> Shown:
    """Return a sum of euros; hidden when fewer than five persons are behind it."""
    if euros.is_small:
        return withheld()
    shown = exactly(euros.count)
    return replace(shown, text=f"{shown.text}\N{NO-BREAK SPACE}€")


def show_middle(value: float | None, cell: Cell, digits: int = 0) -> Shown:
    """Return a mean or a median; hidden when fewer than five persons are behind it."""
    if value is None:
        return Shown(None, "\N{EN DASH}")
    return withheld() if cell.is_small else exactly(value, digits)


def show_stages(stages: Sequence[Cell]) -> tuple[list[Shown], list[Shown]]:
    """Return each stage of a funnel, and what each but the last loses.

    The losses and the last stage are parts of the first stage about people; an earlier
    stage is exact only if every later part is.
    """
    losses = [before.less(after) for before, after in pairwise(stages)]
    first = next((n for n, s in enumerate(stages) if s.people is not None), None)
    if first is None:
        shown = [exactly(stage.count) for stage in stages]
        return shown, [exactly(loss.count) for loss in losses]
    split = show_parts([*losses[first:], stages[-1]], stages[first]).parts
    later = [_stage(stages[n], split[n - first :]) for n in range(first, len(stages))]
    early = [exactly(stage.count) for stage in stages[:first]]
    before = [exactly(loss.count) for loss in losses[:first]]
    if first and not later[0].hidden and later[0].rounded:
        before[-1] = about(losses[first - 1].count)
    elif first and later[0].hidden:
        before[-1] = withheld()
    return [*early, *later], [*before, *split[:-1]]


def _stage(stage: Cell, rest: Sequence[Shown]) -> Shown:
    if stage.is_small:
        return under()
    covered = any(part.hidden for part in rest)
    return about(stage.count) if covered and stage.count else exactly(stage.count)


def show_series(
    points: Sequence[tuple[Cell, Cell]], first: Sequence[int]
) -> list[Share]:
    """Return shares on a line of days; those at the places ``first`` have precedence.

    A point is left out when from it to another one so few were lost that they could
    be told apart.
    """
    order = [*first, *(n for n in range(len(points)) if n not in first)]
    shown: dict[int, Share] = {}
    kept: list[Cell] = []
    for place in order:
        top, base = points[place]
        share, lost = show_share(top, base), base.less(top)
        near = any(_few_between(lost, other) for other in kept)
        if near or share.percent.value is None:
            share = Share(withheld(), share.base, withheld())
        else:
            kept.append(lost)
        shown[place] = share
    return [shown[place] for place in range(len(points))]


def _few_between(one: Cell, other: Cell) -> bool:
    if one.people is None or other.people is None:
        return False
    return Cell(1, abs(one.people - other.people)).is_small


# --- the same question twice ------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A question that was answered: what was asked, of whom, how many persons."""

    code: str
    first: str
    last: str
    filters: tuple[tuple[str, str], ...]
    people: int


class Differencing:
    """What one session has been told, so that no difference tells a few persons.

    ``told`` is a list that the session keeps; the newest questions are at its end, and
    ``keep`` is called when there are more.
    """

    MOST = 200

    def __init__(
        self, told: list[Any], keep: Callable[[], None] = lambda: None
    ) -> None:
        self.told = told
        self.keep = keep

    def reveals(self, asked: Asked) -> bool:
        """Whether the answer beside an earlier one would single few persons out."""
        earlier = [_again(row) for row in self.told if row[0] == asked.code]
        return any(_singles_out(asked, other) for other in earlier)

    def remember(self, asked: Asked) -> None:
        row = [asked.code, asked.first, asked.last, list(asked.filters), asked.people]
        if row not in self.told:
            self.told.append(row)
            del self.told[: -self.MOST]
            self.keep()


def _again(row: list[Any]) -> Asked:
    code, first, last, filters, people = row
    return Asked(code, first, last, tuple((k, v) for k, v in filters), people)


def _singles_out(one: Asked, other: Asked) -> bool:
    """Whether one is the other with one filter more, and few persons lie between."""
    wide, narrow = sorted((one, other), key=lambda asked: -asked.people)
    apart = Cell(1, wide.people - narrow.people)
    return apart.is_small and _is_within(narrow, wide)


def _is_within(narrow: Asked, wide: Asked) -> bool:
    """Whether the narrow question is the wide one narrowed by one filter or period."""
    same_days = (narrow.first, narrow.last) == (wide.first, wide.last)
    inside = wide.first <= narrow.first and narrow.last <= wide.last
    more = set(narrow.filters) - set(wide.filters)
    fewer = set(wide.filters) - set(narrow.filters)
    if fewer:
        return False
    return (same_days and len(more) == 1) or (inside and not same_days and not more)


def clear(cell: Cell) -> Cell:
    """Return the cell as one about no persons: for whose own task it is."""
    return replace(cell, people=None)
