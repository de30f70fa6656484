"""A measured number as it is told: every figure has passed the suppression.

Screens, files, the printed pack and frozen reports are made of these lines only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from placements.metrics.definitions import (
    MOST_ON_PEOPLE,
    Definition,
    Form,
    Measure,
    Metric,
    Part,
    Spread,
    Unit,
)
from placements.metrics.periods import Period
from placements.metrics.retention import CURVE, MARKS
from placements.metrics.scope import Scope
from placements.metrics.suppression import (
    Asked,
    Cell,
    Differencing,
    Parts,
    Share,
    Shown,
    clear,
    show_middle,
    show_money,
    show_one,
    show_parts,
    show_percent,
    show_series,
    show_share,
    show_stages,
    withheld,
)

#: Units whose rows are a coach's own candidates' only, when a coach asks.
OWN = {
    Unit.CANDIDATES,
    Unit.MATCHES,
    Unit.TRIALS,
    Unit.PLACEMENTS,
    Unit.DAYS,
    Unit.MESSAGES,
    Unit.SUBSIDIES,
}
THREE_QUARTERS = 0.75
#: Digits of a mean.
DIGITS = 1


@dataclass(frozen=True)
class LinePart:
    """One line below a number."""

    key: str
    label: str
    top: Shown
    base: Shown | None = None
    value: Shown | None = None
    median: Shown | None = None
    #: What three of four, or nine of ten, do not exceed.
    upper: Shown | None = None
    #: Of a stage: what was lost on the way to it.
    lost: Shown | None = None


@dataclass(frozen=True)
class Line:
    """One number with its definition, parts and what stands beside it."""

    definition: Definition
    period: Period
    top: Shown
    base: Shown | None
    value: Shown
    median: Shown | None
    upper: Shown | None
    #: Of which share ``upper`` is the end, in words.
    upper_label: str
    parts: tuple[LinePart, ...]
    beside: tuple[LinePart, ...]
    #: What still goes on, state by state.
    going: tuple[LinePart, ...] = ()
    #: Why the number is not shown; "" when it is.
    why_not: str = ""
    #: Whether there are records to be listed behind it, and behind each part.
    has_rows: bool = False
    parts_have_rows: bool = False
    #: Whether it can be told by municipality, coach or industry.
    splits: bool = False

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def window(self) -> str:
        """Say which days are looked at."""
        days = {"first": self.period.first, "last": self.period.last}
        text = _("%(first)s to %(last)s") % {
            k: f"{d:%d.%m.%Y}" for k, d in days.items()
        }
        if not self.definition.followed:
            return text
        followed = _("followed for %(days)d days") % {"days": self.definition.followed}
        return f"{text}, {followed}"


def line_of(metric: Metric, scope: Scope, told: Differencing | None = None) -> Line:
    """Measure and return what may be told; ``told`` is what the session has seen."""
    if reason := refusal(metric.definition, scope):
        return _blank(metric.definition, scope, reason)
    measure = metric.measure(scope)
    if is_clear(metric.definition, scope):
        measure = _cleared(measure)
    elif told is not None and metric.definition.people:
        asked = _asked(metric.code, scope, measure)
        if told.reveals(asked):
            text = _(
                "Beside what you have just seen, this would tell of fewer than five"
                " people."
            )
            return _blank(metric.definition, scope, text)
        told.remember(asked)
    return _line(metric.definition, scope, measure)


def refusal(definition: Definition, scope: Scope) -> str:
    """Say why the question cannot be answered; "" when it can."""
    outside = [one for one in scope.filters if one not in definition.dimensions]
    if outside:
        names = ", ".join(str(one.label).lower() for one in outside)
        return _("Not told by: %(dimensions)s.") % {"dimensions": names}
    if definition.people and len(scope.filters) > MOST_ON_PEOPLE:
        return _("Numbers about people are narrowed in two ways at most.")
    return ""


def is_clear(definition: Definition, scope: Scope) -> bool:
    """Whether only the user's own candidates are counted."""
    return not scope.sees_everybody and definition.unit in OWN


def _asked(code: str, scope: Scope, measure: Measure) -> Asked:
    cell = measure.base or measure.top
    people = cell.people if cell.people is not None else measure.top.people
    filters = tuple((str(k), str(v)) for k, v in sorted(scope.filters.items()))
    first, last = (day.isoformat() for day in scope.days)
    return Asked(code, first, last, filters, people or 0)


def _cleared(measure: Measure) -> Measure:
    def bare(part: Part) -> Part:
        base = part.base and clear(part.base)
        return Part(part.key, part.label, clear(part.top), base, part.spread)

    return replace(
        measure,
        top=clear(measure.top),
        base=measure.base and clear(measure.base),
        rest=measure.rest and clear(measure.rest),
        parts=tuple(bare(part) for part in measure.parts),
        beside=tuple(bare(part) for part in measure.beside),
        going=tuple(bare(part) for part in measure.going),
    )


def _blank(definition: Definition, scope: Scope, why: str) -> Line:
    none = withheld()
    nothing = (none, None, none, None, None, "", (), ())
    return Line(definition, scope.period, *nothing, why_not=why)


