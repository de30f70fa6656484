"""What the screens of numbers show around a line: pictures, comparisons, sentences."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from placements.metrics import charts
from placements.metrics.asking import Question
from placements.metrics.definitions import Form, View
from placements.metrics.lines import DIGITS, Line, LinePart
from placements.metrics.suppression import exactly, withheld


@dataclass(frozen=True)
class Drawn:
    """A part of a number with its drawing."""

    part: LinePart
    shape: Any
    tone: str = ""


@dataclass(frozen=True)
class Bars:
    """A number whose parts are drawn as bars."""

    line: Line
    bars: list[Drawn]
    compared: "Compared"
    #: Whether parts are left out that would tell of few people.
    lacks: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there to be drawn: all parts are nought."""
        return all(drawn.part.top.value == 0 for drawn in self.bars)


def bars_of(question: Question, code: str) -> Bars:
    """Draw the parts of a number; noughts and what is withheld are left out."""
    one = Compared(question, code)
    told = [part for part in one.line.parts if part.top.text != withheld().text]
    parts = [part for part in told if part.top.value != 0]
    shapes = charts.bars([part.top.value for part in parts])
    bars = [Drawn(*pair) for pair in zip(parts, shapes, strict=True)]
    return Bars(one.line, bars, one, lacks=len(told) < len(one.line.parts))


class FunnelPicture:
    """The funnel of tailored jobs: its stages, and where most is lost."""

    def __init__(self, line: Line) -> None:
        self.line = line

    @cached_property
    def worst(self) -> LinePart | None:
        """The stage on the way to which most jobs are lost; None when none is."""
        known = [part for part in self.line.parts if part.lost and part.lost.value]
        return max(known, key=lambda part: part.lost.value or 0, default=None)  # type: ignore[union-attr]

    @property
    def before_worst(self) -> LinePart | None:
        """The stage from which most jobs are lost."""
        parts = self.line.parts
        return parts[parts.index(self.worst) - 1] if self.worst else None

    @cached_property
    def stages(self) -> list[Drawn]:
        parts = self.line.parts
        shapes = charts.stages([part.top.value for part in parts])
        return [
            Drawn(part, shape, "berry" if part is self.worst else "")
            for part, shape in zip(parts, shapes, strict=True)
        ]


class Compared:
    """A number, beside the one of the period before if it is of events.

    A snapshot stands alone, and a cohort is that of the newest period followed enough.
    """

    def __init__(self, question: Question, code: str) -> None:
        self.line = question.followed_line(code)
        self.before: Line | None = None
        if self.line.definition.view == View.EVENTS and not self.line.why_not:
            self.before = question.line_before(code)

    @property
    def change(self) -> str:
        """Say how it has changed; "" when not, or when one is not shown exactly."""
        if self.before is None:
            return ""
        now, before = self.line.value, self.before.value
        if now.value is None or before.value is None or now.rounded or before.rounded:
            return ""
        digits = DIGITS if self.line.definition.form == Form.MEAN else 0
        change = round(now.value - before.value, digits)
        if not change:
            return ""
        sign = "+" if change > 0 else "\N{MINUS SIGN}"
        return sign + exactly(abs(change), digits).text

    @property
    def words(self) -> str:
        """Tell the number of the period before; "" when there is none to tell."""
        if self.before is None or self.before.why_not:
            return ""
        known = {"period": self.before.period.label, "value": self.before.value.text}
        told = _("%(period)s: %(value)s") % known
        return f"{told} ({self.change})" if self.change else told


@dataclass(frozen=True)
class Team:
    """Contacts a week: the team's mean, then who may be seen of the coaches."""

    compared: Compared
    bars: list[Drawn]
    yard: int


def contacts_for(question: Question, yard: int) -> Team:
    """Draw contacts a week beside the yardstick."""
    compared = Compared(question, "M3")
    parts = compared.line.parts
    values = [part.value.value if part.value else None for part in parts]
    shapes = charts.bars(values, yard)
    drawn = [Drawn(*pair) for pair in zip(parts, shapes, strict=True)]
    return Team(compared, drawn, yard)


@dataclass(frozen=True)
class EffortWeek:
    """What logging took in one week, in the middle."""

    label: str
    logged: LinePart
    taps: LinePart


@dataclass(frozen=True)
class Effort:
    """What logging takes: seconds, taps, and both week by week."""

    seconds: Line
    taps: Line
    weeks: list[EffortWeek]


def effort_of(question: Question) -> Effort:
    """Put the two measures of the log screen beside each other."""
    seconds, taps = question.line("A1"), question.line("A2")
    pairs = zip(seconds.parts, taps.parts, strict=True)
    weeks = [EffortWeek(one.label, one, other) for one, other in pairs]
    return Effort(seconds, taps, weeks)


def curve_of(line: Line, last: int) -> charts.Curve | None:
    """Draw who stays at work; None when fewer than two points may be told."""
    points = [
        (int(part.key), part.value.value, part.value.text)
        for part in line.parts
        if part.value and part.value.value is not None
    ]
    return charts.curve(points, last) if len(points) > 1 else None
