"""Geometry of the charts: pure functions; the templates draw what they return.

Everything is measured in the units of the drawing's own box, written with a decimal
point as SVG wants it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

#: Charts of bars and stages are 100 wide.
WIDTH = 100.0
#: The box of a curve, and how far its lines are from the edges.
CURVE_WIDTH, CURVE_HEIGHT = 640.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 24.0, 28.0, 36.0


def point(value: float) -> str:
    """Write a coordinate: "12.5"."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Stage:
    """A stage of a funnel: the cloth that is left, and what was cut off since."""

    width: str
    lost_from: str
    lost_width: str


def stages(counts: Sequence[float | None]) -> list[Stage]:
    """Return the widths of stages; an unknown one is as wide as nothing."""
    first = counts[0] if counts and counts[0] else 0
    found, before = [], WIDTH if first else 0.0
    for count in counts:
        width = WIDTH * (count or 0) / first if first else 0.0
        lost = max(before - width, 0.0) if count is not None else 0.0
        found.append(Stage(point(width), point(width), point(lost)))
        before = width if count is not None else before
    return found


@dataclass(frozen=True)
class Bar:
    """A bar, and what it lacks of a yardstick."""

    width: str
    #: Where the yardstick stands; "" for none.
    yard: str = ""
    #: Whether the bar ends before the yardstick.
    lacks: bool = False


def bars(values: Sequence[float | None], yard: float = 0) -> list[Bar]:
    """Return the bars on one scale, which ends a little after the longest."""
    most = max([yard, *(value or 0 for value in values)], default=0)
    end = ceil(most * 1.1) or 1
    at = point(WIDTH * yard / end) if yard else ""
    return [
        Bar(point(WIDTH * (value or 0) / end), at, bool(yard and (value or 0) < yard))
        for value in values
    ]


@dataclass(frozen=True)
class Dot:
    """A point of a curve, with the words at it."""

    x: str
    y: str
    label: str
    text: str
    text_y: str


@dataclass(frozen=True)
class Rule:
    """A line across the drawing at a share, with its label."""

    y: str
    text: str


@dataclass(frozen=True)
class Curve:
    """A falling line of shares over days."""

    line: str
    dots: list[Dot]
    rules: list[Rule]
    width: str = point(CURVE_WIDTH)
    height: str = point(CURVE_HEIGHT)
    left: str = point(LEFT)
    right: str = point(CURVE_WIDTH - RIGHT)
    label_y: str = point(CURVE_HEIGHT - 10)


def curve(points: Sequence[tuple[int, float, str]], last: int) -> Curve:
    """Return the curve of (day, percent, its words); what is missing is bridged."""
    places = [(_x(day, last), _y(percent)) for day, percent, _text in points]
    dots = [
        Dot(point(x), point(y), str(day), text, point(y - 10))
        for (x, y), (day, _percent, text) in zip(places, points, strict=True)
    ]
    line = " ".join(f"{point(x)},{point(y)}" for x, y in places)
    rules = [Rule(point(_y(share)), f"{share}") for share in (0, 25, 50, 75, 100)]
    return Curve(line, dots, rules)


def _x(day: int, last: int) -> float:
    return LEFT + (CURVE_WIDTH - LEFT - RIGHT) * day / last


def _y(percent: float) -> float:
    return TOP + (CURVE_HEIGHT - TOP - BOTTOM) * (1 - percent / 100)