def _line(definition: Definition, scope: Scope, measure: Measure) -> Line:
    top, base, value = _headline(definition.form, measure)
    spread = measure.spread or Spread(None, None, 0)
    behind = _behind(measure, spread)
    middle = show_middle(spread.median, behind) if measure.spread else None
    upper = show_middle(spread.upper, behind) if measure.spread else None
    parts, total = _parts(measure, definition.form)
    if total is not None:
        top = value = total
    if measure.shape == "stages":
        top, value = parts[-1].top, parts[-1].value or withheld()
    if measure.shape == "whole":
        top, value = parts[0].top, parts[0].value or withheld()
        base = _whole(measure).total
    return Line(
        definition,
        scope.period,
        top,
        base,
        value,
        middle,
        upper,
        _upper_label(measure.upper),
        parts,
        tuple(_alone(part) for part in measure.beside),
        _going(measure.going),
        has_rows=measure.rows is not None,
        parts_have_rows=measure.of_part is not None,
        splits=measure.groups is not None,
    )


def _behind(measure: Measure, spread: Spread) -> Cell:
    """Return whose days a median is of: no more persons than values."""
    cell = measure.base or measure.top
    if cell.people is None:
        return cell
    return Cell(spread.count, min(cell.people, spread.count))


def _upper_label(share: float) -> str:
    if share > THREE_QUARTERS:
        return _("nine of ten at most")
    return _("three of four at most")


def _headline(form: Form, measure: Measure) -> tuple[Shown, Shown | None, Shown]:
    """Return numerator, denominator and what is made of them."""
    top, base = measure.top, measure.base
    if form in {Form.DAYS, Form.MIDDLE}:
        median = measure.spread.median if measure.spread else None
        return show_one(top), None, show_middle(median, top)
    if base is None:
        shown = show_money(top) if form == Form.MONEY else show_one(top)
        return shown, None, shown
    if form == Form.SHARE:
        share = show_share(top, base, measure.rest)
        return share.top, share.base, share.percent
    mean = top.count / base.count if base.count else None
    return show_one(top), show_one(base), show_middle(mean, base, DIGITS)


def _alone(part: Part) -> LinePart:
    if part.base is None:
        return LinePart(part.key, str(part.label), show_one(part.top))
    return _shared(part, show_share(part.top, part.base))


def _shared(part: Part, share: Share) -> LinePart:
    return LinePart(part.key, str(part.label), share.top, share.base, share.percent)


def _parts(measure: Measure, form: Form) -> tuple[tuple[LinePart, ...], Shown | None]:
    """Return the parts, and their sum when it replaces the headline."""
    if not measure.parts:
        return (), None
    if measure.shape == "stages":
        return _stages(measure.parts), None
    if measure.shape == "series":
        return _series(measure.parts), None
    if measure.shape == "whole":
        shown = _whole(measure)
        pairs = zip(measure.parts, shown.parts, strict=True)
        return tuple(_of_whole(*pair, shown.total) for pair in pairs), None
    if form == Form.MEAN:
        return tuple(_mean(part) for part in measure.parts), None
    split = show_parts([part.top for part in measure.parts], measure.top)
    pairs = zip(measure.parts, split.parts, strict=True)
    total = split.total if form == Form.COUNT else None
    return tuple(_split(part, shown) for part, shown in pairs), total


def _going(parts: Sequence[Part]) -> tuple[LinePart, ...]:
    if not parts:
        return ()
    shown = show_parts([part.top for part in parts]).parts
    return tuple(map(_split, parts, shown))


def _whole(measure: Measure) -> Parts:
    return show_parts([part.top for part in measure.parts], measure.base)


def _of_whole(part: Part, shown: Shown, total: Shown) -> LinePart:
    known = shown.value is not None and total.value and not total.rounded
    percent = 100 * (shown.value or 0) / (total.value or 1) if known else None
    return replace(_split(part, shown), value=show_percent(percent))


def _split(part: Part, shown: Shown) -> LinePart:
    label, spread = str(part.label), part.spread
    if spread is None:
        return LinePart(part.key, label, shown)
    median = show_middle(spread.median, part.top)
    upper = show_middle(spread.upper, part.top)
    return LinePart(part.key, label, shown, median=median, upper=upper)


def _mean(part: Part) -> LinePart:
    base = part.base or Cell(0)
    mean = part.top.count / base.count if base.count else None
    value = show_middle(mean, base, DIGITS)
    return LinePart(
        part.key, str(part.label), show_one(part.top), show_one(base), value
    )


def _stages(parts: Sequence[Part]) -> tuple[LinePart, ...]:
    shown, lost = show_stages([part.top for part in parts])
    first = parts[0].top.count
    found = []
    for part, stage, before in zip(parts, shown, [None, *lost], strict=True):
        known = first and stage.value is not None
        percent = show_percent(100 * (stage.value or 0) / first if known else None)
        found.append(replace(_split(part, stage), value=percent, lost=before))
    return tuple(found)


def _series(parts: Sequence[Part]) -> tuple[LinePart, ...]:
    points = [(part.top, part.base or Cell(0)) for part in parts]
    shares = show_series(points, [CURVE.index(mark) for mark in MARKS])
    return tuple(map(_shared, parts, shares))
